"""The agent's configuration: ``agent.toml``, and flags that win over it."""

from __future__ import annotations

import re
import shlex
import socket
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple, get_type_hints

import msgspec
import platformdirs
from msgspec import Meta, Struct

from node_agent.errors import ConfigError
from node_agent.sources.specs import ALLOWED, SourceSpec, parse_sources

MAX_CAMERAS = 32
LEAST_QUOTA_MIB = 64
"""Two of the largest messages: the newest is always kept, and the next one needs room beside it."""

_PORT = "a number from 0 to 65535 (0: any free port)"
_QUALITY = "a number from 1 to 100"
Port = Annotated[int, Meta(ge=0, le=65535, description=_PORT)]
Quality = Annotated[int, Meta(ge=1, le=100, description=_QUALITY)]


Seconds = Annotated[float, Meta(ge=0.01, le=86400)]


class AgentConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that can be set, as ``agent.toml`` has it.

    An empty ``name`` means the host's name, an empty ``spool`` a folder of the user's state folder. Without
    ``interval_s`` and ``motion`` an image is taken every ten seconds.
    """

    name: Annotated[
        str,
        Meta(
            pattern=r"^(?!\.{1,2}$)[^/\x00-\x1f]{0,64}$",
            description="a name of at most 64 letters, without / and control characters",
        ),
    ] = ""
    sources: Annotated[tuple[str, ...], Meta(description=f"a list of these: {ALLOWED}")] = ()
    interval_s: Annotated[Seconds | None, Meta(description="a number of seconds from 0.01 to 86400")] = None
    motion: Annotated[bool, Meta(description="true or false")] = False
    spool: Annotated[str, Meta(description="the path of a folder")] = ""
    port: Port = 0
    control_port: Port = 0
    spool_quota_mib: Annotated[
        int, Meta(ge=LEAST_QUOTA_MIB, le=2**24, description=f"a number of MiB from {LEAST_QUOTA_MIB}")
    ] = 1024
    jpeg_quality: Quality = 90
    thumbnail_quality: Quality = 80
    announce: Annotated[bool, Meta(description="true or false")] = True

    @property
    def node_name(self) -> str:
        return self.name or re.sub(r"[/\x00-\x1f]", "-", socket.gethostname())[:64]

    @property
    def state_folder(self) -> Path:
        """Absolute path of the folder that holds spool, key and what else the agent must not forget.

        Raises:
            ConfigError: it is said to be in the home of somebody who has none.
        """
        if not self.spool:
            return states_folder() / self.node_name
        try:
            return Path(self.spool).expanduser().absolute()
        except RuntimeError as error:
            raise ConfigError(f"spool: {self.spool!r}: {error}") from error

    @property
    def flags(self) -> str:
        """What to add to `miharu-agent pair` and the like on a command line, so that this agent is meant."""
        given = {"--node": self.name, "--spool": self.spool and str(self.state_folder)}
        return " ".join(f"{flag} {shlex.quote(value)}" for flag, value in given.items() if value)


def states_folder() -> Path:
    """Where agents that were given no folder have one each, by their names."""
    return platformdirs.user_state_path("miharu-agent")


FLAGS = {
    "name": "--name",
    "sources": "--source",
    "interval_s": "--interval",
    "motion": "--motion",
    "spool": "--spool",
    "port": "--port",
    "control_port": "--control-port",
}
"""The flag of each key that has one."""


class Plan(NamedTuple):
    """A checked configuration, and the sources that it names."""

    config: AgentConfig
    sources: list[SourceSpec]

    def check_successor_of(self, before: Plan) -> None:
        """Raises ConfigError when an agent that runs by ``before`` would be another one by this plan."""
        if self.config.state_folder != before.config.state_folder:
            key = "name" if self.config.spool == before.config.spool else "spool"
            raise ConfigError(
                f"{key}: this would move the agent to {self.config.state_folder}, where it has another identity; "
                f"set spool to {str(before.config.state_folder)!r} as well, or start it anew"
            )


def load(file: Path | None, flags: Mapping[str, object]) -> Plan:
    """Reads ``file``, if one is given; ``flags``, values as text by the name of their key, win over it.

    Raises:
        ConfigError: a value that can't be used; the text names the key or flag and says what is allowed.
    """
    if file is not None:
        return plan_of(text_of(file), str(file), flags)
    return _plan(AgentConfig(), _convert(flags, strict=False, name_of=FLAGS.__getitem__), flags, FLAGS["sources"])


def plan_of(text: str, file_name: str, flags: Mapping[str, object]) -> Plan:
    """As :func:`load`, of a file's ``text``; errors call the file ``file_name``."""
    from_flags = _convert(flags, strict=False, name_of=FLAGS.__getitem__)
    config = _convert(keys_of(text, file_name), strict=True, name_of=lambda key: f"{file_name}: {key}")
    return _plan(config, from_flags, flags, FLAGS["sources"] if "sources" in flags else f"{file_name}: sources")


def text_of(file: Path) -> str:
    """Raises ConfigError when the file can't be read."""
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise ConfigError(f"--config: {file} can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not a TOML file: {error}") from error


def keys_of(text: str, file_name: str) -> dict[str, object]:
    """Keys and values as they stand in a file, not yet checked. Raises ConfigError when it is no TOML."""
    try:
        return msgspec.toml.decode(text, type=dict[str, object])
    except RecursionError as error:
        raise ConfigError(f"{file_name}: not a TOML file: it is nested too deeply") from error
    # A number that is too long for Python is a ValueError.
    except (msgspec.DecodeError, ValueError) as error:
        raise ConfigError(f"{file_name}: not a TOML file: {error}") from error


def _plan(config: AgentConfig, from_flags: AgentConfig, flags: Iterable[str], origin: str) -> Plan:
    """``origin`` is what an error calls the sources."""
    config = msgspec.structs.replace(config, **{key: getattr(from_flags, key) for key in flags})
    if not config.sources:
        raise ConfigError(f"{origin}: name at least one source: {ALLOWED}")
    try:
        sources = parse_sources(config.sources)
    except ConfigError as error:
        raise ConfigError(f"{origin}: {error}") from error
    if len(sources) > MAX_CAMERAS:
        raise ConfigError(f"{origin}: {len(sources)} cameras, the most is {MAX_CAMERAS}")
    return Plan(config, sources)


def _convert(values: Mapping[str, object], strict: bool, name_of: Callable[[str], str]) -> AgentConfig:
    try:
        return msgspec.convert(values, AgentConfig, strict=strict)
    except msgspec.ValidationError as error:
        unknown = re.search(r"unknown field `(.*)`", str(error))
        if unknown is not None:
            known = ", ".join(AgentConfig.__struct_fields__)
            raise ConfigError(f"{name_of(unknown[1])}: there is no such key; there are {known}") from error
        key = str(error).rpartition("$.")[2].rstrip("`").partition("[")[0]
        raise ConfigError(f"{name_of(key)}: use {_allowed(key)}") from error


def _allowed(key: str) -> str:
    """The description of a key's type."""
    metas = get_type_hints(AgentConfig, include_extras=True)[key].__metadata__
    return str(next(meta.description for meta in metas if meta.description))
