"""What a row of the table of faults came to."""

from __future__ import annotations

from dataclasses import dataclass, field


class Skipped(Exception):  # noqa: N818 - it is no error
    """This machine can't bring the fault about; the text says why."""


@dataclass
class Outcome:
    """Counts over all rounds; ``wrong`` holds in words whatever did not hold, and is empty when all did."""

    rounds: int = 0
    images: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)

    def demand(self, holds: bool, complaint: str) -> None:
        """Notes ``complaint`` with the number of the round unless it ``holds``."""
        if not holds:
            self.wrong.append(f"round {self.rounds}: {complaint}")
