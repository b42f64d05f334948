"""What was found in an image, in one form for all kinds, so that list and picture can be linked."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.core.curation import FACE_NAME, Corrections, FindingKind, Judgement, Place, Saying, Suppression
from desktop.core.records import Annotation, Box, Colour, DetectedObject, Face, ImageDetails, Label, Text
from desktop.panels.kept_words import in_words
from desktop.panels.theme import Mark

_NO_JUDGEMENT = Judgement()


@dataclass(frozen=True)
class TakenAway:
    """A name that a person took away from the image."""

    name: str


@dataclass(frozen=True)
class Earlier:
    """Something that a labeller said whose answer does not count now."""

    labeller: str


@dataclass(frozen=True)
class Finding:
    """One row of the inspector. ``score`` is 0 to 1, None where none is measured; ``box`` is drawn as ``mark``.

    ``rgb`` is the colour itself where the finding is one, and its score then the share of the image. ``about`` is
    what a person can say something of; ``own`` tells that a person said it.
    """

    name: str
    score: float | None = None
    detail: str = ""
    box: Box | None = None
    mark: Mark = Mark.OBJECT
    rgb: tuple[int, int, int] | None = None
    about: Place | Suppression | TakenAway | Earlier | None = None
    own: bool = False


@dataclass(frozen=True)
class Section:
    """Findings under one heading."""

    title: str
    findings: tuple[Finding, ...]


def sections(details: ImageDetails, judgement: Judgement = _NO_JUDGEMENT) -> list[Section]:
    """All that is known of the image's content, the most telling first; empty sections are left out. What a person
    took away or hid, and what other labellers said, comes last."""
    found = details.annotation or Annotation()
    every = (
        (_tr("Labels"), (_label(label, judgement.corrections) for label in found.labels)),
        (_tr("Objects"), (_object(thing, FindingKind.OBJECT) for thing in found.objects)),
        (_tr("Faces"), map(_face, found.faces)),
        (_tr("Text"), map(_text, found.texts)),
        (_tr("Landmarks"), (_object(thing, FindingKind.LANDMARK) for thing in found.landmarks)),
        (_tr("Logos"), (_object(thing, FindingKind.LOGO) for thing in found.logos)),
        (_tr("On the web"), map(_web, found.web)),
        (_tr("Motion"), map(_motion, details.motion_boxes)),
        (_tr("Colours"), map(_colour, found.colours)),
        (_tr("Safe search"), _safe_search(found)),
        (_tr("Crop hints"), map(_crop_hint, itertools.count(1), found.crop_hints)),
        (_tr("Not there, as you say"), map(_taken_away, judgement.corrections.removed)),
        (_tr("Hidden on this camera"), map(_hidden, judgement.hidden)),
        *((_said_by(saying), _earlier(saying)) for saying in judgement.sayings[1:]),
    )
    filled = (Section(title, tuple(findings)) for title, findings in every)
    return [section for section in filled if section.findings]


def _label(label: Label, corrections: Corrections) -> Finding:
    about = Place(FindingKind.LABEL, label.name)
    if label.score is None and label.name in corrections.added:
        return Finding(label.name, detail=_tr("said by you"), about=about, own=True)
    return Finding(label.name, label.score, label.detail or "", about=about)


def _web(label: Label) -> Finding:
    return Finding(label.name, label.score, in_words(label.detail or ""))


def _object(thing: DetectedObject, kind: FindingKind) -> Finding:
    return Finding(thing.name, thing.score, box=thing.box, about=Place(kind, thing.name, thing.box))


def _face(face: Face) -> Finding:
    about = Place(FindingKind.FACE, FACE_NAME, face.box)
    return Finding(_tr("face"), face.score, in_words(face.detail or ""), face.box, Mark.FACE, about=about)


def _text(text: Text) -> Finding:
    kind = {"qr": _tr("QR code"), "barcode": _tr("bar code")}.get(text.kind, "")
    about = Place(FindingKind.TEXT, text.text, text.box)
    return Finding(text.text, detail=kind, box=text.box, mark=Mark.TEXT, about=about)


def _taken_away(name: str) -> Finding:
    return Finding(name, about=TakenAway(name))


def _hidden(suppression: Suppression) -> Finding:
    detail = _tr("everywhere in the image") if suppression.place.box is None else _tr("at one place")
    return Finding(suppression.place.name, detail=detail, about=suppression)


def _said_by(saying: Saying) -> str:
    return _tr("Earlier, by {labeller}").format(labeller=saying.labeller)


def _earlier(saying: Saying) -> Iterable[Finding]:
    """Names only: boxes of several answers on one picture could not be told apart."""
    about = Earlier(saying.labeller)
    said = [(label.name, label.score) for label in saying.annotation.labels]
    said += [(thing.name, thing.score) for thing in saying.annotation.objects]
    return (Finding(name, score, about=about) for name, score in said or [(_tr("nothing"), None)])


def _motion(box: Box) -> Finding:
    return Finding(_tr("motion"), box=box, mark=Mark.MOTION)


def _colour(colour: Colour) -> Finding:
    return Finding(colour.name, colour.fraction, rgb=(colour.red, colour.green, colour.blue))


def _crop_hint(number: int, box: Box) -> Finding:
    return Finding(_tr("crop {number}").format(number=number), box=box, mark=Mark.CROP)


def _safe_search(found: Annotation) -> Iterable[Finding]:
    return (Finding(in_words(topic), detail=in_words(likelihood)) for topic, likelihood in found.safe_search.items())


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
