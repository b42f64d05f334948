"""A cabin in the snow at night: flakes fall, smoke rises, a fox comes by."""

from __future__ import annotations

import math

import numpy as np

from node_agent.encode import Pixels
from node_agent.sources.scenery.figures import Coat, draw_animal
from node_agent.sources.scenery.paint import (
    HEIGHT,
    WIDTH,
    Canvas,
    Point,
    add_patch,
    blank,
    cloud_noise,
    curve,
    darken,
    grain,
    halo_patch,
    mixed,
    rows_mask,
    shadow_patch,
    shape_mask,
    vignette,
)

_FOX = Coat(back="#99502f", belly="#cdbdb8", tail_tip="#d8d2d6", tail_width=0.2, snout=1.9)
_CROSSING_S = 46.0
_CHIMNEY: Point = (512, 306)
_FLAKES = 230


class Snow:
    """Flakes fall at three depths, the near ones larger and faster."""

    def __init__(self) -> None:
        canvas = blank()
        _paint_sky(canvas)
        _paint_forest(canvas)
        _paint_ground(canvas)
        _paint_cabin(canvas)
        _paint_near_trees(canvas)
        vignette(canvas.pixels, 0.35)
        self._background = canvas.pixels
        random = np.random.default_rng(21)
        self._places = random.random((_FLAKES, 2)) * (WIDTH, HEIGHT)
        self._depths = random.random(_FLAKES) ** 2.2

    def draw(self, time_s: float) -> Pixels:
        pixels = self._background.copy()
        canvas = Canvas(pixels)
        _draw_smoke(pixels, time_s)
        _draw_fox(canvas, time_s)
        flicker = 0.5 + 0.06 * math.sin(time_s * 7.3) * math.sin(time_s * 3.1)
        canvas.glow((470, 442), 190, "#c8742a", round(flicker, 2))
        self._draw_flakes(canvas, time_s)
        grain(pixels, time_s)
        return pixels

    def _draw_flakes(self, canvas: Canvas, time_s: float) -> None:
        speed = 40 + 130 * self._depths
        sway = 14 * np.sin(time_s * 0.8 + self._places[:, 0])
        x = (self._places[:, 0] + sway + 0.35 * speed * time_s) % (WIDTH + 20) - 10
        y = (self._places[:, 1] + speed * time_s) % (HEIGHT + 20) - 10
        for flake_x, flake_y, depth in zip(x.tolist(), y.tolist(), self._depths.tolist(), strict=True):
            if depth > 0.62:
                add_patch(canvas.pixels, halo_patch(3 + round(7 * depth), "#c9d6f2", 0.75), (flake_x, flake_y))
            else:
                canvas.disc((flake_x, flake_y), 1.0 + 2.2 * depth, mixed("#8fa2cc", "#f4f8ff", depth * 1.5))


def _paint_sky(canvas: Canvas) -> None:
    canvas.gradient(0, 470, ["#070b22", "#0d1738", "#1a2c5c", "#34508a", "#5f7cae"])
    random = np.random.default_rng(4)
    for x, y, size in zip(random.random(190) * WIDTH, random.random(190) ** 1.5 * 340, random.random(190), strict=True):
        canvas.disc((x, y), 0.5 + 1.1 * size**3, mixed("#6f82b4", "#ffffff", size))
    veil = cloud_noise(31, cell=(90, 420), octaves=3)
    ribbon = curve([(-20, 150), (230, 215), (520, 120), (800, 190), (1300, 60)], closed=False)
    low = [(x, y + 95) for x, y in reversed(ribbon)]
    canvas.blend(shape_mask([*[(x, y - 60) for x, y in ribbon], *low], blur_px=34) * veil, "#4fd6a4", 0.34)
    moon = (1046.0, 118.0)
    canvas.glow(moon, 330, "#4a5f96", 0.7)
    canvas.glow(moon, 120, "#a9b8de", 0.6)
    canvas.disc(moon, 40, "#f3f1e2")
    for x, y, radius in ((-12, -8, 9), (10, 12, 11), (14, -14, 6), (-8, 18, 5)):
        canvas.disc((moon[0] + x, moon[1] + y), radius, "#dedccb")


def _paint_forest(canvas: Canvas) -> None:
    random = np.random.default_rng(9)
    canvas.polygon(
        [
            (-10, 470),
            *curve([(-10, 380), (240, 330), (520, 372), (830, 318), (1080, 366), (1300, 330)], closed=False),
            (1300, 470),
        ],
        "#506a9c",
    )
    for base, count, height, colour in ((432, 46, 86, "#33497a"), (462, 32, 132, "#20325c")):
        for x in np.linspace(-20, WIDTH + 20, count) + random.normal(0, 12, count):
            _paint_pine(canvas, (x, base + random.normal(0, 5)), height * random.uniform(0.75, 1.2), colour, snow=0.25)


