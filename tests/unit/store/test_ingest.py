"""Images from nodes: stored once, durably, and told in the right order."""

from __future__ import annotations

import hashlib
import shutil
import threading
from concurrent.futures import Future
from pathlib import Path

import pytest

from desktop.core.errors import ForeignStreamError, LibraryError, LibraryFullError
from desktop.core.events import ImagesAdded, LibraryEvent
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import Box, DeviceCount, ImageKey, ImageState, NodeIdentity
from desktop.store.image_files import ImageFiles
from desktop.store.writer import Job, Writer
from node_agent.wire.errors import WireError
from node_agent.wire.messages import Frame
from tests.helpers.libraries import START_NS, STREAM, frame, picture
from tests.unit.store.conftest import DEADLINE_S, Events, OpenLibrary

PORCH = NodeIdentity("a" * 16, "porch")
BARN = NodeIdentity("b" * 16, "barn")


ODD_NAMES = ("..", "a/b", "C:\\x", "CON", "nul.txt", " . ", "dropped", "ポーチ", "x" * 64, "🦊" * 64)


def store(library: Library, *frames: Frame, node: NodeIdentity = PORCH) -> list[bool]:
    futures = [library.store_frame(node, one) for one in frames]
    return [future.result(DEADLINE_S) for future in futures]


def image_files(library: Library) -> list[Path]:
    return sorted(path for path in library.folder.rglob("*") if path.suffix in (".jpg", ".png", ".webp"))


def test_a_stored_image_is_a_plain_file_with_the_very_bytes_that_were_sent(library: Library) -> None:
    sent = frame(7, camera="front door", file_name="IMG_7.JPG")

    assert store(library, sent) == [True]

    (key,) = library.keys(Query())
    details = library.details(key.image_id)
    assert details is not None
    assert details.path.read_bytes() == sent.image
    assert details.path.relative_to(library.folder).as_posix() == (
        "2026/2026-01-01/porch/2026-01-01T00-00-07.000Z-000000000007-front door.jpg"
    )


def test_all_that_the_header_says_is_kept(library: Library) -> None:
    sent = frame(7, file_name="IMG_7.JPG")
    store(library, sent)

    (key,) = library.keys(Query())
    details = library.details(key.image_id)

    assert details is not None
    assert details.tile.taken_ns == key.taken_ns == START_NS + 7 * 10**9
    assert (details.tile.node, details.tile.camera, details.tile.state) == ("porch", "front", ImageState.WAITING)
    assert (details.width_px, details.height_px, details.size_bytes) == (160, 120, len(sent.image))
    assert details.sha256 == hashlib.sha256(sent.image).hexdigest()
    assert (details.image_format, details.trigger, details.clock_synced) == ("jpeg", "motion", True)
    assert (details.stream, details.seq, details.file_name) == (STREAM, 7, "IMG_7.JPG")
    assert details.motion_boxes == (Box(0.25, 0.25, 0.5, 0.75),)
    assert details.annotation is None


def test_the_thumbnail_that_the_device_made_is_shown(library: Library) -> None:
    sent = frame(1)
    store(library, sent)
    (key,) = library.keys(Query())
    assert library.thumbnails([key.image_id]) == {key.image_id: sent.thumbnail}


def test_a_repeat_changes_nothing(library: Library, events: Events) -> None:
    store(library, frame(1))
    events.next()

    assert store(library, frame(1)) == [False]

    assert len(library.keys(Query())) == 1
    assert len(image_files(library)) == 1
    assert events.none_left


def test_a_repeat_that_comes_before_the_first_is_safe_is_no_second_image(library: Library) -> None:
    assert sorted(store(library, *[frame(1)] * 5)) == [False, False, False, False, True]
    assert len(image_files(library)) == 1


def test_bytes_that_do_not_match_their_hash_are_refused_and_leave_nothing(library: Library) -> None:
    header, thumbnail, image = frame(1)
    damaged = Frame(header, thumbnail, image[:-1] + b"?")

    with pytest.raises(WireError, match="SHA-256"):
        library.store_frame(PORCH, damaged).result(DEADLINE_S)

    assert len(library.keys(Query())) == 0
    assert image_files(library) == []
    assert library.position(PORCH, STREAM).settled == ()


def test_bytes_of_another_format_than_the_header_says_are_refused(library: Library) -> None:
    wrong = frame(1, image=picture(1, image_format="png"), image_format="jpeg")
    with pytest.raises(WireError, match="no jpeg"):
        library.store_frame(PORCH, wrong).result(DEADLINE_S)
    assert image_files(library) == []


def test_a_bad_image_does_not_harm_the_others_of_its_group(library: Library) -> None:
    header, thumbnail, image = frame(2)
    futures = [library.store_frame(PORCH, one) for one in (frame(1), Frame(header, thumbnail, b"x" + image), frame(3))]

    assert futures[0].result(DEADLINE_S)
    assert isinstance(futures[1].exception(DEADLINE_S), WireError)
    assert futures[2].result(DEADLINE_S)
    assert library.position(PORCH, STREAM).settled == ((1, 1), (3, 3))


