"""The label queue: newest first, fair, and nothing is lost when a worker is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from desktop.core.events import ImagesChanged
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import (
    Annotation,
    Box,
    DetectedObject,
    ImageState,
    Label,
    LabelError,
    LabelResult,
    NodeIdentity,
)
from tests.helpers.libraries import frame, picture
from tests.unit.store.conftest import DEADLINE_S, Clock, Events, OpenLibrary

PORCH = NodeIdentity("a" * 16, "porch")
BARN = NodeIdentity("b" * 16, "barn")
CAT = Annotation(labels=(Label("cat", 0.9),))


def fill(library: Library, count: int, node: NodeIdentity = PORCH, stream: str = "5" * 32, start_ns: int = 0) -> None:
    image = picture(1)
    futures = [
        library.store_frame(node, frame(seq, stream=stream, taken_ns=start_ns + seq, image=image))
        for seq in range(1, count + 1)
    ]
    assert all(future.result(DEADLINE_S) for future in futures)


def state(library: Library, image_id: int) -> ImageState:
    return library.tiles([image_id])[0].state


def done(image_id: int, outcome: Annotation | LabelError = CAT) -> LabelResult:
    return LabelResult(image_id=image_id, outcome=outcome)


def test_a_worker_gets_what_a_labeller_needs(library: Library, tmp_path: Path) -> None:
    library.store_frame(PORCH, frame(1, camera="gate")).result(DEADLINE_S)
    dropped = tmp_path / "dropped.jpg"
    dropped.write_bytes(picture(2))
    library.add_file(dropped)

    by_drop, by_node = library.lease("me", 10, 60)

    assert (by_drop.path, by_drop.dropped, by_drop.node_id, by_drop.camera) == (dropped, True, "", "")
    assert (by_node.dropped, by_node.node_id, by_node.camera) == (False, PORCH.node_id, "gate")
    assert by_node.path.read_bytes() == picture(1)
    assert by_node.motion_boxes == (Box(0.25, 0.25, 0.5, 0.75),)


def test_the_newest_are_handed_out_first_and_only_once(library: Library) -> None:
    fill(library, 5)
    assert [picture.image_id for picture in library.lease("me", 2, 60)] == [5, 4]
    assert [picture.image_id for picture in library.lease("you", 9, 60)] == [3, 2, 1]
    assert list(library.lease("me", 9, 60)) == []


def test_a_busy_node_does_not_starve_a_quiet_one(library: Library) -> None:
    fill(library, 10, BARN, "b" * 32, start_ns=0)
    fill(library, 40, PORCH, "a" * 32, start_ns=10**12)  # all of them newer
    assert Counter(picture.node_id for picture in library.lease("me", 16, 60)) == {PORCH.node_id: 8, BARN.node_id: 8}
    assert Counter(picture.node_id for picture in library.lease("me", 16, 60)) == {PORCH.node_id: 14, BARN.node_id: 2}


def test_leasing_shows_as_a_state_of_the_tile(library: Library, events: Events) -> None:
    fill(library, 1)
    events.next()
    library.lease("me", 1, 60)
    assert events.next() == ImagesChanged((1,))
    assert state(library, 1) == ImageState.LABELLING
    assert library.waiting() == 1


def test_an_empty_queue_tells_nobody_anything(library: Library, events: Events) -> None:
    assert list(library.lease("me", 16, 60)) == []
    assert library.waiting() == 0
    assert events.none_left


def test_a_finished_batch_is_one_event_and_gone_from_the_queue(library: Library, events: Events) -> None:
    fill(library, 3)
    events.next()
    leased = [picture.image_id for picture in library.lease("me", 3, 60)]
    events.next()

    assert library.complete("me", "test", [done(image_id) for image_id in leased]) == 3

    assert events.next() == ImagesChanged(tuple(leased))
    assert events.none_left
    assert library.waiting() == 0
    assert library.stats().labelled == 3


def test_an_annotation_is_kept_whole(library: Library, clock: Clock) -> None:
    fill(library, 1)
    library.lease("me", 1, 60)
    box = Box(0.1, 0.2, 0.3, 0.4)
    annotation = Annotation(
        labels=(Label("Cat", 0.92, "/m/01yrx", "Egyptian cat .73"),),
        objects=(DetectedObject("Sofa", box, 0.7),),
        safe_search={"adult": "very unlikely"},
    )
    library.complete("me", "google", [done(1, annotation)])

    details = library.details(1)

    assert details is not None
    assert (details.annotation, details.labeller) == (annotation, "google")
    assert details.labelled_ns == pytest.approx(clock(), abs=10**10)


def test_a_tile_shows_the_three_best_labels_then_objects(library: Library) -> None:
    fill(library, 2)
    library.lease("me", 2, 60)
    many = Annotation(labels=(Label("a", 0.2), Label("b"), Label("c", 0.9), Label("d", 0.5)))
    box = Box(0, 0, 1, 1)
    few = Annotation(
        labels=(Label("cat", 0.4),),
        objects=(DetectedObject("Cat", box, 0.9), DetectedObject("sofa", box, 0.3), DetectedObject("tv", box, 0.6)),
    )
    library.complete("me", "test", [done(1, many), done(2, few)])
    tiles = library.tiles([1, 2])
    assert tiles[0].labels == (Label("c", 0.9), Label("d", 0.5), Label("a", 0.2))
    assert tiles[1].labels == (Label("cat", 0.4), Label("tv", 0.6), Label("sofa", 0.3))


def test_results_count_only_from_whoever_holds_the_lease(library: Library) -> None:
    fill(library, 2)
    library.lease("me", 1, 60)
    assert library.complete("you", "test", [done(2)]) == 0
    assert library.complete("me", "test", [done(1), done(2), done(99)]) == 1
    assert state(library, 1) == ImageState.WAITING


def test_a_lease_that_ran_out_comes_back_and_its_late_result_is_ignored(library: Library, clock: Clock) -> None:
    fill(library, 1)
    library.lease("crashed", 1, 60)
    clock.advance(61)
    assert list(library.lease("me", 1, 60)) == []  # a last call
    clock.advance(59)
    assert list(library.lease("me", 1, 60)) == []
    clock.advance(2)
    assert [picture.image_id for picture in library.lease("me", 1, 60)] == [1]
    assert library.complete("crashed", "test", [done(1)]) == 0
    assert library.complete("me", "test", [done(1)]) == 1


def test_a_lease_that_is_renewed_does_not_run_out(library: Library, clock: Clock) -> None:
    fill(library, 2)
    library.lease("slow", 2, 60)
    for _ in range(5):
        clock.advance(40)
        library.renew("slow", [2], 60)
        library.renew("you", [1], 60)
        assert 2 not in [picture.image_id for picture in library.lease("me", 9, 30)]
    assert state(library, 1) == ImageState.LABELLING
    assert library.complete("me", "test", [done(1), done(2)]) == 1
    assert library.complete("slow", "test", [done(2)]) == 1


def test_who_could_not_renew_in_time_has_a_last_call_to_do_it(library: Library, clock: Clock) -> None:
    fill(library, 1)
    library.lease("asleep", 1, 60)
    for _ in range(3):
        clock.advance(3600)
        assert list(library.lease("me", 1, 60)) == []
        clock.advance(50)
        library.renew("asleep", [1], 60)
        clock.advance(50)
        assert list(library.lease("me", 1, 60)) == []
    assert library.complete("asleep", "test", [done(1)]) == 1


def test_renewing_changes_nothing_that_can_be_seen(library: Library, events: Events) -> None:
    fill(library, 1)
    library.lease("me", 1, 60)
    library.complete("me", "test", [done(1)])
    for _ in range(3):
        events.next()
    library.renew("me", [1, 99], 60)
    assert state(library, 1) == ImageState.LABELLED
    assert events.none_left


def test_an_image_that_kills_every_worker_fails_in_the_end(library: Library, clock: Clock) -> None:
    fill(library, 1)
    for _ in range(5):
        assert len(library.lease("me", 1, 60)) == 1
        clock.advance(61)
        assert list(library.lease("me", 1, 60)) == []
        clock.advance(61)
    assert list(library.lease("me", 1, 60)) == []
    (tile,) = library.tiles([1])
    assert tile.state == ImageState.FAILED
    assert tile.error is not None
    assert "5 times" in tile.error
    assert library.stats().failed == 1


def test_a_released_image_waits_again_and_that_was_no_try(library: Library, events: Events) -> None:
    fill(library, 1)
    for _ in range(8):
        (leased,) = library.lease("me", 1, 60)
        library.release("you", [leased.image_id])
        assert state(library, 1) == ImageState.LABELLING
        library.release("me", [leased.image_id])
        assert state(library, 1) == ImageState.WAITING
    events.next()
    assert events.next() == events.next() == ImagesChanged((1,))
    library.lease("me", 1, 60)
    library.complete("me", "test", [done(1, LabelError("timed out", retry=True))])
    assert state(library, 1) == ImageState.WAITING


def test_an_error_that_may_pass_is_tried_again_five_times(library: Library) -> None:
    fill(library, 1)
    for _ in range(5):
        assert state(library, 1) == ImageState.WAITING
        library.lease("me", 1, 60)
        library.complete("me", "test", [done(1, LabelError("timed out", retry=True))])
    (tile,) = library.tiles([1])
    assert (tile.state, tile.error) == (ImageState.FAILED, "timed out")


def test_an_error_for_good_fails_with_its_text_and_its_batch_mates_do_not(library: Library) -> None:
    fill(library, 2)
    library.lease("me", 2, 60)
    library.complete("me", "test", [done(1, LabelError("not an image")), done(2)])
    bad, good = library.tiles([1, 2])
    assert (bad.state, bad.error) == (ImageState.FAILED, "not an image")
    assert (good.state, good.error) == (ImageState.LABELLED, None)


def test_leases_outlive_the_process_that_took_them(library: Library, open_one: OpenLibrary) -> None:
    fill(library, 2)
    library.lease("me", 1, 60)
    library.close()
    again = open_one()
    assert [picture.image_id for picture in again.lease("you", 2, 60)] == [1]
    assert again.complete("me", "test", [done(2)]) == 1
    assert len(again.keys(Query(labels=("cat",)))) == 1
