"""What retention removes, in words and as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from desktop.core.retention import RetentionReport


def retention_facts(report: RetentionReport) -> dict[str, Any]:
    facts: dict[str, Any] = msgspec.to_builtins(report)
    totals = {
        "images": report.images,
        "bytes": report.bytes,
        "oldest_ns": report.oldest_ns,
        "newest_ns": report.newest_ns,
    }
    return totals | facts


def retention_words(report: RetentionReport, going: str) -> str:
    """``going`` is what becomes of the images: ``would go`` or ``went``."""
    lines = [f"{report.images:,} images, {report.bytes / 1e6:,.1f} MB {going}"]
    lines += [
        f"{share.images:>9,}  {share.bytes / 1e6:>10,.1f} MB  {share.node}, "
        f"taken {_moment(share.oldest_ns)} to {_moment(share.newest_ns)}"
        for share in report.shares
    ]
    if report.short_bytes:
        lines.append(f"{report.short_bytes / 1e6:,.1f} MB more are too much, but all other images are kept")
    lines.append(f"of {report.own_bytes / 1e6:,.1f} MB written by Miharu; {report.free_bytes / 1e6:,.1f} MB are free")
    return "\n".join(lines)


def _moment(time_ns: int) -> str:
    return f"{datetime.fromtimestamp(time_ns / 1e9):%Y-%m-%d %H:%M}"
