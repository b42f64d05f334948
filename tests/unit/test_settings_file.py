from __future__ import annotations

import os
import stat
from pathlib import Path

import platformdirs
import pytest

from desktop import settings_file
from desktop.core.errors import SettingsError
from desktop.core.settings import GoogleSettings, Settings

CHANGED = Settings(
    library="/data/ねこ",
    labeller="google",
    workers=2,
    google=GoogleSettings(api_key='a"b', features=("labels", "text")),
)


def test_the_settings_are_in_the_users_config_folder() -> None:
    assert settings_file.path() == platformdirs.user_config_path("miharu") / "settings.toml"


def test_the_environment_names_another_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MIHARU_SETTINGS", str(tmp_path / "mine.toml"))
    assert settings_file.path() == tmp_path / "mine.toml"


def test_without_a_file_all_have_their_defaults_and_none_is_made() -> None:
    assert settings_file.load() == Settings()
    assert not settings_file.path().parent.exists()


def test_what_is_saved_is_loaded_again() -> None:
    settings_file.save(Settings())
    settings_file.save(CHANGED)
    assert settings_file.load() == CHANGED
    assert list(settings_file.path().parent.iterdir()) == [settings_file.path()]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_may_read_them() -> None:
    settings_file.save(CHANGED)
    assert stat.S_IMODE(settings_file.path().stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"workers = 0", "workers"),
        (b"[google]\ntimeout_s = 'long'", "google.timeout_s"),
        (b"colour = 1", "colour"),
        (b"workers = ", "end of document"),
        (b"library = '\xff'", "utf-8"),
    ],
)
def test_a_bad_file_is_refused_by_file_and_key(content: bytes, named: str) -> None:
    settings_file.path().parent.mkdir(parents=True)
    settings_file.path().write_bytes(content)
    with pytest.raises(SettingsError) as refused:
        settings_file.load()
    assert str(settings_file.path()) in str(refused.value)
    assert named in str(refused.value)


def test_settings_that_cannot_be_written_leave_the_old_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    settings_file.save(CHANGED)

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(SettingsError, match="No space left"):
        settings_file.save(Settings())
    assert settings_file.load() == CHANGED
    assert list(settings_file.path().parent.iterdir()) == [settings_file.path()]
