"""A real agent's books, and how it is missed: by the receiver, and by the commands."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.core.library import Library
from desktop.core.records import Condition, NodeStatus
from desktop.nodes import ledger
from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes
from desktop.nodes.own_keys import config_folder, own_identity
from desktop.nodes.receiver import Receiver
from desktop.store import open_library
from tests.helpers.agents import running_agent

WAIT_S = 30.0
IMAGES = 12


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Whole images, and one file that is none."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    chance = np.random.default_rng(1)
    for number in range(IMAGES):
        pixels = chance.integers(0, 255, (60, 80, 3)).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:02}.jpg")
    (folder / "bad.jpg").write_bytes(b"\xff\xd8\xff no picture")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = open_library(tmp_path / "library")
    yield library
    library.close()


@pytest.fixture
def receiver(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(ledger, "INTERVAL_S", 0.2)
    receiver = Receiver(library, own_identity(), KnownNodes(config_folder() / KNOWN_NODES_FILE))
    receiver.start(discover=False)
    yield receiver
    receiver.stop()


def wait_for(receiver: Receiver, condition: Callable[[NodeStatus], bool]) -> NodeStatus:
    news: queue.SimpleQueue[Sequence[NodeStatus]] = queue.SimpleQueue()
    unsubscribe = receiver.subscribe(news.put)
    statuses: Sequence[NodeStatus] = receiver.statuses()
    try:
        while not any(map(condition, statuses)):
            statuses = news.get(timeout=WAIT_S)
    finally:
        unsubscribe()
    return next(filter(condition, statuses))


def told(*arguments: str) -> object:
    command = [sys.executable, "-m", "desktop.cli", *arguments, "--json"]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def test_the_books_of_a_real_agent_balance_here_and_for_the_commands(
    receiver: Receiver, library: Library, inbox: Path
) -> None:
    with running_agent(f"folder:{inbox}") as agent:
        receiver.add_node(f"127.0.0.1:{agent.data_port}")
        status = wait_for(receiver, lambda status: bool(status.ledger and status.ledger.captured == IMAGES + 1))
        wait_for(receiver, lambda status: bool(status.ledger and status.ledger.stored == IMAGES))
        assert status.unaccounted == 0
    receiver.stop()
    where = ("--library", str(library.folder))
    stats = told("library", "stats", *where)
    (node,) = told("nodes", *where)
    assert stats["ledgers"] == [node["ledger"]]
    book = node["ledger"]
    assert (book["captured"], book["stored"], book["waiting"], book["unexplained"]) == (IMAGES + 1, IMAGES, 0, 0)
    assert book["dropped"] == {"unreadable": 1}


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_an_agent_that_ends_is_told_from_a_network_that_fails(receiver: Receiver, inbox: Path, how: str) -> None:
    with running_agent(f"folder:{inbox}") as agent:
        receiver.add_node(f"127.0.0.1:{agent.data_port}")
        wait_for(receiver, lambda status: status.condition is Condition.LIVE)
        getattr(agent, how)()
        status = wait_for(receiver, lambda status: status.condition is not Condition.LIVE)
        assert status.condition is Condition.AGENT_STOPPED
        assert ("was stopped" if how == "stop" else "without a word") in status.detail
