"""The model shows what fits a query, newest first, and stays true to the library while it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.core.query import Query, parse
from desktop.core.records import ImageKey, ImageState, Label
from desktop.wall.background import Background
from desktop.wall.mailbox import Mailbox
from desktop.wall.matching import Matches
from desktop.wall.model import FIRST_ROWS, PAGE_ROWS, GridModel
from tests.helpers.galleries import START_NS, STEP_NS, MemoryGallery

Make = Callable[..., GridModel]


@pytest.fixture
def gallery() -> MemoryGallery:
    return MemoryGallery(10)


@pytest.fixture
def make_model(background: Background) -> Iterator[Callable[[MemoryGallery], GridModel]]:
    mailboxes: list[Mailbox] = []

    def make(gallery: MemoryGallery) -> GridModel:
        mailboxes.append(Mailbox(gallery.feed))
        return GridModel(gallery, background, mailboxes[-1])

    yield make
    for mailbox in mailboxes:
        mailbox.close()


@pytest.fixture
def model(make_model: Callable[[MemoryGallery], GridModel], gallery: MemoryGallery, qtbot: QtBot) -> GridModel:
    """Loaded with all of the gallery, and watched by Qt's own model tester."""
    model = make_model(gallery)
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    load(model, "", qtbot)
    return model


def load(model: GridModel, line: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.loaded):
        model.set_query(parse(line))


def ids(model: GridModel) -> list[int]:
    return [model.key(row).image_id for row in range(model.rowCount())]


def first_label(gallery: MemoryGallery, image_id: int) -> str:
    return gallery.tile(image_id).labels[0].name


def test_the_newest_image_is_in_row_zero(model: GridModel) -> None:
    assert ids(model) == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert model.image_ids().tolist() == ids(model)


