from __future__ import annotations

from pathlib import Path

import pytest

from node_agent.config import load
from node_agent.errors import ConfigError

SCENE = {"sources": ["scenes:porch"]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "agent.toml"


def test_flags_win_over_the_file(file: Path) -> None:
    file.write_text('name = "barn"\nsources = ["scenes"]\ninterval_s = 5\nport = 4000\nspool_quota_mib = 100\n')
    config = load(file, {"name": "shed", "interval_s": "0.5"}).config
    assert (config.name, config.interval_s, config.port, config.spool_quota_mib) == ("shed", 0.5, 4000, 100)


def test_without_anything_the_host_names_the_node_and_its_folder() -> None:
    config = load(None, SCENE).config
    assert config.node_name
    assert config.state_folder.name == config.node_name
    assert config.state_folder.parent.name == "miharu-agent"


@pytest.mark.parametrize(
    ("line", "key", "allowed"),
    [
        ("port = 70000", "port", "0 to 65535"),
        ('port = "http"', "port", "0 to 65535"),
        ("control_port = -1", "control_port", "0 to 65535"),
        ("interval_s = 0", "interval_s", "0.01 to 86400"),
        ("interval_s = nan", "interval_s", "0.01 to 86400"),
        ('interval_s = "often"', "interval_s", "0.01 to 86400"),
        ('motion = "yes"', "motion", "true or false"),
        ('name = "a/b"', "name", "at most 64 letters"),
        ('name = ".."', "name", "at most 64 letters"),
        (f'name = "{"x" * 65}"', "name", "at most 64 letters"),
        ('sources = "scenes"', "sources", "folder:PATH"),
        ("sources = [1]", "sources", "folder:PATH"),
        ('sources = ["tape:1"]', "sources", "folder:PATH"),
        ('sources = ["folder:/no/such/place"]', "sources", "no folder /no/such/place"),
        ('sources = ["scenes:moon"]', "sources", "harbour"),
        ("jpeg_quality = 101", "jpeg_quality", "1 to 100"),
        ("thumbnail_quality = 0", "thumbnail_quality", "1 to 100"),
        ("spool_quota_mib = 1", "spool_quota_mib", "from 64"),
        ("spool = 3", "spool", "path of a folder"),
        ('announce = "no"', "announce", "true or false"),
        ("colour = 3", "colour", "jpeg_quality"),
    ],
)
def test_a_bad_line_is_named_with_what_is_allowed(file: Path, line: str, key: str, allowed: str) -> None:
    file.write_text(line if line.startswith("sources") else f'sources = ["scenes"]\n{line}')
    with pytest.raises(ConfigError) as error:
        load(file, {})
    text = str(error.value)
    assert text.startswith(f"{file}: {key}: ")
    assert allowed in text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("key", "value", "flag", "allowed"),
    [
        ("port", "http", "--port", "0 to 65535"),
        ("control_port", "65536", "--control-port", "0 to 65535"),
        ("interval_s", "soon", "--interval", "0.01 to 86400"),
        ("interval_s", "-1", "--interval", "0.01 to 86400"),
        ("name", "a\nb", "--name", "at most 64 letters"),
        ("sources", ["camera:"], "--source", "camera:NUMBER"),
        ("sources", ["camera:no-such-film.avi"], "--source", "no file"),
        ("sources", [], "--source", "at least one"),
        ("sources", ["folder:~nobody-of-this-name/x"], "--source", "home directory"),
        ("sources", ["camera:http://[::1"], "--source", "Invalid IPv6 URL"),
    ],
)
def test_a_bad_flag_is_named_with_what_is_allowed(key: str, value: object, flag: str, allowed: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(None, {**SCENE, key: value})
    assert str(error.value).startswith(f"{flag}: ")
    assert allowed in str(error.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"port =", ""),
        (b"\xff\xfe\x00", ""),
        (b"sources = " + b"[" * 5000, "nested too deeply"),
        (b"port = " + b"9" * 5000, "5000 digits"),
    ],
)
def test_a_file_that_is_no_toml_is_named(file: Path, content: bytes, says: str) -> None:
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=f"not a TOML file: .*{says}"):
        load(file, {})


def test_a_spool_in_no_user_s_home_is_told() -> None:
    with pytest.raises(ConfigError, match=r"^spool: .*~nobody-of-this-name/x"):
        _ = load(None, {**SCENE, "spool": "~nobody-of-this-name/x"}).config.state_folder


def test_a_missing_file_is_named(file: Path) -> None:
    with pytest.raises(ConfigError, match=r"--config: .*agent\.toml can't be read"):
        load(file, {})


def test_there_are_at_most_32_cameras() -> None:
    with pytest.raises(ConfigError, match="33 cameras"):
        load(None, {"sources": ["scenes:porch"] * 33})
