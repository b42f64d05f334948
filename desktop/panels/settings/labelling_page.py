"""What labels the images, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.core.settings import NO_LABELLER
from desktop.labelling.registry import AUTO, CHAIN
from desktop.panels.settings.by_source import BySource
from desktop.panels.settings.editors import Choice, Decimal, Whole, Words
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.settings.page import SettingRow, SettingsPage

PROVIDERS = (("cpu",), ("cuda", "cpu"), ("coreml", "cpu"), ("directml", "cpu"), ("openvino", "cpu"))


class LabellingPage(SettingsPage):
    """``labellers`` are the names of those that there are, ``sources`` nodes (``porch``) and cameras (``porch/front``)
    that a labeller of their own can be chosen for."""

    def __init__(self, keeper: SettingsKeeper, labellers: Sequence[str], sources: Sequence[str]) -> None:
        super().__init__("labelling")
        self.call_it(self.tr("Labelling"))
        self._keeper = keeper
        self._add_choice(labellers, sources)
        self._add_chain(labellers)
        self._add_pace()
        self._add_on_device()

    def _add_choice(self, labellers: Sequence[str], sources: Sequence[str]) -> None:
        names = self._names(labellers)
        every = [(AUTO, self.tr("Automatic")), *names.items(), (CHAIN, self.tr("A chain of two"))]
        self._row(
            "labeller",
            self.tr("Labeller"),
            self.tr(
                "Automatic takes Cloud Vision if it is set up and within its cap, else models on this computer if they "
                "are installed, else simple checks."
            ),
            Choice([*every, (NO_LABELLER, self.tr("None: images are only stored"))]),
        )
        self._row(
            "labeller_of",
            self.tr("Other labellers"),
            self.tr("A labeller of its own for a node, or for one of its cameras."),
            BySource(every, sources),
        )

    def _add_chain(self, labellers: Sequence[str]) -> None:
        names = list(self._names(labellers).items())
        self.section(self.tr("The chain"), self.tr("Used where “A chain of two” is chosen above."))
        self._row("chain.first", self.tr("First"), self.tr("Looks at every image."), Choice(names))
        self._row("chain.then", self.tr("Then"), self.tr("Looks again where the first leaves it to it."), Choice(names))
        self._row(
            "chain.unsure_below",
            self.tr("Unsure below"),
            self.tr("With a best score below this, or nothing seen at all, the second one looks."),
            Decimal(0, 1, 0.05),
        )
        self._row(
            "chain.if_sees",
            self.tr("Also if it sees"),
            self.tr("Labels that are worth a second look, with commas between them."),
            Words(self.tr("person, car")),
        )

    def _add_pace(self) -> None:
        self.section(self.tr("Pace"))
        self._row(
            "workers",
            self.tr("Batches at once"),
            self.tr("More make use of a fast line or many processor cores; fewer leave the computer to you."),
            Whole(1, 64),
        )
        self._row(
            "batch_size",
            self.tr("Images in a batch"),
            self.tr("How many images are handed over together."),
            Whole(0, 64, of_zero=self.tr("as the labeller likes")),
        )

    def _add_on_device(self) -> None:
        self.section(self.tr("On this computer"))
        self._row(
            "on_device.threshold",
            self.tr("Least score"),
            self.tr("Labels and objects that the models are less sure of are left out."),
            Decimal(0, 1, 0.05),
        )
        self._row(
            "on_device.providers",
            self.tr("Computed by"),
            self.tr("The first that works is taken; all but the processor need a matching onnxruntime package."),
            Choice([(providers, self._provider(providers)) for providers in PROVIDERS]),
        )
        self._row(
            "on_device.models",
            self.tr("Models"),
            self.tr("Names of installed models, with commas. Empty: the best for labels, for objects and for faces."),
            Words(self.tr("the best that are installed")),
        )

    def _row(self, key: str, title: str, explanation: str, editor: Choice | Whole | Decimal | Words | BySource) -> None:
        self.add_row(SettingRow(self._keeper, key, title, explanation, editor))

    def _names(self, labellers: Sequence[str]) -> Mapping[str, str]:
        known = {
            "google": self.tr("Google Cloud Vision"),
            "on-device": self.tr("Models on this computer"),
            "basic": self.tr("Simple checks (basic)"),
        }
        return {name: known.get(name, name) for name in [*known, *labellers]}

    def _provider(self, providers: Sequence[str]) -> str:
        names = {
            "cpu": self.tr("the processor"),
            "cuda": self.tr("CUDA (Nvidia)"),
            "coreml": self.tr("Core ML (Apple)"),
            "directml": self.tr("DirectML (Windows)"),
            "openvino": self.tr("OpenVINO (Intel)"),
        }
        return ", ".join(names[name] for name in providers)
