"""Finds labellers by name, and puts together what the settings say of them.

Labellers register as entry points of the group ``miharu.labellers``. An entry point is a factory
``create(settings: Settings, meter: Meter) -> Labeller``; anyone's package can add one. One that costs money is a
:class:`PaidLabeller` and spends each request's units with the meter before it sends it.
"""

from __future__ import annotations

import logging
import threading
from importlib.metadata import entry_points

from desktop.core.errors import LabellerUnavailableError, SettingsError
from desktop.core.library import UnitLedger
from desktop.core.settings import Settings
from desktop.labelling.budget import Budget
from desktop.labelling.choice import ByPicture, Chain, WithinBudget
from desktop.labelling.gate import Gate
from desktop.labelling.labeller import Labeller, Meter, PaidLabeller
from desktop.labelling.labellers.google import is_set_up

log = logging.getLogger(__name__)

GROUP = "miharu.labellers"
AUTO = "auto"
CHAIN = "chain"


def names() -> list[str]:
    """The names of all labellers there are, sorted; ``auto`` and ``chain`` are none of them but choices among them."""
    return sorted(entry_points(group=GROUP).names)


def choices() -> list[str]:
    """All that the setting ``labeller`` may name to have images labelled."""
    return [AUTO, CHAIN, *names()]


def make_labeller(settings: Settings, ledger: UnitLedger) -> Labeller:
    """Makes what labels by ``settings``: not for the GUI thread, imports and models take seconds.

    ``auto`` is google if it is set up, else on-device if its models are installed, else basic. One that costs money
    counts its units in ``ledger`` and stands behind the gate; at the month's cap on-device, else basic takes over.

    Raises:
        SettingsError: there is no labeller of a name in the settings; the text names those there are.
        LabellerUnavailableError: it can't work as things are (no model installed, a package missing).
    """
    for name in (settings.labeller, *settings.labeller_of.values()):
        _check(name, choices())
    for name in (settings.chain.first, settings.chain.then):
        _check(name, names())
    workshop = _Workshop(settings, Budget(ledger, settings.google))
    return ByPicture(settings.labeller, settings.labeller_of, workshop.make, workshop.close)


class _Workshop:
    """Makes each labeller once, when it is first wanted, with all that belongs around it."""

    def __init__(self, settings: Settings, meter: Meter) -> None:
        self._settings = settings
        self._meter = meter
        self._lock = threading.RLock()
        self._closed = False
        self._plain: dict[str, Labeller] = {}
        self._whole: dict[str, Labeller] = {}

    def make(self, name: str) -> Labeller:
        """What the settings mean by ``name``."""
        with self._lock:
            if name not in self._whole:
                self._whole[name] = self._put_together(name)
            return self._whole[name]

    def close(self) -> None:
        """Closes all. What is being made at the time is closed by whoever makes it."""
        self._closed = True
        for labeller in list(self._plain.values()):
            labeller.close()

    def _put_together(self, name: str) -> Labeller:
        if name == AUTO:
            return self.make("google") if is_set_up(self._settings.google) else self._free()
        if name == CHAIN:
            chain = self._settings.chain
            return Chain(self._gated(chain.first), self._gated(chain.then), chain)
        labeller = self._gated(name)
        return WithinBudget(labeller, self._free, self._meter) if isinstance(labeller, PaidLabeller) else labeller

    def _gated(self, name: str) -> Labeller:
        labeller = self._make_plain(name)
        if isinstance(labeller, PaidLabeller) and self._settings.gate.enabled:
            return Gate(labeller, self._settings.gate, self._meter)
        return labeller

    def _free(self) -> Labeller:
        try:
            return self._make_plain("on-device")
        except LabellerUnavailableError as reason:
            log.info("basic is the labeller that costs nothing: %s", reason)
            return self._make_plain("basic")

    def _make_plain(self, name: str) -> Labeller:
        with self._lock:
            if name not in self._plain:
                self._plain[name] = _create(name, self._settings, self._meter)
            labeller = self._plain[name]
        if self._closed:
            labeller.close()
        return labeller


def _check(name: str, known: list[str]) -> None:
    if name not in known:
        raise SettingsError(f"there is no labeller {name!r}; there are {', '.join(known)}")


def _create(name: str, settings: Settings, meter: Meter) -> Labeller:
    _check(name, names())
    (found, *_) = entry_points(group=GROUP, name=name)
    try:
        factory = found.load()
    except ImportError as error:
        raise LabellerUnavailableError(
            f"The labeller {name} can't be loaded: {error}. Install what is missing: pip install 'miharu[desktop]'"
        ) from error
    labeller: Labeller = factory(settings, meter)
    return labeller
