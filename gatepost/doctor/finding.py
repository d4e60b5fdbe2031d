"""The result of an examination."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """The subject it is *about* (a setting, a file, the database), the problem, and the remedy, in sentences.

    A finding that is not *grave* is a warning and does not stop a start.
    """

    about: str
    problem: str
    remedy: str
    grave: bool = True

    def __str__(self) -> str:
        return f"{self.about}: {self.problem} {self.remedy}"
