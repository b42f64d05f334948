"""One labeller asks another: whatever happens to a batch, the answers of the others stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.records import LabelError, Picture
from desktop.labelling.asking import ask
from tests.helpers.labellers import CAT, Outcome, ScriptedLabeller

PICTURES = [Picture(path=Path(f"{number}.jpg"), image_id=number) for number in range(1, 7)]


@pytest.mark.parametrize("odd", [1, 3, 6])
def test_a_bug_over_one_batch_leaves_the_others_what_they_paid_for(odd: int, caplog: pytest.LogCaptureFixture) -> None:
    def judge(picture: Picture) -> Outcome:
        if picture.image_id == odd:
            raise ZeroDivisionError("oh")
        return CAT

    outcomes = ask(ScriptedLabeller(judge, batch_size=2), PICTURES)
    failed = {place for place, outcome in enumerate(outcomes) if isinstance(outcome, LabelError)}
    first = (odd - 1) // 2 * 2
    assert failed == {first, first + 1}
    assert outcomes[first] == LabelError("The labeller scripted failed: ZeroDivisionError('oh')", retry=True)
    assert "ZeroDivisionError" in caplog.text


def test_a_batch_with_an_answer_missing_is_not_trusted_and_the_others_are() -> None:
    class Forgetful(ScriptedLabeller):
        def label(self, batch):  # type: ignore[no-untyped-def]
            return super().label(batch)[1 if batch[0].image_id == 3 else 0 :]

    outcomes = ask(Forgetful(batch_size=2), PICTURES)
    assert [isinstance(outcome, LabelError) for outcome in outcomes] == [False, False, True, True, False, False]
