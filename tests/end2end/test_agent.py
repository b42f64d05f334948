"""``miharu-agent run`` as a user and a desktop meet it: real processes, sockets, files and signals."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import zeroconf
import zmq

from node_agent.access import ALLOW_LIST_FILE, AllowList
from node_agent.state_folder import KEY_FILE
from node_agent.wire.codec import check_hash
from node_agent.wire.keys import load_or_create
from node_agent.wire.messages import Ack, Command, Done, Failed, Fetch, Frame, Tombstone
from node_agent.wire.service import SERVICE_TYPE, from_txt
from tests.helpers.agents import RunningAgent, unpaired_agent
from tests.helpers.keys import new_keys
from tests.unit.agent.desk import Desk
from tests.unit.agent.making import DEADLINE_S, image_bytes, message_files, put, wait_until
from tests.unit.agent.test_encode import huge_png

DESK_KEYS = new_keys()
STOP_WITHIN_S = 2.0


@contextmanager
def running_agent(
    *sources: str,
    name: str = "porch",
    spool: Path | None = None,
    interval_s: float | None = None,
    motion: bool = False,
    arguments: Sequence[str] = (),
) -> Iterator[RunningAgent]:
    """An agent that lets the desk of these tests in, and nobody else."""
    with tempfile.TemporaryDirectory(prefix="miharu-spool-") as folder:
        spool = spool or Path(folder)
        AllowList(spool / ALLOW_LIST_FILE).add(DESK_KEYS.public, "desk")
        with unpaired_agent(
            *sources, name=name, spool=spool, interval_s=interval_s, motion=motion, arguments=arguments
        ) as agent:
            yield agent


@contextmanager
def connected(agent: RunningAgent) -> Iterator[Desk]:
    with zmq.Context() as context:
        node_key = load_or_create(agent.spool / KEY_FILE).public
        desk = Desk(context, DESK_KEYS, node_key, agent.data_port, agent.control_port)
        try:
            yield desk
        finally:
            desk.close()


def fetched(agent: RunningAgent, at_least: int) -> list[Frame]:
    """All images that the agent holds, once there are so many, checked against their hashes."""
    with connected(agent) as desk:
        wait_until(lambda: desk.hello().last_seq >= at_least, f"{at_least} images")
        welcome = desk.hello()
        wanted = (welcome.first_seq, welcome.last_seq)
        desk.say(Fetch(stream=welcome.stream, ranges=(wanted,), credit_bytes=2**40))
        answers = [desk.answer() for _ in range(wanted[0], wanted[1] + 1)]
    frames = [answer for answer in answers if isinstance(answer, Frame)]
    assert [frame.header.seq for frame in frames] == list(range(wanted[0], wanted[1] + 1))
    for frame in frames:
        check_hash(frame)
    return frames


def agent_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("miharu-agent")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, timeout=30)


# ---- one agent for all who only look ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def agent() -> Iterator[RunningAgent]:
    with running_agent("scenes:porch", "scenes:snow", name="found me", interval_s=0.2) as agent:
        yield agent


@pytest.fixture
def desk(agent: RunningAgent) -> Iterator[Desk]:
    with connected(agent) as desk:
        yield desk


def test_an_agent_says_who_it_is_and_publishes_what_it_sees(agent: RunningAgent, desk: Desk) -> None:
    heartbeat = desk.heartbeat()
    assert (heartbeat.name, heartbeat.node_id) == (agent.name, agent.node_id)
    assert heartbeat.control_port == agent.control_port
    assert [camera.name for camera in heartbeat.cameras] == ["porch", "snow"]
    frames = [desk.frame() for _ in range(6)]
    assert {frame.header.camera for frame in frames} == {"porch", "snow"}
    for frame in frames:
        check_hash(frame)
        assert (frame.header.width_px, frame.header.height_px) == (1280, 720)
        assert frame.header.trigger == "interval"
    later = desk.heartbeat()
    assert sum(camera.captured for camera in later.cameras) >= 6
    assert all(camera.state == "live" for camera in later.cameras)
    assert later.last_seq >= frames[-1].header.seq


def test_a_running_agent_is_found_by_mdns(agent: RunningAgent) -> None:
    with zeroconf.Zeroconf() as browser:
        info = zeroconf.ServiceInfo(SERVICE_TYPE, f"found me-{agent.node_id[:4]}.{SERVICE_TYPE}")
        wait_until(lambda: info.request(browser, 500), "the announcement")
        fields = {key: value or "" for key, value in info.decoded_properties.items()}
        assert info.port is not None
        service = from_txt(fields, info.port)
    assert (service.name, service.node_id) == ("found me", agent.node_id)
    assert (service.data_port, service.control_port) == (agent.data_port, agent.control_port)


def test_a_picture_is_taken_on_command(desk: Desk) -> None:
    desk.frame()
    desk.say(Command(request_id=3, name="capture_now", arguments={"camera": "snow"}))
    assert desk.answer() == Done(request_id=3)
    desk.say(Command(request_id=4, name="capture_now", arguments={"camera": "cellar"}))
    assert desk.answer() == Failed(request_id=4, reason="there is no camera 'cellar'")


def test_acknowledged_images_go_and_the_newest_stays(agent: RunningAgent, desk: Desk) -> None:
    wait_until(lambda: len(message_files(agent.spool)) > 4, "some images")
    welcome = desk.hello()
    desk.say(Ack(stream=welcome.stream, up_to=welcome.last_seq))
    wait_until(lambda: int(message_files(agent.spool)[0].stem) >= welcome.last_seq, "the trimming")


def test_a_second_agent_on_one_spool_is_told_so(agent: RunningAgent) -> None:
    result = agent_command("run", "--source", "scenes:snow", "--spool", str(agent.spool))
    assert result.returncode == 1
    assert result.stderr == (
        f"miharu-agent: {agent.spool} is in use by another agent: stop that one, or give this one a folder "
        "with --spool\n"
    )


def test_a_taken_port_is_told_so(agent: RunningAgent, tmp_path: Path) -> None:
    arguments = ["--source", "scenes:snow", "--spool", str(tmp_path), "--control-port", str(agent.control_port)]
    result = agent_command("run", *arguments)
    assert result.returncode == 1
    assert f"port {agent.control_port} can't be used" in result.stderr


# ---- running ------------------------------------------------------------------------------------------------------


def test_motion_alone_takes_pictures_with_boxes() -> None:
    with running_agent("scenes:street", motion=True) as agent, connected(agent) as desk:
        header = desk.frame().header
        assert header.trigger == "motion"
        assert header.motion_boxes


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order_and_soon(number: signal.Signals) -> None:
    with running_agent("scenes:porch", "scenes:street", interval_s=0.05) as agent:
        wait_until(lambda: len(message_files(agent.spool)) > 3, "some images")
        begun_s = time.monotonic()
        agent.process.send_signal(number)
        assert agent.process.wait(DEADLINE_S) == 0
        assert time.monotonic() - begun_s < STOP_WITHIN_S
        tally = json.loads((agent.spool / "spool.json").read_text())["tally"]
        assert sum(tally["captured"].values()) == len(message_files(agent.spool))


# ---- nothing is lost --------------------------------------------------------------------------------------------


def test_kill_9_loses_no_spooled_image_and_no_number_comes_again(tmp_path: Path) -> None:
    heard: dict[int, bytes] = {}
    identities = set()
    for _ in range(2):
        with running_agent("scenes:porch", "scenes:street", spool=tmp_path, interval_s=0.02) as agent:
            with connected(agent) as desk:
                for _ in range(8):
                    header = desk.frame().header
                    assert header.seq not in heard, "a number came again"
                    heard[header.seq] = header.sha256
                    identities.add((agent.node_id, header.stream))
            agent.kill()
    with running_agent("scenes:snow", spool=tmp_path, interval_s=3600) as agent:
        held = {frame.header.seq: frame.header.sha256 for frame in fetched(agent, max(heard))}
        identities.add((agent.node_id, json.loads((tmp_path / "spool.json").read_text())["stream"]))
    assert heard.items() <= held.items()
    assert sorted(held) == list(range(1, len(held) + 1))
    assert len(identities) == 1


def test_a_file_torn_by_a_crash_is_told_as_a_tombstone(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    with running_agent("scenes:porch", spool=spool, interval_s=0.05) as agent:
        wait_until(lambda: len(message_files(spool)) >= 3, "some images")
        agent.kill()
    newest = message_files(spool)[-1]
    newest.write_bytes(newest.read_bytes()[:2000])
    torn = int(newest.stem)
    with running_agent("scenes:porch", spool=spool, interval_s=0.05) as agent, connected(agent) as desk:
        assert desk.frame().header.seq > torn
        welcome = desk.hello()
        desk.say(Fetch(stream=welcome.stream, ranges=((torn, torn),), credit_bytes=1))
        assert desk.answer() == Tombstone(stream=welcome.stream, seq_range=(torn, torn), reason="disk_error")


# ---- folder ------------------------------------------------------------------------------------------------------


def test_a_folder_is_sent_once_however_often_the_agent_starts(tmp_path: Path, photos: Path) -> None:
    inbox, spool = tmp_path / "inbox", tmp_path / "spool"
    inbox.mkdir()
    originals = sorted(photos.glob("*.jpg"))
    for path in originals:
        put(inbox / path.name, path.read_bytes())
    with running_agent(f"folder:{inbox}", spool=spool) as agent:
        wait_until(lambda: len(message_files(spool)) >= len(originals), "all files")
        agent.kill()
    with running_agent(f"folder:{inbox}", spool=spool) as agent:
        (inbox / "new.png").write_bytes(image_bytes("PNG"))
        frames = fetched(agent, len(originals) + 1)
    by_name = {frame.header.file_name: frame.image for frame in frames}
    assert len(frames) == len(originals) + 1
    assert by_name == {**{path.name: path.read_bytes() for path in originals}, "new.png": image_bytes("PNG")}


def test_strange_files_are_refused_by_name_and_disturb_nothing(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    put(inbox / "empty.jpg", b"", age_s=90)
    put(inbox / "truncated.jpg", image_bytes(size=(640, 480))[:-1000], age_s=80)
    put(inbox / "words.png", b"no image at all\n" * 10, age_s=70)
    put(inbox / "huge.png", huge_png(20_000), age_s=60)
    put(inbox / "really-a-png.jpg", image_bytes("PNG"), age_s=50)
    with running_agent(f"folder:{inbox}") as agent:
        (frame,) = fetched(agent, 1)
        assert (frame.header.file_name, frame.header.image_format) == ("really-a-png.jpg", "png")
        with connected(agent) as desk:
            heartbeat = desk.heartbeat()
        assert heartbeat.dropped == {"unreadable": 3, "too_large": 1}
        assert heartbeat.cameras[0].captured == 5
        for name in ("empty.jpg", "truncated.jpg", "words.png", "huge.png"):
            assert agent.log.count(f"{name} was not taken") == 1


# ---- wrong use ---------------------------------------------------------------------------------------------------


def test_the_version_is_told() -> None:
    result = agent_command("--version")
    assert result.returncode == 0
    assert result.stdout.startswith("miharu-agent 0.")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--port", "http"], "--port: use a number from 0 to 65535"),
        (["--source", "tape:1"], "--source: 'tape:1' is not a source: use folder:PATH"),
        (["--source", "folder:~nobody-of-this-name/x"], "--source: 'folder:~nobody-of-this-name/x': "),
        (["--source", "camera:http://[::1"], "--source: 'camera:http://[::1': Invalid IPv6 URL"),
        (["--source", f"folder:/{'x' * 300}"], "File name too long"),
        (["--spool", "~nobody-of-this-name/x"], "spool: '~nobody-of-this-name/x': "),
        (["--config", "/no/such/agent.toml"], "--config: /no/such/agent.toml can't be read"),
    ],
)
def test_a_bad_flag_gets_one_line_and_exit_code_2(arguments: list[str], says: str) -> None:
    result = agent_command("run", "--source", "scenes:snow", *arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_bad_file_gets_one_line_and_exit_code_2(tmp_path: Path) -> None:
    file = tmp_path / "agent.toml"
    file.write_text('sources = ["scenes:snow"]\nport = "http"\n')
    result = agent_command("run", "--config", str(file))
    assert result.returncode == 2
    assert result.stderr == f"miharu-agent: {file}: port: use a number from 0 to 65535 (0: any free port)\n"


def test_a_file_alone_is_enough(tmp_path: Path) -> None:
    with socket.create_server(("", 0)) as free:
        port = free.getsockname()[1]
    file = tmp_path / "agent.toml"
    file.write_text(
        f'sources = ["scenes:snow"]\ninterval_s = 0.1\njpeg_quality = 20\nannounce = false\nport = {port}\n'
    )
    with running_agent(arguments=["--config", str(file)]) as agent:
        assert agent.data_port == port
        frames = fetched(agent, 2)
        assert {frame.header.camera for frame in frames} == {"snow"}
        assert max(frame.header.size_bytes for frame in frames) < 100_000
