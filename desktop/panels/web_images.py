"""Fetching images that were dropped as an address on the web."""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QUrl, Signal, Slot

from desktop.core.errors import MiharuError
from desktop.panels.drops import name_of
from desktop.panels.progress import Progress
from desktop.panels.progress_lines import ProgressLines
from desktop.panels.words import byte_size
from desktop.wall.background import Background
from node_agent.wire.messages import MAX_MESSAGE_BYTES

if TYPE_CHECKING:
    import httpx

MAX_BYTES = MAX_MESSAGE_BYTES
"""The same bound as for images from devices: 32 MiB."""
TIMEOUT_S = 30.0
AT_ONCE = 4
_ACCEPT = "image/jpeg, image/png, image/webp"


class WebImageError(MiharuError):
    """An address does not give an image; the text says why."""


class _WebImage(NamedTuple):
    name: str
    data: bytes


class WebImages(QObject):
    """Fetches images over http and https, each at most :data:`MAX_BYTES` large, with a line of its own in ``lines``.

    A transfer that stands still for :data:`TIMEOUT_S` is given up.
    """

    fetched = Signal(str, bytes)
    """A name for the image, and its bytes."""
    failed = Signal(QUrl, str)
    """The address and the reason in words; one that the user cancelled has not failed."""

    def __init__(self, lines: ProgressLines, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        # Workers of its own: files must not wait behind a slow server.
        self._background = Background(AT_ONCE, self)
        self._transfers: dict[_Transfer, Progress] = {}

    def fetch(self, address: QUrl) -> None:
        title = self.tr("Fetching {name}").format(name=address.fileName() or address.host())
        progress = Progress(title, byte_size, self)
        transfer = _Transfer(address, progress.report)
        progress.cancel_requested.connect(transfer.give_up)
        self._transfers[transfer] = progress
        self._lines.add(progress)
        done = functools.partial(self._on_done, transfer)
        failed = functools.partial(self._on_failed, transfer)
        self._background.run(transfer.run, done, failed)

    def close(self) -> None:
        """Gives up what is under way, silently."""
        for transfer in list(self._transfers):
            transfer.give_up()
            self._end(transfer)
        self._background.close()

    def _end(self, transfer: _Transfer) -> Progress:
        progress = self._transfers.pop(transfer)
        progress.end()
        progress.deleteLater()
        return progress

    def _on_done(self, transfer: _Transfer, image: _WebImage) -> None:
        self._end(transfer)
        self.fetched.emit(image.name, image.data)

    def _on_failed(self, transfer: _Transfer, error: Exception) -> None:
        if not self._end(transfer).cancelled:
            self.failed.emit(transfer.address, str(error))


class _Transfer(QObject):
    """One image on its way here: :meth:`run` is for a worker, the rest for the GUI thread.

    Not by Qt's network classes: at their first use they read the system's root certificates while they hold Python's
    lock, which stops the window for a quarter of a second, from whatever thread.
    """

    def __init__(self, address: QUrl, report: Callable[[int, int | None], None]) -> None:
        super().__init__()
        self.address = address
        self._report = report
        self._lock = threading.Lock()
        self._given_up = False
        self._end: Callable[[], object] | None = None

    @Slot()
    def give_up(self) -> None:
        with self._lock:
            self._given_up = True
            if self._end is not None:
                self._end()

    def run(self) -> _WebImage:
        """Fetches the image.

        Raises:
            WebImageError: there is none to be had, or it was given up.
        """
        try:
            return asyncio.run(self._until_given_up())
        except asyncio.CancelledError as error:
            raise WebImageError(self.tr("it was given up")) from error

    async def _until_given_up(self) -> _WebImage:
        fetching = asyncio.create_task(self._fetch())
        with self._lock:
            self._end = functools.partial(asyncio.get_running_loop().call_soon_threadsafe, fetching.cancel)
            if self._given_up:
                fetching.cancel()
        try:
            return await fetching
        finally:
            with self._lock:
                self._end = None

    async def _fetch(self) -> _WebImage:
        import httpx  # takes a while, and most windows never need it

        try:
            async with (
                httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=True, headers={"Accept": _ACCEPT}) as client,
                client.stream("GET", self.address.toString(QUrl.ComponentFormattingOption.FullyEncoded)) as response,
            ):
                return await self._read(response)
        except httpx.TimeoutException as error:
            text = self.tr("nothing came for {n} seconds; try again later").format(n=round(TIMEOUT_S))
            raise WebImageError(text) from error
        except httpx.TransportError as error:
            text = self.tr("{host} can't be reached: {reason}").format(host=self.address.host(), reason=error)
            raise WebImageError(text) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise WebImageError(str(error)) from error

    async def _read(self, response: httpx.Response) -> _WebImage:
        if not response.is_success:
            raise WebImageError(f"{response.status_code} {response.reason_phrase}")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            raise WebImageError(self.tr("it is a web page; drop the picture itself, or save it as a file first"))
        length = response.headers.get("Content-Length", "")
        total = int(length) if length.isdecimal() else None
        data = bytearray()
        async for part in response.aiter_bytes():
            data += part
            self._report(len(data), total)
            if len(data) > MAX_BYTES:
                raise WebImageError(self.tr("it is larger than {limit}").format(limit=byte_size(MAX_BYTES)))
        return _WebImage(name_of(QUrl(str(response.url))), bytes(data))
