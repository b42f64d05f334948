"""A disk that loses its power: an ext4 file system in a file, shut down by the kernel without a last write.

EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (include/uapi/linux/ext4.h) aborts the journal at once: what was
not synced is lost, as in a power cut of a disk that keeps what it was told to keep.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.outcome import Skipped

EXT4_IOC_SHUTDOWN = 0x8004587D
"""_IOR('X', 125, __u32)."""
GOING_FLAGS_NOLOGFLUSH = 2
SIZE = "256M"


class PowerDisk:
    """A mounted file system whose power can be cut; ``path`` is its top folder."""

    def __init__(self, device: str, path: Path) -> None:
        self._device = device
        self.path = path

    def mount(self) -> None:
        """Raises Skipped where that can't be done."""
        _run("mount", self._device, str(self.path))

    def cut(self) -> None:
        """Nothing that is not on the disk by now will ever be."""
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, EXT4_IOC_SHUTDOWN, struct.pack("I", GOING_FLAGS_NOLOGFLUSH))
        except OSError as error:
            raise Skipped(f"the file system can't be shut down: {error.strerror}") from error
        finally:
            os.close(descriptor)

    def power_on(self) -> None:
        """Mounts it anew, which replays its journal; nothing may have a file open there."""
        self.unmount()
        self.mount()

    def unmount(self) -> None:
        subprocess.run(["umount", str(self.path)], check=True, capture_output=True)


@contextmanager
def power_disk(folder: Path) -> Iterator[PowerDisk]:
    """A new disk in ``folder``, mounted; skipped where it can't be (not root, no loop device, no ext4)."""
    image, path = folder / "disk.img", folder / "disk"
    path.mkdir()
    image.touch()
    if shutil.which("mkfs.ext4") is None:
        raise Skipped("there is no mkfs.ext4")
    _run("truncate", "-s", SIZE, str(image))
    _run("mkfs.ext4", "-q", str(image))
    device = _run("losetup", "--find", "--show", str(image))
    try:
        disk = PowerDisk(device, path)
        disk.mount()
        try:
            yield disk
        finally:
            subprocess.run(["umount", "--lazy", str(path)], capture_output=True)
    finally:
        subprocess.run(["losetup", "--detach", device], check=True, capture_output=True)


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Skipped(f"{command[0]} does not work here: {done.stderr.strip()}")
    return done.stdout.strip()
