"""Fields in the forms of pages: what a form shows, and what was typed into it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from gatepost.crypto import digest
from gatepost.fields.check import stored_values
from gatepost.fields.declared import Fields
from gatepost.fields.kinds import Choice, Choices, Field, Integer, Text

PREFIX = "fields."
SENT = "fields"  # the parameter with the marks of a form's inputs: without it nothing is changed or removed
_ALL = "1"  # of a form that does not tell them one by one
_MARK = 8  # characters
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,16}")
_BOOLEAN = {"true": True, "false": False}


class Input(NamedTuple):
    """A field as a page shows it. *values*: as a form has them, of which only choices have several.

    *mark* stands for the values that the page showed first.
    """

    name: str
    field: Field
    values: list[str]
    mark: str = ""

    @property
    def id(self) -> str:
        return f"{PREFIX}{self.name}"

    @property
    def type(self) -> str:
        return self.field.type

    @property
    def html_type(self) -> str:
        """The type of its HTML input, where it has one."""
        return {"integer": "number", "date": "date"}.get(self.type, "text")

    @property
    def required(self) -> bool:
        return self.field.required

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def options(self) -> list[str]:
        """All that can be chosen, and what was chosen and cannot be any more."""
        listed = self.field.values if isinstance(self.field, Choice) else []
        return [*listed, *(each for each in self.values if each not in listed)]

    @property
    def bounds(self) -> str:
        """The attributes that tell a browser the same rules."""
        if isinstance(self.field, Integer):
            return f'inputmode="numeric" min="{self.field.min}" max="{self.field.max}" step="1"'
        return f'maxlength="{self.field.max_length}"' if isinstance(self.field, Text) else ""

    def label(self, language: str) -> str:
        return self.field.label_in(language, otherwise=self.name)


def inputs(fields: Fields, stored: str | None = None, typed: Mapping[str, str] | None = None) -> list[Input]:
    """These *fields* with their *stored* values, or those that were *typed*."""
    values = stored_values(stored)
    shown = {name: _texts(values.get(name)) for name in fields}
    marks = {name: _mark(texts) for name, texts in shown.items()} | _marks(typed or {})
    if typed is not None:
        shown = {name: _typed_texts(name, field, typed) for name, field in fields.items()}
    return [Input(name, field, shown[name], f"{name}:{marks[name]}") for name, field in fields.items()]


def typed_values(fields: Fields, typed: Mapping[str, str]) -> dict[str, Any]:
    """The values that were *typed* for these fields, for a request; None for one that was left empty."""
    return {name: _value(field, _typed_texts(name, field, typed)) for name, field in fields.items()}


def typed_changes(fields: Fields, stored: str | None, typed: Mapping[str, str]) -> dict[str, Any]:
    """Those that a person has changed. So a value that fits its declaration no longer may stay as it is.

    The values that the page showed count, not those that are stored by now. So a page that was open for long takes back
    nothing that another request has changed, and removes nothing of a field that was declared since.
    """
    values, marks = stored_values(stored), _marks(typed)
    if typed.get(SENT) == _ALL:
        marks = {name: _mark(_texts(values.get(name))) for name in fields}
    changed = {
        name: field
        for name, field in fields.items()
        if name in marks and _mark(_typed_texts(name, field, typed)) != marks[name]
    }
    return typed_values(changed, typed)


def _marks(typed: Mapping[str, str]) -> dict[str, str]:
    """The marks of the values that the inputs of a form showed first, by name."""
    return {name: mark for name, colon, mark in (each.partition(":") for each in typed.get(SENT, "").split()) if colon}


def _mark(texts: list[str]) -> str:
    return digest("\n".join(texts))[:_MARK] if texts else ""


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [_text(each) for each in value] if isinstance(value, list) else [_text(value)]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _typed_texts(name: str, field: Field, typed: Mapping[str, str]) -> list[str]:
    if isinstance(field, Choices):
        return [text for key, text in typed.items() if key.startswith(f"{PREFIX}{name}.")]
    return [typed[key]] if (key := f"{PREFIX}{name}") in typed else []


def _value(field: Field, texts: list[str]) -> Any:
    if not texts:
        return None
    if isinstance(field, Choices):
        return texts
    text = texts[0]
    if isinstance(field, Integer):
        return int(text) if _WHOLE_NUMBER.fullmatch(text.strip()) else text
    return _BOOLEAN.get(text, text) if field.type == "boolean" else text
