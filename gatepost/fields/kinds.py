"""The types of fields: what is declared of each, and which values are right.

A text has no pattern of the operator's, because a regular expression can take for ever.
"""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator, model_validator

from gatepost.errors import Reason
from gatepost.languages import ENGLISH, look_up
from gatepost.text import shows_something, trimmed

Who = Literal["user", "administrator", "service"]
Value = str | int | bool | list[str]
Label = Annotated[str, StringConstraints(min_length=1, max_length=100)]

_GREATEST = 2**53 - 1  # the whole numbers that every reader of JSON keeps (RFC 8259 section 6)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINE_ENDS = ("Zl", "Zp")
_BYTES_OF_CHARACTER, _QUOTES = 4, 2
LONGEST_TEXT, MOST_VALUES, LONGEST_VALUE = 2000, 100, 100


class Wrong(Exception):
    """The value is not of this field. *reason* says what is."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Field(BaseModel):
    """The declaration of a field. A value that it checks is right, or Wrong is raised; None is no value."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    type: str
    label: Label | dict[str, Label] | None = None
    read: list[Who]
    write: list[Literal["user", "administrator"]]
    required: bool = False
    token: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not self.read:
            raise ValueError("read names nobody")
        if hidden := sorted(set(self.write) - set(self.read)):
            raise ValueError(f"write names {hidden[0]}, and read does not")
        if self.required and "user" not in self.write:
            raise ValueError('required asks a user at registration, so write has to name "user"')
        if self.token and not {"user", "service"} <= set(self.read):
            raise ValueError('a token is read by its user and by services, so read has to name "user" and "service"')
        return self

    def label_in(self, language: str, *, otherwise: str) -> str:
        """The label for readers of this *language* (a tag), or *otherwise* where there is none."""
        if not isinstance(self.label, dict):
            return self.label or otherwise
        found = look_up(language, "", among=frozenset(self.label))
        return self.label[found] if found else self.label.get(ENGLISH) or next(iter(self.label.values()), otherwise)

    def check(self, value: Any) -> Value | None:
        """The *value* as it is stored. Raises Wrong."""
        raise NotImplementedError

    @property
    def longest(self) -> int:
        """The most bytes that a right value has as JSON."""
        raise NotImplementedError

    @property
    def inputs(self) -> int:
        """How many parameters a form may send for it."""
        return 1


class Text(Field):
    """One line. Blanks around it are removed; one that shows nothing is no value."""

    type: Literal["text"]
    max_length: int = 200

    @field_validator("max_length")
    @classmethod
    def _bounded(cls, most: int) -> int:
        if not 1 <= most <= LONGEST_TEXT:
            raise ValueError(f"give a number from 1 to {LONGEST_TEXT}")
        return most

    def check(self, value: Any) -> str | None:
        if not isinstance(value, str) or not is_line(value):
            raise Wrong(Reason("Use one line of text."))
        if len(text := trimmed(value)) > self.max_length:
            raise Wrong(Reason("Use at most %(most)s characters.", most=self.max_length))
        return text if shows_something(text) else None

    @property
    def longest(self) -> int:
        return self.max_length * _BYTES_OF_CHARACTER + _QUOTES


class Integer(Field):
    """A whole number."""

    type: Literal["integer"]
    min: int = -_GREATEST
    max: int = _GREATEST

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not -_GREATEST <= self.min <= self.max <= _GREATEST:
            raise ValueError(f"min and max are in order, and from {-_GREATEST} to {_GREATEST}")
        return self

    def check(self, value: Any) -> int:
        if type(value) is not int or not self.min <= value <= self.max:
            raise Wrong(Reason("Give a whole number from %(least)s to %(most)s.", least=self.min, most=self.max))
        return value

    @property
    def longest(self) -> int:
        return len(str(-_GREATEST))


class Boolean(Field):
    """Yes or no."""

    type: Literal["boolean"]

    def check(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise Wrong(Reason("Choose from the list."))
        return value

    @property
    def longest(self) -> int:
        return len("false")


class Date(Field):
    """A day of the calendar (RFC 3339, full-date)."""

    type: Literal["date"]

    def check(self, value: Any) -> str:
        if isinstance(value, str) and _DATE.fullmatch(value):
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                pass
        raise Wrong(Reason("Give a date, such as %(example)s.", example="2026-11-30"))

    @property
    def longest(self) -> int:
        return len('"2026-11-30"')


class Choice(Field):
    """One of a list."""

    type: Literal["choice"]
    values: list[str]

    @field_validator("values")
    @classmethod
    def _can_be_chosen(cls, values: list[str]) -> list[str]:
        if not 1 <= len(values) <= MOST_VALUES or len(set(values)) != len(values):
            raise ValueError(f"name 1 to {MOST_VALUES} values, each once")
        if any(not _is_value(each) or trimmed(each) != each or len(each) > LONGEST_VALUE for each in values):
            raise ValueError(f"each is one line of 1 to {LONGEST_VALUE} characters, without blanks around it")
        return values

    def check(self, value: Any) -> Value | None:
        if value not in self.values:
            raise Wrong(Reason("Choose from the list."))
        chosen: Value = value
        return chosen

    @property
    def longest(self) -> int:
        return max(map(_bytes_of, self.values))


class Choices(Choice):
    """Several of a list, in its order; none of it is no value."""

    type: Literal["choices"]  # type: ignore[assignment]  # it has a list as a choice has, and another name

    def check(self, value: Any) -> list[str] | None:
        if not isinstance(value, list) or any(each not in self.values for each in value):
            raise Wrong(Reason("Choose from the list."))
        return [each for each in self.values if each in value] or None

    @property
    def longest(self) -> int:
        return sum(map(_bytes_of, self.values)) + len(self.values) + 1

    @property
    def inputs(self) -> int:
        return len(self.values)


KINDS: dict[str, type[Field]] = {
    "text": Text,
    "integer": Integer,
    "boolean": Boolean,
    "date": Date,
    "choice": Choice,
    "choices": Choices,
}


def is_line(text: str) -> bool:
    """Whether *text* is one line that every engine stores: no control characters, no halves of characters."""
    return not any(_is_refused(unicodedata.category(character)) for character in text)


def _is_value(text: str) -> bool:
    return is_line(text) and shows_something(text)


def _is_refused(category: str) -> bool:
    return category in ("Cc", "Cs", *_LINE_ENDS)


def _bytes_of(text: str) -> int:
    return len(text) * _BYTES_OF_CHARACTER + _QUOTES
