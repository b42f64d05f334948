"""A street at night after rain: cars come and go, lamps mirror in the wet road."""

from __future__ import annotations

import math
from itertools import pairwise

import cv2
import numpy as np

from node_agent.encode import Pixels
from node_agent.sources.scenery.figures import Clothes, draw_person
from node_agent.sources.scenery.paint import (
    HEIGHT,
    WIDTH,
    Canvas,
    Point,
    blank,
    cloud_noise,
    grain,
    mixed,
    rows_mask,
    shape_mask,
    vignette,
)

_VANISHING: Point = (640.0, 318.0)
_FOCAL_PX = 620.0
_EYE_M = 3.1
_KERB_M = 5.2
_WALL_M = 8.4
_FAR_M, _NEAR_M = 75.0, 5.0
_WALKER = Clothes(coat="#34405e", trousers="#1d222f", hair="#221a18", skin="#b98a6c", bag="#6e4a34")


def _project(x_m: float, up_m: float, away_m: float) -> Point:
    """A place on the street on the picture: metres to the right of the middle, above the road, and away."""
    scale = _FOCAL_PX / away_m
    return _VANISHING[0] + x_m * scale, _VANISHING[1] + (_EYE_M - up_m) * scale


class Street:
    """The wet road shows the houses upside down, blurred downwards."""

    def __init__(self) -> None:
        canvas = blank()
        _paint_sky(canvas)
        for side in (-1, 1):
            _paint_houses(canvas, side)
        _paint_road(canvas)
        for away_m in (58, 44, 32, 22.5, 15):
            for side in (-1, 1):
                _paint_lamp(canvas, side, away_m)
        _lay_reflection(canvas)
        vignette(canvas.pixels, 0.4)
        self._background = canvas.pixels

    def draw(self, time_s: float) -> Pixels:
        pixels = self._background.copy()
        canvas = Canvas(pixels)
        going = [(_away(time_s, number), number) for number in range(3)]
        coming = [(_coming(time_s, number), number) for number in range(3)]
        for away_m, number in sorted(coming, reverse=True):
            _draw_coming_car(canvas, away_m, number)
        for away_m, number in sorted(going, reverse=True):
            _draw_going_car(canvas, away_m, number)
        _draw_walker(canvas, time_s)
        _draw_signal(canvas, time_s)
        grain(pixels, time_s)
        return pixels


def _paint_sky(canvas: Canvas) -> None:
    canvas.gradient(0, 420, ["#080b1c", "#101633", "#26284f", "#4b3a5e", "#7c5560"])
    canvas.blend(cloud_noise(3, cell=(520, 90), octaves=4) * rows_mask(0, 330, soft_px=90), "#3a2f55", 0.6)
    random = np.random.default_rng(14)
    for x in range(380, 900, 24):
        top = 318 - int(random.integers(14, 92)) * (0.5 + 0.5 * math.cos((x - 640) / 170))
        canvas.box(x, top, x + 24, 330, mixed("#191a35", "#2b2748", random.random()))
        for _ in range(5):
            lit = (x + int(random.integers(3, 21)), top + int(random.integers(4, 40)))
            if lit[1] < 314:
                canvas.box(lit[0], lit[1], lit[0] + 2, lit[1] + 3, "#d9a860")
    canvas.glow(_VANISHING, 260, "#8a4f3a", 0.6, squash=0.45)


def _paint_houses(canvas: Canvas, side: int) -> None:
    random = np.random.default_rng(40 + side)
    fronts = ["#2a2238", "#23283f", "#33263a", "#1f2a3c", "#2e2b40"]
    starts = [75, 60, 48, 38, 29, 21.5, 15, 9.5, 4.2]
    for number, (far, near) in enumerate(pairwise(starts)):
        height_m = float(random.uniform(8.5, 14.5))
        wall = side * _WALL_M
        front = [_project(wall, up, away) for up, away in ((0, far), (height_m, far), (height_m, near), (0, near))]
        haze = min(1.0, far / 80)
        canvas.polygon(front, mixed(fronts[number % len(fronts)], "#4a3a58", 0.5 * haze))
        canvas.line(
            [_project(wall, height_m, far), _project(wall, height_m, near)],
            2 + 20 / near,
            mixed("#151324", "#4a3a58", 0.4 * haze),
        )
        _paint_windows(canvas, random, side, far, near, height_m)
        _paint_shop(canvas, random, wall, far, near)


