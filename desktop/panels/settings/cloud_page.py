"""Google Cloud Vision: how to sign in, what to ask for, and whether it works."""

from __future__ import annotations

import functools

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.core.library import UnitLedger
from desktop.core.settings import Settings
from desktop.labelling.prices import price_list
from desktop.panels.settings.editors import Decimal, Line, PathLine, Secret, Several, Whole
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.settings.page import SettingRow, SettingsPage
from desktop.panels.text_widgets import linked
from desktop.wall.background import Background


class CloudPage(SettingsPage):
    """The "Test" button makes one real call, counted in ``ledger`` like every other one."""

    def __init__(self, keeper: SettingsKeeper, ledger: UnitLedger, background: Background) -> None:
        super().__init__("cloud")
        self.call_it(self.tr("Cloud Vision"))
        self._keeper = keeper
        self._ledger = ledger
        self._background = background
        self._add_sign_in()
        self._add_test()
        self._add_features()
        self._add_service()

    def _add_sign_in(self) -> None:
        self.section(
            self.tr("Signing in"),
            self.tr(
                "Enable the Cloud Vision API in a Google Cloud project, then give a key file or an API key. With "
                "neither, Application Default Credentials are used (gcloud auth application-default login)."
            ),
        )
        self._row(
            "google.key_file",
            self.tr("Key file"),
            self.tr("The JSON file of a service account."),
            PathLine(self.tr("Choose a key file"), QFileDialog.FileMode.ExistingFile, "~/miharu-vision.json"),
        )
        self._row("google.api_key", self.tr("API key"), self.tr("Kept in the settings file, for you alone."), Secret())

    def _add_test(self) -> None:
        self.test_button = QPushButton(self.tr("Test"))
        self.test_button.setAccessibleDescription(self.tr("Asks Cloud Vision about one image"))
        self.test_button.clicked.connect(self._on_test)
        self.verdict = QLabel()
        self.verdict.setTextFormat(Qt.TextFormat.RichText)
        self.verdict.setWordWrap(True)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.verdict.setOpenExternalLinks(True)
        self.verdict.setAccessibleName(self.tr("Outcome of the test"))
        self._say(None, self.tr("Asks about one grey image, which costs a unit of each feature chosen below."))
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 8, 0, 4)
        layout.setSpacing(12)
        layout.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.verdict, 1)
        self.add(whole)

    def _add_features(self) -> None:
        prices = price_list()
        price = self.tr("{feature} (${price} for 1,000)")
        choices = [
            (feature, price.format(feature=self._feature(feature), price=f"{usd[0]:.2f}"))
            for feature, usd in prices.usd_per_1000.items()
        ]
        self.section(self.tr("What to ask for"))
        explanation = self.tr(
            "Each is billed for each image; the first {free} a month of each are free. Prices of {date}. "
            "Safe search is free with labels, crop hints with colours."
        )
        self._row(
            "google.features",
            self.tr("Features"),
            explanation.format(free=f"{prices.free_units:,}", date=prices.as_of.isoformat()),
            Several(choices),
        )

    def _add_service(self) -> None:
        self.section(self.tr("The service"))
        self._row(
            "google.max_images_per_minute",
            self.tr("Quota"),
            self.tr(
                "No more images a minute are sent than your project's quota allows; Google's own default is 1,800."
            ),
            Whole(1, 1_000_000, self.tr(" images a minute")),
        )
        self._row(
            "google.timeout_s",
            self.tr("Patience"),
            self.tr("How long one batch may take with all its tries."),
            Decimal(1, 120, 5, 0, self.tr(" s")),
        )
        self._row(
            "google.endpoint",
            self.tr("Address"),
            self.tr("Another host for a region, or http://HOST:PORT for a proxy without TLS and credentials."),
            Line("vision.googleapis.com"),
        )

    def _row(self, key: str, title: str, explanation: str, editor: QWidget) -> None:
        self.add_row(SettingRow(self._keeper, key, title, explanation, editor))

    @Slot()
    def _on_test(self) -> None:
        self.test_button.setEnabled(False)
        self._say(None, self.tr("Asking Cloud Vision…"))
        work = functools.partial(_try_out, self._keeper.settings, self._ledger)
        self._background.run(work, self._on_answer, self._on_no_answer)

    def _on_answer(self, _nothing: None) -> None:
        self.test_button.setEnabled(True)
        self._say("good", self.tr("It works: Cloud Vision has answered."))

    def _on_no_answer(self, error: Exception) -> None:
        self.test_button.setEnabled(True)
        self._say("bad", str(error))

    def _say(self, tone: str | None, text: str) -> None:
        self.verdict.setText(linked(text))
        self.verdict.setProperty("tone", tone)
        self.verdict.setProperty("quiet", tone is None)
        self.verdict.style().polish(self.verdict)

    def _feature(self, name: str) -> str:
        names = {
            "labels": self.tr("Labels"),
            "objects": self.tr("Objects and their places"),
            "text": self.tr("Text"),
            "document_text": self.tr("Dense text of documents"),
            "faces": self.tr("Faces"),
            "landmarks": self.tr("Landmarks"),
            "logos": self.tr("Logos"),
            "safe_search": self.tr("Safe search"),
            "colours": self.tr("Main colours"),
            "crop_hints": self.tr("Crop hints"),
            "web": self.tr("What the web says"),
        }
        return names.get(name, name)


def _try_out(settings: Settings, ledger: UnitLedger) -> None:
    from desktop.labelling.labellers.google.trial import try_out  # half a second or more

    try_out(settings, ledger)
