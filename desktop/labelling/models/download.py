"""Brings models into the models folder, from a mirror or from where they are published.

Bytes go to a ``.part`` file, which takes the model's name only after its hash was found right. What a broken or
cancelled download left is gone on with by the next one (HTTP range requests).
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from desktop.labelling.models.errors import DownloadCancelledError, ModelError
from desktop.labelling.models.shelf import part_path, sha256_of
from desktop.labelling.models.spec import ModelSpec

MIRROR_VARIABLE = "MIHARU_MODELS_MIRROR"
TRIES = 4
TIMEOUT_S = 15
CHUNK_BYTES = 1 << 16

_log = logging.getLogger(__name__)

Progress = Callable[[int, int | None], None]
"""Called on the downloading thread with the bytes that are here and the bytes of the whole, None where unknown."""


class _WrongFileError(Exception):
    """What a source gives is not the model."""


def fetch(
    spec: ModelSpec,
    folder: Path,
    progress: Progress = lambda _done, _total: None,
    cancelled: threading.Event | None = None,
) -> Path:
    """Brings a model's file into ``folder``, if it is not there, and returns its path: not for the GUI thread.

    The mirror ``MIHARU_MODELS_MIRROR``, a URL or a folder, is tried first, then the model's own sources in order.
    Setting ``cancelled`` stops the download at its next chunk.

    Raises:
        ModelError: no source gives the right file; the text says why and what to do.
        DownloadCancelledError: ``cancelled`` was set.
    """
    target = folder / spec.file
    if target.is_file() and sha256_of(target) == spec.sha256:
        return target
    part = part_path(target)
    transfer = _Transfer(spec, part, progress, cancelled or threading.Event())
    reasons = []
    for source in _sources(spec):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            transfer.run(source)
            part.replace(target)
        except (OSError, _WrongFileError) as error:
            _log.debug("%s can't be had from %s: %s", spec.file, source, error)
            reasons.append(f"{urlsplit(source).hostname or source}: {_words(error)}")
        else:
            return target
    raise ModelError(_nowhere(spec, folder, reasons))


class _Transfer:
    """Fills a part file from one source after another until it is the model."""

    def __init__(self, spec: ModelSpec, part: Path, progress: Progress, cancelled: threading.Event) -> None:
        self._spec = spec
        self._part = part
        self._progress = progress
        self._cancelled = cancelled

    def run(self, source: str) -> None:
        """Goes on with the part, if there is one, as long as a try brings the file further.

        Raises:
            OSError: the source can't be reached or read, or the part can't be written.
            _WrongFileError: the source has another file; the part is gone.
        """
        for _ in range(TRIES):
            before = self._size()
            try:
                self._append(source)
                self._check()
            except _WrongFileError:
                self._part.unlink(missing_ok=True)
                if before == 0:
                    raise
            except OSError:
                if self._size() > before:
                    continue
                if before == 0:
                    self._part.unlink(missing_ok=True)
                raise
            else:
                return
        raise ConnectionError(f"the connection broke {TRIES} times")

    def _append(self, source: str) -> None:
        size_bytes = self._spec.size_bytes
        if self._size() == size_bytes:
            return
        if size_bytes is None or self._size() > size_bytes:
            self._part.unlink(missing_ok=True)  # without its size, a whole part can't be told from a broken one
        with self._part.open("ab") as file:
            counted = _Counted(file, size_bytes, self._progress, self._cancelled)
            if _is_url(source):
                _download(source, counted)
            else:
                _copy(Path(source), counted)

    def _check(self) -> None:
        if sha256_of(self._part) != self._spec.sha256:
            raise _WrongFileError(f"another file ({self._size():,} bytes) than the model")

    def _size(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0


class _Counted:
    """A file opened for appending that counts, tells the progress, and stops what is cancelled or too long."""

    def __init__(self, file: BinaryIO, total_bytes: int | None, progress: Progress, cancelled: threading.Event) -> None:
        self.done_bytes = file.tell()
        self._file = file
        self._total_bytes = total_bytes
        self._progress = progress
        self._cancelled = cancelled

    def write(self, chunk: bytes) -> int:
        if self._cancelled.is_set():
            raise DownloadCancelledError("The download was stopped; the next one goes on from there")
        self.done_bytes += len(chunk)
        if self._total_bytes is not None and self.done_bytes > self._total_bytes:
            raise _WrongFileError(f"more than the {self._total_bytes:,} bytes of the model")
        self._progress(self.done_bytes, self._total_bytes)
        return self._file.write(chunk)

    def flush(self) -> None:
        self._file.flush()


def _download(url: str, file: _Counted) -> None:
    import pooch  # takes half a second, with requests

    # A server that knows no ranges sends all of it again; the part is then too long, is dropped, and starts anew.
    headers = {"Range": f"bytes={file.done_bytes}-", "Accept-Encoding": "identity"}
    pooch.HTTPDownloader(chunk_size=CHUNK_BYTES, timeout=TIMEOUT_S, headers=headers)(url, file, None)


def _copy(path: Path, file: _Counted) -> None:
    with path.open("rb") as source:
        source.seek(file.done_bytes)
        shutil.copyfileobj(source, file, CHUNK_BYTES)


def _sources(spec: ModelSpec) -> list[str]:
    mirror = os.environ.get(MIRROR_VARIABLE)
    if mirror and any(_is_url(source) for source in spec.sources):
        return [f"{mirror.rstrip('/')}/{spec.file}", *spec.sources]
    return list(spec.sources)


def _is_url(source: str) -> bool:
    return urlsplit(source).scheme in ("http", "https")


def _words(error: Exception) -> str:
    import requests

    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"it answers HTTP {error.response.status_code}"
    if isinstance(error, requests.Timeout):
        return "no answer"
    if isinstance(error, requests.RequestException):
        return "no connection"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)


def _nowhere(spec: ModelSpec, folder: Path, reasons: list[str]) -> str:
    size = f"{spec.size_bytes:,} bytes, " if spec.size_bytes else ""
    return (
        f"The model {spec.name} can't be fetched ({'; '.join(dict.fromkeys(reasons))}). Without a network, set "
        f"{MIRROR_VARIABLE} to a folder or address that has {spec.file} ({size}SHA-256 {spec.sha256}), "
        f"or put that file into {folder}"
    )
