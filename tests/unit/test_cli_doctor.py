"""``miharu doctor`` as it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from google.rpc.code_pb2 import Code
from typer.testing import CliRunner, Result

from desktop import settings_file
from desktop.cli.doctor import doctor
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.models.shelf import FOLDER_VARIABLE
from desktop.store import open_library
from tests.helpers.vision_server import VisionServer, refuse

app = typer.Typer()
app.command()(doctor)


@pytest.fixture(autouse=True)
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "models"))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "Miharu"
    open_library(folder).close()
    return folder


@pytest.fixture
def cloud() -> Iterator[VisionServer]:
    with VisionServer() as server:
        settings_file.save(Settings(google=GoogleSettings(endpoint=server.endpoint)))
        yield server


def check(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def line(result: Result, what: str) -> str:
    (found,) = (text for text in result.stdout.splitlines() if f" {what}:" in text)
    return found


def test_each_part_gets_a_line_that_is_well_or_says_what_to_do(library: Path) -> None:
    result = check("--library", library)
    assert result.exit_code == 1
    assert line(result, "library").startswith("ok")
    assert line(result, "disk")
    assert line(result, "models").startswith("AMISS")
    assert "miharu models install mobilenetv2 nanodet" in line(result, "models")
    assert line(result, "Cloud Vision") == "ok     Cloud Vision: not set up, and not needed"


def test_cloud_vision_is_only_asked_on_demand_and_for_one_image(cloud: VisionServer, library: Path) -> None:
    assert "not tried" in line(check("--library", library), "Cloud Vision")
    assert cloud.calls == []
    assert line(check("--library", library, "--call"), "Cloud Vision") == "ok     Cloud Vision: it answers"
    assert cloud.units_received == 1


def test_refused_credentials_are_told_with_the_way_out(cloud: VisionServer, library: Path) -> None:
    cloud.script(refuse(Code.UNAUTHENTICATED, "Request had invalid credentials."))
    result = check("--library", library, "--call")
    assert result.exit_code == 1
    assert "google.key_file or google.api_key" in line(result, "Cloud Vision")


def test_credentials_that_can_not_be_read_are_found_without_a_call(library: Path, tmp_path: Path) -> None:
    settings_file.save(Settings(google=GoogleSettings(key_file=str(tmp_path / "gone.json"))))
    result = check("--library", library)
    assert line(result, "Cloud Vision").startswith("AMISS")
    assert "gone.json" in line(result, "Cloud Vision")
    assert "Check google.key_file" in line(result, "Cloud Vision")
    settings_file.save(Settings(google=GoogleSettings(api_key="AIza")))
    assert "set up with an API key, not tried" in line(check("--library", library), "Cloud Vision")


def test_a_damaged_catalogue_is_told(library: Path) -> None:
    (library / "catalogue.db").write_bytes(b"not a database" * 1000)
    assert line(check("--library", library), "library").startswith("AMISS")
