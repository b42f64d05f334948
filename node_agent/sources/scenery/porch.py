"""A front porch by day: someone passes by on the pavement, the hanging basket turns in the wind."""

from __future__ import annotations

import math

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
    curve,
    darken,
    grain,
    mixed,
    rows_mask,
    shadow_patch,
    shape_mask,
    vignette,
)

_PAVEMENT = 452
_PASSERS = (
    Clothes(coat="#d8a02c", trousers="#2f3d5c", hair="#3a261a"),
    Clothes(coat="#b0413c", trousers="#3a3a42", hair="#caa25c", bag="#4f3a2a"),
    Clothes(coat="#3f7f86", trousers="#57493a", hair="#1f1a18", skin="#8d5f44", bag="#caa777"),
)
_PASSING_S = 21.0


class Porch:
    """What stands on the porch is painted over whoever passes behind it."""

    def __init__(self) -> None:
        canvas = blank()
        _paint_sky(canvas)
        _paint_opposite(canvas)
        _paint_street(canvas)
        _paint_lawn(canvas)
        vignette(canvas.pixels, 0.18)
        self._background = canvas.pixels

    def draw(self, time_s: float) -> Pixels:
        pixels = self._background.copy()
        canvas = Canvas(pixels)
        _draw_passer(canvas, time_s)
        _draw_hedge(canvas, time_s)
        _draw_porch(canvas)
        _draw_basket(canvas, time_s)
        grain(pixels, time_s)
        return pixels


def _paint_sky(canvas: Canvas) -> None:
    canvas.gradient(0, 430, ["#6db3e8", "#9accf0", "#cde7f5", "#eef4ee"])
    canvas.blend(cloud_noise(52, cell=(380, 120), octaves=5) ** 2 * rows_mask(-60, 330, soft_px=90), "#ffffff", 0.95)


def _paint_opposite(canvas: Canvas) -> None:
    """Houses and trees across the street."""
    random = np.random.default_rng(24)
    for x in np.linspace(-20, WIDTH + 20, 22):
        canvas.disc(
            (float(x), 352 + random.normal(0, 10)),
            46 + random.random() * 26,
            mixed("#7fae74", "#a8cb8c", random.random()),
        )
    canvas.box(-5, 372, WIDTH + 5, 430, "#7aa86c")
    houses = (
        (30, 250, "#e2d4bd", "#8a4b3c"),
        (330, 238, "#c9d6d8", "#5b6670"),
        (660, 262, "#ecd9b0", "#7a5a4a"),
        (1000, 246, "#d4c3c0", "#6a4a4a"),
    )
    for left, width, wall, roof in houses:
        _paint_house(canvas, left, width, wall, roof)
    for x, height in ((296, 150), (616, 120), (952, 160), (1256, 140)):
        canvas.line([(x, 424), (x, 424 - height * 0.6)], 12, "#6d5138")
        for _ in range(34):
            angle, reach = random.random() * 2 * math.pi, random.random() ** 0.5
            spot = (x + 62 * reach * math.cos(angle), 424 - height + 52 * reach * math.sin(angle))
            canvas.disc(
                spot,
                13 + random.random() * 10,
                mixed("#3f7f3c", "#9acb62", 0.5 - 0.4 * math.sin(angle) * reach + 0.1 * random.random()),
            )


