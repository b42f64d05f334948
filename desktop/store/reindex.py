"""A lost catalogue is made anew from the image files; their names say where they came from."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import apsw

from desktop.core.errors import ImageFileError
from desktop.store.decoding import read_facts
from desktop.store.file_names import FileFacts, read_path
from desktop.store.image_files import ImageFiles, sha256_of
from desktop.store.rows import PERSON, NewImage, Origin, insert_image

log = logging.getLogger(__name__)

HASH_THREADS = 4


def index_files(files: ImageFiles, clock_ns: Callable[[], int], connection: apsw.Connection) -> None:
    """Gives a row to every image file in the library's own folders, all waiting for labels.

    Files that carry no name of Miharu's, or are no whole image, stay without one; ``verify`` names them.
    """
    count = 0
    with ThreadPoolExecutor(HASH_THREADS, "miharu-reindex") as pool:
        for paths in files.own_files():
            for image in pool.map(partial(_read, files), paths):
                if image is not None:
                    insert_image(connection, image, clock_ns())
                    count += 1
    if count:
        log.warning("%s had no catalogue; its %d images were indexed again", files.folder, count)


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
