"""Countries that have changed how their numbers are written since numbers were stored here, and both forms of a number.

The rules are ours, because a library that knows only the present plan refuses the former one, and then an account with
a former number could not be found. Each rule turns a former E.164 form into the present one, and back.

- Mexico, +52 1 and ten digits: mobile numbers lost the 1 on 3 August 2019 (Plan Técnico Fundamental de Numeración,
  Diario Oficial de la Federación, 11 May 2018). Ten digits have one holder, so both forms are the same number.
- Benin, +229 and eight digits: all numbers got 01 in front on 30 November 2024 (ARCEP Bénin, announced by the ITU as
  the national numbering plan of country code +229).
"""

import re
from typing import NamedTuple


class Renumbering(NamedTuple):
    """The prefix of the former and of the present form, and how many digits follow either."""

    former: str
    present: str
    digits: int


RENUMBERINGS = (
    Renumbering("+521", "+52", 10),
    Renumbering("+229", "+22901", 8),
)


def present_form(key: str) -> str:
    """The form in which a number is dialled now; *key* itself if its country has no rule."""
    for rule in RENUMBERINGS:
        if (rest := _rest(key, rule.former, rule.digits)) is not None:
            return rule.present + rest
    return key


def former_forms(key: str) -> tuple[str, ...]:
    """The forms in which the number with this present form may have been stored before."""
    found = ((rule.former, _rest(key, rule.present, rule.digits)) for rule in RENUMBERINGS)
    return tuple(prefix + rest for prefix, rest in found if rest is not None)


def all_forms(key: str) -> tuple[str, ...]:
    """The forms of the contact with this *key*: the present one first. An e-mail address has one."""
    present = present_form(key)
    return present, *former_forms(present)


def _rest(key: str, prefix: str, digits: int) -> str | None:
    if not key.startswith(prefix):  # nearly always, and many numbers are asked in an import
        return None
    match = re.fullmatch(re.escape(prefix) + f"([0-9]{{{digits}}})", key)
    return None if match is None else match[1]