def _paint_windows(
    canvas: Canvas, random: np.random.Generator, side: int, far: float, near: float, height_m: float
) -> None:
    columns = max(2, round((far - near) / 2.4))
    step = (far - near) / columns
    for floor in range(1, int((height_m - 0.8) // 3)):
        for column in range(columns):
            away, up = near + step * (column + 0.22), 0.9 + 3.0 * floor
            window = _on_wall(side, away, away + step * 0.56, up, up + 1.6)
            if random.random() < 0.46:
                light = ["#ffcf86", "#f6b765", "#ffe1ae", "#9fc4e8"][random.integers(0, 4)]
                canvas.polygon(window, mixed(light, "#6a4a40", float(random.uniform(0, 0.45))))
            else:
                canvas.polygon(window, "#141627")
            canvas.line([*window[:2]], max(1, 10 / near), "#12101c")
            canvas.line([window[0], window[3]], max(1, 18 / away), "#4a4258")


def _paint_shop(canvas: Canvas, random: np.random.Generator, wall: float, far: float, near: float) -> None:
    side = 1 if wall > 0 else -1
    length = far - near
    light = ["#ffd28a", "#ffb36b", "#bfe3e0", "#ffc0a0"][random.integers(0, 4)]
    canvas.polygon(_on_wall(side, near + 0.12 * length, far - 0.36 * length, 0.5, 2.5), light)
    for share in (0.12, 0.38, 0.64):
        post = near + share * length
        canvas.line([_project(wall, 0.5, post), _project(wall, 2.5, post)], max(1, 28 / post), "#241a24")
    canvas.polygon(_on_wall(side, near + 0.12 * length, far - 0.36 * length, 0.5, 0.95), mixed(light, "#3a2430", 0.75))
    canvas.polygon(_on_wall(side, far - 0.28 * length, far - 0.12 * length, 0.0, 2.4), "#1a1420")
    sign = ["#a8323c", "#2f6f74", "#8a5a24", "#4a4a8c"][random.integers(0, 4)]
    canvas.polygon(_on_wall(side, near + 0.1 * length, far - 0.1 * length, 2.7, 3.4), mixed(sign, "#241c30", 0.25))
    middle = _project(wall, 1.5, near + 0.38 * length)
    radius = min(190.0, 3.4 * _FOCAL_PX / (near + 0.38 * length))
    canvas.glow(middle, radius, mixed(light, "#5a2a10", 0.6), 0.42)


def _on_wall(side: int, near: float, far: float, low: float, high: float) -> list[Point]:
    return [_project(side * _WALL_M, up, away) for up, away in ((low, near), (low, far), (high, far), (high, near))]


def _paint_road(canvas: Canvas) -> None:
    canvas.polygon(_strip(_WALL_M), "#2b2a3a")
    road = _strip(_KERB_M)
    canvas.polygon(road, "#1b1c29")
    canvas.texture(cloud_noise(8, cell=(200, 22), octaves=5), 0.35, shape_mask(road))
    for side in (-1, 1):
        kerb = [_project(side * _KERB_M, up, away) for up, away in ((0, _FAR_M), (0.16, _FAR_M), (0.16, 3.0), (0, 3.0))]
        canvas.polygon(kerb, "#4b475a")
        for away in np.arange(6, 60, 2.0):
            canvas.line([_project(side * _KERB_M, 0.16, away), _project(side * _WALL_M, 0.16, away)], 1, "#232230")
    for away in np.arange(7, 70, 6.0):
        dash = [_project(x, 0, at) for x, at in ((-0.08, away), (0.08, away), (0.08, away + 2.6), (-0.08, away + 2.6))]
        canvas.polygon(dash, "#8f8c94")
    for x in np.arange(-4.6, 4.7, 1.15):
        stripe = [_project(x + dx, 0, at) for dx, at in ((0, 9.2), (0.6, 9.2), (0.6, 12.4), (0, 12.4))]
        canvas.polygon(stripe, "#77757f")


def _strip(half_m: float) -> list[Point]:
    """The ground to both sides of the middle, from the far end to the viewer."""
    corners = ((-half_m, _FAR_M), (half_m, _FAR_M), (half_m, 2.4), (-half_m, 2.4))
    return [_project(x, 0, away) for x, away in corners]


def _paint_lamp(canvas: Canvas, side: int, away_m: float) -> None:
    x = side * (_KERB_M + 0.5)
    foot, top, head = _project(x, 0, away_m), _project(x, 6.2, away_m), _project(x - side * 1.5, 6.5, away_m)
    width = max(1.5, 90 / away_m)
    canvas.line([foot, top, head], width, "#12121c")
    size = _FOCAL_PX / away_m
    canvas.glow(head, 2.3 * size, "#d98a3c", 0.8)
    canvas.glow(_project(x - side * 1.5, 0, away_m), 3.6 * size, "#a9662c", 0.5, squash=0.28)
    canvas.disc(head, max(1.5, 0.16 * size), "#fff0cf", squash=0.6)


def _lay_reflection(canvas: Canvas) -> None:
    """Mirrors what stands above the road in its wetness."""
    first = round(_VANISHING[1]) + 26
    height = HEIGHT - first
    mirror = cv2.resize(canvas.pixels[first - 300 : first][::-1], (WIDTH, height))
    streaked = cv2.blur(mirror, (5, 61))
    wet = cloud_noise(23, cell=(260, 40), octaves=4)[first:]
    depth = np.linspace(0.55, 0.22, height, dtype=np.float32)[:, None]
    weight = (depth * (0.45 + 0.55 * wet) * shape_mask(_strip(_WALL_M))[first:])[..., None]
    light = np.clip(streaked.astype(np.float32) * weight, 0, 255).astype(np.uint8)
    cv2.add(canvas.pixels[first:], light, dst=canvas.pixels[first:])


def _away(time_s: float, number: int) -> float:
    """Where a car is that drives off."""
    return _NEAR_M + (_FAR_M - _NEAR_M) * ((time_s / 15 + number * 0.37) % 1.0)


def _coming(time_s: float, number: int) -> float:
    """Where a car is that comes."""
    return _FAR_M - (_FAR_M - _NEAR_M) * ((time_s / 12 + number * 0.29) % 1.0)


def _draw_body(canvas: Canvas, x_m: float, away_m: float, paint: str, glass: str) -> None:
    def at(x: float, up: float) -> Point:
        return _project(x_m + x, up, away_m)

    canvas.polygon([at(-0.95, 0.12), at(-0.95, 0.85), at(0.95, 0.85), at(0.95, 0.12)], paint)
    canvas.polygon([at(-0.9, 0.84), at(-0.62, 1.42), at(0.62, 1.42), at(0.9, 0.84)], mixed(paint, "#000000", 0.25))
    canvas.polygon([at(-0.76, 0.88), at(-0.55, 1.34), at(0.55, 1.34), at(0.76, 0.88)], glass)
    for x in (-0.92, 0.64):
        canvas.polygon([at(x, 0.0), at(x, 0.3), at(x + 0.28, 0.3), at(x + 0.28, 0.0)], "#08080c")


def _draw_coming_car(canvas: Canvas, away_m: float, number: int) -> None:
    x_m, size = -2.4, _FOCAL_PX / away_m
    _draw_body(canvas, x_m, away_m, ["#39465c", "#5a3036", "#4d4f57"][number], "#1a2130")
    canvas.glow(_project(x_m, 0, max(_NEAR_M, away_m - 3.5)), 2.4 * _step(size), "#8f8a72", 0.6, squash=0.3)
    for x in (-0.7, 0.7):
        lamp = _project(x_m + x, 0.62, away_m)
        canvas.glow(lamp, 1.25 * _step(size), "#d8d2b8", 0.85)
        canvas.disc(lamp, max(1.2, 0.13 * size), "#fffbe8")
        shine = _project(x_m + x, -0.75, away_m)
        canvas.glow(shine, 0.4 * _step(size), "#b5ae92", 0.7, squash=2.4)


def _draw_going_car(canvas: Canvas, away_m: float, number: int) -> None:
    x_m, size = 2.4, _FOCAL_PX / away_m
    _draw_body(canvas, x_m, away_m, ["#2c3d38", "#3a3350", "#56433a"][number], "#232a3a")
    canvas.line([_project(x_m - 0.95, 0.36, away_m), _project(x_m + 0.95, 0.36, away_m)], 0.05 * size, "#15151c")
    canvas.box(*_project(x_m - 0.25, 0.55, away_m), *_project(x_m + 0.25, 0.42, away_m), "#c9c4b4")
    for x in (-0.74, 0.74):
        lamp = _project(x_m + x, 0.68, away_m)
        canvas.glow(lamp, 0.8 * _step(size), "#d02418", 0.75)
        canvas.disc(lamp, max(1.0, 0.12 * size), "#ff6a55", squash=0.6)
        canvas.glow(_project(x_m + x, -0.7, away_m), 0.32 * _step(size), "#b02318", 0.7, squash=2.4)


def _step(size: float) -> float:
    """Rounds a size coarsely, so that few patches of light are made for all distances."""
    return math.exp2(round(4 * math.log2(size)) / 4)


def _draw_walker(canvas: Canvas, time_s: float) -> None:
    away_m = 10.9
    x_m = -_WALL_M + 2 * _WALL_M * (time_s / 26 % 1.0)
    feet = _project(x_m, 0.0, away_m)
    height = 1.75 * _FOCAL_PX / away_m
    draw_person(canvas, feet, height, time_s * 5.2, _WALKER)
    canopy = [
        (feet[0] - 34, feet[1] - height - 4),
        (feet[0] - 20, feet[1] - height - 24),
        (feet[0] + 6, feet[1] - height - 32),
    ]
    canopy += [(feet[0] + 32, feet[1] - height - 24), (feet[0] + 46, feet[1] - height - 4)]
    canvas.line([(feet[0] + 6, feet[1] - height * 0.55), (feet[0] + 6, feet[1] - height - 28)], 2, "#0d0d12")
    canvas.polygon(
        [
            *canopy,
            (feet[0] + 26, feet[1] - height - 9),
            (feet[0] + 6, feet[1] - height - 5),
            (feet[0] - 14, feet[1] - height - 9),
        ],
        "#8c2f3a",
    )


def _draw_signal(canvas: Canvas, time_s: float) -> None:
    foot, head = _project(_KERB_M + 0.5, 0, 8.2), _project(_KERB_M + 0.5, 3.4, 8.2)
    canvas.line([foot, head], 7, "#0f0f16")
    x, y = head
    canvas.box(x - 13, y - 72, x + 13, y + 4, "#0b0b11")
    lit = int(time_s / 6) % 3
    for number, (dark, bright) in enumerate((("#3a1414", "#ff4a3a"), ("#3a2c10", "#ffb52e"), ("#10321f", "#3dff8f"))):
        centre = (x, y - 60 + 24 * number)
        canvas.disc(centre, 8.5, bright if number == lit else dark)
        if number == lit:
            canvas.glow(centre, 46, mixed(bright, "#000000", 0.35), 0.8)
