"""Images taken before their device's clock was set get their true date, whenever that becomes known."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from desktop.core.events import ImagesAdded, ImagesRedated
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import Annotation, ImageKey, Label, LabelResult, NodeIdentity
from desktop.store import boot_clocks, migrations
from desktop.store.connections import connect, fetch
from node_agent.wire.messages import Frame
from tests.helpers.libraries import START_NS, frame
from tests.unit.store.conftest import DEADLINE_S, Events, OpenLibrary

PORCH = NodeIdentity("a" * 16, "porch")
BARN = NodeIdentity("b" * 16, "barn")
SECOND_NS = 10**9
BOOT = "0" * 32
HOUR_NS = 3600 * SECOND_NS


def by_a_wrong_clock(seq: int, stream: str = "5" * 32, told_ns: int = 0) -> Frame:
    """Taken ``seq`` seconds after a boot at START_NS, by a clock that began at 1970 then."""
    one = frame(seq, stream=stream, taken_ns=told_ns or seq * SECOND_NS)
    return one._replace(header=replace(one.header, clock_synced=False))


def store(library: Library, *frames: Frame, node: NodeIdentity = PORCH) -> None:
    for future in [library.store_frame(node, one) for one in frames]:
        future.result(DEADLINE_S)


def true_ns(seq: int) -> int:
    return START_NS + seq * SECOND_NS


def keys(library: Library) -> list[ImageKey]:
    return list(library.keys(Query()))


def test_a_right_frame_dates_those_before_it(library: Library, events: Events) -> None:
    store(library, by_a_wrong_clock(1), by_a_wrong_clock(2))
    assert [key.taken_ns for key in keys(library)] == [1 * SECOND_NS, 2 * SECOND_NS]
    store(library, frame(3))
    told = [events.next(), events.next(), events.next()]
    while not isinstance(told[-1], ImagesRedated):
        told.append(events.next())
    assert told[-1].keys == (ImageKey(true_ns(1), 1), ImageKey(true_ns(2), 2))
    assert [key.taken_ns for key in keys(library)] == [true_ns(1), true_ns(2), true_ns(3)]


def test_one_that_is_replayed_later_comes_with_its_true_date_and_says_so(library: Library, events: Events) -> None:
    store(library, frame(3))
    events.next()
    store(library, by_a_wrong_clock(1))
    assert events.next() == ImagesAdded((ImageKey(true_ns(1), 2),))
    details = library.details(2)
    assert details is not None
    assert (details.tile.taken_ns, details.device_clock_ns, details.clock_synced) == (true_ns(1), SECOND_NS, False)
    assert details.path.name.startswith("1970-01-01T00-00-01")
    assert library.verify().clean


def test_a_right_heartbeat_is_enough(library: Library, events: Events) -> None:
    store(library, by_a_wrong_clock(1))
    events.next()
    library.note_clock(PORCH, BOOT, START_NS)
    assert events.next() == ImagesRedated((ImageKey(true_ns(1), 1),))


def test_the_first_word_counts(library: Library) -> None:
    library.note_clock(PORCH, BOOT, START_NS)
    library.note_clock(PORCH, BOOT, START_NS + HOUR_NS)
    store(library, by_a_wrong_clock(1))
    assert [key.taken_ns for key in keys(library)] == [true_ns(1)]


def test_a_clock_that_jumps_leaves_the_order_of_capture(library: Library, events: Events) -> None:
    ahead_ns, behind_ns = START_NS + 365 * 24 * HOUR_NS, START_NS - 365 * 24 * HOUR_NS
    store(library, by_a_wrong_clock(1), by_a_wrong_clock(2, told_ns=ahead_ns), by_a_wrong_clock(3, told_ns=behind_ns))
    library.note_clock(PORCH, BOOT, START_NS)
    while not isinstance(events.next(), ImagesRedated):
        pass
    assert keys(library) == [ImageKey(true_ns(seq), seq) for seq in (1, 2, 3)]


def test_names_and_their_counts_follow(library: Library, events: Events, folder: Path) -> None:
    store(library, by_a_wrong_clock(1), by_a_wrong_clock(2))
    library.lease("me", 2, 60)
    cat = Annotation(labels=(Label("cat", 0.9), Label("basket", 0.5)))
    library.complete("me", "basic", [LabelResult(image_id=1, outcome=cat), LabelResult(image_id=2, outcome=cat)])
    library.relabel([2])
    library.note_clock(PORCH, BOOT, START_NS)
    while not isinstance(events.next(), ImagesRedated):
        pass
    assert list(library.keys(Query(labels=("cat",)))) == [ImageKey(true_ns(1), 1), ImageKey(true_ns(2), 2)]
    connection = connect(folder / "catalogue.db")
    hours = fetch(connection, "SELECT hour, sum(images) FROM label_hour WHERE images > 0 GROUP BY hour")
    scores = fetch(connection, "SELECT score, source FROM image_label WHERE image = 1 ORDER BY score")
    connection.close()
    assert hours == [(START_NS // HOUR_NS, 4)]
    assert scores == [(0.5, 1), (0.9, 1)]


def test_many_are_dated_bit_by_bit(library: Library, events: Events) -> None:
    count = 2 * boot_clocks.AT_ONCE + 1
    store(library, *map(by_a_wrong_clock, range(1, count + 1)))
    library.note_clock(PORCH, BOOT, START_NS)
    redated: list[ImageKey] = []
    while len(redated) < count:
        event = events.next()
        redated += event.keys if isinstance(event, ImagesRedated) else ()
    assert keys(library) == redated


def test_what_a_crash_left_undone_is_done_after_the_next_opening(
    library: Library, open_one: OpenLibrary, folder: Path
) -> None:
    store(library, by_a_wrong_clock(1))
    library.close()
    connection = connect(folder / "catalogue.db")
    connection.execute("INSERT INTO boot_clock SELECT node, boot, ? FROM image", (START_NS,))
    connection.close()
    reopened = open_one()
    reopened.relabel([])  # the writer has done what came before
    assert [key.taken_ns for key in keys(reopened)] == [true_ns(1)]


def test_another_boot_and_another_node_say_nothing(library: Library) -> None:
    store(library, by_a_wrong_clock(1))
    library.note_clock(PORCH, "1" * 32, START_NS)
    library.note_clock(BARN, BOOT, START_NS)
    library.relabel([])
    assert [key.taken_ns for key in keys(library)] == [SECOND_NS]


def test_times_that_can_not_be_are_left_alone(library: Library) -> None:
    one = by_a_wrong_clock(1)
    far = by_a_wrong_clock(2)
    far = far._replace(header=replace(far.header, captured_monotonic_ns=2**63 - 1))
    unknown = by_a_wrong_clock(3)
    unknown = unknown._replace(header=replace(unknown.header, captured_monotonic_ns=0))
    store(library, one, far, unknown)
    library.note_clock(PORCH, BOOT, START_NS)
    library.relabel([])
    assert {key.taken_ns for key in keys(library)} == {true_ns(1), 2 * SECOND_NS, 3 * SECOND_NS}


def test_images_found_as_files_and_sent_again_get_their_true_date(
    library: Library, folder: Path, open_one: OpenLibrary
) -> None:
    store(library, by_a_wrong_clock(1))
    library.close()
    for path in folder.glob("catalogue.db*"):
        path.unlink()
    reopened = open_one()
    reopened.note_clock(PORCH, BOOT, START_NS)
    store(reopened, by_a_wrong_clock(1))
    assert [key.taken_ns for key in keys(reopened)] == [true_ns(1)]


def test_clocks_of_an_older_catalogue_are_known(library: Library, open_one: OpenLibrary, folder: Path) -> None:
    store(library, frame(3))
    library.close()
    connection = connect(folder / "catalogue.db")
    # As it was before.
    connection.execute("DROP TABLE boot_clock; DROP INDEX image_undated; ALTER TABLE image DROP COLUMN device_clock_ns")
    connection.execute(migrations.VERSION_5)
    connection.close()
    reopened = open_one()
    store(reopened, by_a_wrong_clock(1))
    assert true_ns(1) in [key.taken_ns for key in keys(reopened)]
