"""``miharu budget``: what the month's paid labels cost, and what is left."""

from __future__ import annotations

import json
from contextlib import closing

import msgspec
import typer

from desktop import settings_file
from desktop.cli.ledger import LedgerOf
from desktop.cli.options import JsonOption, LibraryOption, library_folder
from desktop.labelling.budget import Budget, BudgetReport


def budget(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Show the month's units, cost, cap, forecast, and what the gate saved."""
    settings = settings_file.load()
    with closing(LedgerOf(library_folder(library, settings))) as ledger:
        report = Budget(ledger, settings.google).report()
    facts = msgspec.to_builtins(report) | {"percent": report.percent}
    typer.echo(json.dumps(facts) if as_json else _in_words(report))


def _in_words(report: BudgetReport) -> str:
    units = "".join(f"\n{count:>9,}  {name}" for name, count in sorted(report.units_by_feature.items()))
    cap_units = f" of {report.cap_units:,}" if report.cap_units else ""
    lines = [
        f"Cloud Vision in {report.month} (Pacific time), at the prices of {report.prices_as_of}:",
        f"${report.cost_usd:.2f} of ${report.cap_usd:.2f}, {report.units:,}{cap_units} units{units}",
        f"${report.forecast_usd:.2f} by the end of the month at the rate of the last 24 hours",
        f"${report.saved_usd:.2f} saved: {report.saved_units:,} units inherited from images that look alike",
    ]
    lines += [f"The cap is reached; a new budget begins on {report.next_month}"] if report.spent else []
    return "\n".join(lines)
