"""Runs `miharu` or `miharu-agent` with one of its promises broken, to see that the tests notice.

``python -m tests.faults.mutants MUTANT MODULE ARGUMENTS...``: the programs themselves have no such switch.
"""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import apsw

from desktop.core.records import NodeIdentity
from desktop.store import connections, image_files, schema, writer
from desktop.store.group_commit import GroupCommit
from desktop.store.group_files import Arrival
from desktop.store.ingest import FolderIngest
from node_agent import message_folder
from node_agent.wire.messages import Frame


def acknowledge_before_commit() -> None:
    """Says that an image is safe as soon as it has come."""
    store = FolderIngest.store_frame

    def answer_at_once(self: FolderIngest, node: NodeIdentity, frame: Frame) -> Future[bool]:
        store(self, node, frame)
        safe: Future[bool] = Future()
        safe.set_result(True)
        return safe

    FolderIngest.store_frame = answer_at_once  # type: ignore[method-assign]


def row_before_bytes() -> None:
    """Commits the rows, and only then writes the files."""

    def store_new(self: GroupCommit, group: Sequence[Arrival]) -> None:
        self._writer.run(partial(self._insert, group))
        self._refuse(self._group_files.write(group, ()))

    GroupCommit._store_new = store_new  # type: ignore[method-assign]


def no_sync() -> None:
    """Leaves it to the kernel when image files and spooled messages get to the disk."""

    class Unsynced:
        """The module os without what waits for the disk."""

        def __getattr__(self, name: str) -> object:
            return (lambda _descriptor: None) if name in ("fsync", "fdatasync") else getattr(os, name)

    for module in (image_files, message_folder):
        module.os = Unsynced()  # type: ignore[attr-defined]


def synchronous_normal() -> None:
    """Commits without waiting for the write-ahead log to be on the disk."""
    connect = connections.connect

    def connect_carelessly(path: Path) -> apsw.Connection:
        connection = connect(path)
        connection.pragma("synchronous", "NORMAL")
        return connection

    for module in (connections, schema, writer):
        module.connect = connect_carelessly


MUTANTS: dict[str, Callable[[], None]] = {
    mutant.__name__: mutant for mutant in (acknowledge_before_commit, row_before_bytes, no_sync, synchronous_normal)
}


def mutated(mutant: Callable[[], None], module: str) -> tuple[str, ...]:
    """The command that runs ``module`` with ``mutant``; arguments may follow."""
    return sys.executable, "-m", "tests.faults.mutants", mutant.__name__, module


if __name__ == "__main__":
    _, name, module, *arguments = sys.argv
    MUTANTS[name]()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
