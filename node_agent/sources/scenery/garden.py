"""A garden in the morning: a cat walks along the fence, a robin pecks, butterflies dance over the flowers."""

from __future__ import annotations

import math

import numpy as np

from node_agent.encode import Pixels
from node_agent.sources.scenery.figures import Coat, draw_animal, draw_bird
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
    placed,
    rows_mask,
    shadow_patch,
    shape_mask,
    vignette,
)

_CAT = Coat(back="#3c3a40", belly="#efe9e2", tail_tip="#e6e0da")
_ROBIN = ("#7a5c40", "#d9622b", "#3a2a1c")
_FENCE_TOP = 318
_FLOWERS = ["#e8476a", "#f2b63c", "#f4f0e6", "#9a6bd1", "#f07f3c", "#ee86b0"]


class Garden:
    """The flowers in front sway; all behind them is painted once."""

    def __init__(self) -> None:
        canvas = blank()
        _paint_sky(canvas)
        _paint_trees(canvas)
        _paint_fence(canvas)
        _paint_lawn(canvas)
        _paint_feeder(canvas)
        _paint_tree(canvas)
        vignette(canvas.pixels, 0.22)
        self._background = canvas.pixels
        random = np.random.default_rng(8)
        self._flowers = sorted(
            (
                (x, 700 - 74 * depth, 0.7 + 0.5 * (1 - depth), int(kind))
                for x, depth, kind in zip(
                    np.linspace(-10, WIDTH + 10, 64) + random.normal(0, 12, 64),
                    random.random(64),
                    random.integers(0, 6, 64),
                    strict=True,
                )
            ),
            key=lambda flower: flower[1],
        )

    def draw(self, time_s: float) -> Pixels:
        pixels = self._background.copy()
        canvas = Canvas(pixels)
        _draw_cat(canvas, time_s)
        _draw_robin(canvas, time_s)
        for x, y, size, kind in self._flowers:
            _draw_flower(canvas, (float(x), float(y)), float(size), kind, time_s)
        for number in range(3):
            _draw_butterfly(canvas, time_s, number)
        _draw_pollen(pixels, time_s)
        grain(pixels, time_s)
        return pixels


def _paint_sky(canvas: Canvas) -> None:
    canvas.gradient(0, 470, ["#8ec7ea", "#b9def0", "#e4f1ea", "#faf0d2"])
    canvas.blend(cloud_noise(2, cell=(420, 120), octaves=5) ** 2 * rows_mask(-100, 260, soft_px=110), "#ffffff", 0.9)
    canvas.glow((250, 120), 520, "#8a6a34", 0.75)


def _paint_trees(canvas: Canvas) -> None:
    """Soft crowns far away, out of focus."""
    random = np.random.default_rng(33)
    for base, radius, colours in (
        (330, 64, ("#a9cf9f", "#c4dcae")),
        (372, 52, ("#6fa667", "#93bf74")),
        (396, 40, ("#4d8a4c", "#6ea656")),
    ):
        for x in np.linspace(-30, WIDTH + 30, 26):
            centre = (float(x) + random.normal(0, 16), base - 60 + random.normal(0, 22))
            canvas.disc(centre, radius * random.uniform(0.7, 1.25), mixed(*colours, random.random()))
    canvas.box(-5, 372, WIDTH + 5, 470, "#35602f")
    for _ in range(26):
        spot = (random.random() * WIDTH, 210 + random.random() * 120)
        canvas.glow(spot, 10 + int(random.integers(0, 4)) * 6, "#6a6030", 0.6)


