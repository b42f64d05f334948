"""The power fails, on the desktop and on the device."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tests.faults.outcome import Outcome
from tests.faults.photos import PhotoFolder
from tests.faults.ports import free_port
from tests.faults.power import power_disk
from tests.faults.truth import check_after_crash, check_published, check_when_drained, spooled_seqs
from tests.faults.waiting import wait_for_all, wait_until
from tests.faults.witness import witness
from tests.helpers.agents import MIHARU_AGENT, pair_beforehand, running_agent
from tests.helpers.hubs import MIHARU, running_hub

A_ROUND = 40
MOST_AWAITED = 12
"""The power fails when at most this many images of the round are acknowledged, or published."""


def power_cut_of_desktop(rounds: int, folder: Path, program: Sequence[str] = MIHARU) -> Outcome:
    """The library's disk loses its power while images come; the device has all that was not acknowledged."""
    outcome, chance = Outcome(), random.Random(rounds)
    photos, spool = PhotoFolder(folder / "photos"), folder / "spool"
    with power_disk(folder) as disk, running_agent(photos.source, spool=spool) as agent:
        library, log = disk.path / "library", folder / "hub.log"
        arguments = ("--node", f"127.0.0.1:{agent.data_port}", "--labeller", "none")
        for _ in range(rounds):
            outcome.rounds += 1
            oldest = min(spooled_seqs(spool), default=1)
            awaited = oldest + chance.randint(1, MOST_AWAITED)
            with running_hub(library, *arguments, program=program, log_path=log) as hub:
                photos.add(A_ROUND)
                wait_until(lambda awaited=awaited: min(spooled_seqs(spool), default=1) >= awaited, hub.process)  # type: ignore[misc]
                disk.cut()
                hub.kill()
            disk.power_on()
            check_after_crash(outcome, library, spool)
            if not outcome.holds:
                return outcome
        with running_hub(library, *arguments, log_path=log) as hub:
            photos.add(A_ROUND)
            wait_for_all(photos, library, hub.process)
            outcome.demand(hub.stop() == 0, "the hub does not end well")
        check_when_drained(outcome, library, photos.sha256s)
    return outcome


def power_cut_of_device(rounds: int, folder: Path, program: Sequence[str] = MIHARU_AGENT) -> Outcome:
    """The spool's disk loses its power while photos are spooled and published; the hub works on all the time."""
    outcome, chance = Outcome(), random.Random(rounds)
    photos, library, port = PhotoFolder(folder / "photos"), folder / "library", free_port()
    with power_disk(folder) as disk:
        spool, arguments = disk.path / "spool", ("--port", str(port))
        node = pair_beforehand(spool, "porch")
        with (
            witness(port, node.key, node.node_id) as heard,
            running_hub(library, "--node", f"127.0.0.1:{port}", "--labeller", "none") as hub,
        ):
            for _ in range(rounds):
                outcome.rounds += 1
                photos.add(A_ROUND // 2)
                with running_agent(photos.source, spool=spool, arguments=arguments, program=program) as agent:
                    awaited = len(heard.heard) + chance.randint(1, MOST_AWAITED)
                    photos.add(A_ROUND // 2)
                    wait_until(lambda awaited=awaited: len(heard.heard) >= awaited, agent.process)  # type: ignore[misc]
                    disk.cut()
                    agent.kill()
                disk.power_on()
                check_published(outcome, heard, library, spool)
                if not outcome.holds:
                    return outcome
            photos.add(A_ROUND)
            with running_agent(photos.source, spool=spool, arguments=arguments):
                wait_for_all(photos, library, hub.process)
                outcome.demand(hub.stop() == 0, "the hub does not end well")
        check_when_drained(outcome, library, photos.sha256s)
    return outcome
