"""What a user writes for a source: ``folder:PATH``, ``camera:0``, ``camera:URL``, ``camera:FILE``, ``scenes:NAME``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from node_agent.errors import ConfigError
from node_agent.sources.camera import Footage
from node_agent.sources.scenery import SCENES

ALLOWED = "folder:PATH, camera:NUMBER, camera:URL, camera:FILE, scenes or scenes:NAME"
_LONGEST_NAME = 64


class FolderSpec(NamedTuple):
    """Images in a folder; the path is absolute."""

    name: str
    path: Path


class CameraSpec(NamedTuple):
    """A camera through OpenCV."""

    name: str
    footage: Footage


class SceneSpec(NamedTuple):
    """A built-in scene."""

    name: str
    scene: str


SourceSpec = FolderSpec | CameraSpec | SceneSpec


def parse_sources(texts: Iterable[str]) -> list[SourceSpec]:
    """Reads what the user wrote; plain ``scenes`` is a camera for each scene. All names differ.

    Raises:
        ConfigError: one is not a source, or its folder or file does not exist.
    """
    return _with_own_names([spec for text in texts for spec in _parse(text)])


def with_absolute_path(text: str) -> str:
    """The same source for a process that runs in another folder; what has no path, or can't be parsed, as it is."""
    kind, _, rest = text.partition(":")
    is_path = kind == "folder" or (kind == "camera" and rest and Footage(rest).is_file)
    try:
        return f"{kind}:{Path(rest).expanduser().absolute()}" if is_path and rest else text
    except RuntimeError:  # it begins with ~ and the name of nobody
        return text


def _parse(text: str) -> list[SourceSpec]:
    try:
        return _read(text)
    except OSError as error:
        raise ConfigError(f"{text!r}: {error.strerror or error}") from error
    except (ValueError, RuntimeError) as error:
        raise ConfigError(f"{Footage(text).shown!r}: {error}") from error


def _read(text: str) -> list[SourceSpec]:
    kind, _, rest = text.partition(":")
    if kind == "folder" and rest:
        return [_folder(text, Path(rest))]
    if kind == "camera" and rest:
        return [_camera(text, rest)]
    if kind == "scenes":
        return [_scene(text, name) for name in ([rest] if rest else SCENES)]
    raise ConfigError(f"{text!r} is not a source: use {ALLOWED}")


def _folder(text: str, path: Path) -> FolderSpec:
    path = path.expanduser().absolute()
    if not path.is_dir():
        raise ConfigError(f"{text!r}: there is no folder {path}")
    return FolderSpec(_name(path.resolve().name or "root"), path)


def _camera(text: str, address: str) -> CameraSpec:
    footage = Footage(address)
    if not footage.is_file:
        host = urlsplit(address).hostname if "://" in address else None
        return CameraSpec(_name(f"camera-{host or address.partition('://')[2] or address}"), footage)
    path = Path(address).expanduser().absolute()
    if not path.is_file():
        raise ConfigError(f"{text!r}: there is no file {path}; a device is a number, as in camera:0")
    return CameraSpec(_name(path.stem), Footage(str(path)))


def _scene(text: str, name: str) -> SceneSpec:
    if name not in SCENES:
        raise ConfigError(f"{text!r}: there is no scene {name!r}; use one of {', '.join(SCENES)}")
    return SceneSpec(name, name)


def _name(text: str) -> str:
    return re.sub(r"[/\x00-\x1f]", "-", text.encode(errors="replace").decode())[:_LONGEST_NAME]


def _with_own_names(specs: Iterable[SourceSpec]) -> list[SourceSpec]:
    taken: set[str] = set()
    named: list[SourceSpec] = []
    for spec in specs:
        name, number = spec.name, 1
        while name in taken:
            number += 1
            name = f"{spec.name[: _LONGEST_NAME - 4]}-{number}"
        taken.add(name)
        named.append(spec._replace(name=name))
    return named
