"""A hostile device at the hub and a hostile desktop at the agent, beside honest ones."""

from __future__ import annotations

import random
import time
from contextlib import closing
from pathlib import Path

import psutil

from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes, PairedNode
from desktop.nodes.own_keys import config_folder
from desktop.store import open_library
from node_agent.access import ALLOW_LIST_FILE, AllowList
from tests.faults.attacks import HostileDesktop, HostileDevice
from tests.faults.outcome import Outcome
from tests.faults.photos import PhotoFolder
from tests.faults.truth import stored, verified
from tests.faults.waiting import wait_until
from tests.helpers.agents import pair_beforehand, running_agent
from tests.helpers.hubs import running_hub
from tests.helpers.keys import new_keys
from tests.helpers.scripted_node import scripted_node

A_ROUND = 3
PATIENCE_S = 30.0
"""Honest images take a second or two; so much more is a disturbance on any machine."""
FLAT_BYTES = 40_000_000
WARM_UP = 0.3
"""After this share of the waves, memory has come to what it needs."""


def hostile(rounds: int, folder: Path) -> Outcome:
    """Waves of attacks for as many seconds as ``rounds``, at least; after each, honest images must still arrive."""
    outcome, chance = Outcome(), random.Random(rounds)
    photos, spool, library = PhotoFolder(folder / "photos"), folder / "spool", folder / "library"
    honest = pair_beforehand(spool, "porch")
    wild = new_keys()
    AllowList(spool / ALLOW_LIST_FILE).add(wild.public, "a desktop gone wild")
    sizes_bytes: dict[str, list[int]] = {"hub": [], "agent": []}
    with scripted_node("liar") as liar, running_agent(photos.source, spool=spool) as agent:
        KnownNodes(config_folder() / KNOWN_NODES_FILE).add(PairedNode(key=liar.keys.public, name="liar"))
        nodes = ("--node", f"127.0.0.1:{agent.data_port}", "--node", liar.address)
        with (
            running_hub(library, *nodes, "--labeller", "none") as hub,
            HostileDesktop(agent, honest.key, wild, chance) as desktop,
        ):
            liar.wait_for_desktop()
            device, begun_s, slowest_s, attacks = HostileDevice(liar, chance), time.monotonic(), 0.0, 0
            while outcome.rounds < rounds or time.monotonic() < begun_s + rounds:
                outcome.rounds += 1
                attacks += device.attack(outcome.rounds) + desktop.attack(outcome.rounds)
                photos.add(A_ROUND)
                added_s = time.monotonic()
                wait_until(lambda: photos.all_in(sha256 for _, sha256 in stored(library)), hub.process)
                slowest_s = max(slowest_s, time.monotonic() - added_s)
                for name, process in (("hub", hub.process), ("agent", agent.process)):
                    sizes_bytes[name].append(psutil.Process(process.pid).memory_info().rss)
            true = {frame.header.sha256 for frame in liar.spool.values()}
            wait_until(lambda: true <= {sha256 for _, sha256 in stored(library)}, hub.process)
            outcome.demand(not desktop.frames_for_strangers, "an unknown key got something")
            outcome.demand("Traceback" not in hub.log + agent.log, "a traceback is in a log")
            outcome.demand(agent.stop() == 0, "the agent does not end well")
            outcome.demand(hub.stop() == 0, "the hub does not end well")
    rows = stored(library)
    outcome.images = len(rows)
    outcome.lost = len(set(photos.sha256s) - {sha256 for _, sha256 in rows})
    outcome.doubled = len(rows) - len({sha256 for _, sha256 in rows})
    with closing(open_library(library)) as opened:
        of_liar = opened.stats().nodes.get("liar", 0)
    outcome.demand(of_liar == len(true), f"{of_liar} images of the liar are stored, {len(true)} were true")
    outcome.demand(verified(library).clean, "verify finds faults")
    for name, sizes in sizes_bytes.items():
        growth = sizes[-1] - sizes[int(len(sizes) * WARM_UP)]
        outcome.demand(growth < FLAT_BYTES, f"the {name} grew by {growth / 1e6:.0f} MB")
        outcome.notes.append(f"{name}: {sizes[-1] / 1e6:.0f} MB at the end, {growth / 1e6:+.1f} MB since warm")
    outcome.demand(slowest_s < PATIENCE_S, f"honest images waited {slowest_s:.0f} s")
    outcome.notes.append(f"{attacks} attacks; honest images waited {slowest_s:.1f} s at most")
    return outcome
