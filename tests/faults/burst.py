"""Images as fast as an agent can send them."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

from desktop.core.query import Query
from desktop.store import open_library
from desktop.store.library import CATALOGUE
from tests.faults.outcome import Outcome
from tests.faults.photos import PhotoFolder
from tests.faults.ports import free_port
from tests.faults.truth import check_when_drained, stored, stored_count
from tests.faults.waiting import wait_until
from tests.helpers.agents import pair_beforehand, running_agent
from tests.helpers.hubs import running_hub

PHOTO_SIZE_PX = (320, 240)
LEAST_BYTES = 90_000
DEADLINE_S = 600.0


def burst(images: int, folder: Path) -> Outcome:
    """A hub waits, and an agent comes that has so many images of 100 kB to send: all are stored, whole, in order."""
    outcome, port = Outcome(rounds=1), free_port()
    photos, library, spool = PhotoFolder(folder / "photos", PHOTO_SIZE_PX), folder / "library", folder / "spool"
    photos.add(images)
    pair_beforehand(spool, "porch")
    with running_hub(library, "--node", f"127.0.0.1:{port}", "--labeller", "none") as hub:
        wait_until((library / CATALOGUE).is_file, hub.process)
        with running_agent(photos.source, spool=spool, arguments=("--port", str(port))) as agent:
            begun_s = time.monotonic()
            wait_until(lambda: stored_count(library) >= images, hub.process, DEADLINE_S)
            rate_per_s = images / (time.monotonic() - begun_s)
            outcome.demand(hub.stop() == 0, "the hub does not end well")
            outcome.demand(agent.stop() == 0, "the agent does not end well")
    check_when_drained(outcome, library, photos.sha256s)
    outcome.demand([sha256 for _, sha256 in sorted(stored(library))] == photos.sha256s, "numbers are in another order")
    with closing(open_library(library)) as opened:
        shown = [opened.details(key.image_id) for key in opened.keys(Query())]
    outcome.demand([image and image.seq for image in shown] == list(range(1, images + 1)), "dates are in another order")
    smallest = min(image.size_bytes for image in shown if image)
    outcome.demand(smallest >= LEAST_BYTES, f"an image has only {smallest} bytes")
    outcome.notes.append(f"{rate_per_s:.0f} images/s from the folder through the spool into the library")
    return outcome
