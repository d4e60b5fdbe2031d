"""The shapes of input: fields that are not declared, or have another type, are refused."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from flask import request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from gatepost.errors import ForPrograms, InvalidInput, Reason
from gatepost.permissions import SCOPE_MAX
from gatepost.settings.types import AUDIENCE_MAX
from gatepost.text import shows_something

_MOST_ERRORS = 20
_LONGEST_NAME = 40  # characters of a client's own name for a field that are repeated to it
_MESSAGES = {
    "extra_forbidden": "This field is unknown or cannot be set.",
    "missing": "This field is required.",
    "string_pattern_mismatch": "This text has a character that cannot be used.",
    "model_type": "Send a JSON object.",
    "string_too_long": "Use at most {max_length} characters.",
    "value_error": "{error}",
}

# No field takes a NUL, because PostgreSQL cannot store it.
_NO_NUL = r"^[^\x00]*$"
Name = Annotated[str, StringConstraints(min_length=1, max_length=254, pattern=_NO_NUL)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=1024, pattern=_NO_NUL)]


def _refuse_null(value: Any) -> Any:
    if value is None:
        raise PydanticCustomError("string_type", "Input should be a valid string")
    return value


def _refuse_invisible(text: str) -> str:
    if not shows_something(text):
        raise PydanticCustomError("invisible", "Use visible characters.")
    return text


# A reader sees something of the text.
VISIBLE = AfterValidator(_refuse_invisible)
# The field may be left out and then is None; an explicit null is refused.
NOT_NULL = BeforeValidator(_refuse_null)
OptionalName = Annotated[Name | None, NOT_NULL]
OptionalSecret = Annotated[Secret | None, NOT_NULL]


KeptIn = Annotated[
    Literal["tokens", "cookie"],
    Field(description="where the session goes: two tokens, or a cookie for pages of GATEPOST_BROWSER_ORIGINS"),
]


ScopeNames = Annotated[str, StringConstraints(min_length=1, max_length=SCOPE_MAX, pattern=r"^[a-z: ]*$")]
AskedScope = Annotated[ScopeNames | None, NOT_NULL]
AudienceName = Annotated[str, StringConstraints(min_length=1, max_length=AUDIENCE_MAX, pattern=r"^[ -~]*$")]
AskedAudience = Annotated[AudienceName | None, NOT_NULL]


class Body(BaseModel):
    """A JSON object with exactly these fields, of exactly these types."""

    # Pydantic builds each at its first use: a start need not wait for all of them.
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    @classmethod
    def check_given(cls, given: Mapping[str, Any]) -> None:
        """Raise InvalidInput for those of these fields, of the right types, that the deed would refuse.

        It is asked only if other fields have the wrong shape, so that the refusal names all wrong ones.
        """


class Query(BaseModel):
    """The parameters after the question mark: each at most once."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, defer_build=True)


Shape = TypeVar("Shape", bound=BaseModel)


def validate(shape: type[Shape], value: Any) -> Shape:
    """Validate *value* against *shape*. Raises InvalidInput, which names the fields."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        errors: dict[str, list[Reason]] = {}
        for problem in error.errors(include_url=False, include_input=False)[:_MOST_ERRORS]:
            field = ".".join(map(str, problem["loc"]))[:_LONGEST_NAME] or "body"
            template = _MESSAGES.get(problem["type"])
            message = problem["msg"] if template is None else template.format(**problem.get("ctx", {}))
            errors.setdefault(field, []).append(ForPrograms(message))
        _check_the_rest(shape, value, errors)
        raise InvalidInput(errors) from None


def _check_the_rest(shape: type[BaseModel], value: Any, errors: dict[str, list[Reason]]) -> None:
    """Add to *errors* the reasons against fields of *value* whose shape is right."""
    if issubclass(shape, Body) and isinstance(value, dict):
        try:
            shape.check_given(
                {name: value[name] for name in shape.model_fields if name in value and name not in errors}
            )
        except InvalidInput as refused:
            errors.update(refused.errors)


def read_query(shape: type[Shape]) -> Shape:
    """Validate the query of the present request against *shape*. Raises InvalidInput."""
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise InvalidInput(
            {name[:_LONGEST_NAME]: [ForPrograms("Give this parameter once.")] for name in twice[:_MOST_ERRORS]}
        )
    return validate(shape, request.args.to_dict())
