"""How one asks a labeller: a bug in it costs the images that it was asked about a try, and no others their answers."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import msgspec

from desktop.core.errors import LabellerUnavailableError
from desktop.core.records import Annotation, LabelError, NotNow, Picture
from desktop.labelling.labeller import Labeller, Outcome

log = logging.getLogger(__name__)


def ask(labeller: Labeller, pictures: Sequence[Picture]) -> list[Outcome]:
    """What one labeller has of another: one outcome a picture, in order, in batches that it takes, with its name on
    what it says. From where it is unavailable on, it is NotNow: what was labelled (and paid for) until then is not
    lost."""
    outcomes: list[Outcome] = []
    for start in range(0, len(pictures), labeller.batch_size):
        try:
            answers = ask_once(labeller, pictures[start : start + labeller.batch_size])
        except LabellerUnavailableError as error:
            return outcomes + [NotNow(str(error))] * (len(pictures) - start)
        outcomes += [_signed(answer, labeller) for answer in answers]
    return outcomes


def ask_once(labeller: Labeller, batch: Sequence[Picture]) -> Sequence[Outcome]:
    """One outcome a picture, in order.

    Raises:
        LabellerUnavailableError: nothing can be labelled for now, whatever the picture.
    """
    try:
        outcomes = labeller.label(batch)
        if len(outcomes) != len(batch):
            raise ValueError(f"{len(outcomes)} results for {len(batch)} images")
        return outcomes
    except LabellerUnavailableError:
        raise
    except Exception as error:  # labellers can be anyone's: a bug in one costs a bounded number of tries
        log.exception("the labeller %s failed over %d images", labeller.name, len(batch))
        return [LabelError(f"The labeller {labeller.name} failed: {error!r}", retry=True)] * len(batch)


def _signed(outcome: Outcome, labeller: Labeller) -> Outcome:
    if isinstance(outcome, Annotation) and not outcome.labeller:
        return msgspec.structs.replace(outcome, labeller=labeller.name)
    return outcome
