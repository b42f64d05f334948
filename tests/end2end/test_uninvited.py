"""Nobody uninvited: real agents, and desktops that are paired with them, revoked, or never were."""

from __future__ import annotations

import json
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Condition

import pytest
import zmq

from desktop.core.records import NodeState, NodeStatus, Trust
from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes, PairedNode
from desktop.nodes.own_agents import IntroductionError, introduce
from desktop.nodes.own_keys import OwnIdentity
from desktop.nodes.receiver import Receiver
from node_agent.access import ALLOW_LIST_FILE, AllowList
from node_agent.open_pairing import PAIRING_FILE
from node_agent.spool import MESSAGES_FOLDER
from node_agent.state_folder import KEY_FILE
from node_agent.wire.codec import decode_from_agent, encode
from node_agent.wire.curve import connect_with_curve
from node_agent.wire.keys import load_or_create
from node_agent.wire.messages import Failed, Hello, Welcome
from tests.helpers.agents import MIHARU_AGENT, RunningAgent, running_agent, unpaired_agent
from tests.helpers.keys import new_keys
from tests.helpers.memory_ingest import MemoryIngest

PATIENCE_S = 30.0
REVOKED_WITHIN_S = 2.0
SOURCE = "scenes:harbour"


class Desktop:
    """A receiving desktop with keys of its own; its library is in memory."""

    def __init__(self, folder: Path, name: str) -> None:
        self.identity = OwnIdentity(new_keys(), name)
        self.known = KnownNodes(folder / name / KNOWN_NODES_FILE)
        self.ingest = MemoryIngest()
        self._receiver = Receiver(self.ingest, self.identity, self.known)
        self._changed = Condition()
        self._receiver.subscribe(self._on_news)

    def start(self) -> None:
        self._receiver.start(discover=False)

    def close(self) -> None:
        self._receiver.stop()
        self.ingest.close()

    def follow(self, agent: RunningAgent, key: str | None = None) -> None:
        """Pins the agent's key, and starts to receive from its address."""
        key = key or load_or_create(agent.spool / KEY_FILE).public
        self.known.add(PairedNode(key=key, name=agent.name))
        self.start()
        self._receiver.add_node(f"127.0.0.1:{agent.data_port}")

    def allow_at(self, spool: Path) -> None:
        AllowList(spool / ALLOW_LIST_FILE).add(self.identity.keys.public, self.identity.name)

    def seqs(self) -> list[int]:
        return sorted(seq for _, seq in self.ingest.frames)

    def wait_for_images(self, count: int) -> None:
        """Waits until so many more than now are stored."""
        wanted = len(self.ingest.frames) + count
        self.ingest.wait_until(lambda: len(self.ingest.frames) >= wanted)

    def wait_for(self, condition: Callable[[NodeStatus], bool]) -> NodeStatus:
        def fitting() -> NodeStatus | None:
            return next(filter(condition, self._receiver.statuses()), None)

        with self._changed:
            found = self._changed.wait_for(fitting, PATIENCE_S)
        assert found is not None, f"in vain; {self._receiver.statuses()}"
        return found

    def _on_news(self, _statuses: tuple[NodeStatus, ...]) -> None:
        with self._changed:
            self._changed.notify_all()


@pytest.fixture
def desktops(tmp_path: Path) -> Iterator[Callable[[str], Desktop]]:
    with ExitStack() as stack:

        def make(name: str) -> Desktop:
            desktop = Desktop(tmp_path, name)
            stack.callback(desktop.close)
            return desktop

        yield make


@pytest.fixture
def name() -> str:
    """A name that no other test on this network announces."""
    return f"porch-{secrets.token_hex(4)}"


def run(module: str, *arguments: str) -> str:
    """A command as a person types it; it must work."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def held(agent: RunningAgent) -> int:
    """How many images the spool holds."""
    return len(list((agent.spool / MESSAGES_FOLDER).glob("*.message")))


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Looks again and again, for what nothing tells of."""
    deadline = time.monotonic() + PATIENCE_S
    waiter = Condition()
    with waiter:
        while not condition():
            assert time.monotonic() < deadline, f"in vain: {what}"
            waiter.wait(0.05)


# Who gets images


def test_a_desktop_with_an_unknown_key_gets_no_frame_and_learns_that_its_key_is_refused(
    tmp_path: Path, name: str, desktops: Callable[[str], Desktop]
) -> None:
    alice, eve = desktops("alice"), desktops("eve")
    alice.allow_at(tmp_path / "spool")
    with unpaired_agent(SOURCE, name=name, spool=tmp_path / "spool", interval_s=0.1) as agent:
        eve.follow(agent)
        alice.follow(agent)
        alice.wait_for_images(20)
        status = eve.wait_for(lambda status: status.trust is Trust.KEY_REFUSED)
        assert status.detail.startswith("key refused")
        assert status.state is NodeState.FOUND, "nothing was ever heard"
        assert eve.ingest.frames == {}


