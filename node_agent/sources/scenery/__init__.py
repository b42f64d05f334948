"""Built-in scenes, drawn by Miharu itself, for machines without a camera."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from node_agent.encode import Pixels
from node_agent.sources.scenery.garden import Garden
from node_agent.sources.scenery.greenhouse import Greenhouse
from node_agent.sources.scenery.harbour import Harbour
from node_agent.sources.scenery.porch import Porch
from node_agent.sources.scenery.snow import Snow
from node_agent.sources.scenery.street import Street
from node_agent.sources.scenery.workshop import Workshop


class Scene(Protocol):
    """A picture that moves: the same at the same time, 1280 x 720 pixels."""

    def draw(self, time_s: float) -> Pixels:
        """The scene at a time in seconds, as pixels that the caller may keep."""


SCENES: dict[str, Callable[[], Scene]] = {
    "porch": Porch,
    "garden": Garden,
    "street": Street,
    "workshop": Workshop,
    "greenhouse": Greenhouse,
    "harbour": Harbour,
    "snow": Snow,
}
"""The class of each scene, by name; making one takes a good part of a second."""
