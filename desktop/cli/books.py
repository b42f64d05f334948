"""The ledgers of nodes, for people at a terminal and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from desktop.core.records import CameraLedger, NodeLedger
from desktop.store import open_library
from desktop.store.library import CATALOGUE


def in_words(ledger: NodeLedger | CameraLedger) -> str:
    """``captured 1,204 = 1,180 stored + 20 waiting + 4 dropped (quota 4)``."""
    terms = [f"{ledger.stored:,} stored", f"{ledger.waiting:,} waiting"]
    reasons = {reason: count for reason, count in ledger.dropped.items() if count}
    if reasons:
        why = ", ".join(f"{reason} {count:,}" for reason, count in reasons.items())
        terms.append(f"{sum(reasons.values()):,} dropped ({why})")
    if ledger.unexplained:
        terms.append(f"{ledger.unexplained:,} UNEXPLAINED")
    if isinstance(ledger, CameraLedger) and ledger.untold > 0:
        terms.append(f"{ledger.untold:,} waiting or dropped")
    return f"captured {ledger.captured:,} = {' + '.join(terms)}"


def by_camera(ledger: NodeLedger) -> Iterator[str]:
    """A line for each camera, where there are several."""
    for camera in ledger.cameras if len(ledger.cameras) > 1 else ():
        yield f"{camera.camera}: {in_words(camera)}"


def newest_by_node(folder: Path) -> dict[str, NodeLedger]:
    """The present ledger of each node, by its id; none where there is no library yet.

    Raises:
        LibraryError: the library can't be opened.
    """
    if not (folder / CATALOGUE).is_file():
        return {}
    with closing(open_library(folder)) as library:
        return {one.node.node_id: one for one in reversed(library.stats().ledgers)}
