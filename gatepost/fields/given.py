"""The member ``fields`` of a request. Where none is declared it is refused as any unknown member is."""

from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from gatepost.fields.declared import declared


def _refuse_undeclared(given: Any) -> Any:
    if not declared():
        raise PydanticCustomError("extra_forbidden", "Extra inputs are not permitted")
    return given


GivenFields = Annotated[SkipJsonSchema[dict[str, Any]], BeforeValidator(_refuse_undeclared)]
