"""What a drop or the clipboard holds: files and folders, images as such, and addresses of images on the web."""

from __future__ import annotations

import base64
import functools
import io
import re
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from desktop.core.errors import ImageFileError

_RAW_FORMATS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_TRANSPARENT, _OPAQUE = ("RGBA", QImage.Format.Format_RGBA8888), ("RGB", QImage.Format.Format_RGB888)
_IMG_TAG = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*["']([^"']+)["']""", re.IGNORECASE)


@dataclass(frozen=True)
class Clip:
    """An image without a file. ``read`` gives its bytes, off the GUI thread, or raises ImageFileError."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Gift:
    """What a person gave to the window. ``addresses`` are http or https."""

    paths: tuple[str, ...] = ()
    clips: tuple[Clip, ...] = ()
    addresses: tuple[QUrl, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.paths or self.clips or self.addresses)


def may_hold_images(mime: QMimeData) -> bool:
    """Whether it is worth to look closer; cheap enough for every move of a drag."""
    return mime.hasUrls() or mime.hasImage() or any(map(mime.hasFormat, _RAW_FORMATS)) or _image_source(mime) != ""


def read_gift(mime: QMimeData) -> Gift:
    """Takes the best form of what ``mime`` offers: files, else the image itself, else where it is on the web."""
    urls = mime.urls()
    paths = tuple(url.toLocalFile() for url in urls if url.isLocalFile())
    if paths:
        return Gift(paths=paths)
    source = QUrl(_image_source(mime))
    clip = _raw_clip(mime, source if source.isValid() else next(iter(urls), QUrl()))
    if clip is not None:
        return Gift(clips=(clip,))
    if source.isValid():
        urls = [source]  # a picture inside a link: the link's own address is a page
    return Gift(
        clips=tuple(_data_clip(url) for url in urls if url.scheme() == "data"),
        addresses=tuple(url for url in urls if url.scheme() in ("http", "https")),
    )


def name_of(url: QUrl) -> str:
    """A name for an image from ``url``: the last part of its path, else the host."""
    return url.fileName() or url.host() or "image"


def _image_source(mime: QMimeData) -> str:
    found = _IMG_TAG.search(mime.html()) if mime.hasHtml() else None
    return found[1] if found and found[1].startswith(("http:", "https:", "data:")) else ""


def _raw_clip(mime: QMimeData, origin: QUrl) -> Clip | None:
    named = origin.fileName() if origin.scheme() in ("http", "https") else ""
    for mime_type, suffix in _RAW_FORMATS.items():
        if mime.hasFormat(mime_type):
            return Clip(named or f"pasted.{suffix}", functools.partial(bytes, mime.data(mime_type).data()))
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return Clip(named or "pasted.png", functools.partial(_encode_png, image))
    return None


def _encode_png(image: QImage) -> bytes:
    # Not QImageWriter: it would call a buffer of Python's under a lock of Qt's (see desktop.panels.decoding).
    mode, form = _TRANSPARENT if image.hasAlphaChannel() else _OPAQUE
    pixels = image.convertToFormat(form)
    size = (pixels.width(), pixels.height())
    png = io.BytesIO()
    Image.frombytes(mode, size, bytes(pixels.constBits()), "raw", mode, pixels.bytesPerLine(), 1).save(png, "PNG")
    return png.getvalue()


def _data_clip(url: QUrl) -> Clip:
    return Clip(
        "pasted", functools.partial(_decode_data_url, url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
    )


def _decode_data_url(address: str) -> bytes:
    """RFC 2397: ``data:[type][;base64],data``."""
    head, _, body = address.partition(",")
    raw = urllib.parse.unquote_to_bytes(body)
    if not head.endswith(";base64"):
        return raw
    try:
        return base64.b64decode(raw, validate=True)
    except ValueError as error:
        raise ImageFileError(f"the data of the dropped image is damaged: {error}") from error
