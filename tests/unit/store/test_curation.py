"""What a person does with images: stars, corrections, what is wrong on a camera."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop.core.curation import Corrections, FindingKind, Place, overlap
from desktop.core.library import Library
from desktop.core.query import parse
from desktop.core.records import Annotation, Box, DetectedObject, Face, Label, LabelResult, NodeIdentity
from desktop.store.batches import BATCH_IMAGES
from tests.helpers.libraries import build_library, frame, picture
from tests.unit.store.conftest import DEADLINE_S, OpenLibrary

PORCH = NodeIdentity("a" * 16, "porch")
STATUE = Box(0.1, 0.1, 0.3, 0.5)
ALMOST_THERE = Box(0.12, 0.1, 0.31, 0.52)
ELSEWHERE = Box(0.6, 0.1, 0.8, 0.5)


def store(library: Library, *seqs: int, camera: str = "front") -> None:
    for seq in seqs:
        library.store_frame(PORCH, frame(seq, camera=camera)).result(DEADLINE_S)


def say(library: Library, labeller: str, said: dict[int, Annotation]) -> None:
    library.lease("me", 100, 60)
    results = [LabelResult(image_id=image_id, outcome=outcome) for image_id, outcome in said.items()]
    assert library.complete("me", labeller, results) == len(said)


def named(*names: str) -> Annotation:
    return Annotation(labels=tuple(Label(name, 0.8) for name in names))


def names(library: Library, image_id: int) -> list[str]:
    details = library.details(image_id)
    assert details is not None
    assert details.annotation is not None
    return [label.name for label in details.annotation.labels]


def found(library: Library, line: str) -> list[int]:
    return list(library.keys(parse(line)).image_ids)


def best(library: Library, image_id: int) -> list[str]:
    return [label.name for label in library.tiles([image_id])[0].labels]


@pytest.fixture
def two(library: Library) -> Library:
    """1 is a cat on grass, 2 a dog on grass."""
    store(library, 1, 2)
    say(library, "model", {1: named("grass", "cat"), 2: named("dog", "grass")})
    return library


def test_stars_are_given_and_taken_and_only_real_changes_are_told(two: Library) -> None:
    assert list(two.star([1, 99])) == [1]
    assert [tile.starred for tile in two.tiles([1, 2])] == [True, False]
    assert sorted(two.star([1, 2])) == [2]
    assert sorted(two.unstar([1, 2])) == [1, 2]
    assert not any(tile.starred for tile in two.tiles([1, 2]))


def test_a_persons_word_counts_for_searches_tiles_and_details(two: Library) -> None:
    two.correct([1, 2], add=["Fox"], remove=["grass", "cat"])
    assert names(two, 1) == ["Fox"]
    assert names(two, 2) == ["Fox", "dog"]
    assert (found(two, "fox"), found(two, "grass"), found(two, "cat"), found(two, "dog")) == ([1, 2], [], [], [2])
    assert best(two, 2) == ["Fox", "dog"]
    assert all(tile.corrected for tile in two.tiles([1, 2]))
    assert {"Fox", "dog"} == set(two.label_names())


def test_what_a_model_says_later_does_not_undo_a_correction(two: Library) -> None:
    two.correct([1], add=["fox"], remove=["cat"])
    two.relabel([1])
    say(two, "another", {1: named("cat", "Fox", "tree")})
    assert names(two, 1) == ["fox", "tree"]
    assert found(two, "cat") == []
    judgement = two.judgement(1)
    assert judgement is not None
    assert judgement.corrections == Corrections(("fox",), ("cat",))
    assert [saying.labeller for saying in judgement.sayings] == ["another", "model"]
    assert judgement.sayings[0].annotation == named("cat", "Fox", "tree")


def test_corrections_can_be_put_back_as_they_were(two: Library) -> None:
    first = two.correct([1], add=["fox"], remove=["cat"])
    second = two.correct([1, 2], add=["wolf"], remove=["fox"])
    assert second == {1: Corrections(("fox",), ("cat",)), 2: Corrections()}
    assert names(two, 1) == ["wolf", "grass"]
    two.put_corrections(second)
    assert names(two, 1) == ["fox", "grass"]
    assert not two.tiles([2])[0].corrected
    two.put_corrections(first)
    assert names(two, 1) == ["grass", "cat"]
    assert found(two, "cat") == [1]
    assert found(two, "fox") == found(two, "wolf") == []


def test_a_name_is_only_taken_from_images_that_have_it(two: Library) -> None:
    assert two.correct([1, 2], add=[], remove=["cat"]) == {1: Corrections()}
    assert [tile.corrected for tile in two.tiles([1, 2])] == [True, False]


def test_an_image_that_waits_can_be_corrected(library: Library) -> None:
    store(library, 1)
    library.correct([1], add=["fox"], remove=[])
    assert found(library, "fox") == [1]
    say(library, "model", {1: named("cat")})
    assert names(library, 1) == ["fox", "cat"]


def test_names_are_counted_over_a_selection(two: Library) -> None:
    two.correct([2], add=["Cat"], remove=[])
    counts = two.name_counts([1, 2])
    assert {name.casefold(): count for name, count in counts.items()} == {"grass": 2, "cat": 2, "dog": 1}


def test_many_images_are_corrected_in_batches_that_can_be_cut_short(library: Library, open_one: OpenLibrary) -> None:
    library.close()
    build_library(library.folder, BATCH_IMAGES * 3)
    with_many = open_one()
    seen: list[tuple[int, int]] = []

    def enough(done: int, total: int) -> bool:
        seen.append((done, total))
        return len(seen) < 2

    changed = with_many.correct(range(1, BATCH_IMAGES * 3 + 1), ["checked"], [], enough)
    assert seen == [(BATCH_IMAGES, BATCH_IMAGES * 3), (BATCH_IMAGES * 2, BATCH_IMAGES * 3)]
    assert len(changed) == len(found(with_many, "checked")) == BATCH_IMAGES * 2


def thing(name: str, box: Box) -> DetectedObject:
    return DetectedObject(name, box, 0.7)


def test_boxes_are_compared_by_what_they_share() -> None:
    assert overlap(STATUE, STATUE) == pytest.approx(1)
    assert overlap(STATUE, ALMOST_THERE) > 0.5
    assert overlap(STATUE, ELSEWHERE) == 0
    assert overlap(Box(0, 0, 0, 0), Box(0, 0, 0, 0)) == 0


def objects(library: Library, image_id: int) -> Sequence[Box]:
    details = library.details(image_id)
    assert details is not None
    assert details.annotation is not None
    return [each.box for each in details.annotation.objects]


def test_a_box_that_is_wrong_here_is_hidden_on_that_camera_now_before_and_later(library: Library) -> None:
    store(library, 1, 2)
    store(library, 3, camera="back")
    said = Annotation(objects=(thing("person", STATUE),))
    say(library, "model", {1: said, 2: Annotation(objects=(thing("person", ELSEWHERE),)), 3: said})

    suppression = library.suppress(1, Place(FindingKind.OBJECT, "Person", STATUE))
    assert suppression is not None
    assert (objects(library, 1), objects(library, 2), objects(library, 3)) == ([], [ELSEWHERE], [STATUE])
    assert found(library, "person") == [2, 3]
    assert best(library, 1) == []
    store(library, 4)
    say(library, "model", {4: Annotation(objects=(thing("person", ALMOST_THERE), thing("dog", STATUE)))})
    assert found(library, "person") == [2, 3]
    assert found(library, "dog") == [4]

    judgement = library.judgement(4)
    assert judgement is not None
    assert [(each.node, each.camera, each.place.name) for each in judgement.hidden] == [("porch", "front", "Person")]
    assert judgement.sayings[0].annotation.objects[0].name == "person"
    assert list(library.suppressions()) == list(judgement.hidden)

    library.lift(suppression)
    assert found(library, "person") == [1, 2, 3, 4]
    assert best(library, 1) == ["person"]
    assert list(library.suppressions()) == []
    library.suppress_again(judgement.hidden[0])
    library.suppress_again(judgement.hidden[0])
    assert list(library.suppressions()) == list(judgement.hidden)
    assert found(library, "person") == [2, 3]


def test_a_label_that_is_wrong_here_leaves_boxes_and_persons_words_alone(library: Library) -> None:
    store(library, 1, 2)
    said = Annotation(labels=(Label("cat", 0.9),), objects=(thing("cat", STATUE),), faces=(Face(STATUE),))
    say(library, "model", {1: said, 2: named("cat")})
    library.correct([2], ["cat"], [])
    library.suppress(1, Place(FindingKind.LABEL, "cat"))
    assert names(library, 1) == []
    assert objects(library, 1) == [STATUE]
    assert names(library, 2) == ["cat"]
    library.suppress(1, Place(FindingKind.FACE, "face", ALMOST_THERE))
    details = library.details(1)
    assert details is not None
    assert details.annotation is not None
    assert details.annotation.faces == ()


def test_files_that_were_dropped_have_no_place_in_common(library: Library) -> None:
    image_id = library.add_bytes(picture(1), "1.jpg")
    assert library.suppress(image_id, Place(FindingKind.LABEL, "cat")) is None
    judgement = library.judgement(image_id)
    assert judgement is not None
    assert not judgement.suppressible
    assert library.judgement(99) is None


def test_a_rework_that_was_cut_short_is_finished_later(library: Library, folder: Path, open_one: OpenLibrary) -> None:
    library.close()
    build_library(folder, BATCH_IMAGES * 16 * 2)
    again = open_one()
    label = again.label_names()[0]
    front_1 = found(again, "node:porch camera:front")
    some = next(each for each in front_1 if label in names(again, each))
    again.suppress(some, Place(FindingKind.LABEL, label), lambda _done, _total: False)
    half = found(again, f'label:"{label}" -object:"{label}" node:porch camera:front')
    assert half
    assert all(label not in names(again, each) for each in half)
    again.finish_rework()
    assert found(again, f'label:"{label}" -object:"{label}" node:porch camera:front') == []


def test_an_earlier_answer_can_be_made_to_count_again(two: Library) -> None:
    before = two.labellers_in_effect([1, 2, 99])
    assert before == {1: "model", 2: "model"}
    two.relabel([1, 2], "another")
    say(two, "another", {1: named("fox")})
    assert two.labellers_in_effect([1, 2]) == {1: "another", 2: "model"}
    two.put_labellers_in_effect(before)
    assert names(two, 1) == ["grass", "cat"]
    assert found(two, "fox") == []
    assert two.waiting() == 0
    assert set(two.annotations(1)) == {"model", "another"}
