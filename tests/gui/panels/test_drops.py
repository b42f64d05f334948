from __future__ import annotations

import base64
import io

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage

from desktop.core.errors import ImageFileError
from desktop.panels.drops import Gift, may_hold_images, read_gift


def mime_of(*urls: str, html: str = "", text: str = "", **formats: bytes) -> QMimeData:
    mime = QMimeData()
    if urls:
        mime.setUrls([QUrl(url) for url in urls])
    if html:
        mime.setHtml(html)
    if text:
        mime.setText(text)
    for name, data in formats.items():
        mime.setData(name.replace("_", "/"), QByteArray(data))
    return mime


def only_clip(gift: Gift) -> tuple[str, bytes]:
    assert not gift.paths
    assert not gift.addresses
    (clip,) = gift.clips
    return clip.name, clip.read()


def test_local_files_are_paths_whatever_else_is_offered() -> None:
    mime = mime_of("file:///photos/a%20b.jpg", "file:///photos/zebra", html='<img src="https://x.org/y.png">')
    assert read_gift(mime) == Gift(paths=("/photos/a b.jpg", "/photos/zebra"))


def test_the_bytes_of_an_image_are_better_than_its_address() -> None:
    mime = mime_of("https://example.org/zoo/caf%C3%A9.jpg?size=2", image_jpeg=b"\xff\xd8\xff...")
    assert only_clip(read_gift(mime)) == ("café.jpg", b"\xff\xd8\xff...")


def test_pixels_from_the_clipboard_become_a_png() -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setImageData(image)
    name, data = only_clip(read_gift(mime))
    assert name == "pasted.png"
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size, picture.convert("RGB").getpixel((5, 5))) == ("PNG", (40, 30), (255, 0, 0))


def test_what_is_transparent_in_the_clipboard_stays_transparent() -> None:
    image = QImage(40, 30, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 255, 0))
    mime = QMimeData()
    mime.setImageData(image)
    _, data = only_clip(read_gift(mime))
    assert Image.open(io.BytesIO(data)).getpixel((5, 5))[3] == 0


def test_a_picture_inside_a_link_is_fetched_and_not_the_page_it_leads_to() -> None:
    mime = mime_of(
        "https://example.org/article", html='<a href="/article"><img alt="" src="https://cdn.example.org/owl.webp"></a>'
    )
    assert read_gift(mime) == Gift(addresses=(QUrl("https://cdn.example.org/owl.webp"),))


def test_an_address_alone_is_to_be_fetched() -> None:
    assert read_gift(mime_of("http://example.org/owl.png")) == Gift(addresses=(QUrl("http://example.org/owl.png"),))


@pytest.mark.parametrize("how", ["url", "html"])
def test_a_data_address_brings_its_bytes(how: str) -> None:
    address = "data:image/png;base64," + base64.b64encode(b"\x89PNG and more").decode()
    mime = mime_of(address) if how == "url" else mime_of(html=f"<img src='{address}'>")
    assert only_clip(read_gift(mime)) == ("pasted", b"\x89PNG and more")


def test_a_data_address_without_base64_is_percent_encoded() -> None:
    assert only_clip(read_gift(mime_of("data:image/png,%89PNG")))[1] == b"\x89PNG"


def test_a_damaged_data_address_is_refused_when_it_is_read() -> None:
    (clip,) = read_gift(mime_of("data:image/png;base64,????")).clips
    with pytest.raises(ImageFileError, match="damaged"):
        clip.read()


@pytest.mark.parametrize(
    "mime",
    [mime_of(text="cat"), mime_of(html="<p>no picture</p>"), mime_of(html='<img src="cid:local">')],
    ids=["text", "page", "mail attachment"],
)
def test_what_holds_no_image_is_not_wanted(mime: QMimeData) -> None:
    assert not may_hold_images(mime)
    assert not read_gift(mime)


def test_an_address_that_leads_nowhere_useful_is_an_empty_gift() -> None:
    mime = mime_of("ftp://example.org/a.png")
    assert may_hold_images(mime)
    assert not read_gift(mime)