def test_a_good_copy_is_stored_after_a_bad_one_of_the_same_number(library: Library) -> None:
    header, thumbnail, image = frame(1)
    bad = library.store_frame(PORCH, Frame(header, thumbnail, b"x" + image))
    good = library.store_frame(PORCH, frame(1))
    assert isinstance(bad.exception(DEADLINE_S), WireError)
    assert good.result(DEADLINE_S)


def test_the_sender_is_told_before_the_change_feed_and_both_after_the_commit(library: Library) -> None:
    futures: list[Future[bool]] = []
    seen: list[tuple[list[bool], int]] = []

    def listen(event: LibraryEvent) -> None:
        assert isinstance(event, ImagesAdded)
        seen.append(([future.done() for future in futures], len(library.keys(Query()))))

    library.feed.subscribe(listen)
    heard = Events(library)
    futures += [library.store_frame(PORCH, frame(seq)) for seq in (1, 2)]
    added = 0
    while added < 2:
        event = heard.next()
        assert isinstance(event, ImagesAdded)
        added += len(event.keys)

    assert seen[-1] == ([True, True], 2)


def test_what_was_added_is_announced_by_its_keys(library: Library, events: Events) -> None:
    store(library, frame(1))
    assert events.next() == ImagesAdded(tuple(library.keys(Query())))


def test_images_are_in_the_order_in_which_they_were_taken(library: Library) -> None:
    late, early, same_time = frame(1, taken_ns=2000), frame(2, taken_ns=1000), frame(3, taken_ns=2000)
    for one in (late, early, same_time):
        store(library, one)
    assert list(library.keys(Query())) == [ImageKey(1000, 2), ImageKey(2000, 1), ImageKey(2000, 3)]


def test_two_nodes_with_one_name_keep_their_images_apart(library: Library) -> None:
    twin = NodeIdentity("c" * 16, "porch")
    assert store(library, frame(1)) == [True]
    assert store(library, frame(1, stream="6" * 32), node=twin) == [True]
    both = [library.store_frame(node, frame(2, stream=stream)) for node, stream in ((PORCH, STREAM), (twin, "6" * 32))]
    assert [future.result(DEADLINE_S) for future in both] == [True, True]
    assert len(image_files(library)) == 4
    assert library.verify().clean


def test_no_name_leads_out_of_the_library_or_breaks_its_layout(library: Library) -> None:
    for number, name in enumerate(ODD_NAMES, 1):
        one = frame(1, stream=f"{number:032x}", camera=name)
        assert store(library, one, node=NodeIdentity(f"{number:016x}", name)) == [True]
        assert library.tiles([number])[0].node == name
    paths = image_files(library)
    assert {path.parent.parent for path in paths} == {library.folder / "2026" / "2026-01-01"}
    assert not {path.parent.name.casefold() for path in paths} & {"con", "nul.txt", "dropped"}
    assert library.verify().clean


def test_a_node_that_was_renamed_keeps_its_images(library: Library) -> None:
    store(library, frame(1))
    store(library, frame(2), node=NodeIdentity(PORCH.node_id, "terrace"))
    assert [tile.node for tile in library.tiles([1, 2])] == ["terrace", "terrace"]


def test_the_position_of_a_stream_is_what_was_stored_or_is_gone(library: Library) -> None:
    store(library, frame(1), frame(2), frame(5), frame(7))
    assert library.position(PORCH, STREAM).settled == ((1, 2), (5, 5), (7, 7))

    library.settle_gone(PORCH, STREAM, (3, 4), "quota")
    assert library.position(PORCH, STREAM).settled == ((1, 5), (7, 7))
    assert library.position(PORCH, STREAM).up_to == 5

    store(library, frame(6))
    library.settle_gone(PORCH, STREAM, (4, 12), "too_large")
    assert library.position(PORCH, STREAM).settled == ((1, 12),)


def test_streams_are_apart(library: Library) -> None:
    store(library, frame(1))
    store(library, frame(1, stream="6" * 32), node=BARN)
    library.settle_gone(BARN, "7" * 32, (1, 3), "unreadable")
    assert library.position(PORCH, STREAM).settled == ((1, 1),)
    assert library.position(BARN, "6" * 32).settled == ((1, 1),)
    assert library.position(BARN, "7" * 32).up_to == 3
    assert library.position(PORCH, "8" * 32).settled == ()


def test_a_stream_belongs_to_the_node_that_it_first_came_from(library: Library) -> None:
    store(library, frame(1))
    forged = library.store_frame(BARN, frame(2))
    with pytest.raises(ForeignStreamError, match="belongs to porch"):
        forged.result(DEADLINE_S)
    count = DeviceCount(stream=STREAM, captured={"front": 99}, first_seq=1, last_seq=99)
    with pytest.raises(ForeignStreamError):
        library.position(BARN, STREAM)
    with pytest.raises(ForeignStreamError):
        library.settle_gone(BARN, STREAM, (2, 99), "quota")
    with pytest.raises(ForeignStreamError):
        library.balance(BARN, count)
    assert library.position(PORCH, STREAM).settled == ((1, 1),)
    assert library.stats().ledgers == ()
    assert store(library, frame(2)) == [True]
    assert library.verify().clean


