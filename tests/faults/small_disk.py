"""A real file system of its own that can be filled and freed."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.outcome import Skipped


class SmallDisk:
    """A mounted file system in memory; ``path`` is its top folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def fill(self, leave_bytes: int = 0) -> None:
        """Takes what is free, but for ``leave_bytes``, beside what it has already; others may write meanwhile."""
        with self._ballast.open("ab") as file:
            while not self._grow(file.fileno(), shutil.disk_usage(self.path).free - leave_bytes):
                pass

    def _grow(self, descriptor: int, more_bytes: int) -> bool:
        """Whether the file could be made larger by ``more_bytes``."""
        if more_bytes <= 0:
            return True
        try:
            os.posix_fallocate(descriptor, os.fstat(descriptor).st_size, more_bytes)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            return False
        return True

    def free(self) -> None:
        self._ballast.unlink()


@contextmanager
def small_disk(path: Path, size: str) -> Iterator[SmallDisk]:
    """Mounts a tmpfs of ``size``; nothing may use it any more at the end of the block. Skipped where it can't be."""
    path.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(path)], capture_output=True)
    if mounted.returncode != 0:
        raise Skipped(f"a small disk can't be mounted: {mounted.stderr.decode().strip()}")
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True, capture_output=True)
