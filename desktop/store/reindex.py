"""A lost catalogue is made anew from the image files; their names say where they came from."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial

import apsw

from desktop.core.curation import Report
from desktop.core.errors import ImageFileError, OpeningCancelledError
from desktop.store.decoding import read_facts
from desktop.store.file_names import FileFacts, read_path
from desktop.store.image_files import ImageFiles, sha256_of
from desktop.store.rows import PERSON, NewImage, Origin, insert_image

log = logging.getLogger(__name__)

HASH_THREADS = 4
_CANCELLED = (
    "The images were not all read again, so there is no catalogue yet. Nothing was changed; it can be tried again."
)


def index_files(
    files: ImageFiles, clock_ns: Callable[[], int], progress: Report | None, connection: apsw.Connection
) -> None:
    """Gives a row to every image file in the library's own folders, all waiting for labels.

    Files that carry no name of Miharu's, or are no whole image, stay without one; ``verify`` names them.

    Raises:
        OpeningCancelledError: ``progress``, told after each file, says that it is enough.
    """
    total = sum(map(len, files.own_files()))
    if not total:
        return
    log.warning("%s has no catalogue; it is made anew from %d files", files.folder, total)
    count = 0
    with closing(_read_all(files)) as images:  # else it would read on after it was cancelled
        for done, image in enumerate(images, 1):
            if image is not None:
                insert_image(connection, image, clock_ns())
                count += 1
            if progress is not None and not progress(done, total):
                raise OpeningCancelledError(_CANCELLED)
    log.warning("%s: %d images are in the new catalogue", files.folder, count)


def _read_all(files: ImageFiles) -> Generator[NewImage | None, None, None]:
    with ThreadPoolExecutor(HASH_THREADS, "miharu-reindex") as pool:
        for paths in files.own_files():
            yield from pool.map(partial(_read, files), paths)


def _read(files: ImageFiles, path: str) -> NewImage | None:
    named = read_path(path)
    if named is None:
        return None
    file_path = files.absolute(path)
    try:
        with file_path.open("rb") as file:
            facts = read_facts(file, path)
        return NewImage(
            origin=_origin(named),
            taken_ns=named.taken_ns,
            path=path,
            file_name=named.file_name,
            sha256=sha256_of(file_path),
            size_bytes=file_path.stat().st_size,
            width_px=facts.width_px,
            height_px=facts.height_px,
            image_format=facts.image_format,
            seq=named.seq,
        )
    except (OSError, ImageFileError) as error:
        log.warning("not indexed: %s", error)
        return None


def _origin(named: FileFacts) -> Origin:
    return PERSON if named.node is None else Origin(None, named.node, named.camera)
