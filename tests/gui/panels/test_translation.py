from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest
from google.cloud import vision
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from desktop.labelling.labellers.google.answers import FACE_WORDS, SAFE_SEARCH_WORDS
from desktop.panels.kept_words import in_words
from desktop.panels.translation import LOCALES, chosen_language, speak
from desktop.panels.words import count
from node_agent.wire.messages import Trigger

ROOT = Path(__file__).resolve().parents[3]
TRANSLATIONS = ROOT / "resources" / "translations"
_PLACES = re.compile(r"\{\w+\}|%n")


@pytest.fixture
def speaking(qapp: QApplication) -> Iterator[QApplication]:
    """The application, which has forgotten what it was taught when the test is over."""
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.mark.parametrize(
    ("setting", "of_system", "language"),
    [
        ("ja", ["de-DE"], "ja"),
        ("en", ["ja-JP"], "en"),
        ("system", ["ja-JP", "en"], "ja"),
        ("system", ["fr-FR", "ja"], "ja"),
        ("system", ["fr-FR", "en-US"], "en"),
        ("system", [], "en"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_systems(setting: str, of_system: list[str], language: str) -> None:
    assert chosen_language(setting, of_system) == language


def test_qts_own_buttons_speak_it_too(speaking: QApplication, qtbot: QtBot) -> None:
    assert speak(speaking, "ja") == "ja"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Close).text() == "閉じる"


def test_numbers_go_with_the_language(speaking: QApplication) -> None:
    speak(speaking, "en")
    assert count(12345) == "12,345"


@pytest.mark.parametrize("language", LOCALES)
def test_what_is_delivered_was_compiled_from_what_translators_wrote(language: str, tmp_path: Path) -> None:
    compiled = tmp_path / "compiled.qm"
    release = Path(sys.executable).with_name("pyside6-lrelease")
    source = TRANSLATIONS / f"miharu_{language}.ts"
    subprocess.run([release, "-silent", source, "-qm", compiled], check=True, timeout=60)
    assert compiled.read_bytes() == source.with_suffix(".qm").read_bytes(), "run `make translations`"


@pytest.mark.parametrize("language", LOCALES)
def test_every_text_of_the_window_is_translated(language: str, tmp_path: Path) -> None:
    collected = Path(shutil.copy(TRANSLATIONS / f"miharu_{language}.ts", tmp_path))
    subprocess.run([*_collecting(language), collected], check=True, timeout=60, cwd=ROOT, capture_output=True)
    left = [
        f"{context.findtext('name')}: {message.findtext('source')}"
        for context in ElementTree.parse(collected).getroot().iter("context")
        for message in context.iter("message")
        if message.find("translation[@type='unfinished']") is not None
    ]
    assert not left, "run `make translations`, and translate what is new"


def _collecting(language: str) -> list[str]:
    """The command of `make translations` that collects the texts for ``language``, up to its file."""
    rules = subprocess.run(["make", "--dry-run", "translations"], cwd=ROOT, capture_output=True, text=True, check=True)
    (command,) = re.findall(rf".*pyside6-lupdate.*-ts (?=.*miharu_{language}\.ts)", rules.stdout)
    tool, *arguments = shlex.split(command)
    return [str(Path(sys.executable).with_name(Path(tool).name)), *arguments]


@pytest.mark.parametrize("language", LOCALES)
def test_translations_keep_what_is_filled_in(language: str) -> None:
    for message in ElementTree.parse(TRANSLATIONS / f"miharu_{language}.ts").getroot().iter("message"):
        source, translation = message.findtext("source"), message.find("translation")
        assert source is not None
        assert translation is not None
        for form in [*translation.iter("numerusform")] or [translation]:
            wanted = set(_PLACES.findall(source)) - ({"%n"} if language == "en" else set())
            assert wanted <= set(_PLACES.findall(form.text or "")), source


def test_words_that_the_library_keeps_are_said_in_the_language(speaking: QApplication) -> None:
    speak(speaking, "ja")
    kept = [*get_args(Trigger), *FACE_WORDS.values(), *SAFE_SEARCH_WORDS]
    kept += [likelihood.name.lower().replace("_", " ") for likelihood in vision.Likelihood]
    assert [word for word in kept if in_words(word) == word] == []
    assert in_words("joy, Egyptian cat") == f"{in_words('joy')}, Egyptian cat"


def test_english_has_its_plurals(speaking: QApplication) -> None:
    speak(speaking, "en")
    said = [QCoreApplication.translate("Timeline", "{when} · %n image(s)", None, number) for number in (1, 2)]
    assert said == ["{when} · 1 image", "{when} · 2 images"]
    assert "unfinished" not in (TRANSLATIONS / "miharu_en.ts").read_text("utf-8")


def test_texts_outside_classes_have_the_context_that_they_are_collected_with() -> None:
    for path in (ROOT / "desktop").rglob("*.py"):
        helper = re.search(r"^def _tr\(.*\n    return (.*)", path.read_text("utf-8"), re.MULTILINE)
        assert helper is None or helper[1] == 'QCoreApplication.translate("", text)', path
