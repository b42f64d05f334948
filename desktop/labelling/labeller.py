"""What a labeller is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from desktop.core.records import Annotation, LabelError, NotNow, Picture

Outcome = Annotation | LabelError | NotNow


class Labeller(Protocol):
    """Looks at images and says what is in them. One instance is used by several threads at once."""

    @property
    def name(self) -> str:
        """A word for settings and the catalogue, such as ``basic``."""

    @property
    def version(self) -> str:
        """Of the model or service."""

    @property
    def batch_size(self) -> int:
        """How many pictures one call takes at most."""

    def label(self, batch: Sequence[Picture]) -> Sequence[Outcome]:
        """One entry a picture, in order.

        Raises:
            LabellerUnavailableError: nothing can be labelled for now, whatever the picture.
        """

    def close(self) -> None:
        """Cancels what is under way, within two seconds, and lets go of connections and models."""


@runtime_checkable
class PaidLabeller(Labeller, Protocol):
    """A labeller that costs money: it spends its units with a :class:`Meter` before each request."""

    @property
    def units_of_an_image(self) -> Mapping[str, int]:
        """The units that one image costs, by what they are billed as."""


class Meter(Protocol):
    """Counts units of paid services under the month's caps, durably and for all processes on a library."""

    def spend(self, units: Mapping[str, int]) -> None:
        """Counts units that are about to be asked for.

        Raises:
            BudgetSpentError: a cap has no room for them; they must not be asked for.
            LabellerUnavailableError: they can't be counted, so they must not be asked for either.
        """

    def refund(self, units: Mapping[str, int]) -> None:
        """Takes spent units back that were certainly never asked for."""

    def save(self, units: Mapping[str, int]) -> None:
        """Counts units that did not have to be asked for."""

    def has_room(self, units: Mapping[str, int]) -> bool:
        """Whether the caps have room for that many more units."""