def _paint_pine(canvas: Canvas, foot: Point, height: float, colour: str, snow: float) -> None:
    x, y = foot
    for tier in range(4):
        top = y - height * (1 - 0.2 * tier)
        half, drop = height * (0.1 + 0.055 * tier), height * 0.32
        canvas.polygon([(x, top), (x + half, top + drop), (x, top + drop * 0.86), (x - half, top + drop)], colour)
        white = mixed(colour, "#e4ecff", snow)
        canvas.polygon([(x, top), (x + half, top + drop), (x + half * 0.3, top + drop * 0.62)], white)


def _paint_ground(canvas: Canvas) -> None:
    canvas.polygon(
        [
            (-10, 720),
            *curve([(-10, 470), (200, 446), (460, 470), (760, 448), (1040, 466), (1300, 440)], closed=False),
            (1300, 720),
        ],
        "#8fa4d2",
    )
    ground = shape_mask(
        [
            (-10, 730),
            *curve([(-10, 470), (200, 446), (460, 470), (760, 448), (1040, 466), (1300, 440)], closed=False),
            (1300, 730),
        ]
    )
    canvas.blend(ground * rows_mask(430, 900, soft_px=330), "#5a6fa6", 0.9)
    canvas.texture(cloud_noise(17, cell=(420, 70), octaves=4), 0.16, ground)
    for points in (
        [(-10, 600), (300, 560), (640, 596), (1300, 540)],
        [(-10, 690), (420, 640), (800, 676), (1300, 630)],
    ):
        ridge = curve(points, closed=False)
        canvas.blend(shape_mask([*ridge, *[(x, y + 46) for x, y in reversed(ridge)]], blur_px=16), "#b7c7ec", 0.3)


def _paint_cabin(canvas: Canvas) -> None:
    darken(canvas.pixels, shadow_patch(240, 36), (420, 520), 0.5)
    canvas.box(330, 390, 590, 512, "#4a2f24")
    for row in range(8):
        y = 392 + row * 15.5
        canvas.line([(330, y), (590, y)], 2, "#2e1c16")
        canvas.line([(330, y + 6), (590, y + 6)], 2, "#5d3d2e")
    canvas.box(498, 296, 528, 372, "#5b4a48")
    canvas.polygon([(494, 300), (494, 290), (532, 290), (532, 300)], "#dfe8fb")
    canvas.polygon([(300, 402), (372, 318), (566, 318), (624, 402)], "#c6d4f2")
    canvas.polygon(
        curve([(296, 404), (330, 380), (460, 388), (600, 380), (628, 404), (560, 413), (470, 402), (380, 414)]),
        "#e9f0ff",
    )
    canvas.polygon([(372, 318), (566, 318), (580, 340), (356, 338)], "#eef4ff")
    for left, right in ((356, 410), (512, 566)):
        canvas.box(left - 5, 422, right + 5, 478, "#2b1a14")
        canvas.box(left, 427, right, 473, "#ffc765")
        canvas.glow(((left + right) / 2, 450), 44, "#ffb347", 0.5)
        canvas.line([((left + right) / 2, 427), ((left + right) / 2, 473)], 3, "#2b1a14")
        canvas.line([(left, 450), (right, 450)], 3, "#2b1a14")
        canvas.box(left - 8, 476, right + 8, 484, "#dfe8fb")
    canvas.box(436, 426, 486, 512, "#2b1a14")
    canvas.box(441, 431, 481, 512, "#6a4430")
    canvas.disc((474, 474), 3, "#e9b85c")
    canvas.glow((382, 545), 120, "#b8742e", 0.55, squash=0.4)
    canvas.glow((540, 545), 120, "#b8742e", 0.55, squash=0.4)
    canvas.polygon(curve([(286, 516), (330, 500), (470, 512), (600, 500), (640, 518), (470, 532)]), "#b9c9ee")


def _paint_near_trees(canvas: Canvas) -> None:
    for x, y, height in (
        (60, 640, 420),
        (172, 560, 270),
        (1218, 628, 440),
        (1120, 548, 250),
        (760, 500, 150),
        (836, 512, 180),
    ):
        darken(canvas.pixels, shadow_patch(round(height * 0.3), round(height * 0.05)), (x - height * 0.12, y + 4), 0.4)
        canvas.box(x - height * 0.02, y - height * 0.14, x + height * 0.02, y, "#241b22")
        _paint_pine(canvas, (x, y), height, "#142142", snow=0.62)


def _draw_smoke(pixels: Pixels, time_s: float) -> None:
    for puff in range(9):
        age = (time_s * 0.11 + puff / 9) % 1.0
        x = _CHIMNEY[0] + 70 * age**1.4 + 9 * math.sin(5 * age + time_s * 0.6 + puff)
        strength = round(0.34 * (1 - age) * min(1.0, 6 * age), 2)
        add_patch(
            pixels, halo_patch(14 + round(40 * age / 4) * 4, "#8c9ac0", strength), (x, _CHIMNEY[1] - 20 - 190 * age)
        )


def _draw_fox(canvas: Canvas, time_s: float) -> None:
    share = time_s / _CROSSING_S % 1.0
    x, y = -120 + share * (WIDTH + 240), 622 - 14 * math.sin(share * 9)
    darken(canvas.pixels, shadow_patch(70, 10), (x - 6, y), 0.45)
    draw_animal(canvas, (x, y), 92, time_s * 7.0, _FOX)
