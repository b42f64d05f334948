"""Files and pasted images: indexed where they lie, refused by name when they are no good."""

from __future__ import annotations

import io
import os
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from desktop.core.errors import ImageFileError
from desktop.core.events import ImagesAdded, ImagesRemoved
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import Annotation, ImageState, Label, LabelResult
from node_agent.wire.messages import ImageFormat
from tests.helpers.libraries import picture
from tests.unit.store.conftest import Events


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    return folder


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def huge_png(width: int, height: int) -> bytes:
    """A PNG that is large by its header only."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


BAD_FILES = (
    (b"", "bad.jpg is empty"),
    (b"just some text", "bad.jpg is no JPEG, PNG or WebP image"),
    (picture(1)[:-200], "bad.jpg is damaged or cut short"),
    (picture(1)[:40], "bad.jpg is damaged or cut short"),
    (picture(1, image_format="png")[:-60], "bad.jpg is damaged or cut short"),
    (picture(1, image_format="webp")[:-60], "bad.jpg is damaged or cut short"),
    (b"\xff\xd8\xff" + bytes(3000), "bad.jpg is damaged or cut short"),
    (huge_png(20_000, 20_000), "bad.jpg is too large: 20000 x 20000 pixels, the limit is 100 megapixels"),
)


def test_a_file_is_indexed_where_it_lies_and_not_touched(library: Library, outside: Path) -> None:
    path = write(outside / "cat.jpg", picture(1))
    before = path.stat()

    image_id = library.add_file(path)

    details = library.details(image_id)
    assert details is not None
    assert details.path == path
    assert path.stat() == before
    assert (details.width_px, details.height_px, details.image_format) == (160, 120, "jpeg")
    assert (details.tile.node, details.tile.name, details.tile.state) == ("", "cat.jpg", ImageState.WAITING)
    assert not list(library.folder.glob("2*"))


def test_a_dropped_file_is_newer_than_all_before(library: Library, outside: Path, events: Events) -> None:
    first = library.add_file(write(outside / "1.jpg", picture(1)))
    second = library.add_file(write(outside / "2.jpg", picture(2)))
    assert list(library.keys(Query()).image_ids) == [first, second]
    assert events.next() == ImagesAdded((library.keys(Query())[0],))


def test_the_same_file_again_keeps_its_id_and_tells_nobody(library: Library, outside: Path, events: Events) -> None:
    path = write(outside / "cat.jpg", picture(1))
    image_id = library.add_file(path)
    events.next()
    assert library.add_file(outside / ".." / "pictures" / "cat.jpg") == image_id
    assert events.none_left


def test_one_file_added_by_many_threads_at_once_is_one_image(library: Library, outside: Path) -> None:
    path = write(outside / "cat.jpg", picture(1))
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(library.add_file, [path] * 16))
    assert len(ids) == len(library.keys(Query())) == 1


def test_many_files_at_once_are_all_there(library: Library, outside: Path) -> None:
    paths = [write(outside / f"{number}.jpg", picture(number)) for number in range(60)]
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(library.add_file, paths))
    assert len(set(ids)) == 60
    assert set(library.thumbnails(ids)) == set(ids)


def test_a_file_that_was_changed_is_a_new_image_in_place_of_the_old(
    library: Library, outside: Path, events: Events
) -> None:
    path = write(outside / "cat.jpg", picture(1))
    old = library.add_file(path)
    library.lease("me", 1, 60)
    library.complete("me", "test", [LabelResult(image_id=old, outcome=Annotation(labels=(Label("cat", 0.9),)))])
    path.write_bytes(picture(2))
    for _ in range(3):
        events.next()

    new = library.add_file(path)

    assert new > old
    assert list(library.keys(Query()).image_ids) == [new]
    assert len(library.keys(Query(labels=("cat",)))) == 0
    assert library.label_names() == []
    assert library.thumbnails([old]) == {}
    assert library.stats().images == 1
    assert events.next() == ImagesRemoved((old,))
    assert events.next() == ImagesAdded(tuple(library.keys(Query())))


def test_each_format_is_known_by_its_content(library: Library, outside: Path) -> None:
    formats: list[ImageFormat] = ["jpeg", "png", "webp"]
    for seed, image_format in enumerate(formats):
        path = write(outside / f"{seed}.jpg", picture(seed, image_format=image_format))
        details = library.details(library.add_file(path))
        assert details is not None
        assert details.image_format == image_format


def test_every_kind_of_png_gets_a_thumbnail(library: Library, outside: Path) -> None:
    grey = Image.linear_gradient("L").resize((640, 480))
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        image = Image.frombytes("I;16", (640, 480), bytes(614_400)) if mode == "I;16" else grey.convert(mode)
        path = outside / f"{mode.replace(';', '')}.png"
        image.save(path)
        image_id = library.add_file(path)
        thumbnail = Image.open(io.BytesIO(library.thumbnails([image_id])[image_id]))
        assert (thumbnail.format, thumbnail.size) == ("JPEG", (320, 240)), mode


def test_sixteen_bits_of_grey_are_not_shown_as_white(library: Library, outside: Path) -> None:
    Image.frombytes("I;16", (64, 64), struct.pack("<H", 0x4000) * 4096).save(outside / "grey.png")
    image_id = library.add_file(outside / "grey.png")
    thumbnail = Image.open(io.BytesIO(library.thumbnails([image_id])[image_id])).convert("L")
    assert thumbnail.getpixel((32, 32)) == pytest.approx(64, abs=3)


def test_size_and_thumbnail_are_of_the_upright_image(library: Library, outside: Path) -> None:
    image = Image.new("RGB", (640, 400), "blue")
    image.paste("red", (0, 0, 640, 200))  # above, as the camera lay; to the right once upright
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    image.save(outside / "turned.jpg", exif=exif)

    image_id = library.add_file(outside / "turned.jpg")

    details = library.details(image_id)
    assert details is not None
    assert (details.width_px, details.height_px) == (400, 640)
    thumbnail = Image.open(io.BytesIO(library.thumbnails([image_id])[image_id])).convert("RGB")
    assert thumbnail.size == (200, 320)
    left, right = thumbnail.getpixel((20, 160)), thumbnail.getpixel((180, 160))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[2] > 200 > left[0]
    assert right[0] > 200 > right[2]


def test_a_bad_file_is_refused_by_name_and_cause(library: Library, outside: Path) -> None:
    for content, words in BAD_FILES:
        path = write(outside / "bad.jpg", content)
        with pytest.raises(ImageFileError) as raised:
            library.add_file(path)
        assert words in str(raised.value)
    assert len(library.keys(Query())) == 0


def test_an_image_at_the_limit_is_taken_by_its_header(library: Library, outside: Path) -> None:
    Image.new("1", (10_000, 10_000)).save(outside / "limit.png")
    details = library.details(library.add_file(outside / "limit.png"))
    assert details is not None
    assert details.width_px == 10_000


def test_what_is_no_file_is_refused_by_name_and_cause(library: Library, outside: Path) -> None:
    os.mkfifo(outside / "pipe")
    (outside / "loop").symlink_to("loop")
    for name, words in (("gone.jpg", "does not exist"), (".", "is a folder"), ("pipe", "ordinary"), ("loop", "read")):
        with pytest.raises(ImageFileError, match=words):
            library.add_file(outside / name)
    with pytest.raises(ImageFileError, match="not UTF-8"):
        library.add_file(Path(os.fsdecode(os.fsencode(outside) + b"/\xff.jpg")))


def test_pasted_bytes_become_a_file_of_the_library(library: Library, events: Events) -> None:
    data = picture(1, image_format="png")
    image_id = library.add_bytes(data, "https://example.org/cats/tabby.png")

    details = library.details(image_id)
    assert details is not None
    assert details.path.is_relative_to(library.folder)
    assert details.path.parent.name == "dropped"
    assert details.path.name.endswith("Z-tabby.png")
    assert details.path.read_bytes() == data
    assert events.next() == ImagesAdded(tuple(library.keys(Query())))
    assert library.thumbnails([image_id]).keys() == {image_id}
    assert library.verify().clean


def test_pictures_of_one_name_pasted_at_once_are_all_kept(library: Library) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda seed: library.add_bytes(picture(seed), "image.jpg"), range(20)))
    assert len(set(ids)) == 20
    assert library.verify().clean


def test_pasted_bytes_that_are_no_image_are_refused(library: Library) -> None:
    with pytest.raises(ImageFileError, match="the clipboard is no JPEG"):
        library.add_bytes(b"<html>", "the clipboard")
    assert not list(library.folder.glob("2*"))


def test_many_files_can_be_begun_before_the_first_is_durable(library: Library, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.jpg" for number in range(20)]
    for number, path in enumerate(paths):
        path.write_bytes(picture(number))
    begun = [library.begin_file(path) for path in [*paths, paths[0]]]
    ids = [image.result() for image in begun]
    assert ids[0] == ids[-1]
    assert len(set(ids)) == len(paths) == library.stats().images
