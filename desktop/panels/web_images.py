"""Fetching images that were dropped as an address on the web."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest, QSslConfiguration

from desktop.panels.drops import name_of
from desktop.panels.words import byte_size
from desktop.wall.background import Background
from node_agent.wire.messages import MAX_MESSAGE_BYTES

MAX_BYTES = MAX_MESSAGE_BYTES
"""The same bound as for images from devices: 32 MiB."""
TIMEOUT_MS = 30_000


class WebImages(QObject):
    """Fetches images over http and https, each at most :data:`MAX_BYTES` large and without hanging for ever.

    A transfer that stands still for :data:`TIMEOUT_MS` is given up.
    """

    fetched = Signal(str, bytes)
    """A name for the image, and its bytes."""
    failed = Signal(QUrl, str)
    """The address and the reason in words."""

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._manager = QNetworkAccessManager(self)
        self._manager.setTransferTimeout(TIMEOUT_MS)

    def fetch(self, address: QUrl) -> None:
        # At its first use Qt reads the system's root certificates, for half a second: not on the GUI thread.
        self._background.run(QSslConfiguration.defaultConfiguration, lambda _ready: self._get(address))

    def _get(self, address: QUrl) -> None:
        request = QNetworkRequest(address)
        request.setRawHeader(b"Accept", b"image/jpeg, image/png, image/webp")
        transfer = _Transfer(self._manager.get(request), self)
        transfer.fetched.connect(self.fetched)
        transfer.failed.connect(self.failed)

    def close(self) -> None:
        """Gives up what is under way, silently."""
        for transfer in self.findChildren(_Transfer):
            transfer.give_up()


class _Transfer(QObject):
    """One image on its way here."""

    fetched = Signal(str, bytes)
    failed = Signal(QUrl, str)

    def __init__(self, reply: QNetworkReply, parent: QObject) -> None:
        super().__init__(parent)
        self._reply = reply
        self._too_large = False
        reply.setParent(self)
        reply.downloadProgress.connect(self._on_progress)
        reply.finished.connect(self._on_finished)

    def give_up(self) -> None:
        self.blockSignals(True)
        self._reply.abort()

    @Slot("qint64", "qint64")
    def _on_progress(self, received_bytes: int, total_bytes: int) -> None:
        if max(received_bytes, total_bytes) > MAX_BYTES:
            self._too_large = True
            self._reply.abort()

    @Slot()
    def _on_finished(self) -> None:
        reason = self._what_is_wrong()
        if reason:
            self.failed.emit(self._reply.request().url(), reason)
        else:
            self.fetched.emit(name_of(self._reply.url()), self._reply.readAll().data())
        self.deleteLater()

    def _what_is_wrong(self) -> str:
        error = self._reply.error()
        if self._too_large:
            return self.tr("it is larger than {limit}").format(limit=byte_size(MAX_BYTES))
        if error in (QNetworkReply.NetworkError.TimeoutError, QNetworkReply.NetworkError.OperationCanceledError):
            return self.tr("nothing came for {n} seconds; try again later").format(n=TIMEOUT_MS // 1000)
        if error is not QNetworkReply.NetworkError.NoError:
            return self._reply.errorString()
        content = self._reply.header(QNetworkRequest.KnownHeaders.ContentTypeHeader)
        if str(content).startswith("text/html"):
            return self.tr("it is a web page; drop the picture itself, or save it as a file first")
        return ""
