"""The figures as a page of Markdown: the targets first, then each module's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.bench.targets import judge_all

SPREAD_KEYS = {"median", "low", "high"}


def page(machine: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    return "\n".join([*_targets(machine, found), *_details(found)]) + "\n"


def _targets(machine: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_gib']} GiB of memory, "
        f"{machine['system']}, Python {machine['python']}; load before the run {machine['load']}."
    )
    yield ""
    yield "| what | target | figure | ratio to peer or bound | |"
    yield "| --- | --- | --- | --- | --- |"
    judged = judge_all(found)
    for row in judged:
        yield f"| {row.what} | {row.target} | {row.figure} | {row.ratio} | {row.verdict} |"
    yield ""
    for row in judged:
        if row.why:
            yield f"- *{row.what}* missed: {row.why}."
    yield ""


def _details(found: Mapping[str, Any]) -> Iterator[str]:
    for module, figures in found.items():
        yield f"### {module}"
        yield ""
        yield "| figure | median | spread |"
        yield "| --- | --- | --- |"
        yield from _rows(figures, "")
        yield ""


def _rows(figures: Any, path: str) -> Iterator[str]:
    if isinstance(figures, Mapping) and figures.keys() == SPREAD_KEYS:
        yield f"| {path} | {figures['median']:,} | {figures['low']:,} to {figures['high']:,} |"
    elif isinstance(figures, Mapping):
        for key, value in figures.items():
            yield from _rows(value, f"{path} {key}".strip())
    elif isinstance(figures, list):
        for number, value in enumerate(figures, 1):
            yield from _rows(value, f"{path} {number}")
    else:
        shown = f"{figures:,.4g}" if isinstance(figures, float) else str(figures).partition("\n")[0]
        yield f"| {path} | {shown} | |"
