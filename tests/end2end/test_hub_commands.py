"""``miharu``, its library commands, and what a person is told who gets something wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest

from desktop import settings_file
from desktop.app import Session
from desktop.cli import main
from desktop.core.settings import Settings
from desktop.nodes.own_keys import OWN_KEY_FILE, config_folder
from desktop.store import open_library
from tests.helpers.hubs import running_hub
from tests.helpers.pictures import BLUE, RED, plain

Miharu = Callable[..., tuple[int, str, str]]


@pytest.fixture
def miharu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Miharu:
    """Runs the command line and returns exit code, standard output and standard error."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["miharu", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with two images of its own."""
    folder = tmp_path / "library"
    with closing(open_library(folder)) as opened:
        for name, colour in (("red", RED), ("blue", BLUE)):
            opened.add_bytes(plain(tmp_path / f"{name}.jpg", colour).read_bytes(), name)
    return folder


def _own_files(library: Path) -> list[Path]:
    return sorted(library.glob("2*/**/*.jpg"))


def test_it_knows_its_version(miharu: Miharu) -> None:
    assert miharu("--version") == (0, f"miharu {version('miharu')}\n", "")


def test_stats_counts_what_is_there(miharu: Miharu, library: Path) -> None:
    code, out, _ = miharu("library", "stats", "--library", library, "--json")
    facts = json.loads(out)
    size_bytes = sum(path.stat().st_size for path in _own_files(library))
    assert code == 0
    assert {key: facts[key] for key in ("images", "labelled", "waiting", "failed", "bytes")} == {
        "images": 2, "labelled": 0, "waiting": 2, "failed": 0, "bytes": size_bytes,
    }  # fmt: skip
    assert facts["nodes"] == {}
    assert "2 images" in miharu("library", "stats", "--library", library)[1]


def test_a_whole_library_is_clean(miharu: Miharu, library: Path) -> None:
    code, out, _ = miharu("library", "verify", "--library", library, "--json")
    assert (code, json.loads(out)["clean"], json.loads(out)["checked"]) == (0, True, 2)
    assert miharu("library", "verify", "--library", library)[0] == 0


def test_verify_names_what_is_missing_changed_and_unknown(miharu: Miharu, library: Path) -> None:
    missing, changed = _own_files(library)
    missing.unlink()
    changed.write_bytes(changed.read_bytes() + b"more")
    unknown = plain(changed.with_name("unknown.jpg"))
    code, out, _ = miharu("library", "verify", "--library", library)
    assert code == 1
    for kind, path in (("missing", missing), ("changed", changed), ("unknown", unknown)):
        assert any(line.startswith(kind) and path.name in line for line in out.splitlines()), out
    code, out, _ = miharu("library", "verify", "--library", library, "--json")
    assert (code, json.loads(out)["clean"]) == (1, False)


@pytest.mark.parametrize("command", ["stats", "verify"])
def test_a_folder_that_is_no_library_stays_as_it_is(miharu: Miharu, tmp_path: Path, command: str) -> None:
    folder = tmp_path / "photos"
    code, out, err = miharu("library", command, "--library", folder)
    assert (code, out) == (1, "")
    assert str(folder) in err
    assert len(err.splitlines()) == 1
    assert not folder.exists()


def test_the_library_may_be_named_by_environment_or_settings(
    miharu: Miharu, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file.save(Settings(library=str(library)))
    assert miharu("library", "stats")[0] == 0
    monkeypatch.setenv("MIHARU_LIBRARY", str(tmp_path / "elsewhere"))
    assert "elsewhere" in miharu("library", "stats")[2]
    assert miharu("library", "stats", "--library", library)[0] == 0


def test_without_a_word_it_is_in_the_users_pictures(miharu: Miharu) -> None:
    assert str(Path.home() / "Pictures" / "Miharu") in miharu("library", "stats")[2]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("hub", "--node", "porch"), "HOST:PORT"),
        (("hub", "--labeller", "oracle"), "oracle"),
        (("hub", "--workers", "0"), "--workers"),
        (("hub", "--until-idle", "-1"), "--until-idle"),
        (("hub", "extra"), "extra"),
        (("--library", "here", "hub"), "--library"),
        (("--node", "porch"), "HOST:PORT"),
        (("fly",), "fly"),
    ],
)
def test_wrong_use_is_named(miharu: Miharu, arguments: tuple[str, ...], named: str) -> None:
    code, out, err = miharu(*arguments)
    assert (code, out) == (2, "")
    assert named in err
    assert "Traceback" not in err


def test_bad_settings_are_wrong_use_and_named(miharu: Miharu, library: Path) -> None:
    settings_file.save(Settings())
    settings_file.path().write_text("workers = 'many'")
    for command in (("library", "stats"), ("hub",)):
        code, _, err = miharu(*command, "--library", library)
        assert code == 2
        assert str(settings_file.path()) in err
        assert "workers" in err


def test_a_library_that_cannot_be_opened_is_one_line(miharu: Miharu, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    code, out, err = miharu("hub", "--library", file)
    assert (code, out) == (1, "")
    assert str(file) in err
    assert len(err.splitlines()) == 1


def test_a_damaged_key_file_is_one_line(tmp_path: Path) -> None:
    config_folder().mkdir(parents=True)
    (config_folder() / OWN_KEY_FILE).write_text("not a key")
    with running_hub(tmp_path / "library") as hub:
        assert hub.wait() == 1
    assert OWN_KEY_FILE in hub.log.splitlines()[-1]
    assert "Traceback" not in hub.log


def test_the_window_opens_with_what_was_given(miharu: Miharu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[tuple[object, ...]] = []

    def run(*arguments: object) -> int:
        opened.append(arguments)
        return 0

    monkeypatch.setattr("desktop.app.run", run)
    code, _, _ = miharu("--library", tmp_path, "--node", "porch:5551", "--no-discovery", "--labeller", "basic")
    assert code == 0
    assert opened == [(Settings(labeller="basic"), tmp_path, ["porch:5551"], False, Session.open)]


def test_commands_do_not_wait_for_the_modules_of_the_window() -> None:
    look = "import sys; from desktop.cli import _application; _application(); print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "desktop.cli.hub" in loaded
    assert not [name for name in loaded if name.startswith("desktop.panels") or name == "PySide6.QtWidgets"]