def test_it_is_empty_and_deaf_before_the_first_query(
    make_model: Callable[[MemoryGallery], GridModel], gallery: MemoryGallery, qtbot: QtBot
) -> None:
    model = make_model(gallery)
    gallery.add(3)
    load(model, "", qtbot)
    assert ids(model) == [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_a_new_image_comes_in_at_the_top_by_one_insertion(
    model: GridModel, gallery: MemoryGallery, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        gallery.add(4)
    assert inserted.args[1:] == [0, 3]
    assert ids(model)[:5] == [14, 13, 12, 11, 10]


def test_a_late_image_comes_in_at_its_place(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        gallery.add(1, taken_ns=START_NS + 7 * STEP_NS + 1)
    assert inserted.args[1:] == [3, 3]
    assert ids(model)[:5] == [10, 9, 8, 11, 7]


def test_images_for_many_places_come_in_at_once(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.modelReset):
        for image_id in range(1, 11):
            gallery.add(1, taken_ns=START_NS + image_id * STEP_NS + 1)
    assert ids(model) == [20, 10, 19, 9, 18, 8, 17, 7, 16, 6, 15, 5, 14, 4, 13, 3, 12, 2, 11, 1]


def test_an_image_told_of_twice_is_there_once(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    keys = gallery.add_untold(1)
    with qtbot.waitSignal(model.rowsInserted):
        model._on_images_added(keys)
    model._on_images_added(keys)
    assert ids(model).count(11) == 1


def test_removed_images_go(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    gallery.remove(10, 9, 4)
    qtbot.waitUntil(lambda: model.rowCount() == 7)
    assert ids(model) == [8, 7, 6, 5, 3, 2, 1]


def test_a_redated_image_moves_to_its_place_and_tells_its_time(
    model: GridModel, gallery: MemoryGallery, qtbot: QtBot
) -> None:
    model.want(range(10))
    qtbot.waitUntil(lambda: model.tile(8) is not None)
    taken_ns = START_NS + 20 * STEP_NS
    gallery.redate(2, taken_ns)
    qtbot.waitUntil(lambda: ids(model) == [2, 10, 9, 8, 7, 6, 5, 4, 3, 1])
    model.want(range(10))
    qtbot.waitUntil(lambda: (tile := model.tile(0)) is not None and tile.taken_ns == taken_ns)


def test_a_redated_image_is_there_once_though_an_older_answer_comes_late(
    model: GridModel, gallery: MemoryGallery, qtbot: QtBot
) -> None:
    load(model, "node:barn", qtbot)
    barn = ids(model)
    newest = barn[0]
    with gallery.held():
        gallery.change(newest)  # its place as it was is asked for
        qtbot.waitUntil(lambda: model._matcher._task is not None)
        old = ImageKey(gallery.tile(newest).taken_ns, newest)
        gallery.redate(newest, START_NS)
        qtbot.waitUntil(lambda: newest in model._redated)
        model._on_matched(Matches([old], []))
    qtbot.waitUntil(lambda: ids(model) == [*barn[1:], newest])


def test_many_scattered_images_go_at_once(make_model: Callable[[MemoryGallery], GridModel], qtbot: QtBot) -> None:
    gallery = MemoryGallery(100)
    model = make_model(gallery)
    load(model, "", qtbot)
    with qtbot.waitSignal(model.modelReset):
        gallery.remove(*range(1, 101, 2))
    assert ids(model) == list(range(100, 0, -2))


def test_a_query_shows_only_what_fits(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    load(model, f'"{first_label(gallery, 3)}"', qtbot)
    assert model.query == Query(labels=(first_label(gallery, 3),))
    assert 0 < model.rowCount() < 10
    names = [{label.name for label in gallery.tile(image_id).labels} for image_id in ids(model)]
    assert all(first_label(gallery, 3) in labels for labels in names)


def test_the_old_content_stays_until_the_new_is_there(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    with gallery.held(), qtbot.waitSignal(model.loading):
        model.set_query(parse("node:barn"))
    assert model.rowCount() == 10
    assert model.query == Query()
    with qtbot.waitSignal(model.loaded) as loaded:
        pass
    assert loaded.args == [model.rowCount()]
    assert {gallery.tile(image_id).node for image_id in ids(model)} == {"barn"}


def test_only_the_last_of_two_quick_queries_is_shown(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    counts: list[int] = []
    model.loaded.connect(counts.append)
    with gallery.held():
        model.set_query(parse("node:nowhere"))
        model.set_query(parse("node:porch"))
    qtbot.waitUntil(lambda: len(counts) == 1)
    assert counts == [3]


def test_what_happens_while_a_query_is_read_is_not_lost(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    read = gallery.keys(Query())  # as the library was before what follows
    gallery.keys = lambda _query: _once_open(gallery, read)
    with gallery.held():
        model.set_query(Query())
        gallery.add(1)
        gallery.remove(5)
        qtbot.waitUntil(lambda: ids(model)[0] == 11)
    with qtbot.waitSignal(model.loaded):
        pass
    assert ids(model) == [11, 10, 9, 8, 7, 6, 4, 3, 2, 1]


def _once_open(gallery: MemoryGallery, read: object) -> object:
    gallery.stats()  # hangs while the gallery is held
    return read


def test_under_a_query_only_new_images_that_fit_come_in(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    load(model, "node:barn", qtbot)
    before = ids(model)
    new = [key.image_id for key in gallery.add(6)]
    fitting = [image_id for image_id in new if gallery.tile(image_id).node == "barn"]
    qtbot.waitUntil(lambda: len(ids(model)) == len(before) + 2)
    assert ids(model) == sorted(fitting + before, reverse=True)


def test_an_image_comes_in_when_its_labels_come_to_fit_and_goes_when_they_no_longer_do(
    model: GridModel, gallery: MemoryGallery, qtbot: QtBot
) -> None:
    load(model, "zebra", qtbot)
    assert ids(model) == []
    gallery.change(4, labels=(Label("zebra", 0.8),))
    qtbot.waitUntil(lambda: ids(model) == [4])
    gallery.change(4, labels=(Label("horse", 0.8),))
    qtbot.waitUntil(lambda: ids(model) == [])


def test_an_answer_for_a_query_that_is_no_longer_shown_is_dropped(
    model: GridModel, gallery: MemoryGallery, background: Background, qtbot: QtBot
) -> None:
    load(model, "zebra", qtbot)
    asked, answer, matching = threading.Event(), threading.Event(), gallery.matching
    gallery.matching = lambda query, image_ids: (asked.set(), answer.wait(), matching(query, image_ids))[2]
    gallery.change(3, labels=(Label("zebra", 0.8),))
    qtbot.waitUntil(asked.is_set)
    load(model, "node:barn", qtbot)
    answer.set()
    qtbot.waitUntil(lambda: not background.busy())
    assert gallery.tile(3).node != "barn"
    assert ids(model) == [10, 7, 4, 1]


def test_tiles_arrive_by_page_with_one_signal(make_model: Callable[[MemoryGallery], GridModel], qtbot: QtBot) -> None:
    gallery = MemoryGallery(PAGE_ROWS * 4)
    model = make_model(gallery)
    load(model, "", qtbot)
    assert model.tile(0) is None
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.want(range(PAGE_ROWS + 3, PAGE_ROWS + 9))
    assert gallery.asked[0][1][:6] == tuple(model.key(row).image_id for row in range(PAGE_ROWS + 3, PAGE_ROWS + 9))
    assert [index.row() for index in changed.args[:2]] == [PAGE_ROWS, 2 * PAGE_ROWS - 1]
    assert all(model.tile(row) is not None for row in range(PAGE_ROWS, 2 * PAGE_ROWS))
    assert len(gallery.asked) == 1
    model.want(range(PAGE_ROWS, PAGE_ROWS + 30))
    assert len(gallery.asked) == 1


def test_a_changed_image_gets_its_new_tile(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.dataChanged):
        model.want(range(0, 10))
    gallery.change(9, state=ImageState.FAILED, error="too dark", labels=())
    qtbot.waitUntil(lambda: model.tile(1).state is ImageState.FAILED)
    assert model.tile(1).error == "too dark"


def test_texts_say_in_words_what_a_tile_shows(model: GridModel, gallery: MemoryGallery, qtbot: QtBot) -> None:
    index = model.index(0)
    assert "2023" in index.data(), "before its page is there, at least the time"
    with qtbot.waitSignal(model.dataChanged):
        model.want(range(0, 10))
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    ):
        text = index.data(role)
        for word in (f"{first_label(gallery, 10)} 92%", "Labelled", "barn · front", "2023"):
            assert word in text
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_library_that_can_not_be_read_is_told_in_words_and_the_content_stays(
    model: GridModel, gallery: MemoryGallery, qtbot: QtBot
) -> None:
    gallery.broken = "the library's disk went away; connect it again"
    with qtbot.waitSignal(model.failed) as failed:
        model.set_query(parse("node:barn"))
    assert failed.args == [gallery.broken]
    assert model.rowCount() == 10
    assert not model.loaded_all
    gallery.broken = None
    with qtbot.waitSignal(model.loaded):  # it is tried again
        pass
    assert model.rowCount() == 4
    assert model.loaded_all


def test_a_question_that_fails_under_a_query_is_told_and_asked_again(
    model: GridModel, gallery: MemoryGallery, qtbot: QtBot
) -> None:
    load(model, "zebra", qtbot)
    gallery.broken = "busy"
    with qtbot.waitSignal(model.failed):
        gallery.change(4, labels=(Label("zebra", 0.8),))
    gallery.broken = None
    gallery.change(5, labels=(Label("zebra", 0.8),))
    qtbot.waitUntil(lambda: ids(model) == [5, 4])


def test_rows_below_an_item_are_none(model: QAbstractItemModel) -> None:
    assert model.rowCount(model.index(0)) == 0


class Slow:
    """Holds the reading of all keys until it is let go."""

    def __init__(self, gallery: MemoryGallery, monkeypatch: pytest.MonkeyPatch) -> None:
        self.let_go = threading.Event()
        keys = gallery.keys
        monkeypatch.setattr(gallery, "keys", lambda query: self.let_go.wait(10) and keys(query))


def test_the_newest_are_there_before_all_keys_are_read(
    make_model: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery = MemoryGallery(2000)
    slow = Slow(gallery, monkeypatch)
    model = make_model(gallery)
    model.set_query(Query())
    qtbot.waitUntil(lambda: model.rowCount() == FIRST_ROWS)
    assert ids(model) == list(range(2000, 2000 - FIRST_ROWS, -1))
    gallery.add(3)
    qtbot.waitUntil(lambda: model.rowCount() == FIRST_ROWS + 3)
    with qtbot.waitSignal(model.loaded):
        slow.let_go.set()
    assert ids(model) == list(range(2003, 0, -1))


def test_a_new_query_waits_for_all_its_keys_so_that_the_view_can_stay(
    make_model: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery = MemoryGallery(2000)
    model = make_model(gallery)
    load(model, "node:porch", qtbot)
    shown = model.rowCount()
    slow = Slow(gallery, monkeypatch)
    model.set_query(Query())
    assert model.rowCount() == shown
    with qtbot.waitSignal(model.loaded):
        slow.let_go.set()
    assert model.rowCount() == 2000
