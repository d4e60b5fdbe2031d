"""What an examination finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What it is *about* (a setting, a file, the database), what is wrong, and the remedy, in words.

    One that is not *grave* is told, and stops no start.
    """

    about: str
    problem: str
    remedy: str
    grave: bool = True

    def __str__(self) -> str:
        return f"{self.about}: {self.problem} {self.remedy}"
