from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop import settings_file
from desktop.core.settings import Settings
from desktop.panels.settings.keeper import SettingsKeeper


@pytest.fixture
def keeper(qtbot: QtBot) -> Iterator[SettingsKeeper]:
    """Over the file, with a labeller from the command line."""
    keeper = SettingsKeeper(msgspec.structs.replace(settings_file.load(), labeller="basic"))
    qtbot.waitUntil(lambda: not keeper._background.busy())
    yield keeper
    keeper.close()


def write_by_hand(text: str) -> None:
    settings_file.path().parent.mkdir(parents=True, exist_ok=True)
    settings_file.path().write_text(text)


def test_a_change_is_in_use_and_in_the_file(keeper: SettingsKeeper, qtbot: QtBot) -> None:
    with qtbot.waitSignals([keeper.changed, keeper.kept]):
        keeper.change("google.monthly_cap_usd", 3.5)
    assert keeper.value("google.monthly_cap_usd") == 3.5
    assert settings_file.load().google.monthly_cap_usd == 3.5


def test_what_the_command_line_said_counts_but_is_not_written(keeper: SettingsKeeper, qtbot: QtBot) -> None:
    with qtbot.waitSignal(keeper.kept):
        keeper.change("workers", 2)
    assert (keeper.settings.labeller, keeper.settings.workers) == ("basic", 2)
    assert settings_file.load() == Settings(workers=2)
    with qtbot.waitSignal(keeper.kept):
        keeper.change("labeller", "on-device")
    assert (keeper.settings.labeller, settings_file.load().labeller) == ("on-device", "on-device")


def test_a_value_that_does_not_fit_changes_nothing(keeper: SettingsKeeper, qtbot: QtBot) -> None:
    with qtbot.waitSignal(keeper.refused) as refused:
        keeper.change("workers", 0)
    assert refused.args[0] == "workers"
    assert "workers" in refused.args[1]
    assert keeper.settings.workers == 4
    assert not settings_file.path().exists()


def test_what_others_write_is_taken_over(keeper: SettingsKeeper, qtbot: QtBot) -> None:
    write_by_hand("workers = 7")
    with qtbot.waitSignal(keeper.changed):
        keeper.refresh()
    assert keeper.settings == Settings(workers=7, labeller="basic")


def test_what_others_changed_is_not_overwritten_unseen(keeper: SettingsKeeper, qtbot: QtBot) -> None:
    write_by_hand("workers = 7 # by the shop")
    with qtbot.waitSignal(keeper.refused) as refused:
        keeper.change("workers", 2)
    assert "changed meanwhile" in refused.args[1]
    assert keeper.settings.workers == 7
    assert settings_file.path().read_text() == "workers = 7 # by the shop"
    with qtbot.waitSignal(keeper.kept):
        keeper.change("workers", 2)
    assert settings_file.path().read_text() == "workers = 2 # by the shop"


def test_a_damaged_file_is_not_written_over(keeper: SettingsKeeper, qtbot: QtBot) -> None:
    write_by_hand("workers = ")
    with qtbot.waitSignal(keeper.refused) as refused:
        keeper.change("batch_size", 2)
    assert str(settings_file.path()) in refused.args[1]
    assert settings_file.path().read_text() == "workers = "
    assert keeper.settings.batch_size == 0


def test_a_damaged_file_is_a_trouble_until_it_is_mended(keeper: SettingsKeeper, qtbot: QtBot) -> None:
    write_by_hand("workers = ")
    with qtbot.waitSignal(keeper.trouble_changed):
        keeper.refresh()
    assert str(settings_file.path()) in keeper.trouble
    write_by_hand("workers = 2")
    with qtbot.waitSignal(keeper.kept):
        keeper.change("batch_size", 3)
    assert keeper.trouble == ""


def test_closing_lets_a_change_be_written(keeper: SettingsKeeper) -> None:
    keeper.change("workers", 2)
    keeper.close()
    assert settings_file.load().workers == 2
