"""kill -9 of the hub under load."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tests.faults.outcome import Outcome
from tests.faults.photos import PhotoFolder
from tests.faults.truth import check_after_crash, check_when_drained, spooled_seqs
from tests.faults.waiting import ends_within, wait_for_all, wait_until
from tests.helpers.agents import running_agent
from tests.helpers.hubs import MIHARU, running_hub

BACKLOG = 20
LIVE = 30
LONGEST_FURTHER_S = 0.2
DRAINED_EVERY = 10
"""In every so many rounds all may arrive first, or each round would have more to look through than the one before."""


def kill_hub(rounds: int, folder: Path, program: Sequence[str] = MIHARU) -> Outcome:
    """In each round some photos wait, others come while the hub works, and it is killed in the midst of them.

    The moment is that at which an acknowledgement has reached the device, or up to 0.2 s later; now and then that at
    which all have arrived.
    """
    outcome, chance = Outcome(), random.Random(rounds)
    library, spool = folder / "library", folder / "spool"
    photos = PhotoFolder(folder / "photos")
    with running_agent(photos.source, spool=spool) as agent:
        arguments = ("--node", f"127.0.0.1:{agent.data_port}", "--labeller", "none")
        for number in range(rounds):
            outcome.rounds += 1
            photos.add(BACKLOG)
            wait_until(lambda: max(spooled_seqs(spool), default=0) == len(photos.sha256s), agent.process)
            oldest = min(spooled_seqs(spool))
            with running_hub(library, *arguments, program=program) as hub:
                photos.add(LIVE)
                wait_until(lambda oldest=oldest: min(spooled_seqs(spool)) > oldest, hub.process)  # type: ignore[misc]
                if number % DRAINED_EVERY == DRAINED_EVERY - 1:
                    wait_for_all(photos, library, hub.process)
                ended = number % 2 == 1 and ends_within(hub.process, chance.uniform(0, LONGEST_FURTHER_S))
                outcome.demand(not ended, "the hub has ended by itself")
                hub.kill()
            check_after_crash(outcome, library, spool)
            if not outcome.holds:
                return outcome
        with running_hub(library, *arguments) as hub:
            photos.add(LIVE)
            wait_for_all(photos, library, hub.process)
            outcome.demand(hub.stop() == 0, "the hub does not end well")
        check_when_drained(outcome, library, photos.sha256s)
    return outcome
