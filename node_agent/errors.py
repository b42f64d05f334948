"""Errors of the agent. The text of each is fit to be shown to the user as it is."""

from __future__ import annotations

from node_agent.wire.messages import DropReason


class AgentError(Exception):
    """Base of all errors of the agent; the text names the thing and the way out."""


class ConfigError(AgentError):
    """A key of the configuration file or a flag can't be used; the text names it and says what is allowed."""


class SpoolError(AgentError):
    """The state folder can't be opened: another agent holds it, or it is damaged."""


class SpoolFullError(OSError):
    """There is no room for this image; it can wait, or the disk is too full for any."""


class DamagedMessageError(AgentError):
    """A spool file is not what was once written: torn by a power cut, or the disk is failing."""


class ImageRefusedError(AgentError):
    """An image that can't be sent; ``reason`` is how the loss is counted."""

    def __init__(self, reason: DropReason, text: str) -> None:
        super().__init__(text)
        self.reason: DropReason = reason


class CommandRefusedError(AgentError):
    """A command of a desktop can't be carried out now."""