def _paint_house(canvas: Canvas, left: float, width: float, wall: str, roof: str) -> None:
    right, eaves = left + width, 286
    canvas.box(left, eaves, right, 424, wall)
    canvas.box(right - width * 0.22, eaves, right, 424, mixed(wall, "#5a5048", 0.22))
    canvas.polygon(
        [(left - 16, eaves + 6), (left + width * 0.2, 214), (right - width * 0.2, 214), (right + 16, eaves + 6)], roof
    )
    canvas.polygon(
        [(right - width * 0.2, 214), (right + 16, eaves + 6), (right - width * 0.3, eaves + 6)],
        mixed(roof, "#000000", 0.18),
    )
    canvas.box(left + width * 0.62, 196, left + width * 0.70, 236, mixed(roof, "#c8a890", 0.4))
    for share in (0.1, 0.62):
        x = left + width * share
        canvas.box(x - 4, 306, x + 54, 366, "#f7f5ee")
        canvas.box(x, 310, x + 50, 362, "#7fa4b8")
        canvas.polygon([(x, 310), (x + 34, 310), (x, 350)], "#b8d4df")
        canvas.line([(x + 25, 310), (x + 25, 362)], 3, "#f7f5ee")
    door = left + width * 0.38
    canvas.box(door - 4, 330, door + 42, 424, "#f7f5ee")
    canvas.box(door, 334, door + 38, 424, mixed(roof, "#2f5a6a", 0.6))
    canvas.disc((door + 31, 382), 2.4, "#f0d070")


def _paint_street(canvas: Canvas) -> None:
    canvas.box(-5, 418, WIDTH + 5, 428, "#9fb98a")
    canvas.box(-5, 427, WIDTH + 5, 434, "#c9c6bf")
    canvas.gradient(434, _PAVEMENT - 6, ["#7c7f84", "#8b8e92"])
    canvas.gradient(_PAVEMENT - 6, _PAVEMENT + 22, ["#c6c1b6", "#d9d4c8"])
    for x in range(0, WIDTH, 76):
        canvas.line([(x, _PAVEMENT - 4), (x - 8, _PAVEMENT + 22)], 1, "#aaa598")


def _paint_lawn(canvas: Canvas) -> None:
    canvas.gradient(_PAVEMENT + 22, HEIGHT, ["#7fb35a", "#6aa548", "#4f8a38"])
    canvas.texture(cloud_noise(71, cell=(30, 10), octaves=3), 0.15, rows_mask(_PAVEMENT + 22, HEIGHT + 2))
    path = curve([(600, 474), (590, 520), (560, 600), (500, 730)], closed=False)
    edge = curve([(800, 730), (740, 600), (694, 520), (676, 474)], closed=False)
    canvas.polygon([*path, *edge], "#cfc5b2")
    canvas.texture(cloud_noise(72, cell=(60, 20), octaves=4), 0.14, shape_mask([*path, *edge]))
    for y, left, right in ((500, 594, 686), (540, 582, 704), (590, 564, 734), (650, 538, 764)):
        canvas.line([(left, y), (right, y)], 2, "#aa9f8b")
    canvas.blend(shape_mask([(900, 474), (1290, 474), (1290, 640), (1010, 600)], blur_px=26), "#29501f", 0.38)


def _draw_passer(canvas: Canvas, time_s: float) -> None:
    turn = math.floor(time_s / _PASSING_S)
    share = time_s / _PASSING_S - turn
    leftwards = bool(turn % 2)
    x = -70 + (WIDTH + 140) * (1 - share if leftwards else share)
    feet: Point = (x, _PAVEMENT + 13)
    darken(canvas.pixels, shadow_patch(52, 6), (x + 22, feet[1] + 1), 0.45)
    draw_person(canvas, feet, 172, time_s * 5.6, _PASSERS[turn % len(_PASSERS)], flip=leftwards)


def _draw_hedge(canvas: Canvas, time_s: float) -> None:
    """Flower beds at the edge of the lawn, in the wind."""
    for number in range(46):
        x = number * 29.0 - 10
        if 540 < x < 740:
            continue
        sway = 1.6 * math.sin(time_s * 1.4 + number * 0.7)
        size = 13 + 5 * math.sin(number * 1.9)
        canvas.disc(
            (x + sway, 494 - size * 0.4),
            size * 1.5,
            mixed("#3d7a39", "#6ba84c", 0.5 + 0.5 * math.sin(number * 2.7)),
            squash=0.8,
        )
        bloom = ["#f2f0ea", "#e06a8c", "#f0c04a"][number % 3]
        for dx, dy in ((-9, -8), (6, -12), (13, -1)):
            canvas.disc((x + sway * 1.4 + dx, 490 + dy), 3.6, bloom)