def _paint_fence(canvas: Canvas) -> None:
    for number, x in enumerate(range(-20, WIDTH + 40, 44)):
        wood = mixed("#b88a5c", "#a0754b", 0.5 + 0.5 * math.sin(number * 2.3))
        canvas.polygon(
            [(x, 470), (x, _FENCE_TOP + 14), (x + 20, _FENCE_TOP), (x + 40, _FENCE_TOP + 14), (x + 40, 470)], wood
        )
        canvas.polygon(
            [(x + 31, 470), (x + 31, _FENCE_TOP + 8), (x + 40, _FENCE_TOP + 14), (x + 40, 470)],
            mixed(wood, "#4a2f1a", 0.3),
        )
        canvas.line([(x + 10, 470), (x + 11, _FENCE_TOP + 30)], 1, mixed(wood, "#4a2f1a", 0.35))
        canvas.disc((x + 20, _FENCE_TOP + 43), 2, "#5d452f")
        canvas.disc((x + 20, 433), 2, "#5d452f")
    for y in (_FENCE_TOP + 34, 424):
        canvas.box(-5, y, WIDTH + 5, y + 18, "#ab7f53")
        canvas.box(-5, y, WIDTH + 5, y + 4, "#cda476")
    canvas.texture(cloud_noise(15, cell=(30, 160), octaves=3), 0.1, rows_mask(_FENCE_TOP, 470))


def _paint_lawn(canvas: Canvas) -> None:
    canvas.gradient(462, HEIGHT, ["#5f9a45", "#74b04c", "#5d9a3f", "#3f7a31"])
    for number in range(12):
        stripe = [
            (640 + (number - 6) * 90, 462),
            (640 + (number - 5) * 90, 462),
            (640 + (number - 5) * 260, 720),
            (640 + (number - 6) * 260, 720),
        ]
        if number % 2:
            canvas.blend(shape_mask(stripe, blur_px=3) * rows_mask(462, 730), "#8cc45a", 0.3)
    canvas.texture(cloud_noise(28, cell=(26, 9), octaves=3), 0.16, rows_mask(462, 722))
    random = np.random.default_rng(5)
    for _ in range(420):
        x, y = random.random() * WIDTH, 466 + 180 * random.random() ** 1.4
        size = 3 + 9 * (y - 462) / 180
        canvas.line([(x, y), (x + random.normal(0, 2), y - size)], 1, mixed("#4c8a38", "#a8d86a", random.random()))
    dapples = cloud_noise(44, cell=(150, 46), octaves=3)
    canvas.blend(np.clip(dapples * 2.2 - 1.2, 0, 1) * rows_mask(462, 730, soft_px=20), "#fff2a8", 0.26)
    canvas.blend(rows_mask(440, 486, soft_px=20), "#24401c", 0.4)


def _paint_feeder(canvas: Canvas) -> None:
    darken(canvas.pixels, shadow_patch(90, 12), (946, 600), 0.45)
    canvas.box(935, 420, 947, 598, "#7a5836")
    canvas.box(935, 420, 939, 598, "#9a7650")
    canvas.polygon([(868, 420), (1014, 420), (1004, 434), (878, 434)], "#8a6640")
    canvas.box(868, 412, 1014, 421, "#b08a5c")
    for x in (882, 996):
        canvas.box(x, 336, x + 6, 414, "#8a6640")
    canvas.polygon([(850, 342), (941, 286), (1032, 342)], "#a4493a")
    canvas.polygon([(941, 286), (1032, 342), (996, 342), (941, 300)], "#853528")
    for x in range(888, 996, 7):
        canvas.disc((x, 411), 2.6, ["#d9b45a", "#a87a34", "#5a4020"][x % 3])


def _paint_tree(canvas: Canvas) -> None:
    darken(canvas.pixels, shadow_patch(300, 34), (90, 610), 0.45)
    canvas.polygon(
        curve(
            [
                (14, 640),
                (58, 520),
                (52, 330),
                (30, 120),
                (10, -40),
                (130, -40),
                (120, 140),
                (118, 340),
                (128, 520),
                (186, 640),
                (100, 622),
            ]
        ),
        "#6d4c33",
    )
    canvas.polygon(
        curve([(70, 620), (84, 500), (80, 300), (70, 60), (112, 60), (112, 330), (116, 520), (150, 626)]), "#5a3d28"
    )
    canvas.line(curve([(96, 190), (190, 130), (330, 92), (420, 98)], closed=False), 20, "#6d4c33")
    random = np.random.default_rng(90)
    for _ in range(250):
        angle, reach = random.random() * math.pi, random.random() ** 0.6
        x, y = 150 + math.cos(angle) * 330 * reach, 16 + math.sin(angle) * 150 * reach
        shade = random.random()
        canvas.disc(
            (x, y),
            12 + 14 * random.random(),
            mixed("#2f6a34", "#8cc657", shade * (0.4 + 0.6 * x / 480)),
            squash=0.7,
            turn=random.random() * 3,
        )


