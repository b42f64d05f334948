"""Which labeller labels which image: small labellers that hand on to others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence

from desktop.core.errors import LabellerUnavailableError, SettingsError
from desktop.core.records import Annotation, LabelError, NotNow, Picture
from desktop.core.settings import ChainSettings
from desktop.labelling.asking import ask
from desktop.labelling.labeller import Labeller, Meter, Outcome, PaidLabeller

log = logging.getLogger(__name__)

Make = Callable[[str], Labeller]


class ByPicture:
    """Labels each image with the labeller that a person wants for it, else with that of its camera, of its node, or
    the usual one.

    ``of_source`` names labellers by node (``porch``) or camera (``porch/front``). What ``make`` makes is kept, and
    closed by ``close``, after which nothing more is made.
    """

    def __init__(self, usual: str, of_source: Mapping[str, str], make: Make, close: Callable[[], None]) -> None:
        self._usual_name = usual
        self._of_source = of_source
        self._make = make
        self._close = close
        self._usual = make(usual)

    @property
    def name(self) -> str:
        return self._usual.name

    @property
    def version(self) -> str:
        return self._usual.version

    @property
    def batch_size(self) -> int:
        return self._usual.batch_size

    def label(self, batch: Sequence[Picture]) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        for name, places in self._by_labeller(batch).items():
            answers = self._ask(name, [batch[place] for place in places])
            outcomes |= zip(places, answers, strict=True)
        waiting = [outcome for outcome in outcomes.values() if isinstance(outcome, NotNow)]
        if waiting and len(waiting) == len(batch):
            raise LabellerUnavailableError(waiting[0].message)
        return [outcomes[place] for place in range(len(batch))]

    def close(self) -> None:
        self._close()

    def _by_labeller(self, batch: Sequence[Picture]) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, picture in enumerate(batch):
            places.setdefault(self._labeller_of(picture), []).append(place)
        return places

    def _labeller_of(self, picture: Picture) -> str:
        if picture.wanted:
            return picture.wanted
        of_node = self._of_source.get(picture.node, self._usual_name)
        return self._of_source.get(f"{picture.node}/{picture.camera}", of_node)

    def _ask(self, name: str, pictures: Sequence[Picture]) -> Sequence[Outcome]:
        try:
            return ask(self._make(name), pictures)
        except SettingsError as error:  # a labeller wanted in the past that is no longer installed
            return [LabelError(str(error))] * len(pictures)
        except LabellerUnavailableError as error:
            return [NotNow(str(error))] * len(pictures)


class WithinBudget:
    """Asks a paid labeller as long as the month's budget has room, then a free one; the paid one again next month."""

    def __init__(self, paid: PaidLabeller, make_free: Callable[[], Labeller], meter: Meter) -> None:
        self._paid = paid
        self._make_free = make_free
        self._meter = meter
        self._lock = threading.Lock()
        self._free: Labeller | None = None
        self._is_spent = False

    @property
    def name(self) -> str:
        """Of the labeller that is asked at present."""
        return self._free.name if self._is_spent and self._free is not None else self._paid.name

    @property
    def version(self) -> str:
        return self._paid.version

    @property
    def batch_size(self) -> int:
        return self._paid.batch_size

    def label(self, batch: Sequence[Picture]) -> list[Outcome]:
        outcomes = ask(self._paid, batch)
        left = [place for place, outcome in enumerate(outcomes) if isinstance(outcome, NotNow)]
        is_spent = bool(left) and not self._meter.has_room(self._paid.units_of_an_image)
        if is_spent:
            answers = ask(self._ready_free(), [batch[place] for place in left])
            for place, answer in zip(left, answers, strict=True):
                outcomes[place] = answer
        if is_spent != self._is_spent:
            log.warning("labelling with %s", self._ready_free().name if is_spent else self._paid.name)
        self._is_spent = is_spent
        return outcomes

    def close(self) -> None:
        self._paid.close()
        if self._free is not None:
            self._free.close()

    def _ready_free(self) -> Labeller:
        with self._lock:
            if self._free is None:
                self._free = self._make_free()
            return self._free


class Chain:
    """Asks one labeller, and another one where the first is unsure or sees something of interest.

    The first one's answer stands where the second has none: out of reach, over its budget, or unable to read.
    """

    name = "chain"

    def __init__(self, first: Labeller, then: Labeller, settings: ChainSettings) -> None:
        self._first = first
        self._then = then
        self._unsure_below = settings.unsure_below
        self._if_sees = {name.casefold() for name in settings.if_sees}

    @property
    def version(self) -> str:
        return f"{self._first.version}, {self._then.version}"

    @property
    def batch_size(self) -> int:
        return max(self._first.batch_size, self._then.batch_size)

    def label(self, batch: Sequence[Picture]) -> list[Outcome]:
        outcomes = ask(self._first, batch)
        places = [place for place, outcome in enumerate(outcomes) if self._wants_more(outcome)]
        answers = ask(self._then, [batch[place] for place in places])
        for place, answer in zip(places, answers, strict=True):
            if isinstance(answer, Annotation):
                outcomes[place] = answer
        return outcomes

    def close(self) -> None:
        self._first.close()
        self._then.close()

    def _wants_more(self, outcome: Outcome) -> bool:
        if not isinstance(outcome, Annotation):
            return False
        seen = [(found.name, found.score or 0.0) for found in outcome.labels]
        seen += [(found.name, found.score or 0.0) for found in outcome.objects]
        best = max((score for _, score in seen), default=0.0)
        return best < self._unsure_below or any(name.casefold() in self._if_sees for name, _ in seen)
