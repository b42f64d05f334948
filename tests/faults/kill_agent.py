"""kill -9 of the agent under load."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tests.faults.outcome import Outcome
from tests.faults.photos import PhotoFolder
from tests.faults.ports import free_port
from tests.faults.truth import check_published, check_when_drained
from tests.faults.waiting import ends_within, wait_for_all, wait_until
from tests.faults.witness import witness
from tests.helpers.agents import MIHARU_AGENT, pair_beforehand, running_agent
from tests.helpers.hubs import running_hub

A_ROUND = 40
LONGEST_FURTHER_S = 0.05
DRAINED_EVERY = 10
"""As in kill_hub."""


def kill_agent(rounds: int, folder: Path, program: Sequence[str] = MIHARU_AGENT) -> Outcome:
    """In each round the agent is killed while it spools and publishes photos; the hub works on all the time."""
    outcome, chance = Outcome(), random.Random(rounds)
    library, spool, port = folder / "library", folder / "spool", free_port()
    photos = PhotoFolder(folder / "photos")
    node = pair_beforehand(spool, "porch")
    arguments = ("--port", str(port))
    with (
        witness(port, node.key, node.node_id) as heard,
        running_hub(library, "--node", f"127.0.0.1:{port}", "--labeller", "none") as hub,
    ):
        for number in range(rounds):
            outcome.rounds += 1
            photos.add(A_ROUND // 2)
            with running_agent(photos.source, spool=spool, arguments=arguments, program=program) as agent:
                last = max(heard.heard, default=0)
                photos.add(A_ROUND // 2)
                wait_until(lambda last=last: max(heard.heard, default=0) > last, agent.process)  # type: ignore[misc]
                if number % DRAINED_EVERY == DRAINED_EVERY - 1:
                    wait_for_all(photos, library, hub.process)
                ended = ends_within(agent.process, chance.uniform(0, LONGEST_FURTHER_S))
                outcome.demand(not ended, "the agent has ended by itself")
                agent.kill()
            check_published(outcome, heard, library, spool)
            if not outcome.holds:
                return outcome
        photos.add(A_ROUND)
        with running_agent(photos.source, spool=spool, arguments=arguments):
            wait_for_all(photos, library, hub.process)
            outcome.demand(hub.stop() == 0, "the hub does not end well")
    check_when_drained(outcome, library, photos.sha256s)
    return outcome
