"""A workshop: parcels with QR codes go by on a belt, under lamps and a scanner."""

from __future__ import annotations

import functools
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
    darken,
    grain,
    halo_patch,
    mixed,
    ramp,
    rows_mask,
    shadow_patch,
    shape_mask,
    vignette,
)

_BELT_TOP, _BELT_EDGE, _BELT_FOOT = 508, 556, 590
_BELT_PX_PER_S = 46.0
_SPACING_PX = 430
_PARCELS = 12
_SCANNER_X = 828.0
_QR_SIDE_PX = 124
_LABEL_MARGIN_PX = 16


class Workshop:
    """The parcel numbers run from 1 to twelve and begin again."""

    def __init__(self) -> None:
        canvas = blank()
        _paint_wall(canvas)
        _paint_window(canvas)
        _paint_shelves(canvas)
        _paint_tools(canvas)
        _paint_floor(canvas)
        _paint_lamps(canvas)
        vignette(canvas.pixels, 0.3)
        self._background = canvas.pixels

    def draw(self, time_s: float) -> Pixels:
        pixels = self._background.copy()
        canvas = Canvas(pixels)
        _draw_fan(canvas, time_s)
        _draw_belt(canvas, time_s)
        travelled = time_s * _BELT_PX_PER_S
        first = int((travelled - WIDTH - 200) // _SPACING_PX) + 1
        scanned = 0.0
        for number in range(first, first + WIDTH // _SPACING_PX + 2):
            x = travelled - number * _SPACING_PX - 100
            _draw_parcel(canvas, x, number % _PARCELS)
            scanned = max(scanned, 1 - abs(x + 110 - _SCANNER_X) / 110)
        _draw_scanner(canvas, scanned)
        grain(pixels, time_s)
        return pixels


@functools.cache
def parcel_code(number: int) -> str:
    """What the QR code of a parcel says."""
    return f"MIHARU PARCEL {number + 1:04}"


@functools.cache
def _label(number: int) -> Pixels:
    """A label with a real QR code."""
    code = cv2.QRCodeEncoder.create().encode(parcel_code(number))
    rows, columns = np.nonzero(code == 0)
    code = code[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    side = _QR_SIDE_PX // code.shape[0] * code.shape[0]
    height, width = side + 2 * _LABEL_MARGIN_PX + 22, side + 2 * _LABEL_MARGIN_PX
    label = np.full((height, width, 3), (236, 242, 244), np.uint8)
    square = cv2.resize(code, (side, side), interpolation=cv2.INTER_NEAREST)
    label[_LABEL_MARGIN_PX : _LABEL_MARGIN_PX + side, _LABEL_MARGIN_PX : _LABEL_MARGIN_PX + side] = np.where(
        square[..., None] > 127, np.uint8(244), np.uint8(26)
    )
    text = f"No {number + 1:04}"
    cv2.putText(
        label, text, (_LABEL_MARGIN_PX, height - 10), cv2.FONT_HERSHEY_DUPLEX, 0.62, (40, 36, 34), 1, cv2.LINE_AA
    )
    return label


def _paint_wall(canvas: Canvas) -> None:
    canvas.gradient(0, 560, ["#3c4a52", "#52646b", "#67797d", "#5d6b6e"])
    for y in range(24, 560, 34):
        for x in range(-40 + (y // 34 % 2) * 40, WIDTH + 80, 80):
            shade = 0.5 + 0.5 * math.sin(x * 12.7 + y * 7.1)
            canvas.box(x + 1, y + 1, x + 79, y + 33, mixed("#52646b", "#64767b", shade))
    canvas.texture(cloud_noise(12, cell=(60, 40), octaves=4), 0.12, rows_mask(-2, 562))
    canvas.blend(rows_mask(-260, 300, soft_px=300), "#1c262d", 0.55)


def _paint_window(canvas: Canvas) -> None:
    canvas.box(56, 92, 332, 330, "#2d363a")
    canvas.pixels[100:322, 64:324] = ramp(222, ["#a9d3ec", "#d9ecf2", "#f6ead2"])[:, None, :]
    for x, top, width in ((64, 232, 62), (126, 205, 44), (170, 250, 78), (248, 216, 38), (286, 240, 38)):
        canvas.box(x, top, x + width, 322, "#9fb3bd")
    for x in (64, 151, 237, 324):
        canvas.line([(x, 100), (x, 322)], 6, "#3a464b")
    for y in (100, 211, 322):
        canvas.line([(64, y), (324, y)], 6, "#3a464b")
    canvas.box(46, 328, 342, 342, "#7d8a8c")
    light = [(64, 100), (324, 100), (800, 720), (300, 720)]
    canvas.blend(shape_mask(light, blur_px=34), "#f2ead0", 0.12)


def _paint_shelves(canvas: Canvas) -> None:
    random = np.random.default_rng(77)
    colours = ["#b98a56", "#a87845", "#c69a68", "#8f6a44", "#4f7f8c", "#c0643f", "#d0b070", "#3f5f78"]
    for shelf in (236, 344, 452):
        x = 424.0
        while x < 742:
            width, height = float(random.integers(34, 78)), float(random.integers(36, 82))
            colour = colours[random.integers(0, len(colours))]
            canvas.box(x, shelf - height, x + width, shelf, colour)
            canvas.box(x, shelf - height, x + width * 0.24, shelf, mixed(colour, "#000000", 0.14))
            canvas.box(
                x + width * 0.3,
                shelf - height * 0.66,
                x + width * 0.7,
                shelf - height * 0.4,
                mixed(colour, "#ffffff", 0.55),
            )
            canvas.line([(x, shelf - height), (x + width, shelf - height)], 2, mixed(colour, "#ffffff", 0.3))
            x += width + float(random.integers(4, 16))
        canvas.box(410, shelf, 766, shelf + 10, "#2f3336")
        canvas.box(410, shelf, 766, shelf + 3, "#767f82")
    for x in (410, 756):
        canvas.box(x, 140, x + 10, 520, "#2b2f32")


def _paint_tools(canvas: Canvas) -> None:
    canvas.box(884, 150, 1216, 388, "#8a6f4e")
    for y in range(162, 384, 16):
        for x in range(896, 1212, 16):
            canvas.disc((x, y), 1.6, "#6a5338")
    canvas.line([(884, 150), (1216, 150), (1216, 388), (884, 388), (884, 150)], 6, "#5b452d")
    steel, grip = "#c3ccd0", "#b5382f"
    for number, x in enumerate((920, 952, 984, 1016)):
        canvas.line([(x, 178), (x, 236 + 8 * number)], 7, steel)
        canvas.line(
            [(x, 240 + 8 * number), (x, 282 + 8 * number)], 15, ["#b5382f", "#d38b2c", "#3d6f8f", "#4f7d4a"][number]
        )
    canvas.line([(1064, 190), (1064, 330)], 11, "#7a5230")
    canvas.polygon([(1036, 176), (1098, 176), (1104, 204), (1030, 204)], "#6f7a80")
    canvas.line([(1128, 300), (1160, 214)], 14, steel)
    canvas.disc((1164, 202), 22, steel)
    canvas.disc((1172, 194), 13, "#8a6f4e")
    canvas.disc((1124, 312), 16, steel)
    canvas.disc((1120, 322), 9, "#8a6f4e")
    canvas.line([(922, 352), (1010, 352)], 9, grip)
    canvas.polygon([(1010, 340), (1190, 346), (1190, 366), (1010, 364)], steel)


def _paint_floor(canvas: Canvas) -> None:
    canvas.gradient(560, HEIGHT, ["#3a4042", "#2b3032"])
    canvas.texture(cloud_noise(19, cell=(240, 26), octaves=5), 0.2, rows_mask(560, HEIGHT + 2))
    for x in range(-60, WIDTH + 60, 58):
        canvas.polygon([(x, 706), (x + 30, 682), (x + 58, 682), (x + 28, 706)], "#caa02f")
    canvas.blend(rows_mask(676, 712, soft_px=3), "#15181a", 0.35)
    darken(canvas.pixels, shadow_patch(720, 46), (640, 648), 0.6)


def _paint_lamps(canvas: Canvas) -> None:
    for x in (250, 640, 1030):
        cone = [(x - 46, 76), (x + 46, 76), (x + 236, 560), (x - 236, 560)]
        canvas.blend(shape_mask(cone, blur_px=26), "#ffe0a4", 0.17)
        canvas.line([(x, 0), (x, 40)], 4, "#14181a")
        canvas.polygon([(x - 16, 38), (x + 16, 38), (x + 54, 76), (x - 54, 76)], "#24443f")
        canvas.polygon([(x - 16, 38), (x - 4, 38), (x - 28, 76), (x - 54, 76)], "#36625b")
        canvas.disc((x, 77), 46, "#fff3d2", squash=0.16)
        canvas.glow((x, 80), 130, "#c9934a", 0.75)


def _draw_fan(canvas: Canvas, time_s: float) -> None:
    centre = (824.0, 196.0)
    canvas.disc(centre, 44, "#2a3033")
    canvas.disc(centre, 39, "#12161a")
    for blade in range(4):
        turn = time_s * 5.1 + blade * math.pi / 2
        tip = [(centre[0] + 37 * math.cos(turn + d), centre[1] + 37 * math.sin(turn + d)) for d in (-0.3, 0.3)]
        canvas.polygon([centre, *tip], "#59656b")
    canvas.disc(centre, 8, "#9aa5aa")


def _draw_belt(canvas: Canvas, time_s: float) -> None:
    for x in (120, 480, 840, 1200):
        canvas.box(x - 11, _BELT_FOOT, x + 11, 676, "#30383c")
        canvas.box(x - 11, _BELT_FOOT, x - 4, 676, "#4b575c")
    canvas.box(0, _BELT_TOP, WIDTH, _BELT_EDGE, "#23282b")
    moved = time_s * _BELT_PX_PER_S
    for seam in range(-2, WIDTH // 40 + 3):
        foot = seam * 40 + moved % 40
        canvas.line([(foot + 16, _BELT_TOP + 1), (foot, _BELT_EDGE - 1)], 2, "#33393d")
    canvas.line([(0, _BELT_TOP), (WIDTH, _BELT_TOP)], 3, "#6d777b")
    canvas.box(0, _BELT_EDGE, WIDTH, _BELT_FOOT, "#c98b2a")
    canvas.box(0, _BELT_EDGE, WIDTH, _BELT_EDGE + 4, "#efb455")
    canvas.box(0, _BELT_FOOT - 6, WIDTH, _BELT_FOOT, "#8a5c18")
    for x in range(20, WIDTH, 60):
        canvas.disc((x, 574), 9, "#5a3d12")
        turn = moved / 9
        canvas.disc((x, 574), 6.5, "#b9c1c4")
        canvas.line([(x, 574), (x + 6 * math.cos(turn), 574 + 6 * math.sin(turn))], 2, "#5d676b")


def _draw_parcel(canvas: Canvas, x: float, number: int) -> None:
    """A parcel whose front's left edge is at ``x``."""
    width, height, depth = 214, 190 + 26 * (number % 3), 34
    bottom, top = _BELT_EDGE - 8, _BELT_EDGE - 8 - height
    card = ["#c79a63", "#b98a54", "#d0a672"][number % 3]
    darken(canvas.pixels, shadow_patch(140, 14), (x + width / 2 + 14, bottom), 0.55)
    canvas.box(x, top, x + width, bottom, card)
    lid: list[Point] = [(x, top), (x + depth, top - 26), (x + width + depth, top - 26), (x + width, top)]
    canvas.polygon(lid, mixed(card, "#ffffff", 0.22))
    side: list[Point] = [
        (x + width, top),
        (x + width + depth, top - 26),
        (x + width + depth, bottom - 26),
        (x + width, bottom),
    ]
    canvas.polygon(side, mixed(card, "#3a2410", 0.32))
    middle = x + width / 2
    tape = mixed(card, "#f3e3b8", 0.5)
    canvas.polygon(
        [(middle - 14, top), (middle + depth - 14, top - 26), (middle + depth + 14, top - 26), (middle + 14, top)], tape
    )
    canvas.box(middle - 14, top, middle + 14, top + 22, tape)
    label = _label(number)
    rows, columns = label.shape[:2]
    left, head = round(middle - columns / 2), round(bottom - rows - 8)
    shown = slice(max(0, -left), max(0, min(columns, WIDTH - left)))
    if shown.start < shown.stop:
        canvas.pixels[head : head + rows, left + shown.start : left + shown.stop] = label[:, shown]


def _draw_scanner(canvas: Canvas, scanned: float) -> None:
    """An arch over the belt; its light is red while a parcel passes."""
    x = _SCANNER_X
    canvas.box(x - 22, 246, x + 22, 290, "#1d2326")
    canvas.box(x - 22, 246, x - 12, 290, "#3b464b")
    canvas.polygon([(x - 13, 290), (x + 13, 290), (x + 6, 304), (x - 6, 304)], "#0e1214")
    canvas.line([(x, 246), (x, 40)], 8, "#1d2326")
    glow = max(0.0, scanned)
    lamp = "#ff4a3a" if glow > 0 else "#4be08a"
    canvas.disc((x, 262), 5, lamp)
    add_patch(canvas.pixels, halo_patch(26, lamp, 0.7), (x, 262))
    if glow > 0:
        add_patch(canvas.pixels, halo_patch(150, "#a01c14", round(0.25 + 0.3 * glow, 1)), (x, 360))
