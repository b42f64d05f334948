from __future__ import annotations

import math
import os
import stat
from pathlib import Path

import platformdirs
import pytest

from desktop import settings_file
from desktop.core.errors import SettingsError
from desktop.core.settings import GoogleSettings, Settings, values_of, with_values

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


BY_HAND = """\
# Ours in the barn
workers = 2  # the laptop is old

[google]
# from the shop's account
key_file = "~/shop.json"
features = ["labels", "objects"]
"""


def write_by_hand(text: str) -> None:
    settings_file.path().parent.mkdir(parents=True, exist_ok=True)
    settings_file.path().write_text(text)


def test_a_change_leaves_comments_and_order_as_they_are() -> None:
    write_by_hand(BY_HAND)
    settings_file.change({"google.key_file": "~/own.json"})
    assert settings_file.path().read_text() == BY_HAND.replace("shop.json", "own.json")


def test_only_what_differs_from_its_default_is_added() -> None:
    write_by_hand(BY_HAND)
    changed = settings_file.change({"batch_size": 0, "look": "dark", "gate.max_distance": 4, "chain.first": "basic"})
    assert (changed.look, changed.gate.max_distance, changed.chain.first, changed.workers) == ("dark", 4, "basic", 2)
    assert settings_file.load() == changed
    text = settings_file.path().read_text()
    assert "batch_size" not in text
    assert all(line in text for line in BY_HAND.splitlines())


def test_a_key_that_is_back_at_its_default_says_so() -> None:
    write_by_hand(BY_HAND)
    assert settings_file.change({"workers": 4}).workers == 4
    assert "workers = 4" in settings_file.path().read_text()


def test_what_others_changed_in_the_file_meanwhile_stays() -> None:
    before = settings_file.load()
    write_by_hand("workers = 7")
    changed = settings_file.change({"batch_size": 3})
    assert (before.workers, changed.workers, changed.batch_size) == (4, 7, 3)


def test_labellers_by_node_are_a_table() -> None:
    changed = settings_file.change({"labeller_of": {"porch": "google", "porch/front": "basic"}})
    assert settings_file.load() == changed
    assert settings_file.change({"labeller_of": {}}).labeller_of == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("workers", 0),
        ("google.features", ()),
        ("look", "pink"),
        ("retention.quota_gb", math.inf),
        ("retention.min_free_gb", math.nan),
        ("retention.keep_hours", math.inf),
        ("gate.max_age_s", math.inf),
        ("google.monthly_cap_usd", math.inf),
    ],
)
def test_a_value_that_does_not_fit_is_not_written(key: str, value: object) -> None:
    write_by_hand(BY_HAND)
    with pytest.raises(SettingsError, match=key):
        settings_file.change({key: value})
    assert settings_file.path().read_text() == BY_HAND


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text(BY_HAND)
    settings_file.path().parent.mkdir(parents=True)
    settings_file.path().symlink_to(elsewhere)
    settings_file.change({"workers": 3})
    assert settings_file.path().is_symlink()
    assert "workers = 3" in elsewhere.read_text()


def test_values_by_dotted_keys_make_the_same_settings() -> None:
    assert with_values(Settings(), values_of(CHANGED)) == CHANGED
    with pytest.raises(SettingsError, match=r"google\.timeout_s"):
        with_values(Settings(), {"google.timeout_s": -1})
