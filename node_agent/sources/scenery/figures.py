"""People and animals that walk through the scenes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from node_agent.sources.scenery.paint import Canvas, Point, curve, mixed, placed


class Clothes(NamedTuple):
    """Colours of a person."""

    coat: str
    trousers: str
    hair: str
    skin: str = "#d9a47e"
    bag: str | None = None


class Coat(NamedTuple):
    """Colours and build of a four-legged animal; ``tail`` and ``snout`` are lengths as shares of the usual."""

    back: str
    belly: str
    tail_tip: str
    tail_width: float = 0.09
    snout: float = 1.0


def draw_person(
    canvas: Canvas, feet: Point, height: float, stride: float, clothes: Clothes, flip: bool = False
) -> None:
    """Someone walking to the right (left with ``flip``); ``stride`` is the phase of the steps in radians."""

    def at(x: float, y: float) -> Point:
        return feet[0] + (-x if flip else x) * height, feet[1] + (y - bob) * height

    bob = 0.012 * abs(math.cos(stride))
    hip, neck = (0.0, -0.47), (0.025, -0.80)
    far_coat, far_trousers = mixed(clothes.coat, "#000000", 0.3), mixed(clothes.trousers, "#000000", 0.3)
    canvas.line([at(*joint) for joint in _arm(neck, -math.sin(stride))], 0.062 * height, far_coat)
    canvas.line([at(*joint) for joint in _leg(hip, stride + math.pi)], 0.082 * height, far_trousers)
    canvas.line([at(*joint) for joint in _leg(hip, stride)], 0.086 * height, clothes.trousers)
    torso = [
        (-0.075, -0.80),
        (0.03, -0.84),
        (0.105, -0.79),
        (0.115, -0.60),
        (0.10, -0.42),
        (-0.095, -0.42),
        (-0.10, -0.62),
    ]
    canvas.polygon(curve([at(*point) for point in torso]), clothes.coat)
    if clothes.bag:
        canvas.polygon([at(-0.14, -0.66), at(-0.02, -0.68), at(0.0, -0.47), at(-0.15, -0.46)], clothes.bag)
        canvas.line([at(0.08, -0.80), at(-0.07, -0.66)], 0.02 * height, mixed(clothes.bag, "#000000", 0.35))
    canvas.line(
        [at(*joint) for joint in _arm(neck, math.sin(stride))], 0.064 * height, mixed(clothes.coat, "#ffffff", 0.1)
    )
    canvas.line([at(0.025, -0.84), at(0.03, -0.88)], 0.05 * height, clothes.skin)
    canvas.disc(at(0.035, -0.925), 0.068 * height, clothes.skin, squash=1.12)
    hair = [
        (-0.04, -0.90),
        (-0.045, -0.96),
        (0.0, -1.01),
        (0.07, -1.0),
        (0.10, -0.955),
        (0.05, -0.965),
        (0.015, -0.93),
        (0.0, -0.885),
    ]
    canvas.polygon(curve([at(*point) for point in hair]), clothes.hair)


def draw_animal(canvas: Canvas, feet: Point, length: float, stride: float, coat: Coat, flip: bool = False) -> None:
    """A cat-like animal walking to the right (left with ``flip``), as long as ``length`` from chest to rump."""

    def at(x: float, y: float) -> Point:
        return feet[0] + (-x if flip else x) * length, feet[1] + y * length

    far = mixed(coat.back, "#000000", 0.35)
    for x, phase in ((-0.36, math.pi), (0.36, 0.0)):
        canvas.line([at(*joint) for joint in _paw(x + 0.03, stride + phase)], 0.085 * length, far)
    wave = 0.08 * math.sin(stride * 0.5)
    tail = curve(
        [at(-0.42, -0.52), at(-0.62, -0.58), at(-0.82, -0.52 + wave), at(-1.0, -0.62 + 2 * wave)], closed=False
    )
    canvas.line(tail, coat.tail_width * length, coat.back)
    canvas.line(tail[-5:], coat.tail_width * length * 0.9, coat.tail_tip)
    for x, phase in ((-0.38, 0.0), (0.34, math.pi)):
        canvas.line([at(*joint) for joint in _paw(x, stride + phase)], 0.095 * length, coat.back)
    body = [
        (-0.46, -0.56),
        (-0.15, -0.62),
        (0.2, -0.60),
        (0.44, -0.66),
        (0.52, -0.52),
        (0.42, -0.34),
        (0.05, -0.30),
        (-0.34, -0.31),
        (-0.49, -0.42),
    ]
    canvas.polygon(curve([at(*point) for point in body]), coat.back)
    belly = [(-0.28, -0.33), (0.1, -0.36), (0.42, -0.42), (0.44, -0.36), (0.1, -0.29), (-0.25, -0.30)]
    canvas.polygon(curve([at(*point) for point in belly]), coat.belly)
    _draw_head(canvas, at, length, coat, 0.012 * math.sin(stride * 2))


def draw_bird(
    canvas: Canvas, feet: Point, size: float, peck: float, colours: tuple[str, str, str], flip: bool = False
) -> None:
    """A small bird that faces right; ``peck`` 0 is upright, 1 with its beak down. Colours: back, breast, beak."""
    back, breast, beak = colours

    def at(points: list[Point]) -> list[Point]:
        return placed(placed(points, (0, -0.45), turn=0.9 * peck), feet, size, flip=flip)

    for x in (-0.08, 0.08):
        canvas.line(placed([(x, -0.2), (x, 0.0)], feet, size, flip=flip), max(1.0, 0.05 * size), "#4a3526")
    canvas.polygon(at([(-0.35, 0.05), (-0.95, 0.22), (-0.9, 0.34), (-0.3, 0.22)]), mixed(back, "#000000", 0.25))
    canvas.polygon(
        curve(at([(-0.5, 0.1), (-0.1, -0.32), (0.3, -0.38), (0.48, -0.1), (0.3, 0.28), (-0.15, 0.34)])), back
    )
    canvas.polygon(curve(at([(0.22, -0.28), (0.5, -0.08), (0.34, 0.26), (0.0, 0.32), (0.12, 0.02)])), breast)
    canvas.polygon(curve(at([(0.12, -0.5), (0.36, -0.66), (0.58, -0.48), (0.5, -0.26), (0.22, -0.24)])), back)
    canvas.polygon(at([(0.56, -0.52), (0.78, -0.43), (0.55, -0.39)]), beak)
    canvas.polygon(curve(at([(-0.42, 0.1), (0.0, -0.12), (0.14, 0.06), (-0.2, 0.24)])), mixed(back, "#000000", 0.3))
    canvas.disc(at([(0.42, -0.49)])[0], 0.05 * size, "#101010")


def _draw_head(canvas: Canvas, at: Callable[[float, float], Point], length: float, coat: Coat, nod: float) -> None:
    for x in (0.47, 0.62):
        canvas.polygon(
            [at(x - 0.06, -0.86 + nod), at(x + 0.01, -1.06 + nod), at(x + 0.08, -0.86 + nod)],
            mixed(coat.back, "#000000", 0.2),
        )
    canvas.disc(at(0.56, -0.78 + nod), 0.165 * length, coat.back, squash=0.9)
    nose = 0.70 + 0.10 * (coat.snout - 1)
    canvas.polygon(
        curve([at(0.55, -0.78 + nod), at(nose, -0.77 + nod), at(nose + 0.02, -0.71 + nod), at(0.56, -0.64 + nod)]),
        coat.belly,
    )
    canvas.disc(at(nose + 0.015, -0.75 + nod), 0.022 * length, "#1c1512")
    canvas.disc(at(0.60, -0.82 + nod), 0.024 * length, "#1c1512")


def _leg(hip: Point, phase: float) -> list[Point]:
    swing, bend = 0.48 * math.sin(phase), 0.75 * max(0.0, math.sin(phase + 1.9))
    knee = (hip[0] + 0.24 * math.sin(swing), hip[1] + 0.24 * math.cos(swing))
    ankle = (knee[0] + 0.23 * math.sin(swing - bend), knee[1] + 0.23 * math.cos(swing - bend))
    return [hip, knee, ankle, (ankle[0] + 0.055, ankle[1] + 0.004)]


def _arm(neck: Point, swing: float) -> list[Point]:
    elbow = (neck[0] + 0.19 * math.sin(0.5 * swing), neck[1] + 0.03 + 0.19 * math.cos(0.5 * swing))
    reach = 0.5 * swing + 0.35
    return [(neck[0], neck[1] + 0.03), elbow, (elbow[0] + 0.16 * math.sin(reach), elbow[1] + 0.16 * math.cos(reach))]


def _paw(x: float, phase: float) -> list[Point]:
    swing, lift = 0.14 * math.sin(phase), 0.06 * max(0.0, math.cos(phase))
    return [(x, -0.42), (x + 0.4 * swing - 0.02, -0.2), (x + swing, -0.03 - lift), (x + swing + 0.05, -0.02 - lift)]
