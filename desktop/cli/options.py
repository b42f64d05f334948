"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import platformdirs
import typer

from desktop.core.settings import NO_LABELLER, Settings
from desktop.labelling.registry import choices
from desktop.nodes.endpoint import parse_address
from desktop.nodes.errors import NodeAddressError


def _check_addresses(addresses: list[str]) -> list[str]:
    for address in addresses:
        try:
            parse_address(address)
        except NodeAddressError as error:
            raise typer.BadParameter(str(error)) from error
    return addresses


def _check_labeller(name: str | None) -> str | None:
    known = [*choices(), NO_LABELLER]
    if name is not None and name not in known:
        raise typer.BadParameter(f"there is no labeller {name!r}; there are {', '.join(known)}")
    return name


LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", envvar="MIHARU_LIBRARY", help="The folder of the library."),
]
NodeOption = Annotated[
    list[str],
    typer.Option("--node", metavar="HOST:PORT", callback=_check_addresses, help="A node's data port. Repeatable."),
]
NoDiscoveryOption = Annotated[bool, typer.Option("--no-discovery", help="Do not look for nodes by mDNS.")]
LabellerOption = Annotated[
    str | None,
    typer.Option(
        "--labeller", metavar="NAME", callback=_check_labeller, help="What labels the images; 'none' only stores them."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def changed(settings: Settings, **given: str | int | None) -> Settings:
    """``settings`` with those replaced that were given on the command line."""
    return msgspec.structs.replace(settings, **{key: value for key, value in given.items() if value is not None})


def library_folder(given: Path | None, settings: Settings) -> Path:
    """The library to use: as given, else as set, else ``Miharu`` in the user's pictures."""
    if given is not None:
        return given
    if settings.library:
        return Path(settings.library).expanduser()
    return platformdirs.user_pictures_path() / "Miharu"
