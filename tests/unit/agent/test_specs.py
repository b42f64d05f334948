from __future__ import annotations

from pathlib import Path

import pytest

from node_agent.errors import ConfigError
from node_agent.sources.scenery import SCENES
from node_agent.sources.specs import CameraSpec, FolderSpec, SceneSpec, parse_sources, with_absolute_path


def test_each_kind_of_source_gets_its_name(tmp_path: Path) -> None:
    film = tmp_path / "first light.avi"
    film.touch()
    specs = parse_sources(
        [f"folder:{tmp_path}", "camera:0", "camera:rtsp://me:secret@cam.lan/1", f"camera:{film}", "scenes:snow"]
    )
    assert [spec.name for spec in specs] == [tmp_path.name, "camera-0", "camera-cam.lan", "first light", "snow"]
    assert [type(spec) for spec in specs] == [FolderSpec, CameraSpec, CameraSpec, CameraSpec, SceneSpec]


def test_plain_scenes_is_a_camera_for_each_scene() -> None:
    assert [spec.name for spec in parse_sources(["scenes"])] == list(SCENES)
    assert len(SCENES) >= 6


def test_names_never_collide() -> None:
    names = [spec.name for spec in parse_sources(["scenes:snow", "scenes:snow", "camera:1", "scenes:snow", "camera:1"])]
    assert names == ["snow", "snow-2", "camera-1", "snow-3", "camera-1-2"]


@pytest.mark.parametrize("name", ["x" * 200, "tab\there", "日本" * 40])
def test_a_strange_folder_name_becomes_a_name_that_may_travel(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (spec,) = parse_sources([f"folder:{folder}"])
    assert 1 <= len(spec.name) <= 64
    assert "\t" not in spec.name
    assert isinstance(spec, FolderSpec)
    assert spec.path == folder


def test_credentials_are_never_shown() -> None:
    (spec,) = parse_sources(["camera:rtsp://me:secret@cam.lan/1"])
    assert isinstance(spec, CameraSpec)
    assert spec.footage.shown == "rtsp://cam.lan/1"
    assert "secret" in spec.footage.text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("folder:~nobody-of-this-name/x", "home directory"),
        ("camera:~nobody-of-this-name/x.avi", "home directory"),
        ("camera:http://[::1", "Invalid IPv6 URL"),
        (f"folder:/{'x' * 300}", "File name too long"),
        (f"camera:/{'x' * 300}", "File name too long"),
        (f"camera:{'9' * 5000}", "File name too long"),
        ("camera:²", "a device is a number"),
    ],
)
def test_a_typo_is_told_with_the_source_it_is_in(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_sources([text])
    assert str(error.value).startswith(f"{text!r}: ")
    assert says in str(error.value)


def test_a_password_is_not_told_with_a_typo() -> None:
    with pytest.raises(ConfigError, match=r"'camera:http://\[::1'") as error:
        parse_sources(["camera:http://me:secret@[::1"])
    assert "secret" not in str(error.value)


def test_a_path_in_no_user_s_home_stays_as_it_is() -> None:
    assert with_absolute_path("folder:~nobody-of-this-name/x") == "folder:~nobody-of-this-name/x"
