"""Bars over time and bars by name, drawn by pyqtgraph. Import it off the GUI thread: it takes half a second."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"  # it would take another binding that happens to be there

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.panels.activity.series import Series, colour
from desktop.panels.text_widgets import Heading
from desktop.panels.words import count

HEIGHT_PX = 190
NAMES_WIDTH_PX = 190
BAR_PX = 28
_BAR = 0.82


class _Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis whose numbers are in words."""

    def __init__(self, side: str, in_words: Callable[[int], str]) -> None:
        super().__init__(side)
        self._in_words = in_words
        self.enableAutoSIPrefix(False)

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        return [self._in_words(round(value)) if value == round(value) else "" for value in values]


class _Plot(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """A still plot in the window's colours; it takes neither wheel nor keys.

    pyqtgraph's own PlotWidget makes menus and forms that nobody sees here, which takes a tenth of a second each.
    """

    def __init__(self, left: pg.AxisItem, bottom: pg.AxisItem | None) -> None:
        self.axes = [left] if bottom is None else [left, bottom]
        super().__init__()
        self.setBackground(None)
        self.box = pg.ViewBox(enableMenu=False, enableMouse=False)
        self.box.disableAutoRange()
        self.ci.layout.setSpacing(0)
        self.ci.layout.setContentsMargins(0, 6, 0, 0)
        self.addItem(left, 0, 0)
        self.addItem(self.box, 0, 1)
        left.linkToView(self.box)
        if bottom is not None:
            self.addItem(bottom, 1, 1)
            bottom.linkToView(self.box)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(self.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # the wheel scrolls what it stands in
        self.wear()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.wear()

    def wear(self) -> None:
        """Takes type and colours of the window."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        for axis in self.axes:
            axis.setPen(self.palette().color(QPalette.ColorRole.Mid))
            axis.setTextPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            axis.setTickFont(font)
            axis.setStyle(tickLength=0)

    def draw(self, items: Iterable[pg.GraphicsObject], width: float, height: float) -> None:
        """Shows just ``items``, within so many units."""
        self.box.clear()
        for item in items:
            self.box.addItem(item, ignoreBounds=True)
        self.box.setRange(xRange=(0, width), yRange=(0, height), padding=0)


class Chart(QWidget):
    """A heading, what stands for what, and the plot. :meth:`paint_anew` draws what was last shown."""

    def __init__(self, title: str, left: pg.AxisItem, bottom: pg.AxisItem | None) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.title = title
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setWordWrap(True)
        self.plot = _Plot(left, bottom)
        self.plot.setAccessibleName(title)
        top = QHBoxLayout()
        top.addWidget(Heading(title, 2))
        top.addSpacing(16)
        top.addWidget(self.legend, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.plot)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.paint_anew()

    def paint_anew(self) -> None:
        raise NotImplementedError


class TimeChart(Chart):
    """Numbers by period, those of several series on top of each other."""

    def __init__(self, title: str, first_colour: int = 0) -> None:
        self._left, self._bottom = _Axis("left", count), pg.AxisItem("bottom")
        super().__init__(title, self._left, self._bottom)
        self.series: Sequence[Series] = ()
        self._ticks: Sequence[tuple[float, str]] = ()
        self._first_colour = first_colour
        self.plot.setFixedHeight(HEIGHT_PX)
        self._left.setWidth(56)
        self._left.setGrid(70)

    def show_series(self, series: Sequence[Series], ticks: Sequence[tuple[float, str]]) -> None:
        self.series, self._ticks = series, ticks
        self.setAccessibleDescription(", ".join(f"{each.name}: {count(sum(each.values))}" for each in series))
        self.paint_anew()

    def paint_anew(self) -> None:
        self._bottom.setTicks([list(self._ticks)])
        periods = len(self.series[0].values) if self.series else 1
        below = [0] * periods
        bars = []
        for place, each in enumerate(self.series):
            bars.append(
                pg.BarGraphItem(
                    x0=[n + (1 - _BAR) / 2 for n in range(periods)],
                    width=_BAR,
                    y0=list(below),
                    height=list(each.values),
                    brush=colour(place + self._first_colour),
                    pen=None,
                )
            )
            below = [low + value for low, value in zip(below, each.values, strict=True)]
        self.plot.draw(bars, periods, max(4, *below, 0) * 1.05)
        self.legend.setText("&nbsp;&nbsp; ".join(self._entry(place) for place in range(len(self.series))))

    def _entry(self, place: int) -> str:
        name = self.series[place].name.replace("&", "&amp;").replace("<", "&lt;").replace(" ", "&nbsp;")
        return f'<span style="color:{colour(place + self._first_colour).name()}">■</span>&nbsp;{name}'


class NameChart(Chart):
    """Numbers by name, the largest on top, each with its number in words."""

    def __init__(self, title: str, in_words: Callable[[int], str], colour_place: int) -> None:
        self._left = pg.AxisItem("left")
        super().__init__(title, self._left, None)
        self.numbers: Sequence[tuple[str, int]] = ()
        self._in_words = in_words
        self._colour_place = colour_place
        self._left.setWidth(NAMES_WIDTH_PX)

    def show_numbers(self, numbers: Sequence[tuple[str, int]]) -> None:
        self.numbers = numbers
        self.setAccessibleDescription(", ".join(f"{name}: {self._in_words(number)}" for name, number in numbers))
        self.paint_anew()

    def paint_anew(self) -> None:
        rows = len(self.numbers)
        largest = max((number for _, number in self.numbers), default=0) or 1
        places = [rows - n - 0.5 for n in range(rows)]
        words = [f"{_cut(name)}   {self._in_words(number)}" for name, number in self.numbers]
        self._left.setTicks([list(zip(places, words, strict=True))])
        items: list[pg.GraphicsObject] = []
        if rows:
            widths = [number for _, number in self.numbers]
            brush = colour(self._colour_place)
            items.append(pg.BarGraphItem(x0=0, width=widths, y=places, height=0.6, brush=brush, pen=None))
        self.plot.setFixedHeight(max(2, rows) * BAR_PX + 12)
        self.plot.draw(items, largest * 1.02, max(2, rows))


def _cut(name: str) -> str:
    return name if len(name) <= 16 else f"{name[:15]}…"
