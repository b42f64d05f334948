"""How one labeller asks another: in batches that it takes, with its name on what it says."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from desktop.core.errors import LabellerUnavailableError
from desktop.core.records import Annotation, NotNow, Picture
from desktop.labelling.labeller import Labeller, Outcome


def ask(labeller: Labeller, pictures: Sequence[Picture]) -> list[Outcome]:
    """One outcome a picture, in order. From where the labeller is unavailable on, it is NotNow: what was labelled
    (and paid for) until then is not lost."""
    outcomes: list[Outcome] = []
    for start in range(0, len(pictures), labeller.batch_size):
        batch = pictures[start : start + labeller.batch_size]
        try:
            answers = labeller.label(batch)
        except LabellerUnavailableError as error:
            return outcomes + [NotNow(str(error))] * (len(pictures) - start)
        if len(answers) != len(batch):
            raise ValueError(f"{labeller.name} gave {len(answers)} results for {len(batch)} images")
        outcomes += [_signed(answer, labeller) for answer in answers]
    return outcomes


def _signed(outcome: Outcome, labeller: Labeller) -> Outcome:
    if isinstance(outcome, Annotation) and not outcome.labeller:
        return msgspec.structs.replace(outcome, labeller=labeller.name)
    return outcome