def _draw_porch(canvas: Canvas) -> None:
    canvas.polygon([(-5, 640), (1285, 640), (1285, 725), (-5, 725)], "#9a7552")
    for number in range(15):
        x = 640 + (number - 7) * 104
        canvas.line([(640 + (number - 7) * 90, 640), (x, 722)], 2, "#76573a")
    canvas.box(-5, 634, 1285, 643, "#c8a27a")
    for left, right in ((-5, 452), (830, 1285)):
        canvas.box(left, 520, right, 534, "#f4f1ea")
        canvas.box(left, 531, right, 537, "#c9c4b8")
        canvas.box(left, 616, right, 626, "#f4f1ea")
        for x in range(int(left) + 18, int(right) - 6, 34):
            canvas.box(x, 534, x + 10, 618, "#f4f1ea")
            canvas.box(x + 7, 534, x + 10, 618, "#cfcabd")
    for x in (70, 446, 824, 1184):
        canvas.box(x, 40, x + 34, 640, "#f6f3ec")
        canvas.box(x + 24, 40, x + 34, 640, "#d3cec2")
        canvas.box(x - 6, 612, x + 40, 640, "#ebe7dd")
        canvas.box(x - 6, 56, x + 40, 74, "#ebe7dd")
    canvas.box(-5, -5, 1285, 44, "#e9e4d9")
    canvas.box(-5, 40, 1285, 58, "#cfc8ba")
    canvas.box(-5, 56, 1285, 60, "#a39c8e")
    canvas.polygon([(1010, 652), (1100, 652), (1092, 716), (1018, 716)], "#b5563a")
    canvas.box(1004, 644, 1106, 658, "#c96a4a")
    for number in range(11):
        angle = -math.pi * (0.06 + 0.088 * number)
        tip = (1055 + 86 * math.cos(angle), 648 + 112 * math.sin(angle))
        side = (1055 + 40 * math.cos(angle + 0.26), 648 + 52 * math.sin(angle + 0.26))
        canvas.polygon(
            curve([(1055, 650), side, tip, (1055 + 40 * math.cos(angle - 0.26), 648 + 52 * math.sin(angle - 0.26))]),
            mixed("#2f6b3a", "#6fb45a", number / 10),
        )
    canvas.polygon([(170, 700), (340, 700), (364, 722), (150, 722)], "#6a4a3a")
    canvas.polygon([(182, 704), (328, 704), (342, 718), (168, 718)], "#8c6450")


def _draw_basket(canvas: Canvas, time_s: float) -> None:
    swing = 5 * math.sin(time_s * 1.2)
    hook, pot = (644.0, 58.0), (644.0 + swing, 150.0)
    for dx in (-30, 0, 30):
        canvas.line([hook, (pot[0] + dx, pot[1])], 1, "#5a5048")
    canvas.polygon(
        [(pot[0] - 36, pot[1]), (pot[0] + 36, pot[1]), (pot[0] + 24, pot[1] + 34), (pot[0] - 24, pot[1] + 34)],
        "#8a5c3c",
    )
    for number in range(18):
        angle = number * 2.4
        reach = 12 + 30 * ((number * 0.37) % 1)
        leaf = (
            pot[0] + reach * math.cos(angle) * 1.3,
            pot[1] - 6 + reach * 0.5 * math.sin(angle) + (14 if number % 4 == 0 else 0),
        )
        canvas.disc(leaf, 10, mixed("#3d8a44", "#7fc25e", (number * 0.31) % 1), squash=0.7, turn=angle)
    for number in range(9):
        angle = number * 1.9 + 0.4
        canvas.disc(
            (pot[0] + 34 * math.cos(angle), pot[1] - 4 + 16 * math.sin(angle)),
            5.5,
            ["#e0507a", "#f4f0ee", "#a86ad0"][number % 3],
        )
