"""What was found in an image, in one form for all kinds, so that list and picture can be linked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.core.records import Annotation, Box, Colour, DetectedObject, Face, ImageDetails, Label, Text
from desktop.panels.theme import Mark


@dataclass(frozen=True)
class Finding:
    """One row of the inspector. ``score`` is 0 to 1, None where none is measured; ``box`` is drawn as ``mark``.

    ``rgb`` is the colour itself where the finding is one, and its score then the share of the image.
    """

    name: str
    score: float | None = None
    detail: str = ""
    box: Box | None = None
    mark: Mark = Mark.OBJECT
    rgb: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Section:
    """Findings under one heading."""

    title: str
    findings: tuple[Finding, ...]


def sections(details: ImageDetails) -> list[Section]:
    """All that is known of the image's content, the most telling first; empty sections are left out."""
    found = details.annotation or Annotation()
    every = (
        (_tr("Labels"), map(_label, found.labels)),
        (_tr("Objects"), map(_object, found.objects)),
        (_tr("Faces"), map(_face, found.faces)),
        (_tr("Text"), map(_text, found.texts)),
        (_tr("Landmarks"), map(_object, found.landmarks)),
        (_tr("Logos"), map(_object, found.logos)),
        (_tr("On the web"), map(_label, found.web)),
        (_tr("Motion"), map(_motion, details.motion_boxes)),
        (_tr("Colours"), map(_colour, found.colours)),
        (_tr("Safe search"), _safe_search(found)),
    )
    filled = (Section(title, tuple(findings)) for title, findings in every)
    return [section for section in filled if section.findings]


def _label(label: Label) -> Finding:
    return Finding(label.name, label.score, label.detail or "")


def _object(thing: DetectedObject) -> Finding:
    return Finding(thing.name, thing.score, box=thing.box)


def _face(face: Face) -> Finding:
    return Finding(_tr("face"), face.score, face.detail or "", face.box, Mark.FACE)


def _text(text: Text) -> Finding:
    kind = {"qr": _tr("QR code"), "barcode": _tr("bar code")}.get(text.kind, "")
    return Finding(text.text, detail=kind, box=text.box, mark=Mark.TEXT)


def _motion(box: Box) -> Finding:
    return Finding(_tr("motion"), box=box, mark=Mark.MOTION)


def _colour(colour: Colour) -> Finding:
    return Finding(colour.name, colour.fraction, rgb=(colour.red, colour.green, colour.blue))


def _safe_search(found: Annotation) -> Iterable[Finding]:
    return (Finding(topic, detail=likelihood) for topic, likelihood in found.safe_search.items())


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
