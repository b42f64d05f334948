"""A disk that is full for a while, on the desktop and on the device."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from node_agent.room import DISK_FLOOR_BYTES
from node_agent.spool import STATE_FILE
from node_agent.spool_record import SpoolState
from node_agent.wire.private_file import PrivateFile
from tests.faults.outcome import Outcome
from tests.faults.photos import PhotoFolder
from tests.faults.ports import free_port
from tests.faults.small_disk import SmallDisk, small_disk
from tests.faults.truth import check_books, check_when_drained, spooled, stored
from tests.faults.waiting import wait_for_all, wait_until
from tests.faults.witness import witness
from tests.helpers.agents import pair_beforehand, running_agent
from tests.helpers.hubs import RunningHub, running_hub

PAUSED = "the library takes no images"
"""What a hub says of each node that sends some."""
A_ROUND = 30
SCENE_INTERVAL_S = 0.2


def full_desktop(rounds: int, folder: Path) -> Outcome:
    """The library's disk is full while images come; the hub says so, and goes on when there is room again."""
    outcome = Outcome()
    photos, spool = PhotoFolder(folder / "photos"), folder / "spool"
    with (
        small_disk(folder / "disk", "48m") as disk,
        running_agent(photos.source, spool=spool) as agent,
    ):
        library, log = disk.path / "library", folder / "hub.log"  # a log on the full disk would end in mid-word
        arguments = ("--node", f"127.0.0.1:{agent.data_port}", "--labeller", "none")
        with running_hub(library, *arguments, log_path=log) as hub:
            photos.add(A_ROUND)
            wait_until(lambda: len(stored(library)) == len(photos.sha256s), hub.process)
            for _ in range(rounds):
                outcome.rounds += 1
                said = hub.log.count(PAUSED)
                disk.fill()
                photos.add(A_ROUND)
                wait_until(partial(_is_paused, hub, said, disk, photos), hub.process)
                kept = spooled(spool).keys() | {seq for seq, _ in stored(library)}
                lost = set(range(1, max(kept) + 1)) - kept
                outcome.lost += len(lost)
                outcome.demand(not lost, f"acknowledged on a full disk: {sorted(lost)[:10]}")
                disk.free()
                wait_for_all(photos, library, hub.process)
            outcome.demand(hub.stop() == 0, "the hub does not end well")
        check_when_drained(outcome, library, photos.sha256s)
    return outcome


def _is_paused(hub: RunningHub, said: int, disk: SmallDisk, photos: PhotoFolder) -> bool:
    """Whether the hub has said again that it takes nothing; space that it gave back meanwhile is taken."""
    disk.fill()
    if photos.all_in(sha256 for _, sha256 in stored(hub.library)):
        photos.add(1)
    return hub.log.count(PAUSED) > said


def full_device(rounds: int, folder: Path) -> Outcome:
    """The spool's disk is nearly or wholly full while a camera and a folder give images; both go on by themselves."""
    outcome = Outcome()
    library, port = folder / "library", free_port()
    photos = PhotoFolder(folder / "photos")
    with small_disk(folder / "disk", f"{DISK_FLOOR_BYTES + 64_000_000}") as disk:
        spool = disk.path / "spool"
        node = pair_beforehand(spool, "porch")
        sources = (photos.source, "scenes:porch")
        with (
            witness(port, node.key, node.node_id) as heard,
            running_hub(library, "--node", f"127.0.0.1:{port}", "--labeller", "none") as hub,
            running_agent(*sources, spool=spool, interval_s=SCENE_INTERVAL_S, arguments=("--port", str(port))) as agent,
        ):
            for number in range(rounds):
                outcome.rounds += 1
                disk.fill(leave_bytes=DISK_FLOOR_BYTES // 2 if number % 2 else 0)
                photos.add(A_ROUND)
                wait_until(lambda: len(heard.troubles) == len(sources), agent.process)
                disk.free()
                wait_until(lambda: not heard.troubles, agent.process)
                wait_for_all(photos, library, hub.process)
            outcome.demand(agent.stop() == 0, "the agent does not end well")
            outcome.demand(hub.stop() == 0, "the hub does not end well")
        tally = PrivateFile(spool / STATE_FILE, SpoolState).read().tally
        rows, held = stored(library), spooled(spool)
        captured, dropped = sum(tally.captured.values()), sum(tally.dropped.values())
        kept = len(held.keys() | dict(rows).keys())
        outcome.images = len(rows)
        outcome.demand(captured == kept + dropped, f"{captured} captured, {kept} stored or waiting, {dropped} dropped")
        outcome.notes.append(
            f"of {captured} captured {kept} are stored or waiting, {dropped} dropped while it was full"
        )
        check_books(outcome, library)
        doubled = len(rows) - len({sha256 for _, sha256 in rows})
        outcome.doubled += doubled
    return outcome
