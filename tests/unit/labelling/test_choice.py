"""Which labeller labels which image."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from desktop.core.errors import BudgetSpentError, LabellerUnavailableError, SettingsError
from desktop.core.records import Annotation, Label, NotNow, Picture
from desktop.core.settings import ChainSettings, Settings
from desktop.labelling.asking import ask
from desktop.labelling.choice import ByPicture, Chain, WithinBudget
from desktop.labelling.labeller import Labeller, Outcome
from desktop.labelling.registry import make_labeller
from tests.helpers.labellers import ScriptedLabeller
from tests.helpers.meters import FreeMeter, MemoryLedger
from tests.helpers.pictures import plain


class Named(ScriptedLabeller):
    """A labeller of any name."""

    def __init__(self, name: str, *labels: Label, batch_size: int = 4) -> None:
        super().__init__(lambda _picture: Annotation(labels=labels), batch_size)
        self.name = name


class Away(Named):
    """Can't be reached."""

    def label(self, batch: Sequence[Picture]) -> list[Outcome]:  # noqa: ARG002
        raise LabellerUnavailableError("it is away")


class CountingMeter(FreeMeter):
    """Has room for so many units."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def spend(self, units: Mapping[str, int]) -> None:
        if not self.has_room(units):
            raise BudgetSpentError("the budget is used up")
        super().spend(units)

    def has_room(self, units: Mapping[str, int]) -> bool:
        return (self.spent + Counter(units)).total() <= self.room


class Paid(Named):
    """Costs a unit an image."""

    units_of_an_image = {"labels": 1}  # noqa: RUF012

    def __init__(self, meter: FreeMeter) -> None:
        super().__init__("paid", Label("cat", 0.9))
        self._meter = meter

    def label(self, batch: Sequence[Picture]) -> list[Outcome]:
        try:
            self._meter.spend({"labels": len(batch)})
        except BudgetSpentError as error:
            if len(batch) == 1:
                raise
            middle = len(batch) // 2
            outcomes = ask(self, batch[:middle]) + ask(self, batch[middle:])
            if all(isinstance(outcome, NotNow) for outcome in outcomes):
                raise LabellerUnavailableError(str(error)) from error
            return outcomes
        return super().label(batch)


def pictures(*cameras: str, wanted: str = "") -> list[Picture]:
    return [
        Picture(
            path=Path(f"{n}.jpg"), image_id=n, node=camera.split("/")[0], camera=camera.split("/")[1], wanted=wanted
        )
        for n, camera in enumerate(cameras)
    ]


def labellers_of(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.labeller if isinstance(outcome, Annotation) else outcome.message for outcome in outcomes]


def by_picture(of_source: Mapping[str, str], *labellers: Labeller) -> ByPicture:
    known = {labeller.name: labeller for labeller in labellers}

    def make(name: str) -> Labeller:
        if name not in known:
            raise SettingsError(f"there is no labeller {name!r}")
        return known[name]

    return ByPicture(labellers[0].name, of_source, make, lambda: None)


def test_a_camera_goes_before_its_node_and_that_before_the_usual_labeller() -> None:
    choice = by_picture({"porch": "b", "porch/front": "c"}, Named("a"), Named("b"), Named("c"))
    outcomes = choice.label(pictures("barn/front", "porch/back", "porch/front", "barn/x"))
    assert labellers_of(outcomes) == ["a", "b", "c", "a"]


def test_what_a_person_wants_goes_before_all_else() -> None:
    choice = by_picture({"porch": "b"}, Named("a"), Named("b"), Named("c"))
    assert labellers_of(choice.label(pictures("porch/front", wanted="c"))) == ["c"]


def test_a_wanted_labeller_that_is_gone_is_told_for_that_image_alone() -> None:
    choice = by_picture({}, Named("a"))
    outcomes = choice.label([*pictures("barn/front", wanted="gone"), *pictures("barn/front")])
    assert labellers_of(outcomes) == ["there is no labeller 'gone'", "a"]


def test_no_labeller_gets_more_images_at_once_than_it_takes() -> None:
    small = Named("b", batch_size=2)
    by_picture({"porch": "b"}, Named("a", batch_size=8), small).label(pictures(*["porch/front"] * 5))
    assert [len(batch) for batch in small.seen] == [2, 2, 1]


def test_images_of_a_labeller_that_is_away_wait_and_the_others_get_their_labels() -> None:
    choice = by_picture({"porch": "b"}, Named("a"), Away("b"))
    outcomes = choice.label(pictures("barn/front", "porch/front"))
    assert outcomes[1] == NotNow("it is away")
    assert labellers_of(outcomes)[0] == "a"
    with pytest.raises(LabellerUnavailableError, match="it is away"):
        choice.label(pictures("porch/front", "porch/front"))


def test_at_the_cap_the_free_labeller_takes_over_for_exactly_those_left() -> None:
    meter = CountingMeter(room=3)
    labeller = WithinBudget(Paid(meter), lambda: Named("free"), meter)
    assert labellers_of(labeller.label(pictures(*["porch/front"] * 4))) == ["paid", "paid", "paid", "free"]
    assert labeller.name == "free"
    assert meter.spent == {"labels": 3}


def test_with_room_again_the_paid_labeller_is_back() -> None:
    meter = CountingMeter(room=0)
    labeller = WithinBudget(Paid(meter), lambda: Named("free"), meter)
    assert labellers_of(labeller.label(pictures("porch/front"))) == ["free"]
    meter.room = 10
    assert labellers_of(labeller.label(pictures("porch/front"))) == ["paid"]
    assert labeller.name == "paid"


def test_a_paid_labeller_that_is_away_with_room_left_is_waited_for() -> None:
    class AwayPaid(Away):
        units_of_an_image = {"labels": 1}  # noqa: RUF012

    free = Named("free")
    outcomes = WithinBudget(AwayPaid("paid"), lambda: free, CountingMeter(10)).label(pictures("porch/front"))
    assert outcomes == [NotNow("it is away")]
    assert free.seen == []


@pytest.mark.parametrize(
    ("seen", "asked"),
    [
        ((Label("cat", 0.9),), "first"),
        ((Label("cat", 0.3),), "then"),
        ((), "then"),
        ((Label("Person", 0.9),), "then"),
    ],
    ids=["sure", "unsure", "nothing seen", "of interest"],
)
def test_the_chain_asks_the_second_only_where_the_first_is_unsure_or_sees_something(
    seen: tuple[Label, ...], asked: str
) -> None:
    chain = Chain(Named("first", *seen), Named("then"), ChainSettings(unsure_below=0.5, if_sees=("person",)))
    assert labellers_of(chain.label(pictures("porch/front"))) == [asked]


def test_the_chain_keeps_the_first_answer_where_the_second_is_away() -> None:
    chain = Chain(Named("first"), Away("then"), ChainSettings())
    assert labellers_of(chain.label(pictures("porch/front"))) == ["first"]


@pytest.mark.parametrize(
    "settings",
    [Settings(labeller_of={"porch": "nobody"}), Settings(chain=ChainSettings(first="nobody"))],
    ids=["of a node", "in the chain"],
)
def test_a_name_in_the_settings_that_is_no_labeller_is_refused_at_once(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="no labeller 'nobody'"):
        make_labeller(settings, MemoryLedger())


def test_a_node_can_have_another_labeller_than_the_rest(tmp_path: Path) -> None:
    labeller = make_labeller(Settings(labeller="basic", labeller_of={"porch": "basic"}), MemoryLedger())
    (outcome,) = labeller.label([Picture(path=plain(tmp_path / "a.png"), node="porch")])
    labeller.close()
    assert labellers_of([outcome]) == ["basic"]
