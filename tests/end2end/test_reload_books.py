"""A desktop that receives while a node's configuration changes: it loses nothing and raises no alarm."""

from __future__ import annotations

import queue
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop.core.library import Library
from desktop.core.records import Condition, NodeStatus
from desktop.nodes import ledger
from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes
from desktop.nodes.own_keys import config_folder, own_identity
from desktop.nodes.receiver import Receiver
from desktop.store import open_library
from tests.helpers.agents import running_agent

WAIT_S = 40.0
CONFIGURATION = 'sources = ["scenes:snow"]\ninterval_s = {interval_s}\nannounce = false\n'


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


def test_nothing_is_lost_and_nobody_alarmed_while_a_configuration_changes(receiver: Receiver, tmp_path: Path) -> None:
    file = tmp_path / "agent.toml"
    file.write_text(CONFIGURATION.format(interval_s=0.1))
    news: queue.SimpleQueue[Sequence[NodeStatus]] = queue.SimpleQueue()
    conditions: set[Condition | None] = set()

    def wait_for_images(count: int) -> NodeStatus:
        """The node once so many images of it are stored, and the books are balanced."""
        deadline_s = time.monotonic() + WAIT_S
        while True:
            for status in news.get(timeout=deadline_s - time.monotonic()):
                conditions.add(status.condition)
                if status.ledger is not None and status.ledger.stored >= count and status.unaccounted == 0:
                    return status

    with running_agent(arguments=["--config", str(file)]) as agent:
        unsubscribe = receiver.subscribe(news.put)
        receiver.add_node(f"127.0.0.1:{agent.data_port}")
        stored = wait_for_images(5).ledger
        conditions.clear()  # before it is found, it is missed
        for interval_s in (0.11, 0.12):
            file.write_text(CONFIGURATION.format(interval_s=interval_s))
            agent.process.send_signal(signal.SIGHUP)
            assert stored is not None
            stored = wait_for_images(stored.stored + 10).ledger
        unsubscribe()
        assert agent.log.count("is reloaded from") == 2
    assert conditions == {Condition.LIVE}
