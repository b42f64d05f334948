"""A built-in moving scene as a camera, for machines that have none."""

from __future__ import annotations

import threading
from collections.abc import Callable

from node_agent import clock
from node_agent.sources.scenery import Scene
from node_agent.sources.source import LiveFrame, SourceHealth

_DRAWING = threading.Lock()
"""One scene is drawn at a time: many at once would need more memory than a small board should give."""


class SceneSource:
    """Draws its scene as it is at the moment of reading."""

    def __init__(self, make_scene: Callable[[], Scene]) -> None:
        """``make_scene`` is called at the first reading: it takes a while."""
        self._make_scene = make_scene
        self._scene: Scene | None = None

    def read(self, timeout_s: float) -> LiveFrame | None:  # noqa: ARG002 - a drawing keeps nobody waiting
        with _DRAWING:
            if self._scene is None:
                self._scene = self._make_scene()
            moment = clock.now()
            return LiveFrame(self._scene.draw(moment.wall_ns / 1e9), moment)

    def health(self) -> SourceHealth:
        return SourceHealth("starting" if self._scene is None else "live")

    def close(self) -> None:
        """There is nothing to let go of."""
