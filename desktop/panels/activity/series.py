"""What the charts draw and the tables list: numbers with their names."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QGuiApplication

from desktop.core.activity import ActivityCounts, NodeActivity
from desktop.panels.theme import is_dark

MAX_SERIES = 6
"""More colours can't be told apart; the nodes with the fewest images are drawn as one."""
_ON_LIGHT = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#7c8794")
_ON_DARK = ("#3d9fd8", "#e69f00", "#1fbf92", "#dd94bb", "#a6dbf7", "#e8743b", "#94a0b0")
"""M. Okabe and K. Ito's colours for all kinds of sight (https://jfly.uni-koeln.de/color/), lighter on dark ground;
the last is for all others."""


class Series(Struct, frozen=True):
    """One name and its number in each period."""

    name: str
    values: tuple[int, ...]


def images_by_node(counts: ActivityCounts) -> list[Series]:
    """The nodes with the most images, by name so that each keeps its colour, then all others in one."""
    busy = sorted((node for node in counts.nodes if any(node.images)), key=lambda node: -sum(node.images))
    drawn = sorted(busy[:MAX_SERIES], key=lambda node: node.node)
    series = [Series(node_name(node), node.images) for node in drawn]
    if len(busy) > MAX_SERIES:
        series.append(Series(_tr("All others"), _sum([node.images for node in busy[MAX_SERIES:]])))
    return series


def labelled(counts: ActivityCounts) -> Series:
    """Of all nodes together."""
    return Series(_tr("With labels"), _sum([node.labelled for node in counts.nodes]))


def storage(counts: ActivityCounts) -> list[tuple[str, int]]:
    """Bytes by node, the most first."""
    return sorted(((node_name(node), node.bytes) for node in counts.nodes), key=lambda share: -share[1])


def node_name(node: NodeActivity) -> str:
    return node.node or _tr("Files you gave")


def colour(place: int) -> QColor:
    """The colour of the series at that place, for the present palette."""
    colours = _ON_DARK if is_dark(QGuiApplication.palette()) else _ON_LIGHT
    return QColor(colours[min(place, MAX_SERIES)])


def _sum(rows: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True))


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
