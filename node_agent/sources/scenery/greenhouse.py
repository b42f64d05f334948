"""A greenhouse at noon: tomatoes ripen, leaves sway, mist drifts through the sun."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from node_agent.encode import Pixels
from node_agent.sources.scenery.paint import (
    HEIGHT,
    WIDTH,
    Canvas,
    Point,
    add_patch,
    blank,
    cloud_noise,
    curve,
    grain,
    halo_patch,
    mixed,
    placed,
    rows_mask,
    shape_mask,
    vignette,
)

_VANISHING: Point = (640.0, 306.0)
_FOCAL_PX = 560.0
_EYE_M = 1.7
_WALL_M = 4.2
_EAVES_M, _RIDGE_M = 3.1, 5.0
_END_M, _NEAR_M = 19.0, 2.2
_LEAF: list[Point] = curve([(0, 0), (0.24, -0.2), (0.62, -0.2), (1, 0), (0.62, 0.2), (0.24, 0.2)])[::2]
_VEIN: list[Point] = [(0.05, 0), (0.92, 0)]
_SWAY_WITHIN_M = 5.0
_BED_M = 0.95


def _project(x_m: float, up_m: float, away_m: float) -> Point:
    scale = _FOCAL_PX / away_m
    return _VANISHING[0] + x_m * scale, _VANISHING[1] + (_EYE_M - up_m) * scale


class Greenhouse:
    """Far plants are painted once; the near ones sway."""

    def __init__(self) -> None:
        canvas = blank()
        _paint_sky(canvas)
        _paint_end_wall(canvas)
        _paint_glass(canvas)
        _paint_floor(canvas)
        random = np.random.default_rng(61)
        self._near: list[_Plant] = []
        for away_m in np.arange(17.5, 2.9, -_BED_M).tolist():
            for side in (-1, 1):
                _paint_bed(canvas, side, away_m)
                plants = [_Plant(random, side * (row_m + random.uniform(-0.1, 0.1)), away_m) for row_m in (3.2, 2.15)]
                if away_m < _SWAY_WITHIN_M:
                    self._near += plants
                else:
                    for plant in plants:
                        plant.draw(canvas, 0.0)
        for side in (-1, 1):
            _paint_bed_front(canvas, side, away_m - _BED_M)
        _paint_sun(canvas)
        vignette(canvas.pixels, 0.25)
        self._background = canvas.pixels

    def draw(self, time_s: float) -> Pixels:
        pixels = self._background.copy()
        canvas = Canvas(pixels)
        _draw_fan(canvas, time_s)
        for plant in self._near:
            plant.draw(canvas, time_s)
        _draw_mist(pixels, time_s)
        _draw_dust(pixels, time_s)
        grain(pixels, time_s)
        return pixels


class _Leaf(NamedTuple):
    share: float
    flip: bool
    length: float
    droop: float
    colour: str
    vein: str
    beat: float


class _Fruit(NamedTuple):
    share: float
    x: float
    y: float
    radius: float
    colour: str


class _Plant:
    """A tomato plant on its string: leaves in pairs, fruit from green to red. Sizes are pixels on the picture."""

    def __init__(self, random: np.random.Generator, x_m: float, away_m: float) -> None:
        self._size = _FOCAL_PX / away_m
        self._haze = min(0.6, max(0.0, (away_m - 4) / 22))
        self._height = random.uniform(1.55, 2.05) * self._size
        self._foot = _project(x_m, 0.5, away_m)
        self._string_end = _project(x_m, 3.0, away_m)
        self._beat = random.uniform(0, 7)
        shares = [0.08 + 0.11 * level for level in range(9)]
        self._leaves = [self._leaf(random, share, flip) for share in shares for flip in (True, False)]
        self._fruits = [fruit for share in shares[1:6] if random.random() < 0.7 for fruit in self._bunch(random, share)]

    def draw(self, canvas: Canvas, time_s: float) -> None:
        swing = 0.07 * self._size * math.sin(time_s * 1.1 + self._beat)

        def at(share: float) -> Point:
            return self._foot[0] + swing * share**2, self._foot[1] - self._height * share

        canvas.line([at(1), self._string_end], 1, mixed("#d8d2bc", "#dfe9e0", self._haze))
        stem = curve([at(share) for share in (0, 0.33, 0.67, 1)], closed=False)
        canvas.line(stem, max(1.5, 0.035 * self._size), mixed("#4d7a36", "#b8d2b4", self._haze))
        for leaf in self._leaves:
            turn = leaf.droop + 0.09 * math.sin(time_s * 1.7 + leaf.beat)
            canvas.polygon(placed(_LEAF, at(leaf.share), leaf.length, leaf.flip, turn), leaf.colour)
            canvas.line(placed(_VEIN, at(leaf.share), leaf.length, leaf.flip, turn), 1, leaf.vein)
        for fruit in self._fruits:
            x, y = at(fruit.share)
            canvas.disc((x + fruit.x, y + fruit.y), fruit.radius, fruit.colour)
            shine = (x + fruit.x - fruit.radius * 0.3, y + fruit.y - fruit.radius * 0.35)
            canvas.disc(shine, fruit.radius * 0.26, mixed(fruit.colour, "#ffffff", 0.6))

    def _leaf(self, random: np.random.Generator, share: float, flip: bool) -> _Leaf:
        green = ["#3f8b3a", "#5aa648", "#2f7433", "#74b957"][random.integers(0, 4)]
        return _Leaf(
            share,
            flip,
            self._size * random.uniform(0.3, 0.5) * (1.15 - 0.55 * share),
            droop=random.uniform(0.0, 0.75),
            colour=mixed(green, "#cfe3c6", self._haze),
            vein=mixed(mixed(green, "#d8f0b0", 0.4), "#cfe3c6", self._haze),
            beat=random.uniform(0, 7),
        )

    def _bunch(self, random: np.random.Generator, share: float) -> list[_Fruit]:
        def fruit(number: int) -> _Fruit:
            ripe = mixed("#e0402c", "#d7a63a", min(1.0, random.uniform(0, 0.5) + 0.8 * share))
            x, y = self._size * random.uniform(-0.14, 0.14), self._size * (0.06 + 0.075 * number)
            return _Fruit(share, x, y, 0.062 * self._size, mixed(ripe, "#e6dccb", self._haze))

        return [fruit(number) for number in range(random.integers(2, 4))]


def _paint_sky(canvas: Canvas) -> None:
    canvas.gradient(0, 520, ["#7fb9e6", "#a9d3ee", "#d8ecf2", "#eef3e2"])
    canvas.blend(cloud_noise(6, cell=(330, 110), octaves=5) ** 2 * rows_mask(-80, 380, soft_px=120), "#ffffff", 0.85)
    canvas.glow((860, 30), 420, "#7a6a3a", 0.8)


def _paint_end_wall(canvas: Canvas) -> None:
    left, right = _project(-_WALL_M, 0, _END_M), _project(_WALL_M, 0, _END_M)
    for x in np.linspace(left[0] - 30, right[0] + 30, 14):
        canvas.disc(
            (float(x), 322.0),
            30 + 9 * math.sin(float(x)),
            mixed("#7ea878", "#9cc49a", 0.5 + 0.5 * math.sin(float(x) * 3)),
        )
    for x_m in np.linspace(-_WALL_M, _WALL_M, 7):
        roof = _EAVES_M + (_RIDGE_M - _EAVES_M) * (1 - abs(float(x_m)) / _WALL_M)
        canvas.line([_project(float(x_m), 0, _END_M), _project(float(x_m), roof, _END_M)], 2, "#eef4f0")
    canvas.line([_project(-_WALL_M, 1.4, _END_M), _project(_WALL_M, 1.4, _END_M)], 2, "#eef4f0")
    door = [_project(x, up, _END_M) for x, up in ((-0.7, 0), (-0.7, 2.3), (0.7, 2.3), (0.7, 0))]
    canvas.polygon(door, "#d6e8e4")
    canvas.line([*door, door[0]], 3, "#4f7d6a")
    canvas.line([_project(0, 0, _END_M), _project(0, 2.3, _END_M)], 2, "#4f7d6a")


def _paint_glass(canvas: Canvas) -> None:
    """Panes with a hint of reflection between white ribs."""
    for side in (-1, 1):
        for number, away in enumerate((19.0, 14.0, 10.3, 7.6, 5.6, 4.1, 3.0, 2.2, 1.6)):
            nearer = away * 0.735
            pane = [
                _project(side * _WALL_M, up, at)
                for up, at in ((0.7, away), (_EAVES_M, away), (_EAVES_M, nearer), (0.7, nearer))
            ]
            canvas.blend(shape_mask(pane), ["#e4f2f0", "#c8e2ea"][number % 2], 0.3)
            roof = [
                _project(side * _WALL_M, _EAVES_M, away),
                _project(0, _RIDGE_M, away),
                _project(0, _RIDGE_M, nearer),
                _project(side * _WALL_M, _EAVES_M, nearer),
            ]
            canvas.blend(shape_mask(roof), ["#f2f8f6", "#bcdcf0"][number % 2], 0.22)
            width = max(2.0, 24 / away)
            canvas.line(
                [
                    _project(side * _WALL_M, 0.0, away),
                    _project(side * _WALL_M, _EAVES_M, away),
                    _project(0, _RIDGE_M, away),
                ],
                width,
                "#f4f7f2",
            )
            canvas.line(
                [_project(side * _WALL_M, _EAVES_M, away), _project(-side * _WALL_M, _EAVES_M, away)],
                max(1.0, 9 / away),
                "#dfe8e2",
            )
        for up_m, width in ((_EAVES_M, 4), (1.9, 2), (0.7, 5)):
            canvas.line([_project(side * _WALL_M, up_m, _END_M), _project(side * _WALL_M, up_m, 1.0)], width, "#f4f7f2")
        wall = [_project(side * _WALL_M, up, at) for up, at in ((0, _END_M), (0.7, _END_M), (0.7, 1.0), (0, 1.0))]
        canvas.polygon(wall, "#b7a58e")
    canvas.line([_project(0, _RIDGE_M, _END_M), _project(0, _RIDGE_M, 1.6)], 5, "#f4f7f2")


def _paint_floor(canvas: Canvas) -> None:
    canvas.polygon(
        [_project(x, 0, at) for x, at in ((-_WALL_M, _END_M), (_WALL_M, _END_M), (_WALL_M, 1.0), (-_WALL_M, 1.0))],
        "#6f5a44",
    )
    path = [_project(x, 0, at) for x, at in ((-0.95, _END_M), (0.95, _END_M), (0.95, 1.0), (-0.95, 1.0))]
    canvas.polygon(path, "#cbc3b2")
    for away in np.geomspace(1.7, _END_M, 16):
        canvas.line(
            [_project(-0.95, 0, float(away)), _project(0.95, 0, float(away))], max(1.0, 6 / float(away)), "#a89f8d"
        )
    canvas.texture(cloud_noise(10, cell=(130, 30), octaves=5), 0.13, shape_mask(path))
    for away in (13, 9, 6.2, 4.3, 3.05):
        patch = [_project(x, 0, at) for x, at in ((-0.6, away), (0.5, away), (0.9, away * 0.87), (-0.2, away * 0.87))]
        canvas.blend(shape_mask(patch, blur_px=3), "#fff3cf", 0.5)


def _paint_bed(canvas: Canvas, side: int, away_m: float) -> None:
    near_m = away_m - _BED_M
    corners = ((1.25, 0.0), (1.25, 0.5), (3.9, 0.5))
    inner = [_project(side * 1.25, up, at) for up, at in ((0, away_m), (0.5, away_m), (0.5, near_m), (0, near_m))]
    top = [
        _project(side * x, up, at)
        for (x, up), at in ((corners[1], away_m), (corners[2], away_m), (corners[2], near_m), (corners[1], near_m))
    ]
    canvas.polygon(top, "#4a3626")
    canvas.polygon(inner, mixed("#9b7350", "#7d5a3d", (away_m * 3.1) % 1))
    canvas.line(inner[1:3], max(1.0, 8 / away_m), "#c39a70")
    canvas.line([inner[0], inner[1]], max(1.0, 5 / away_m), "#5f432d")


def _paint_bed_front(canvas: Canvas, side: int, near_m: float) -> None:
    front = [_project(side * x, up, near_m) for x, up in ((1.25, 0), (1.25, 0.5), (3.9, 0.5), (3.9, 0))]
    canvas.polygon(front, "#86603f")
    for up_m in (0.17, 0.34):
        canvas.line([_project(side * 1.25, up_m, near_m), _project(side * 3.9, up_m, near_m)], 2, "#6b4a30")
    canvas.line(front[1:3], 6, "#c39a70")


def _paint_sun(canvas: Canvas) -> None:
    for left, width, strength in ((470, 120, 0.2), (700, 90, 0.16), (880, 150, 0.18)):
        shaft = [(left + 230, -20), (left + 230 + width * 0.6, -20), (left + width - 120, 730), (left - 120, 730)]
        canvas.blend(shape_mask(shaft, blur_px=22) * rows_mask(-400, 900, soft_px=700), "#fff4c8", strength)


def _draw_fan(canvas: Canvas, time_s: float) -> None:
    centre = _project(0, 3.35, _END_M)
    canvas.disc(centre, 19, "#7e8f88")
    canvas.disc(centre, 16, "#dcebe9")
    for blade in range(3):
        turn = time_s * 4.3 + blade * 2 * math.pi / 3
        tips = [(centre[0] + 15 * math.cos(turn + d), centre[1] + 15 * math.sin(turn + d)) for d in (-0.4, 0.4)]
        canvas.polygon([centre, *tips], "#5f726b")


def _draw_mist(pixels: Pixels, time_s: float) -> None:
    """From nozzles over the path, every now and then."""
    for nozzle, away_m in enumerate((9.0, 6.0, 4.2)):
        on = max(0.0, math.sin(time_s * 0.35 + nozzle * 0.9))
        start = _project(0, 2.75, away_m)
        size = _FOCAL_PX / away_m
        for puff in range(5):
            age = (time_s * 0.42 + puff / 5) % 1.0
            strength = round(0.3 * on * (1 - age) * min(1.0, 5 * age), 2)
            if strength > 0:
                radius = 8 * round(size * (0.18 + 0.5 * age) / 8)
                x = start[0] + 0.3 * size * math.sin(puff * 2.4 + time_s * 0.3) * age
                add_patch(pixels, halo_patch(max(8, radius), "#c9d6d2", strength), (x, start[1] + 0.9 * size * age))


def _draw_dust(pixels: Pixels, time_s: float) -> None:
    random = np.random.default_rng(3)
    for x0, y0, speed in random.random((36, 3)).tolist():
        x = (x0 * WIDTH + 12 * math.sin(time_s * 0.5 + 9 * y0) + time_s * 6 * (speed - 0.5)) % WIDTH
        y = (y0 * HEIGHT - time_s * (3 + 6 * speed)) % HEIGHT
        add_patch(
            pixels, halo_patch(4, "#fff3cc", round(0.3 + 0.4 * (0.5 + 0.5 * math.sin(time_s + 20 * x0)), 1)), (x, y)
        )