def test_one_claim_of_a_foreign_stream_harms_no_image_beside_it(library: Library) -> None:
    store(library, frame(1))
    forged, honest = library.store_frame(BARN, frame(2)), library.store_frame(PORCH, frame(3))
    assert honest.result(DEADLINE_S)
    assert isinstance(forged.exception(DEADLINE_S), ForeignStreamError)


def test_a_range_that_ends_before_it_begins_is_refused(library: Library) -> None:
    with pytest.raises(WireError, match="from 5 to 3"):
        library.settle_gone(PORCH, STREAM, (5, 3), "quota")
    assert library.position(PORCH, STREAM).settled == ()


def test_everything_is_there_after_opening_again(open_one: OpenLibrary) -> None:
    first = open_one()
    store(first, frame(1), frame(2))
    first.settle_gone(PORCH, STREAM, (3, 3), "quota")
    first.close()

    again = open_one()

    assert len(again.keys(Query())) == 2
    assert again.position(PORCH, STREAM).up_to == 3
    assert store(again, frame(2)) == [False]
    assert again.verify().clean


def test_two_processes_that_hear_one_node_store_each_image_once(open_one: OpenLibrary) -> None:
    here, there = open_one(), open_one()
    futures = [library.store_frame(PORCH, frame(seq)) for seq in range(1, 41) for library in (here, there)]
    futures += [library.store_frame(BARN, frame(seq, stream="6" * 32)) for seq in range(1, 41) for library in (here,)]
    new = [future.result(DEADLINE_S) for future in futures]
    assert new.count(True) == 80
    assert len(image_files(here)) == len(there.keys(Query())) == 80
    assert there.position(PORCH, STREAM).settled == ((1, 40),)
    assert here.verify().clean


def test_what_another_process_has_stored_stays_although_this_one_could_not(
    open_one: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = open_one(), open_one()

    def fail(_job: object) -> Future[None]:
        monkeypatch.undo()
        assert store(there, frame(1)) == [True]  # of the file that lies there already
        return failed()

    monkeypatch.setattr(writer_of(here), "submit", fail)
    with pytest.raises(LibraryFullError):
        store(here, frame(1))
    assert len(image_files(here)) == 1
    assert there.verify().clean


def test_what_another_process_took_back_is_not_stored_before_it_is_sent_again(
    open_one: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = open_one(), open_one()
    taken_up, taken_back = threading.Event(), threading.Event()
    submit_there = writer_of(there).submit

    def fail(_job: object) -> Future[None]:
        monkeypatch.undo()
        monkeypatch.setattr(writer_of(there), "submit", wait_and_submit)
        futures.append(there.store_frame(PORCH, frame(1)))
        assert taken_up.wait(DEADLINE_S)
        return failed()

    def wait_and_submit(job: Job[None]) -> Future[None]:
        taken_up.set()
        assert taken_back.wait(DEADLINE_S)
        monkeypatch.undo()
        return submit_there(job)

    futures: list[Future[bool]] = []
    monkeypatch.setattr(writer_of(here), "submit", fail)
    with pytest.raises(LibraryFullError):
        store(here, frame(1))
    taken_back.set()
    with pytest.raises(LibraryError, match="sent again"):
        futures[0].result(DEADLINE_S)
    assert there.position(PORCH, STREAM).settled == ()
    assert store(there, frame(1)) == [True]
    assert there.verify().clean


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    files = ImageFiles(tmp_path)
    files.prepare()
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "a.jpg").write_bytes(b"another process's")
    written = files.write(b"mine")
    assert not files.give_name(written, "2026/a.jpg")
    assert (tmp_path / "2026" / "a.jpg").read_bytes() == b"another process's"
    assert files.give_name(written, "2026/b.jpg")
    assert not written.exists()


def test_a_name_that_another_process_was_faster_with_leads_to_the_next(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_name = ImageFiles.give_name

    def too_late(files: ImageFiles, written: Path, row_path: str) -> bool:
        monkeypatch.undo()
        files.absolute(row_path).parent.mkdir(parents=True)
        files.absolute(row_path).write_bytes(b"another process's")
        return give_name(files, written, row_path)

    monkeypatch.setattr(ImageFiles, "give_name", too_late)
    assert store(library, frame(1)) == [True]
    first, second = image_files(library)
    assert (first.read_bytes(), second.read_bytes()) == (b"another process's", frame(1).image)


def failed() -> Future[None]:
    future: Future[None] = Future()
    future.set_exception(LibraryFullError("the disk is full"))
    return future


def writer_of(library: Library) -> Writer:
    """What commits that library's arrivals."""
    return library._ingest._arrivals._writer


def test_a_folder_of_a_day_that_someone_deleted_is_made_again(library: Library) -> None:
    library.store_frame(PORCH, frame(1)).result()
    (stored,) = image_files(library)
    shutil.rmtree(stored.parent)
    assert library.store_frame(PORCH, frame(2)).result()
    assert len(image_files(library)) == 1
