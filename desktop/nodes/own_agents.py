"""Pairing with agents that this user runs on this computer, where nobody has to read a code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from desktop.core.errors import MiharuError
from desktop.nodes.known_nodes import KnownNodes, PairedNode
from desktop.nodes.own_keys import OwnIdentity

ANSWER_WITHIN_S = 30.0


class IntroductionError(MiharuError):
    """An agent of this computer could not be paired with; the text holds what it said."""


def introduce(state_folder: Path, name: str, desktop: OwnIdentity, known: KnownNodes) -> PairedNode:
    """Pairs with the agent called ``name`` that keeps its things in ``state_folder``; it may not have run yet.

    It does what `miharu-agent authorize` and `miharu nodes add` do. Before the agent's first start it also keeps that
    from opening pairing. It waits for processes and the disk.

    Raises:
        IntroductionError: the agent's folder can't be used.
        KeyChangedError: a paired node of this name has another key.
        KnownNodesError: the list of paired nodes can't be written.
    """
    node = PairedNode(key=_agent("key", "--spool", str(state_folder)).strip(), name=name)
    _agent("authorize", desktop.keys.public, "--name", desktop.name, "--spool", str(state_folder))
    known.add(node)
    return node


def run_arguments(state_folder: Path, name: str, sources: Iterable[str], interval_s: float) -> list[str]:
    """What :data:`sys.executable` is started with to run such an agent."""
    arguments = ["-m", "node_agent.cli", "run", "--name", name]
    arguments += ["--interval", str(interval_s), "--spool", str(state_folder)]
    for source in sources:
        arguments += ["--source", source]
    return arguments


def _agent(*arguments: str) -> str:
    command = [sys.executable, "-m", "node_agent.cli", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=ANSWER_WITHIN_S, check=True)
    except subprocess.CalledProcessError as error:
        raise IntroductionError(f"miharu-agent {arguments[0]} failed: {error.stderr.strip()}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise IntroductionError(f"miharu-agent {arguments[0]} can't be run: {error}") from error
    return done.stdout
