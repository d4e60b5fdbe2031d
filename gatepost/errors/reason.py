"""The words of refusals, which pages show in the language of their reader."""

from typing import Any, Self


class Reason(str):
    """A reason in English, as answers of the API have it. It remembers how it was made, so that it can be translated.

    Reason("Use at least %(least)s characters.", least=12) is "Use at least 12 characters." The first argument is what
    translators see: write it out in the call, where ``python -m tools.words`` finds it.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Self:
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made


class ForPrograms(Reason):
    """A reason that only programs meet, and no page shows: it is not translated."""

    __slots__ = ()


class OfOperator(Reason):
    """Words of a server of the operator: they are shown as they are."""

    __slots__ = ()
