"""The library in a folder: image files, a catalogue and thumbnails. SQL lives here and nowhere else."""

from desktop.store.library import open_library

__all__ = ["open_library"]
