"""What the grid says of an image, in words. All are pure; texts go through Qt's translator."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import structs
from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.core.records import Condition, ImageDetails, ImageState, Label, Tile

INHERITED_SIGN = "≈"
"""Stands before labels that are those of an image that looks alike."""
_NS_PER_S = 1_000_000_000
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400


def label(what: Label) -> str:
    """``cat 92%``, or only the name where the labeller measures no score."""
    return what.name if what.score is None else f"{what.name} {percentage(what.score)}"


def percentage(score: float) -> str:
    return f"{round(score * 100)}%"


def state(state: ImageState) -> str:
    return {
        ImageState.WAITING: _tr("Waiting"),
        ImageState.LABELLING: _tr("Labelling"),
        ImageState.LABELLED: _tr("Labelled"),
        ImageState.FAILED: _tr("Failed"),
    }[state]


def source(tile: Tile) -> str:
    """Where the image came from: node and camera, or the name of the file that was dropped."""
    return " · ".join(word for word in (tile.node, tile.camera) if word) or tile.name


def progress(tile: Tile) -> str:
    """How far an image without labels is: its state, why it failed, or that nothing was recognised."""
    if tile.state is ImageState.FAILED and tile.error:
        return tile.error
    return _tr("Nothing recognised") if tile.state is ImageState.LABELLED else state(tile.state)


def moment(taken_ns: int, today: date) -> str:
    """The local time to the second, with the date where it was not ``today``."""
    taken = _local(taken_ns)
    clock = f"{taken:%H:%M:%S}"
    return clock if taken.date() == today else f"{_day(taken.date(), today.year)} {clock}"


def in_full(tile: Tile) -> str:
    """One line that says all the tile shows: what a screen reader reads."""
    found = ", ".join(map(label, tile.labels))
    where = f"{state(tile.state)}: {tile.error}" if tile.error else state(tile.state)
    marks = [_tr("Starred")] * tile.starred + [_tr("Corrected by you")] * tile.corrected
    marks += [_tr("Labels of an image that looks alike")] * tile.inherited
    return ". ".join(filter(None, [found, where, *marks, source(tile), date_and_time(tile.taken_ns)]))


def all_labels(details: ImageDetails) -> str:
    """Every label and object with its score, one a line, then what the tile says of state, place and time."""
    annotation = details.annotation
    found: list[Label] = []
    if annotation is not None:
        found = [*annotation.labels, *(Label(each.name, each.score) for each in annotation.objects)]
    return "\n".join([*dict.fromkeys(map(label, found)), in_full(structs.replace(details.tile, labels=()))])


def date_and_time(taken_ns: int) -> str:
    """The local date and time in full, to the second."""
    taken = _local(taken_ns)
    return f"{QLocale().toString(_qdate(taken), _tr('d MMMM yyyy'))}, {taken:%H:%M:%S}"


def new_images(count: int) -> str:
    """What the pill says."""
    return _tr("{n} new").format(n=QLocale().toString(count))


def condition(condition: Condition) -> str:
    """``Live``, ``Camera stuck``."""
    return {
        Condition.LIVE: _tr("Live"),
        Condition.NO_MOTION: _tr("No motion"),
        Condition.CAMERA_STUCK: _tr("Camera stuck"),
        Condition.FROZEN: _tr("Camera frozen"),
        Condition.BLACK: _tr("Camera black"),
        Condition.DEVICE_FULL: _tr("Device full"),
        Condition.NO_NETWORK: _tr("No network"),
        Condition.AGENT_STOPPED: _tr("Agent stopped"),
        Condition.KEY_REFUSED: _tr("Key refused"),
        Condition.KEY_CHANGED: _tr("Key changed"),
        Condition.CLOCK_WRONG: _tr("Clock wrong"),
    }[condition]


def ago(then_ns: int, now_ns: int) -> str:
    """How long ago ``then_ns`` was (both Unix time): ``just now``, ``4 s ago``, ``3 h ago``."""
    past_s = max(0, (now_ns - then_ns) // _NS_PER_S)
    if past_s < 2:
        return _tr("just now")
    for unit_s, text in ((_DAY_S, _tr("{n} d ago")), (_HOUR_S, _tr("{n} h ago")), (_MINUTE_S, _tr("{n} min ago"))):
        if past_s >= unit_s:
            return text.format(n=QLocale().toString(past_s // unit_s))
    return _tr("{n} s ago").format(n=past_s)


def clock(moment_ns: int, today: date) -> str:
    """The local time to the minute, with the date where it was not ``today``."""
    then = _local(moment_ns)
    return f"{then:%H:%M}" if then.date() == today else f"{_day(then.date(), today.year)} {then:%H:%M}"


def _day(day: date, this_year: int) -> str:
    form = _tr("d MMM") if day.year == this_year else _tr("d MMM yyyy")
    return QLocale().toString(_qdate(day), form)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _local(taken_ns: int) -> datetime:
    return datetime.fromtimestamp(taken_ns / _NS_PER_S)


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
