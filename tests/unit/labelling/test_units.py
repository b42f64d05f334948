"""Miharu's count of units against that of a Cloud Vision server: equal to the unit, and never fewer, whatever dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from google.rpc.code_pb2 import Code
from pytestqt.qtbot import QtBot

from desktop.core.errors import BudgetSpentError, LabellerUnavailableError
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import Annotation, LabelError, NotNow, Picture
from desktop.core.settings import GateSettings, GoogleSettings, Settings
from desktop.labelling.budget import Budget
from desktop.labelling.engine import LabellingEngine
from desktop.labelling.labellers import google
from desktop.labelling.labellers.google import pacing
from desktop.labelling.labellers.google.labeller import GoogleLabeller
from desktop.labelling.registry import make_labeller
from desktop.store import open_library
from tests.helpers.cut_line import CutLine
from tests.helpers.pictures import BLUE, GREEN, RED, noise, plain
from tests.helpers.vision_server import (
    Fault,
    VisionServer,
    answers,
    doing,
    hang,
    image_errors,
    refuse,
    with_a_colour_that_is_no_number,
)
from tests.unit.labelling.test_engine_with_a_library import store

Connect = Callable[..., GoogleLabeller]
WAIT_MS = 20_000
NO_GATE = GateSettings(enabled=False)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "Miharu")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "FIRST_PAUSE_S", 0.01)


@pytest.fixture
def connect(server: VisionServer, library: Library) -> Iterator[Connect]:
    made: list[GoogleLabeller] = []

    def make(**changes: object) -> GoogleLabeller:
        settings = GoogleSettings(
            **{"endpoint": server.endpoint, "max_images_per_minute": 600_000, "features": ("labels", "faces")} | changes
        )
        made.append(google.create(Settings(google=settings), Budget(library, settings)))
        return made[-1]

    yield make
    for labeller in made:
        labeller.close()


@pytest.fixture
def images(tmp_path: Path) -> list[Picture]:
    return [Picture(path=plain(tmp_path / f"{n}.png", (RED, GREEN, BLUE)[n % 3])) for n in range(16)]


def counted(library: Library) -> int:
    return sum(library.units(0).spent.values())


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param([], id="no trouble"),
        pytest.param([refuse(Code.UNAVAILABLE), refuse(Code.RESOURCE_EXHAUSTED, retry_s=0.05)], id="retries"),
        pytest.param([refuse(Code.INTERNAL)] * 20, id="retries to the end"),
        pytest.param([image_errors([1, 2], Code.UNAVAILABLE), image_errors([0], Code.INTERNAL)], id="partial errors"),
        pytest.param([refuse(Code.INVALID_ARGUMENT)] * 3, id="splits"),
        pytest.param([answers(3)], id="wrong count"),
        pytest.param([hang()], id="hang"),
        pytest.param([refuse(Code.UNAUTHENTICATED)], id="refused sign-in"),
    ],
)
def test_every_unit_that_the_server_received_is_counted_and_no_other(
    faults: list[Fault], server: VisionServer, connect: Connect, images: list[Picture], library: Library
) -> None:
    server.script(*faults)
    try:
        connect(timeout_s=1.0 if len(faults) == 1 else 10.0).label([*images, *images[:3]])
    except LabellerUnavailableError:
        assert faults
    assert counted(library) == server.units_received > 0


def test_an_answer_that_can_not_be_understood_is_paid_once_and_its_batch_mates_have_theirs(
    server: VisionServer, library: Library, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    store(library, 1, 5)
    server.script(with_a_colour_that_is_no_number(2))
    settings = Settings(google=GoogleSettings(endpoint=server.endpoint), gate=NO_GATE)
    engine = LabellingEngine(library, partial(make_labeller, settings, library), workers=1)
    engine.start()
    qtbot.waitUntil(lambda: library.waiting() == 0, timeout=WAIT_MS)
    engine.stop()
    assert counted(library) == server.units_received == 5
    assert (library.stats().labelled, library.stats().failed) == (4, 1)
    (failed,) = [tile for tile in library.tiles(range(1, 6)) if tile.error]
    assert failed.error is not None
    assert failed.error.startswith("Cloud Vision's answer can't be understood")
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("size_px", [(90_000, 64), (64, 90_000), (1_000_000, 1)])
def test_an_image_longer_than_a_jpeg_can_be_is_sent_smaller_with_its_batch_mates(
    size_px: tuple[int, int], server: VisionServer, connect: Connect, images: list[Picture], library: Library
) -> None:
    strip = Picture(path=plain(images[0].path.with_name("strip.png"), size_px=size_px))
    outcomes = connect().label([images[0], strip, images[1]])
    assert [type(outcome) for outcome in outcomes] == [Annotation] * 3
    assert isinstance(outcomes[1], Annotation)
    assert "65500" in outcomes[1].labels[1].name.split("x")
    assert counted(library) == server.units_received == 6


def test_a_call_on_a_line_that_was_cut_is_counted(
    server: VisionServer, connect: Connect, images: list[Picture], library: Library
) -> None:
    with CutLine(server.port) as line:
        server.script(doing(line.cut))
        connect(endpoint=f"http://127.0.0.1:{line.port}").label(images[:2])
    assert counted(library) == server.units_received


def test_a_message_that_the_server_never_took_in_is_not_counted(
    connect: Connect, tmp_path: Path, library: Library
) -> None:
    picture = Picture(path=noise(tmp_path / "noise.jpg", (1600, 1200)))
    with VisionServer(max_message_bytes=4 * 1024 * 1024) as small:
        connect(endpoint=small.endpoint).label([picture] * 6)
        assert counted(library) == small.units_received == 12


def test_a_server_that_is_not_there_costs_nothing(connect: Connect, images: list[Picture], library: Library) -> None:
    with VisionServer() as gone:
        port = gone.port
    with pytest.raises(LabellerUnavailableError):
        connect(endpoint=f"http://127.0.0.1:{port}").label(images)
    assert counted(library) == 0


def test_the_last_unit_of_the_cap_is_used_and_none_beyond(
    server: VisionServer, connect: Connect, images: list[Picture], library: Library
) -> None:
    outcomes = connect(monthly_cap_units=23).label(images)
    assert [type(outcome) for outcome in outcomes] == [Annotation] * 11 + [NotNow] * 5
    assert counted(library) == server.units_received == 22
    with pytest.raises(LabellerUnavailableError, match="budget for Cloud Vision"):
        connect(monthly_cap_units=23).label(images)
    assert server.units_received == 22


def test_a_retry_that_has_no_room_is_not_sent(
    server: VisionServer, connect: Connect, images: list[Picture], library: Library
) -> None:
    server.script(refuse(Code.UNAVAILABLE))
    with pytest.raises(LabellerUnavailableError, match="budget for Cloud Vision"):
        connect(monthly_cap_units=4).label(images[:2])
    assert counted(library) == server.units_received == 4


def test_without_a_library_to_count_in_nothing_is_asked(
    server: VisionServer, connect: Connect, images: list[Picture], library: Library
) -> None:
    labeller = connect()
    library.close()
    with pytest.raises(LabellerUnavailableError, match="units can't be counted"):
        labeller.label(images)
    assert server.calls == []


def test_the_count_outlives_the_process_and_next_month_begins_anew(library: Library, tmp_path: Path) -> None:
    november, december = 1_793_520_000.0, 1_796_200_000.0
    settings = GoogleSettings(monthly_cap_units=5)
    Budget(library, settings, lambda: november).spend({"labels": 5})
    library.close()
    again = open_library(tmp_path / "Miharu")
    with pytest.raises(BudgetSpentError):
        Budget(again, settings, lambda: november).spend({"labels": 1})
    Budget(again, settings, lambda: december).spend({"labels": 5})
    again.close()


def test_at_the_cap_the_engine_goes_on_with_free_labels(server: VisionServer, library: Library, qtbot: QtBot) -> None:
    store(library, 1, 40)
    settings = Settings(google=GoogleSettings(endpoint=server.endpoint, monthly_cap_units=23), gate=NO_GATE)
    engine = LabellingEngine(library, partial(make_labeller, settings, library), workers=3)
    engine.start()
    qtbot.waitUntil(lambda: library.stats().labelled == 40, timeout=WAIT_MS)
    name = engine.labeller_name
    engine.stop()
    assert server.units_received == counted(library) == 23
    by = [details.labeller for n in range(1, 41) if (details := library.details(n)) is not None]
    assert (by.count("google"), by.count("basic")) == (23, 17)
    assert name == "basic"


def test_like_images_of_a_camera_are_paid_once_and_the_savings_counted(
    server: VisionServer, library: Library, qtbot: QtBot
) -> None:
    store(library, 1, 30)  # plain colours all hash alike, and are taken within a few minutes
    settings = Settings(google=GoogleSettings(endpoint=server.endpoint), gate=GateSettings(max_age_s=1e6))
    engine = LabellingEngine(library, partial(make_labeller, settings, library), workers=2)
    engine.start()
    qtbot.waitUntil(lambda: library.stats().labelled == 30, timeout=WAIT_MS)
    engine.stop()
    count = library.units(0)
    assert sum(count.spent.values()) + sum(count.saved.values()) == 30
    assert count.spent["labels"] == server.units_received < 30
    inherited = [
        details.annotation.inherited_from
        for n in range(1, 31)
        if (details := library.details(n)) is not None and details.annotation is not None
    ]
    assert len([source for source in inherited if source is not None]) == count.saved["labels"]


def test_images_put_back_for_another_labeller_keep_both_answers_apart(
    server: VisionServer, library: Library, qtbot: QtBot
) -> None:
    store(library, 1, 3)
    settings = Settings(labeller="basic", google=GoogleSettings(endpoint=server.endpoint))
    engine = LabellingEngine(library, partial(make_labeller, settings, library), workers=1)
    engine.start()
    qtbot.waitUntil(lambda: library.stats().labelled == 3, timeout=WAIT_MS)
    assert library.relabel([2], "google") == 1
    qtbot.waitUntil(lambda: server.units_received == 1 and library.stats().labelled == 3, timeout=WAIT_MS)
    engine.stop()
    said = library.annotations(2)
    assert list(said) == ["basic", "google"]
    details = library.details(2)
    assert details is not None
    assert (details.labeller, details.also_labelled_by) == ("google", ("basic",))
    assert len(library.keys(Query(labels=("160x120",)))) == 1
    assert list(library.annotations(1)) == ["basic"]


LABEL = """
import sys
from pathlib import Path
from desktop.core.records import Picture
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.registry import make_labeller
from desktop.store import open_library

