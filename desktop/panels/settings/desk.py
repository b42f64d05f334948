"""Where the settings meet the window: opens the dialog, and stands behind its pages."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.library import Library
from desktop.core.records import NodeStatus
from desktop.labelling.models.shelf import ModelShelf
from desktop.labelling.registry import names
from desktop.panels.palette.commands import Command
from desktop.panels.parts import Nodes
from desktop.panels.settings.budget_page import BudgetPage
from desktop.panels.settings.cloud_page import CloudPage
from desktop.panels.settings.dialog import PageMaker, SettingsDialog
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.settings.labelling_page import LabellingPage
from desktop.panels.settings.model_work import ModelWork
from desktop.panels.settings.models_page import ModelsPage
from desktop.panels.settings.nodes_page import NodesPage
from desktop.panels.settings.retention_page import RetentionPage
from desktop.panels.settings.window_pages import LanguagePage, LookPage, StorePage
from desktop.panels.workspace import Workspace


class SettingsDesk(QObject):
    """Opens the settings of an open library's window, at most one dialog at a time.

    ``models_changed()`` says that on-device models have come or gone.
    """

    models_changed = Signal()

    def __init__(
        self,
        keeper: SettingsKeeper,
        library: Library,
        nodes: Nodes,
        workspace: Workspace,
    ) -> None:
        super().__init__(workspace)
        self.dialog: SettingsDialog | None = None
        self._keeper = keeper
        self._library = library
        self._nodes = nodes
        self._workspace = workspace
        self.models = ModelWork(workspace.centre.progress, workspace.background, ModelShelf(), self)
        self.models.changed.connect(self.models_changed)
        self._labellers: Sequence[str] = ()
        workspace.background.run(names, self._on_labellers_known)  # it reads what is installed

    @Slot()
    def open(self) -> None:
        """Shows the dialog."""
        self.open_at("store")

    @Slot(str)
    def open_at(self, place: str) -> None:
        """Shows the dialog at a page (``cloud``) or at a setting (``google.key_file``)."""
        if self.dialog is None:
            self._keeper.refresh()
            self.dialog = SettingsDialog(self._makers(), self._keeper, self._workspace)
            self.dialog.destroyed.connect(self._on_destroyed)
        self.dialog.show_place(place)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def commands(self) -> Iterator[Command]:
        """What the command palette offers of the settings: its pages."""
        for maker in self._makers():
            text = self.tr("Settings: {page}").format(page=maker.title)
            yield Command(text, "", functools.partial(self.open_at, maker.name))

    def _makers(self) -> list[PageMaker]:
        keeper, library, background = self._keeper, self._library, self._workspace.background
        return [
            PageMaker("store", self.tr("Store"), lambda: StorePage(keeper, library.folder)),
            PageMaker("retention", self.tr("Retention"), lambda: RetentionPage(keeper, library, background)),
            PageMaker(
                "labelling",
                self.tr("Labelling"),
                lambda: LabellingPage(keeper, self._labellers, _sources(self._nodes.statuses())),
            ),
            PageMaker("cloud", self.tr("Cloud Vision"), lambda: CloudPage(keeper, library, background)),
            PageMaker("models", self.tr("Models"), lambda: ModelsPage(self.models)),
            PageMaker("budget", self.tr("Gate and budget"), lambda: BudgetPage(keeper, library, background)),
            PageMaker("nodes", self.tr("Nodes"), self._make_nodes_page),
            PageMaker("look", self.tr("Look"), self._make_look_page),
            PageMaker("language", self.tr("Language"), lambda: LanguagePage(keeper)),
        ]

    def _make_nodes_page(self) -> NodesPage:
        page = NodesPage(self._keeper, self._workspace.background)
        page.show_nodes(self._nodes.statuses())
        page.forget_requested.connect(self._workspace.trusting.forget)
        self._workspace.mailbox.nodes_changed.connect(page.show_nodes)
        return page

    def _make_look_page(self) -> LookPage:
        grid = self._workspace.centre.grid
        page = LookPage(self._keeper, grid.tile_size)
        page.tile_size_chosen.connect(grid.set_tile_size)
        grid.tile_size_changed.connect(page.tile_size.show_value)
        return page

    def _on_labellers_known(self, labellers: Sequence[str]) -> None:
        self._labellers = labellers

    @Slot()
    def _on_destroyed(self) -> None:
        self.dialog = None


def _sources(nodes: Sequence[NodeStatus]) -> list[str]:
    """Nodes, each followed by its cameras, as the setting ``labeller_of`` names them."""
    sources: list[str] = []
    for node in nodes:
        cameras = node.ledger.cameras if node.ledger is not None else ()
        sources += [node.name, *(f"{node.name}/{camera.camera}" for camera in cameras)]
    return sources