def test_a_desktop_that_gives_itself_another_ones_id_is_refused(
    tmp_path: Path, name: str, desktops: Callable[[str], Desktop]
) -> None:
    alice, bob = desktops("alice"), desktops("bob")
    for desktop in (alice, bob):
        desktop.allow_at(tmp_path / "spool")
    with (
        unpaired_agent(SOURCE, name=name, spool=tmp_path / "spool") as agent,
        zmq.Context() as context,
        context.socket(zmq.DEALER) as control,
    ):
        control.linger = 0
        control.rcvtimeo = int(PATIENCE_S * 1000)
        connect_with_curve(control, bob.identity.keys, load_or_create(agent.spool / KEY_FILE).public)
        control.connect(f"tcp://127.0.0.1:{agent.control_port}")
        answers = []
        for desktop in (alice, bob):
            hello = Hello(desktop_id=desktop.identity.keys.identity, desktop_name="bob, or so he says")
            control.send(encode(hello))
            answers.append(decode_from_agent(control.recv_multipart()))
    assert isinstance(answers[0], Failed)
    assert isinstance(answers[1], Welcome)


def test_a_later_authorisation_is_noticed(tmp_path: Path, name: str, desktops: Callable[[str], Desktop]) -> None:
    desktop = desktops("laptop")
    with unpaired_agent(SOURCE, name=name, spool=tmp_path / "spool", interval_s=0.2) as agent:
        desktop.follow(agent)
        desktop.wait_for(lambda status: status.trust is Trust.KEY_REFUSED)
        run("node_agent.cli", "authorize", desktop.identity.keys.public, "--spool", str(agent.spool))
        desktop.wait_for_images(1)


def test_a_revoked_desktop_loses_its_live_connection_within_two_seconds_and_another_goes_on(
    tmp_path: Path, name: str, desktops: Callable[[str], Desktop]
) -> None:
    alice, bob = desktops("alice"), desktops("bob")
    for desktop in (alice, bob):
        desktop.allow_at(tmp_path / "spool")
    with unpaired_agent(SOURCE, name=name, spool=tmp_path / "spool", interval_s=0.05) as agent:
        for desktop in (alice, bob):
            desktop.follow(agent)
            desktop.wait_for_images(5)
        AllowList(agent.spool / ALLOW_LIST_FILE).remove(bob.identity.keys.identity)
        revoked_s = time.monotonic()
        bob.wait_for(lambda status: status.trust is Trust.KEY_REFUSED)
        assert time.monotonic() - revoked_s < REVOKED_WITHIN_S
        had = bob.seqs()
        alice.wait_for_images(20)
        assert bob.seqs() == had
        newest = alice.seqs()[-1]
        alice.ingest.wait_for(next(iter(alice.ingest.frames))[0], *range(1, newest + 1))
        assert alice.ingest.repeats == 0


def test_two_desktops_both_get_everything_and_the_spool_waits_for_both(
    tmp_path: Path, name: str, desktops: Callable[[str], Desktop]
) -> None:
    alice, bob = desktops("alice"), desktops("bob")
    for desktop in (alice, bob):
        desktop.allow_at(tmp_path / "spool")
    with unpaired_agent(SOURCE, name=name, spool=tmp_path / "spool", interval_s=0.1) as agent:
        alice.follow(agent)
        alice.wait_for_images(20)
        assert held(agent) >= 20, "bob, who has not come yet, has none of them"
        bob.follow(agent)
        bob.wait_for_images(20)
        wait_until(lambda: held(agent) < 10, "the spool is trimmed once both have acknowledged")
        newest = min(alice.seqs()[-1], bob.seqs()[-1])
        for desktop in (alice, bob):
            desktop.ingest.wait_for(next(iter(desktop.ingest.frames))[0], *range(1, newest + 1))


def test_the_spool_waits_for_a_revoked_desktop_no_more(
    tmp_path: Path, name: str, desktops: Callable[[str], Desktop]
) -> None:
    alice, bob = desktops("alice"), desktops("bob")
    for desktop in (alice, bob):
        desktop.allow_at(tmp_path / "spool")
    with unpaired_agent(SOURCE, name=name, spool=tmp_path / "spool", interval_s=0.1) as agent:
        alice.follow(agent)
        alice.wait_for_images(20)
        assert held(agent) >= 20
        run("node_agent.cli", "revoke", bob.identity.keys.identity, "--spool", str(agent.spool))
        wait_until(lambda: held(agent) < 10, "the spool is trimmed")


