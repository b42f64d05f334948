"""The window's language: Qt Linguist's files in ``resources/translations``, and numbers and dates that go with it.

``make translations`` collects the texts from the code into the ``.ts`` files and compiles them to the ``.qm`` files
that are delivered. Texts come from ``self.tr("…")``, from ``QCoreApplication.translate("context", "…")`` and, outside
classes, from functions called ``_tr``, whose context is the empty one.
"""

from __future__ import annotations

import importlib.resources
import logging
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

log = logging.getLogger(__name__)

LOCALES = {
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
    "ja": QLocale(QLocale.Language.Japanese, QLocale.Country.Japan),
}
"""The languages that the window speaks; English is that of the code."""


def chosen_language(setting: str, of_system: Sequence[str]) -> str:
    """The language for a value of the setting ``language``; ``system`` is the first of the system's that there is.

    ``of_system`` are language tags such as ``ja-JP``, the most wanted first.
    """
    if setting in LOCALES:
        return setting
    wanted = (tag.partition("-")[0] for tag in of_system)
    return next((language for language in wanted if language in LOCALES), "en")


def speak(app: QCoreApplication, setting: str) -> str:
    """Lets all windows that are made from now on speak the language of the setting; returns which it is."""
    language = chosen_language(setting, QLocale.system().uiLanguages())
    QLocale.setDefault(LOCALES[language])
    for name, folder in (
        (f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        (f"miharu_{language}", str(importlib.resources.files("resources").joinpath("translations"))),
    ):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
        elif language != "en":
            log.warning("%s has no translation %s", folder, name)
    return language
