"""``miharu hub``: receives, stores and labels without a window."""

from __future__ import annotations

import logging
import sys
from contextlib import closing
from typing import Annotated

import typer
from PySide6.QtCore import QCoreApplication

from desktop import settings_file
from desktop.cli.options import (
    LabellerOption,
    LibraryOption,
    NodeOption,
    NoDiscoveryOption,
    changed,
    library_folder,
)
from desktop.cli.watch import HubWatch
from desktop.hub import Hub, receive
from desktop.interrupts import quit_on_interrupt
from desktop.store import open_library

log = logging.getLogger(__name__)


def hub(
    library: LibraryOption = None,
    node: NodeOption = [],  # noqa: B006 - typer makes a new one for each call
    no_discovery: NoDiscoveryOption = False,
    labeller: LabellerOption = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="How many batches are labelled at once.")] = None,
    until_idle: Annotated[
        float | None,
        typer.Option(metavar="S", min=0.1, help="End once nothing has arrived or waited for S seconds."),
    ] = None,
) -> None:
    """Receive, store and label without a window, until Ctrl+C."""
    settings = changed(settings_file.load(), labeller=labeller, workers=workers)
    folder = library_folder(library, settings)
    with closing(open_library(folder)) as opened:
        log.info("storing in %s", folder)
        application = QCoreApplication(sys.argv[:1])
        receiver = receive(opened, node, discover=not no_discovery)
        _run(application, Hub(opened, receiver, settings), until_idle)


def _run(application: QCoreApplication, running: Hub, until_idle_s: float | None) -> None:
    watch = HubWatch(running, until_idle_s)
    watch.idled.connect(application.quit)
    if sys.stdout.isatty():
        watch.status_changed.connect(typer.echo)
    with quit_on_interrupt(application):
        try:
            running.start()
            watch.start()
            application.exec()
        finally:
            watch.stop()
            running.stop()