def test_a_node_with_another_key_raises_the_alarm_and_nothing_is_received_from_it(
    tmp_path: Path, name: str, desktops: Callable[[str], Desktop]
) -> None:
    desktop = desktops("laptop")
    desktop.allow_at(tmp_path / "spool")
    with unpaired_agent(SOURCE, name=name, spool=tmp_path / "spool", interval_s=0.1) as agent:
        desktop.follow(agent)
        desktop.wait_for_images(3)
        assert agent.stop() == 0
    had = desktop.seqs()
    desktop.allow_at(tmp_path / "impostor")
    ports = ["--port", str(agent.data_port), "--control-port", str(agent.control_port)]
    with unpaired_agent(SOURCE, name=name, spool=tmp_path / "impostor", interval_s=0.1, arguments=ports) as impostor:
        status = desktop.wait_for(lambda status: status.trust is Trust.KEY_CHANGED)
        assert status.detail.startswith("key changed")
        wait_until(lambda: held(impostor) >= 10, "there is something to receive")
        assert desktop.seqs() == had


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_strangers_connections_take_nothing_that_captures_need(tmp_path: Path, name: str) -> None:
    few_descriptors = ("sh", "-c", 'ulimit -Sn 64 && exec "$0" "$@"', *MIHARU_AGENT)
    with (
        unpaired_agent(SOURCE, name=name, spool=tmp_path, interval_s=0.1, program=few_descriptors) as agent,
        ExitStack() as lines,
    ):
        for _ in range(200):
            lines.enter_context(socket.create_connection(("127.0.0.1", agent.data_port)))
        before = held(agent)
        wait_until(lambda: held(agent) >= before + 10, "images are captured all the same")
        assert "can't write the spool" not in agent.log


# How a desktop comes to be paired


def code_shown(agent: RunningAgent) -> str:
    found = re.search(r"type this code there: (\d{4} \d{4})", agent.log)
    assert found is not None, agent.log
    return found[1]


@contextmanager
def running_hub(library: Path) -> Iterator[None]:
    arguments = ["hub", "--library", str(library), "--labeller", "none"]
    hub = subprocess.Popen([sys.executable, "-m", "desktop.cli", *arguments], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        hub.terminate()
        hub.wait(PATIENCE_S)


def images_in(library: Path) -> int:
    images = json.loads(run("desktop.cli", "library", "stats", "--json", "--library", str(library)))["images"]
    assert isinstance(images, int)
    return images


def test_from_the_first_start_to_an_image_in_the_library_takes_less_than_a_minute(tmp_path: Path, name: str) -> None:
    library = tmp_path / "library"
    started_s = time.monotonic()
    with running_hub(library), unpaired_agent(SOURCE, name=name, interval_s=1) as agent:
        run("desktop.cli", "nodes", "pair", name, "--code", code_shown(agent))
        wait_until(lambda: images_in(library) > 0, "an image arrives")
        assert time.monotonic() - started_s < 60
        assert not (agent.spool / PAIRING_FILE).exists(), "one code lets one desktop in"
        nodes = json.loads(run("desktop.cli", "nodes", "list", "--json"))
        assert [node["name"] for node in nodes] == [name]


def test_a_second_desktop_is_let_in_by_the_pair_command_while_the_agent_runs(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with running_agent(SOURCE, name=name, interval_s=1) as agent:
        command = [sys.executable, "-m", "node_agent.cli", "pair", "--spool", str(agent.spool), "--node", name]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as pairing:
            assert pairing.stdout is not None
            code = pairing.stdout.readline().rpartition(":")[2].strip()
            monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "second desktop"))
            assert "Paired with" in run("desktop.cli", "nodes", "pair", name, "--code", code)
            assert "Paired with" in pairing.communicate(timeout=PATIENCE_S)[0]
        assert len(json.loads(run("node_agent.cli", "desktops", "--json", "--spool", str(agent.spool)))) == 2


def test_only_an_agent_that_was_never_paired_opens_pairing_by_itself(tmp_path: Path, name: str) -> None:
    spool = tmp_path / "spool"
    with unpaired_agent(SOURCE, name=name, spool=spool) as agent:
        assert (spool / PAIRING_FILE).exists()
        assert code_shown(agent)
    AllowList(spool / ALLOW_LIST_FILE).add(new_keys().public, "laptop")
    with unpaired_agent(SOURCE, name=name, spool=spool) as agent:
        assert "type this code" not in agent.log
    desktop_id = AllowList(spool / ALLOW_LIST_FILE).desktops()[0].desktop_id
    run("node_agent.cli", "revoke", desktop_id, "--spool", str(spool))
    with unpaired_agent(SOURCE, name=name, spool=spool) as agent:
        assert "type this code" not in agent.log, "whoever revoked the last one wants nobody in"


def test_a_damaged_list_of_desktops_keeps_the_agent_from_starting_and_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / ALLOW_LIST_FILE).write_text("nonsense")
    with (
        pytest.raises(RuntimeError, match=r"desktops\.json is damaged"),
        unpaired_agent(SOURCE, name=name, spool=tmp_path),
    ):
        pass


def test_an_agent_of_this_computer_is_introduced_without_a_question(
    tmp_path: Path, name: str, desktops: Callable[[str], Desktop]
) -> None:
    desktop = desktops("laptop")
    introduce(tmp_path / "spool", name, desktop.identity, desktop.known)
    with unpaired_agent(SOURCE, name=name, spool=tmp_path / "spool", interval_s=0.2) as agent:
        assert "type this code" not in agent.log
        desktop.follow(agent)
        desktop.wait_for_images(1)
    (tmp_path / "spool" / ALLOW_LIST_FILE).write_text("nonsense")
    with pytest.raises(IntroductionError, match="is damaged"):
        introduce(tmp_path / "spool", name, desktop.identity, desktop.known)