folder, endpoint, cap, *files = sys.argv[1:]
library = open_library(Path(folder))
google = GoogleSettings(endpoint=endpoint, monthly_cap_units=int(cap), max_images_per_minute=600000)
labeller = make_labeller(Settings(labeller="google", google=google), library)
print("ready", flush=True)
sys.stdin.readline()
for file in files:
    labeller.label([Picture(path=Path(file), dropped=True)] * 3)
labeller.close()
library.close()
"""


def start_labelling(library: Library, server: VisionServer, cap: int, files: list[str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", LABEL, str(library.folder), server.endpoint, str(cap), *files],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_process_killed_in_mid_call_has_counted_what_it_asked_for(
    server: VisionServer, library: Library, images: list[Picture]
) -> None:
    server.script(hang())
    process = start_labelling(library, server, 0, [str(images[0].path)])
    try:
        go(process)
        assert server.received.acquire(timeout=20)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    finally:
        end(process)
    assert server.units_received == 3
    assert counted(library) >= 3


def test_two_processes_at_the_cap_never_pass_it_together(
    server: VisionServer, library: Library, images: list[Picture]
) -> None:
    files = [str(picture.path) for picture in images]
    processes = [start_labelling(library, server, 50, files) for _ in range(2)]
    try:
        for process in processes:
            go(process)
        for process in processes:
            assert process.wait(40) == 0
    finally:
        for process in processes:
            end(process)
    assert server.units_received == counted(library) == 50


def test_miharu_label_is_counted_in_the_library_and_refuses_without_one(
    server: VisionServer, library: Library, images: list[Picture], tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text(f'[google]\nendpoint = "{server.endpoint}"\nmonthly_cap_units = 2\n')
    environment = os.environ | {"MIHARU_SETTINGS": str(tmp_path / "settings.toml")}
    command = [sys.executable, "-c", "from desktop.cli import main; main()"]
    files = [str(picture.path) for picture in images[:3]]
    run = partial(subprocess.run, env=environment, capture_output=True, text=True, timeout=60, check=False)
    refused = run([*command, "label", *files, "--labeller", "google", "--library", str(tmp_path / "none")])
    assert (refused.returncode, server.units_received) == (1, 0)
    assert "is no library" in refused.stderr
    labelled = run([*command, "label", *files, "--labeller", "google", "--json", "--library", str(library.folder)])
    assert labelled.returncode == 0, labelled.stderr
    assert [json.loads(line)["labeller"] for line in labelled.stdout.splitlines()] == ["google", "google", "basic"]
    shown = run([*command, "budget", "--json", "--library", str(library.folder)])
    facts = json.loads(shown.stdout)
    assert (facts["units"], facts["spent"], facts["percent"]) == (2, True, 100.0)
    assert server.units_received == 2


def test_miharu_relabel_puts_what_a_search_finds_back_for_another_labeller(library: Library) -> None:
    store(library, 1, 3)
    command = [sys.executable, "-c", "from desktop.cli import main; main()", "relabel", "node:porch"]
    done = subprocess.run(
        [*command, "--labeller", "basic", "--library", str(library.folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "3 images wait for new labels.\n"), done.stderr
    assert [picture.wanted for picture in library.lease("test", 3, 60)] == ["basic"] * 3


def test_a_label_error_is_not_mistaken_for_a_spent_budget(
    server: VisionServer, connect: Connect, images: list[Picture]
) -> None:
    server.script(image_errors([0], Code.INVALID_ARGUMENT, "Bad image data."))
    assert connect(monthly_cap_units=2).label(images[:1]) == [LabelError("Cloud Vision: Bad image data.")]
