"""Labellers are found by name, and ``auto`` takes the best that is set up."""

from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from desktop.core.errors import LabellerUnavailableError, SettingsError
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling import registry
from desktop.labelling.labeller import Labeller
from desktop.labelling.registry import make_labeller, names
from tests.helpers.meters import FreeMeter, MemoryLedger

ROOT = Path(__file__).resolve().parents[3]
ENTRY_POINTS: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"][
    registry.GROUP
]


def create(name: str) -> Labeller:
    return EntryPoint(name, ENTRY_POINTS[name], registry.GROUP).load()(Settings(), FreeMeter())


@pytest.mark.parametrize("name", sorted(ENTRY_POINTS.keys() - {"on-device"}))
def test_each_labeller_of_the_project_can_be_made(name: str) -> None:
    labeller = create(name)
    assert labeller.name == name
    assert labeller.version
    assert labeller.batch_size >= 1
    labeller.close()


def test_on_device_says_what_to_do_where_no_model_is_installed() -> None:
    with pytest.raises(LabellerUnavailableError, match="miharu models install"):
        create("on-device")


def test_the_installed_labellers_are_those_of_the_project() -> None:
    assert names() == sorted(ENTRY_POINTS)


def test_a_labeller_is_made_by_name() -> None:
    labeller = make_labeller(Settings(labeller="basic"), MemoryLedger())
    assert labeller.name == "basic"


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"no labeller 'bsaic'; there are auto, chain, basic, google, on-device"):
        make_labeller(Settings(labeller="bsaic"), MemoryLedger())


def test_a_labeller_whose_packages_are_missing_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = EntryPoint("bright", "package_that_is_not_there:create", registry.GROUP)
    installed = EntryPoints([broken, *(EntryPoint(name, ENTRY_POINTS[name], registry.GROUP) for name in ENTRY_POINTS)])
    monkeypatch.setattr(registry, "entry_points", installed.select)
    with pytest.raises(LabellerUnavailableError, match=r"bright can't be loaded.*package_that_is_not_there"):
        make_labeller(Settings(labeller="bright"), MemoryLedger())


@pytest.mark.parametrize(
    "google",
    [
        GoogleSettings(key_file="/keys/vision.json"),
        GoogleSettings(api_key="abc"),
        GoogleSettings(endpoint="http://127.0.0.1:1"),
    ],
    ids=["key file", "API key", "emulator"],
)
def test_auto_is_google_where_that_is_set_up(google: GoogleSettings) -> None:
    assert make_labeller(Settings(google=google), MemoryLedger()).name == "google"


def test_auto_is_google_where_the_environment_names_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/keys/vision.json")
    assert make_labeller(Settings(), MemoryLedger()).name == "google"


def test_auto_is_google_after_gcloud_has_logged_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "application_default_credentials.json").write_text("{}")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    assert make_labeller(Settings(), MemoryLedger()).name == "google"


def test_auto_is_basic_where_nothing_is_set_up_or_installed() -> None:
    assert make_labeller(Settings(), MemoryLedger()).name == "basic"
