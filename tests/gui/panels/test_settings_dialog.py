"""The settings dialog, driven with keys and mouse over a real library and a real file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from google.rpc.code_pb2 import Code
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import settings_file
from desktop.core.library import Library
from desktop.core.records import Condition, NodeState, NodeStatus
from desktop.labelling.models.download import MIRROR_VARIABLE
from desktop.labelling.models.shelf import FOLDER_VARIABLE, ModelShelf
from desktop.panels.main_window import MainWindow
from desktop.panels.settings.by_source import BySource
from desktop.panels.settings.cloud_page import CloudPage
from desktop.panels.settings.desk import SettingsDesk
from desktop.panels.settings.dialog import SettingsDialog
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.settings.models_page import ModelsPage
from desktop.panels.settings.nodes_page import NodesPage
from desktop.panels.settings.page import SettingRow
from desktop.panels.workspace import Workspace
from desktop.wall.geometry import TileSize
from tests.gui.panels.handling import LEFT, texts
from tests.helpers.model_mirror import ModelMirror, model_mirror
from tests.helpers.tiny_onnx import colour_classifier
from tests.helpers.vision_server import VisionServer, refuse
from tests.helpers.window_parts import ScriptedNodes

pytestmark = pytest.mark.usefixtures("models_folder")
PORCH = NodeStatus(
    node_id="0123456789abcdef",
    name="porch",
    address="10.0.0.2:5555",
    state=NodeState.ONLINE,
    condition=Condition.LIVE,
)


@pytest.fixture
def models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def keeper() -> Iterator[SettingsKeeper]:
    keeper = SettingsKeeper(settings_file.load())
    yield keeper
    keeper.close()


@pytest.fixture
def desk(
    window: MainWindow, workspace: Workspace, opened: Library, nodes: ScriptedNodes, keeper: SettingsKeeper
) -> SettingsDesk:
    assert window.workspace is workspace
    return SettingsDesk(keeper, opened, nodes, workspace)


@pytest.fixture
def open_at(desk: SettingsDesk, qtbot: QtBot) -> Callable[[str], SettingsDialog]:
    """Opens the dialog at a place."""

    def open_at(place: str) -> SettingsDialog:
        desk.open_at(place)
        assert desk.dialog is not None
        dialog = desk.dialog
        with qtbot.waitExposed(dialog):
            pass
        qtbot.waitUntil(lambda: len(dialog.pages) == dialog.list.count())
        return dialog

    return open_at


def row(dialog: SettingsDialog, key: str) -> SettingRow:
    (found,) = [row for page in dialog.pages.values() for row in page.rows if row.key == key]
    return found


def click(widget: QWidget, qtbot: QtBot) -> None:
    qtbot.mouseClick(widget, LEFT)


def test_every_setting_is_there_once_and_explained(open_at) -> None:
    dialog = open_at("store")
    rows = [row for page in dialog.pages.values() for row in page.rows]
    keys = [row.key for row in rows]
    assert len(keys) == len(set(keys))
    assert {"library", "labeller", "workers", "google.features", "gate.enabled", "look", "language"} <= set(keys)
    for each in rows:
        assert each.title.text()
        assert each.editor.accessibleName() == each.title.text()
        assert len(each.editor.accessibleDescription()) > 10


def test_a_choice_by_keyboard_is_in_the_file_at_once(open_at, keeper: SettingsKeeper, qtbot: QtBot) -> None:
    editor = row(open_at("look"), "look").editor
    editor.setFocus()
    with qtbot.waitSignal(keeper.kept):
        qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert settings_file.load().look == "light"


def test_a_number_that_is_typed_counts_when_it_is_finished(open_at, keeper: SettingsKeeper, qtbot: QtBot) -> None:
    editor = row(open_at("labelling"), "workers").editor
    line = editor.findChild(QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, "12")
    assert keeper.settings.workers == 4
    with qtbot.waitSignal(keeper.kept):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert settings_file.load().workers == 12


def test_each_setting_finds_back_to_its_default(open_at, keeper: SettingsKeeper, qtbot: QtBot) -> None:
    workers = row(open_at("labelling"), "workers")
    assert not workers.reset_button.isVisible()
    with qtbot.waitSignal(keeper.kept):
        workers.editor.setValue(9)
    assert workers.reset_button.isVisible()
    with qtbot.waitSignal(keeper.kept):
        click(workers.reset_button, qtbot)
    assert workers.editor.value() == 4
    assert settings_file.load().workers == 4


def test_what_is_wrong_is_said_at_the_field_and_the_old_value_is_back(
    open_at, keeper: SettingsKeeper, qtbot: QtBot
) -> None:
    features = row(open_at("cloud"), "google.features")
    with qtbot.waitSignal(keeper.refused):
        click(features.editor.boxes["labels"], qtbot)  # the last one
    assert features.error.isVisible()
    assert "google.features" in features.error.text()
    assert features.editor.boxes["labels"].isChecked()
    with qtbot.waitSignal(keeper.kept):
        click(features.editor.boxes["text"], qtbot)
    assert not features.error.isVisible()
    assert keeper.settings.google.features == ("labels", "text")


def test_each_feature_tells_its_price(open_at) -> None:
    boxes = row(open_at("cloud"), "google.features").editor.boxes
    assert len(boxes) == 11
    assert "$3.50" in boxes["web"].text()


def test_a_change_by_others_is_shown_and_not_written_over(open_at, keeper: SettingsKeeper, qtbot: QtBot) -> None:
    workers = row(open_at("labelling"), "workers")
    qtbot.waitUntil(lambda: not keeper._background.busy())
    settings_file.change({"workers": 7})
    with qtbot.waitSignal(keeper.refused):
        workers.editor.setValue(2)
    assert (workers.editor.value(), settings_file.load().workers) == (7, 7)
    assert "changed meanwhile" in workers.error.text()


def test_a_file_that_can_not_be_read_is_told_until_it_can_be(open_at, keeper: SettingsKeeper, qtbot: QtBot) -> None:
    settings_file.change({"workers": 7})
    settings_file.path().write_text("workers = ")
    dialog = open_at("labelling")
    qtbot.waitUntil(lambda: any(str(settings_file.path()) in text for text in texts(dialog)))
    assert "Correct the file" in dialog.trouble.text.text()
    settings_file.path().write_text("workers = 9")
    click(dialog.trouble.read_button, qtbot)
    qtbot.waitUntil(lambda: not dialog.trouble.isVisible())
    assert keeper.settings.workers == 9


def test_a_node_gets_a_labeller_of_its_own(open_at, nodes: ScriptedNodes, keeper: SettingsKeeper, qtbot: QtBot) -> None:
    nodes.say(PORCH)
    editor = row(open_at("labelling"), "labeller_of").editor
    assert isinstance(editor, BySource)
    click(editor.add_button, qtbot)
    (line,) = editor.lines
    line.source_box.setCurrentText("porch/front")
    line.labeller.setCurrentIndex(line.labeller.findData("basic"))
    with qtbot.waitSignal(keeper.kept):
        line.labeller.activated.emit(line.labeller.currentIndex())
    assert settings_file.load().labeller_of == {"porch/front": "basic"}
    with qtbot.waitSignal(keeper.kept):
        click(line.remove_button, qtbot)
    assert settings_file.load().labeller_of == {}


def test_the_search_leads_to_a_setting(open_at, qtbot: QtBot) -> None:
    dialog = open_at("store")
    qtbot.keyClicks(dialog.search, "per_minute")
    assert dialog.page.name == "cloud"
    assert [item.text() for item in map(dialog.list.item, range(dialog.list.count())) if not item.isHidden()] == [
        "Cloud Vision"
    ]
    assert [each.key for each in dialog.page.rows if each.isVisible()] == ["google.max_images_per_minute"]
    dialog.search.clear()
    assert not any(dialog.list.item(place).isHidden() for place in range(dialog.list.count()))


def test_a_search_that_finds_no_setting_says_so_and_can_be_cleared(open_at, qtbot: QtBot) -> None:
    dialog = open_at("look")
    qtbot.keyClicks(dialog.search, "zebra")
    assert not any(page.isVisible() for page in dialog.pages.values())
    assert any("zebra" in text for text in texts(dialog))
    click(dialog.clear_button, qtbot)
    assert not dialog.clear_button.isVisible()
    assert dialog.search.text() == ""
    assert dialog.search.hasFocus()
    assert dialog.page.isVisible()


def test_enter_in_a_line_presses_no_button(open_at, qtbot: QtBot) -> None:
    dialog = open_at("google.api_key")
    line = row(dialog, "google.api_key").editor.line
    assert line.hasFocus()
    qtbot.keyClicks(line, "AIza")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: settings_file.load().google.api_key == "AIza")


def test_there_is_one_dialog_at_a_time(desk: SettingsDesk, open_at, qtbot: QtBot) -> None:
    first = open_at("look")
    assert open_at("nodes") is first
    assert first.page.name == "nodes"
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.dialog is None)
    open_at("look")


def test_the_size_of_tiles_is_the_grids(open_at, workspace: Workspace, qtbot: QtBot) -> None:
    page = open_at("look").page
    qtbot.keyClick(page.tile_size, Qt.Key.Key_Down)
    assert workspace.centre.grid.tile_size is TileSize.LARGE
    workspace.centre.grid.set_tile_size(TileSize.SMALL)
    assert page.tile_size.currentData() is TileSize.SMALL


def test_this_desktops_key_can_be_copied_and_paired_nodes_forgotten(open_at, nodes: ScriptedNodes, qtbot) -> None:
    nodes.say(PORCH)
    page = open_at("nodes").page
    assert isinstance(page, NodesPage)
    qtbot.waitUntil(lambda: bool(page.findChildren(QToolButton)))
    copy = next(button for button in page.findChildren(QToolButton) if "authorize" in button.accessibleName())
    click(copy, qtbot)
    assert QGuiApplication.clipboard().text().startswith("miharu-agent authorize '")
    with qtbot.waitSignal(page.forget_requested) as asked:
        click(page.paired["0123456789abcdef"].button, qtbot)
    assert asked.args == [PORCH]
    nodes.say()
    qtbot.waitUntil(lambda: page.paired == {})


class TestCloudVision:
    @pytest.fixture
    def cloud(self) -> Iterator[VisionServer]:
        with VisionServer() as server:
            settings_file.change({"google.endpoint": server.endpoint})
            yield server

    @pytest.fixture
    def page(self, cloud: VisionServer, keeper: SettingsKeeper, open_at, qtbot: QtBot) -> CloudPage:
        page = open_at("cloud").page
        assert isinstance(page, CloudPage)
        qtbot.waitUntil(lambda: keeper.settings.google.endpoint == cloud.endpoint)
        return page

    def verdict(self, page: CloudPage, qtbot: QtBot) -> str:
        click(page.test_button, qtbot)
        assert not page.test_button.isEnabled()
        qtbot.waitUntil(page.test_button.isEnabled, timeout=20_000)
        return page.verdict.text()

    def test_the_button_makes_one_real_call(self, page: CloudPage, cloud: VisionServer, qtbot: QtBot) -> None:
        assert self.verdict(page, qtbot) == "It works: Cloud Vision has answered."
        assert cloud.units_received == 1

    def test_it_says_what_is_wrong_and_how_to_mend_it(self, page: CloudPage, cloud: VisionServer, qtbot: QtBot) -> None:
        address = "https://console.developers.google.com/apis/api/vision.googleapis.com/overview?project=123456789012"
        cloud.script(
            refuse(Code.PERMISSION_DENIED, f"Not used before. Visit {address} then.", reason="SERVICE_DISABLED")
        )
        verdict = self.verdict(page, qtbot)
        assert "Enable the Cloud Vision API" in verdict
        assert f'href="{address}"' in verdict
        assert page.verdict.width() >= page.verdict.minimumSizeHint().width()


class TestModels:
    @pytest.fixture
    def mirror(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelMirror]:
        with model_mirror() as running:
            monkeypatch.setenv(MIRROR_VARIABLE, running.url)
            yield running

    @pytest.fixture
    def page(self, mirror: ModelMirror, open_at, qtbot: QtBot) -> ModelsPage:  # noqa: ARG002
        page = open_at("models").page
        assert isinstance(page, ModelsPage)
        qtbot.waitUntil(lambda: len(page.entries) == 4)
        return page

    def test_each_tells_licence_size_and_state(self, page: ModelsPage) -> None:
        assert page.entries["yunet"].facts.text() == "finds faces · 233 kB · MIT · not installed"

    def test_install_and_remove(
        self, page: ModelsPage, mirror: ModelMirror, desk: SettingsDesk, models: Path, qtbot: QtBot
    ) -> None:
        (shelved,) = [spec for spec in ModelShelf().specs() if spec.name == "nanodet"]
        mirror.files[shelved.file] = (models / shelved.file).read_bytes()
        entry = page.entries["nanodet"]
        with qtbot.waitSignal(desk.models_changed, timeout=20_000):
            click(entry.button, qtbot)
        qtbot.waitUntil(lambda: entry.button.text() == "Remove" and entry.button.isVisible())
        assert "· installed" in entry.facts.text()
        with qtbot.waitSignal(desk.models_changed, timeout=20_000):
            click(entry.button, qtbot)
        qtbot.waitUntil(lambda: entry.button.text() == "Install")

    def test_a_download_shows_how_far_it_is_and_can_be_ended(
        self, page: ModelsPage, mirror: ModelMirror, workspace: Workspace, qtbot: QtBot
    ) -> None:
        (spec,) = [spec for spec in ModelShelf().specs() if spec.name == "yunet"]
        mirror.files[spec.file] = bytes(232_589)
        mirror.silent_after_bytes[f"/{spec.file}"] = 131_072
        entry = page.entries["yunet"]
        click(entry.button, qtbot)
        (line,) = workspace.centre.progress.lines()
        qtbot.waitUntil(line.isVisible, timeout=5000)
        qtbot.waitUntil(lambda: line.text.text() == "Fetching the model yunet: 131 kB of 233 kB", timeout=5000)
        assert not entry.button.isVisible()
        click(line.cancel_button, qtbot)
        mirror.stopped.set()
        qtbot.waitUntil(lambda: not workspace.centre.progress.lines(), timeout=20_000)
        qtbot.waitUntil(entry.button.isVisible)

    def test_what_can_not_be_fetched_is_told(self, page: ModelsPage, mirror: ModelMirror, qtbot: QtBot) -> None:
        (spec,) = [spec for spec in ModelShelf().specs() if spec.name == "yunet"]
        mirror.files[spec.file] = b"another file"
        entry = page.entries["yunet"]
        page._work._shelf.known = tuple(_only_from_mirror(each) for each in page._work._shelf.known)
        page._work.look()
        qtbot.waitUntil(lambda: not page._work._background.busy())
        click(entry.button, qtbot)
        qtbot.waitUntil(page.error.isVisible, timeout=20_000)
        assert "yunet can't be fetched" in page.error.text()
        assert entry.button.text() == "Install"

    def test_a_model_of_ones_own_is_taken_in(
        self, page: ModelsPage, tmp_path: Path, desk: SettingsDesk, qtbot: QtBot
    ) -> None:
        (tmp_path / "colours.onnx").write_bytes(colour_classifier(np.eye(3, dtype=np.float32)))
        description = tmp_path / "colours.toml"
        description.write_text(
            'name = "colours"\nkind = "classifier"\npath = "colours.onnx"\nlicence = "CC0-1.0"\n'
            'labels = ["red", "green", "blue"]\n[input]\nsize_px = [32, 32]\n'
        )
        with qtbot.waitSignal(desk.models_changed, timeout=20_000):
            page._on_chosen(str(description))
        qtbot.waitUntil(lambda: "colours" in page.entries)


def _only_from_mirror(spec):
    import msgspec

    return msgspec.structs.replace(spec, sources=("http://127.0.0.1:1/nowhere.onnx",))
