"""What is really on the disks, read past the programs that are on trial."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from desktop.core.records import VerifyReport
from desktop.store import open_library
from desktop.store.library import CATALOGUE
from node_agent.errors import DamagedMessageError
from node_agent.message_folder import MessageFolder
from node_agent.spool import MESSAGES_FOLDER
from tests.faults.outcome import Outcome
from tests.faults.witness import Witness

Images = dict[int, bytes]
"""SHA-256 by sequence number."""


def spooled_seqs(spool: Path) -> set[int]:
    """The sequence numbers that the device holds now, whole or not."""
    return {int(path.stem) for path in (spool / MESSAGES_FOLDER).glob("*.message")}


def spooled(spool: Path) -> Images:
    """All whole messages of a spool; one that is trimmed meanwhile is left out."""
    folder, found = MessageFolder(spool / MESSAGES_FOLDER), {}
    for seq in spooled_seqs(spool):
        try:
            found[seq] = folder.read(seq).frame.header.sha256
        except (DamagedMessageError, FileNotFoundError):
            continue
    return found


def stored(library: Path) -> list[tuple[int, bytes]]:
    """Number and SHA-256 of every row; the library may be in use."""
    return _ask(library, "SELECT seq, sha256 FROM image")


def stored_count(library: Path) -> int:
    """How many rows there are; quicker than to read them."""
    return sum(count for (count,) in _ask(library, "SELECT count(*) FROM image"))


def hashes_in(library: Path) -> set[bytes]:
    """The SHA-256 of every image that has a row."""
    return {sha256 for _, sha256 in stored(library)}


def known_gone(library: Path) -> int:
    """How many numbers the library knows to be gone, for whatever reason."""
    with closing(apsw.Connection(str(library / CATALOGUE))) as connection:
        connection.set_busy_timeout(10_000)
        total: Any = connection.execute("SELECT coalesce(sum(images), 0) FROM gone").get
        return int(total)


def verified(library: Path) -> VerifyReport:
    """What `miharu library verify` finds."""
    with closing(open_library(library)) as opened:
        return opened.verify()


def check_books(outcome: Outcome, library: Path) -> None:
    """Whatever devices have counted, if they had the time, is stored, waits on them, or was dropped for a reason."""
    with closing(open_library(library)) as opened:
        ledgers = opened.stats().ledgers
    for ledger in ledgers:
        outcome.demand(not ledger.unexplained, f"the books do not balance: {ledger}")


def check_after_crash(outcome: Outcome, library: Path, spool: Path) -> None:
    """The hub is dead in mid-flow: each row has its whole file, and what is not stored is still on the device."""
    held = spooled(spool)
    rows = stored(library)
    report = verified(library) if rows else VerifyReport(checked=0)
    seqs = dict(rows)
    lost = set(range(1, max([*held, *seqs, 0]) + 1)) - held.keys() - seqs.keys()
    outcome.lost += len(lost)
    outcome.demand(not lost, f"acknowledged and nowhere to be found: {sorted(lost)[:10]}")
    outcome.demand(not report.missing, f"rows without a file: {report.missing[:3]}")
    outcome.demand(not report.changed, f"rows whose file is not whole: {report.changed[:3]}")
    reused = [seq for seq, sha256 in held.items() if seqs.get(seq, sha256) != sha256]
    outcome.demand(not reused, f"numbers that mean two images: {reused[:10]}")
    _count_doubles(outcome, rows)


def check_published(outcome: Outcome, witness: Witness, library: Path, spool: Path) -> None:
    """The agent is dead: whatever it has published is stored or in its spool, and each number means one image."""
    heard = dict(witness.heard)
    held, rows = spooled(spool), stored(library)
    kept = held | dict(rows)
    lost = heard.keys() - kept.keys()
    outcome.lost += len(lost)
    outcome.demand(not lost, f"published and nowhere to be found: {sorted(lost)[:10]}")
    reused = [seq for seq, sha256 in [*held.items(), *rows] if heard.get(seq, sha256) != sha256]
    reused += [seq for seq, sha256 in rows if held.get(seq, sha256) != sha256]
    outcome.demand(not reused and not witness.contradictions, f"numbers that mean two images: {reused[:10]}")
    _count_doubles(outcome, list(kept.items()))


def check_when_drained(outcome: Outcome, library: Path, expected: Sequence[bytes]) -> None:
    """All has arrived and the hub has ended: the library holds every photo once and nothing else."""
    rows = stored(library)
    outcome.images = len(rows)
    report = verified(library)
    outcome.demand(report.clean, f"verify finds {report}")
    lost = set(expected) - {sha256 for _, sha256 in rows}
    outcome.lost += len(lost)
    outcome.demand(not lost, f"{len(lost)} of {len(expected)} photos are not in the library")
    strange = {sha256 for _, sha256 in rows} - set(expected)
    outcome.demand(not strange, f"{len(strange)} images are no photo of ours")
    check_books(outcome, library)
    last, gone = max(seq for seq, _ in rows), known_gone(library)
    outcome.demand(
        last == len(rows) + gone, f"{last} were captured, {len(rows)} are stored and {gone} known to be gone"
    )
    _count_doubles(outcome, rows)


def check_fleet(outcome: Outcome, library: Path, spools: Sequence[Path]) -> int:
    """Hub and agents have ended: each image of each is stored or still in its spool; returns how many of the latter."""
    with closing(apsw.Connection(str(library / CATALOGUE))) as connection:
        rows: list[Any] = connection.execute(
            "SELECT node.name, image.seq FROM image JOIN node ON node.id = image.node"
        ).fetchall()
    seqs: defaultdict[str, set[int]] = defaultdict(set)
    for name, seq in rows:
        seqs[name].add(seq)
    waiting = 0
    for spool in spools:
        held = spooled_seqs(spool)
        waiting += len(held - seqs[spool.name])
        outcome.lost += len(set(range(1, max(held) + 1)) - held - seqs[spool.name])
    outcome.images = len(rows)
    outcome.doubled = len(rows) - sum(len(numbers) for numbers in seqs.values())
    outcome.demand(verified(library).clean, "verify finds faults")
    check_books(outcome, library)
    return waiting


def _count_doubles(outcome: Outcome, rows: Sequence[tuple[int, bytes]]) -> None:
    doubled = [sha256 for sha256, count in Counter(sha256 for _, sha256 in rows).items() if count > 1]
    outcome.doubled += len(doubled)
    outcome.demand(not doubled, f"{len(doubled)} images are there more than once")


def _ask(library: Path, sql: str) -> list[Any]:
    """What the catalogue answers, nothing as long as there is none."""
    catalogue = library / CATALOGUE
    if not catalogue.is_file():
        return []
    with closing(apsw.Connection(str(catalogue))) as connection:
        connection.set_busy_timeout(10_000)
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'image'").fetchall():
            return []
        return connection.execute(sql).fetchall()
