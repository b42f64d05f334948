"""A bad network: loss, little bandwidth, delay, and the cable pulled for a while."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

from tests.faults.cable import DEVICE_ADDRESS, cable, slow_line
from tests.faults.outcome import Outcome
from tests.faults.photos import PhotoFolder
from tests.faults.truth import check_when_drained, stored
from tests.faults.waiting import ends_within, wait_for_all, wait_until
from tests.helpers.agents import MIHARU_AGENT, running_agent
from tests.helpers.hubs import MIHARU, running_hub

A_THIRD = 20
PHOTO_SIZE_PX = (320, 240)
"""About 100 kB of noise."""
CABLE_PULLED_S = 60.0
LIVE_AGAIN_S = 10.0


def bad_network(rounds: int, folder: Path, cable_pulled_s: float = CABLE_PULLED_S) -> Outcome:
    """5 % loss and 20 Mbit/s throughout, 200 ms in every second round; the cable is pulled in the midst of each."""
    outcome, again_s = Outcome(), [0.0]
    photos, library, spool = PhotoFolder(folder / "photos", PHOTO_SIZE_PX), folder / "library", folder / "spool"
    with cable() as line, running_agent(photos.source, spool=spool, program=(*line.at_device, *MIHARU_AGENT)) as agent:
        for number in range(rounds):
            outcome.rounds += 1
            with ExitStack() as things:
                host = DEVICE_ADDRESS
                if number % 2:
                    things.enter_context(slow_line(line, agent.data_port, agent.control_port))
                    host = "127.0.0.1"
                hub = things.enter_context(
                    running_hub(
                        library, *("--node", f"{host}:{agent.data_port}", "--labeller", "none"),
                        program=(*line.at_desktop, *MIHARU),
                    )
                )  # fmt: skip
                before = len(photos.sha256s)
                photos.add(A_THIRD)
                wait_until(lambda before=before: len(stored(library)) > before, hub.process)  # type: ignore[misc]
                photos.add(A_THIRD)
                line.pull()
                outcome.demand(not ends_within(hub.process, cable_pulled_s), "the hub has ended by itself")
                photos.add(A_THIRD)
                arrived, plugged_in_s = len(stored(library)), time.monotonic()
                line.plug_in()
                wait_until(lambda arrived=arrived: len(stored(library)) > arrived, hub.process)  # type: ignore[misc]
                again_s.append(time.monotonic() - plugged_in_s)
                wait_for_all(photos, library, hub.process)
                outcome.demand(hub.stop() == 0, "the hub does not end well")
            check_when_drained(outcome, library, photos.sha256s)
        outcome.notes.append(f"nftables on the device: {line.dropped()}")
    outcome.demand(max(again_s) <= LIVE_AGAIN_S, f"live again only {max(again_s):.1f} s after the cable was back")
    outcome.notes.append(f"live again {max(again_s):.1f} s after the cable at most")
    return outcome
