"""Agents, a hub and its library as real processes: every image arrives, once, whatever is switched off meanwhile."""

from __future__ import annotations

import queue
import signal
import socket
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.core.events import ImagesAdded, LibraryEvent
from desktop.core.records import LibraryStats
from desktop.store import open_library
from tests.helpers.agents import running_agent
from tests.helpers.hubs import RunningHub, running_hub

WAIT_S = 30.0


def _photos(folder: Path, count: int, size_px: tuple[int, int] = (160, 120)) -> str:
    """A source with ``count`` different images: grain on a shade, about 100 kB each at 320 x 240."""
    folder.mkdir()
    chance = np.random.default_rng(count)
    for number in range(count):
        pixels = chance.integers(number, number + 150, (size_px[1], size_px[0], 3)).clip(0, 255)
        Image.fromarray(pixels.astype(np.uint8)).save(folder / f"{number:04}.jpg", quality=95)
    return f"folder:{folder}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _checked_stats(folder: Path) -> LibraryStats:
    """The totals of a library, once it is clear that rows and files are the same."""
    with closing(open_library(folder)) as library:
        report = library.verify()
        assert report.clean, report
        stats = library.stats()
    assert report.checked == stats.images == len(list(folder.rglob("*.jpg")))
    return stats


@contextmanager
def _arrivals(folder: Path) -> Iterator[queue.SimpleQueue[int]]:
    """How many images arrive in the library, each time some do, whoever stores them."""
    counts: queue.SimpleQueue[int] = queue.SimpleQueue()

    def on_event(event: LibraryEvent) -> None:
        if isinstance(event, ImagesAdded):
            counts.put(len(event.keys))

    with closing(open_library(folder)) as library:
        library.feed.subscribe(on_event)
        yield counts


def _count(folder: Path) -> int:
    with closing(open_library(folder)) as library:
        return library.stats().images


def _wait_for(arrivals: queue.SimpleQueue[int], images: int, hub: RunningHub) -> int:
    """Waits until that many have arrived; returns how many have."""
    arrived = 0
    while arrived < images:
        try:
            arrived += arrivals.get(timeout=WAIT_S)
        except queue.Empty:
            pytest.fail(
                f"{arrived} of {images} have arrived, {_count(hub.library)} are there; the hub says:\n{hub.log}"
            )
    return arrived


def test_two_agents_then_the_hub(tmp_path: Path) -> None:
    porch, yard = (_photos(tmp_path / name, 50) for name in ("porch", "yard"))
    with (
        running_agent(porch, name="porch") as first,
        running_agent(yard, name="yard") as second,
        running_hub(
            tmp_path / "library",
            *("--node", f"127.0.0.1:{first.data_port}", "--node", f"127.0.0.1:{second.data_port}"),
            *("--labeller", "basic", "--until-idle", "3"),
        ) as hub,
    ):
        assert hub.wait() == 0, hub.log
    stats = _checked_stats(hub.library)
    assert (stats.images, stats.labelled, stats.waiting, stats.failed) == (100, 100, 0, 0)
    assert stats.nodes == {"porch": 50, "yard": 50}


def test_the_hub_then_two_agents(tmp_path: Path) -> None:
    porch, yard = (_photos(tmp_path / name, 50) for name in ("porch", "yard"))
    ports = _free_port(), _free_port()
    nodes = [argument for port in ports for argument in ("--node", f"127.0.0.1:{port}")]
    with (
        _arrivals(tmp_path / "library") as arrivals,
        running_hub(tmp_path / "library", *nodes, "--labeller", "basic", "--until-idle", "6") as hub,
        running_agent(porch, name="porch", arguments=("--port", str(ports[0]))),
        running_agent(yard, name="yard", arguments=("--port", str(ports[1]))),
    ):
        _wait_for(arrivals, 100, hub)
        assert hub.wait() == 0, hub.log
    stats = _checked_stats(hub.library)
    assert (stats.images, stats.labelled) == (100, 100)
    assert stats.nodes == {"porch": 50, "yard": 50}


def test_an_agent_is_found_by_mdns(tmp_path: Path) -> None:
    name = f"porch-{uuid.uuid4().hex[:8]}"
    with (
        _arrivals(tmp_path / "library") as arrivals,
        running_hub(tmp_path / "library", "--labeller", "none", discover=True) as hub,
        running_agent(_photos(tmp_path / "photos", 5), name=name),
    ):
        _wait_for(arrivals, 5, hub)
        assert hub.stop() == 0, hub.log
    assert _checked_stats(hub.library).nodes[name] == 5


def test_a_hub_killed_in_mid_flow_loses_and_doubles_nothing(tmp_path: Path) -> None:
    library = tmp_path / "library"
    with _arrivals(library) as arrivals, running_agent(_photos(tmp_path / "photos", 150, (320, 240))) as agent:
        arguments = ("--node", f"127.0.0.1:{agent.data_port}", "--labeller", "none")
        left = 150
        for _ in range(2):
            with running_hub(library, *arguments) as hub:
                left -= _wait_for(arrivals, min(20, left), hub)
                hub.kill()
        with running_hub(library, *arguments, "--until-idle", "2") as hub:
            assert hub.wait() == 0, hub.log
    assert _checked_stats(library).images == 150


def test_an_agent_killed_in_mid_flow_loses_and_doubles_nothing(tmp_path: Path) -> None:
    library, source = tmp_path / "library", _photos(tmp_path / "photos", 150, (320, 240))
    port = _free_port()
    with (
        _arrivals(library) as arrivals,
        running_hub(library, "--node", f"127.0.0.1:{port}", "--labeller", "none") as hub,
    ):
        left = 150
        for _ in range(2):
            with running_agent(source, spool=tmp_path / "spool", arguments=("--port", str(port))) as agent:
                left -= _wait_for(arrivals, 20, hub)
                agent.kill()
        with running_agent(source, spool=tmp_path / "spool", arguments=("--port", str(port))):
            _wait_for(arrivals, left, hub)
        assert hub.stop() == 0, hub.log
    assert _checked_stats(library).images == 150


def test_without_its_labeller_the_hub_says_so_once_and_goes_on_receiving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(f"labeller = 'google'\n[google]\nkey_file = '{tmp_path / 'no-such-key.json'}'\n")
    monkeypatch.setenv("MIHARU_SETTINGS", str(settings))
    with (
        _arrivals(tmp_path / "library") as arrivals,
        running_agent(_photos(tmp_path / "photos", 20)) as agent,
        running_hub(tmp_path / "library", "--node", f"127.0.0.1:{agent.data_port}") as hub,
    ):
        hub.wait_for_log("no-such-key.json")
        _wait_for(arrivals, 20, hub)
        assert hub.stop(signal.SIGINT) == 0
    assert "Traceback" not in hub.log
    assert hub.log.count("no-such-key.json") == 1
    stats = _checked_stats(hub.library)
    assert (stats.images, stats.waiting) == (20, 20)