def _draw_cat(canvas: Canvas, time_s: float) -> None:
    share = time_s / 38 % 2.0
    going_back = share > 1
    along = 2 - share if going_back else share
    x = -120 + (WIDTH + 240) * along
    darken(canvas.pixels, shadow_patch(66, 8), (x, _FENCE_TOP + 40), 0.4)
    draw_animal(canvas, (x, _FENCE_TOP + 6), 96, time_s * 6.0, _CAT, flip=going_back)


def _draw_robin(canvas: Canvas, time_s: float) -> None:
    hop = time_s / 1.7
    place = 905 + 70 * (0.5 + 0.5 * math.sin(math.floor(hop) * 1.9))
    following = 905 + 70 * (0.5 + 0.5 * math.sin((math.floor(hop) + 1) * 1.9))
    jump = max(0.0, (hop % 1 - 0.75) * 4)
    x, y = place + (following - place) * jump, 411 - 16 * math.sin(math.pi * jump)
    peck = max(0.0, math.sin(time_s * 7.5)) if jump == 0 and int(hop) % 2 else 0.0
    draw_bird(canvas, (x, y), 46, peck, _ROBIN, flip=following < place)


def _draw_flower(canvas: Canvas, at: Point, size: float, kind: int, time_s: float) -> None:
    lean = 5 * size * math.sin(time_s * 1.3 + at[0] * 0.02)
    height = (78 + 24 * (kind % 3)) * size
    head = (at[0] + lean, at[1] - height + 30)
    canvas.line(
        curve([(at[0], at[1] + 46), (at[0] + lean * 0.2, at[1] - height * 0.4 + 30), head], closed=False),
        3 * size,
        "#3f7a35",
    )
    for side in (-1, 1):
        base = (at[0] + lean * 0.1, at[1] - height * 0.2 + 30)
        canvas.polygon(placed([(0, 0), (12, -13), (34, -16), (16, -2)], base, size, flip=side < 0), "#4f9140")
    colour = _FLOWERS[kind]
    petals, reach = (5, 12) if kind % 2 else (8, 13)
    for petal in range(petals):
        angle = petal * 2 * math.pi / petals + at[0]
        centre = (head[0] + reach * size * math.cos(angle), head[1] + reach * 0.8 * size * math.sin(angle))
        canvas.disc(centre, 9.5 * size, mixed(colour, "#ffffff", 0.14 if petal % 2 else 0.0), squash=0.72, turn=angle)
    canvas.disc(head, 7.5 * size, "#f6cf4a" if kind != 1 else "#8a4a20")
    canvas.disc((head[0] - 2 * size, head[1] - 2 * size), 3 * size, "#ffeaa0" if kind != 1 else "#b06a34")


def _draw_butterfly(canvas: Canvas, time_s: float, number: int) -> None:
    phase = time_s * (0.32 + 0.06 * number) + number * 2.4
    x = 640 + 420 * math.sin(phase) + 60 * math.sin(2.7 * phase)
    y = 560 + 60 * math.sin(1.9 * phase + number) + 9 * math.sin(time_s * 5)
    open_wing = 0.35 + 0.65 * abs(math.sin(time_s * 9 + number))
    colour = ["#f0a030", "#f4f2e4", "#6f9fe0"][number]
    for side in (-1, 1):
        for shape in ([(0, 0), (18, -20), (26, -8), (14, 4)], [(0, 2), (14, 5), (17, 16), (6, 15)]):
            canvas.polygon(curve([(x + side * px * open_wing, y + py) for px, py in shape]), colour)
    canvas.line([(x, y - 8), (x, y + 10)], 2, "#2c2018")


def _draw_pollen(pixels: Pixels, time_s: float) -> None:
    random = np.random.default_rng(12)
    for x0, y0, speed in random.random((26, 3)).tolist():
        x = (x0 * WIDTH + time_s * (6 + 10 * speed)) % WIDTH
        y = 250 + y0 * 380 + 16 * math.sin(time_s * 0.7 + 8 * x0)
        add_patch(pixels, halo_patch(4, "#ffeeb0", 0.5), (x, y))
