"""A harbour at dusk: the sun goes down behind the hills, a boat comes home, the lighthouse turns."""

from __future__ import annotations

import math

import cv2
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
    placed,
    rows_mask,
    vignette,
)

_HORIZON = 392
_SUN = (846.0, 366.0)
_LAMP = (203.0, 226.0)
_CROSSING_S = 95.0
_HULL: list[Point] = [(-46, 0), (52, 0), (40, 15), (-34, 15)]
_MAIN_SAIL: list[Point] = [(-2, -4), (-2, -104), (-40, -8)]
_BOLLARD: list[Point] = [(-12, 0), (-9, -36), (-15, -40), (-15, -48), (15, -48), (15, -40), (9, -36), (12, 0)]
_FORE_SAIL: list[Point] = [(3, -8), (3, -90), (44, -10)]


class Harbour:
    """Water is the mirrored sky, moved by waves that grow towards the viewer."""

    def __init__(self) -> None:
        canvas = blank()
        _paint_sky(canvas)
        _paint_hills(canvas)
        _paint_lighthouse(canvas)
        self._land = canvas.pixels
        self._mirror = _mirrored(self._land)
        rows, columns = np.mgrid[0 : (HEIGHT - _HORIZON) // 2, 0 : WIDTH // 2].astype(np.float32)
        depth = (rows + 1) / rows.shape[0]
        self._wave_reach = (1.2 + 11 * depth).astype(np.float32)
        self._phases = (
            140 * np.log1p(4 * depth) / 4 + columns * 0.022 / (0.25 + depth),
            170 * np.log1p(5 * depth) / 4 - columns * 0.031 / (0.3 + depth),
        )
        sun_column = np.exp(-(((columns * 2 - _SUN[0]) / (30 + 150 * depth)) ** 2))
        self._glitter = (sun_column * (1.05 - 0.75 * depth)).astype(np.float32)
        self._columns = np.arange(WIDTH, dtype=np.float32)[None, :]
        self._rows = np.arange(HEIGHT - _HORIZON, dtype=np.float32)[:, None]

    def draw(self, time_s: float) -> Pixels:
        pixels = self._land.copy()
        canvas = Canvas(pixels)
        boat = _boat_place(time_s)
        self._draw_water(pixels, boat, time_s)
        _draw_boat(canvas, boat, time_s)
        _draw_gulls(canvas, time_s)
        _draw_light(pixels, time_s)
        _draw_quay(canvas)
        grain(pixels, time_s)
        return pixels

    def _draw_water(self, pixels: Pixels, boat: Point, time_s: float) -> None:
        swell = np.sin(self._phases[0] + np.float32(time_s % 6283 * 1.7)) + np.sin(
            self._phases[1] + np.float32(time_s % 6283 * 1.15)
        )
        mirror = self._mirror.copy()
        _draw_boat(Canvas(mirror), (boat[0], boat[1] - _HORIZON), time_s, upside_down=True)
        wave = cv2.resize(swell * self._wave_reach, (WIDTH, HEIGHT - _HORIZON))
        water = cv2.remap(
            mirror, self._columns + wave * 0.5, self._rows + wave, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
        )
        glitter = cv2.resize(np.clip(swell - 0.7, 0, 1) * self._glitter, (WIDTH, HEIGHT - _HORIZON))[..., None]
        light = np.clip(glitter * np.array([120, 190, 255], np.float32), 0, 255).astype(np.uint8)
        cv2.add(water, light, dst=pixels[_HORIZON:])


def _paint_sky(canvas: Canvas) -> None:
    canvas.gradient(0, _HORIZON, ["#27214f", "#4a2f68", "#8f4573", "#d8635f", "#f5945a", "#fcc47c"])
    clouds = cloud_noise(11, cell=(520, 44), octaves=5) * rows_mask(20, 350, soft_px=60)
    canvas.blend(np.clip(clouds * 1.9 - 0.85, 0, 1), "#5d3a6b", 0.5)
    canvas.blend(np.clip(clouds * 1.9 - 1.1, 0, 1), "#ff9f7a", 0.65)
    canvas.glow(_SUN, 520, "#b8562c", 0.85, squash=0.7)
    canvas.glow(_SUN, 190, "#ffb050", 0.9)
    canvas.disc(_SUN, 37, "#fff0c4")
    canvas.glow(_SUN, 90, "#ffd890", 0.6)
    vignette(canvas.pixels, 0.2)


def _paint_hills(canvas: Canvas) -> None:
    random = np.random.default_rng(5)
    for base, height, rough, colour in ((388, 70, 9, "#8c4f70"), (392, 42, 6, "#5c3764")):
        along = np.linspace(-20, WIDTH + 20, 90)
        ridge = base - height * (0.45 + 0.35 * np.sin(along / 210 + base) + 0.2 * np.sin(along / 83))
        ridge += random.standard_normal(90) * rough * 0.4
        canvas.polygon(
            [(-20, _HORIZON), *curve(list(zip(along, ridge, strict=True)), closed=False), (1300, _HORIZON)], colour
        )
    for x in range(560, 1240, 23):
        lamp = (x + 9 * math.sin(x), _HORIZON - 7 - 5 * math.sin(x * 1.7))
        canvas.disc(lamp, 1.5, "#ffe2a0")
        canvas.glow(lamp, 11, "#c08030", 0.7)


def _paint_lighthouse(canvas: Canvas) -> None:
    rock = [(-20, 392), (-20, 338), (60, 322), (130, 330), (190, 318), (250, 326), (318, 356), (372, 384), (392, 392)]
    canvas.polygon(rock, "#33233f")
    canvas.polygon([(-20, 392), (-20, 360), (90, 352), (240, 352), (372, 388), (392, 392)], "#241930")
    canvas.polygon([(182, 326), (192, 244), (216, 244), (226, 326)], "#cfa7a4")
    canvas.polygon([(204, 326), (205, 244), (216, 244), (226, 326)], "#9a7486")
    canvas.polygon([(185.5, 298), (188, 276), (220, 276), (222.5, 298)], "#a43a45")
    canvas.box(186, 238, 220, 246, "#2e2038")
    canvas.box(194, 218, 212, 238, "#ffe9b0")
    canvas.polygon([(190, 219), (203, 204), (216, 219)], "#3a2340")
    canvas.polygon([(228, 330), (228, 304), (245, 292), (262, 304), (262, 336)], "#4b3350")
    canvas.box(238, 312, 246, 321, "#ffcf73")


def _mirrored(land: Pixels) -> Pixels:
    """What the water shows, nearest to the horizon first."""
    height = HEIGHT - _HORIZON
    mirror = cv2.resize(land[_HORIZON - 300 : _HORIZON][::-1], (WIDTH, height)).astype(np.float32)
    shade = np.linspace(0.9, 0.42, height, dtype=np.float32)[:, None, None]
    tint = np.array([0.95, 0.84, 0.98], np.float32)
    deep = np.array([74, 42, 34], np.float32)
    return np.clip(mirror * shade * tint + deep * (1 - shade) * 0.8, 0, 255).astype(np.uint8)


def _draw_quay(canvas: Canvas) -> None:
    canvas.polygon([(560, 720), (800, 604), (1280, 588), (1280, 720)], "#2a1d2b")
    for step in range(9):
        share = step / 8
        canvas.line([(560 + 720 * share, 720), (800 + 480 * share, 604 - 16 * share)], 1, "#1a121d")
    canvas.line([(800, 604), (1280, 588)], 3, "#c77a52")
    canvas.line([(560, 720), (800, 604)], 3, "#6b4046")
    for x, base, size in ((880, 606, 1.0), (1100, 602, 1.15)):
        canvas.polygon(placed(_BOLLARD, (x, base), size), "#140d17")
        canvas.line(placed([(-15, -47), (14, -47)], (x, base), size), 2, "#e08a58")
    canvas.line(curve([(880, 582), (930, 612), (1000, 618), (1060, 604), (1100, 574)], closed=False), 3, "#120b14")
    canvas.box(1195, 356, 1205, 600, "#140d17")
    canvas.polygon([(1185, 330), (1215, 330), (1210, 360), (1190, 360)], "#ffdf9a")
    canvas.polygon([(1181, 331), (1200, 314), (1219, 331)], "#140d17")


def _boat_place(time_s: float) -> Point:
    share = time_s / _CROSSING_S % 1.0
    return -90 + share * (WIDTH + 180), _HORIZON + 34


def _draw_boat(canvas: Canvas, at: Point, time_s: float, upside_down: bool = False) -> None:
    lean = 0.035 * math.sin(time_s * 0.9)
    for shape, colour in ((_MAIN_SAIL, "#e9b6a0"), (_FORE_SAIL, "#f7cfae"), (_HULL, "#2a1a2e")):
        points = placed(shape, (0, 0), 0.95, turn=lean)
        flipped = [(at[0] + x, at[1] + 15 + (-y if upside_down else y)) for x, y in points]
        canvas.polygon(flipped, colour)


def _draw_gulls(canvas: Canvas, time_s: float) -> None:
    for number in range(4):
        phase = time_s * (0.055 + 0.008 * number) + number * 1.9
        x, y = 640 + 470 * math.cos(phase), 190 + 40 * number + 38 * math.sin(phase * 1.7)
        flap = 9 * math.sin(time_s * (4.4 + 0.4 * number) + number)
        size = 1.1 - 0.14 * number
        wings = placed(
            [(-22, -flap), (-10, -flap * 0.35 - 4), (0, 2), (10, -flap * 0.35 - 4), (22, -flap)], (x, y), size
        )
        canvas.line(curve(wings, closed=False), 2.6 * size, "#2b1c33")


def _draw_light(pixels: Pixels, time_s: float) -> None:
    """The beam swings through: bright when it points at the viewer."""
    turn = time_s * 1.05
    towards = max(0.0, math.cos(turn)) ** 6
    add_patch(pixels, halo_patch(46, "#ffdf9a", 0.55), _LAMP)
    if towards > 0.02:
        add_patch(pixels, halo_patch(round(60 + 150 * towards), "#ffe9b8", 0.75), _LAMP)
    add_patch(pixels, halo_patch(90, "#ffb45e", 0.7), (1200, 345))
