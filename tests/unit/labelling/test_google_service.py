"""What Miharu promises about calls to Cloud Vision, driven over real gRPC against a server that misbehaves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import grpc
import numpy as np
import pytest
from google.cloud import vision_v1 as vision
from google.cloud.vision_v1 import ImageAnnotatorClient
from google.rpc.code_pb2 import Code

from desktop.core.errors import LabellerUnavailableError
from desktop.core.records import Annotation, LabelError, NotNow, Picture
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.labellers import google
from desktop.labelling.labellers.google import pacing, service
from desktop.labelling.labellers.google.labeller import GoogleLabeller
from tests.helpers.cut_line import CutLine
from tests.helpers.meters import FreeMeter
from tests.helpers.pictures import BLUE, GREEN, RED, noise, plain
from tests.helpers.vision_server import (
    Response,
    VisionServer,
    answers,
    describe,
    doing,
    hang,
    image_errors,
    refuse,
)

MIB = 1024 * 1024
Connect = Callable[..., GoogleLabeller]
Outcomes = Sequence[Annotation | LabelError]


@pytest.fixture
def connect(server: VisionServer) -> Iterator[Connect]:
    """Makes a labeller of the server; keyword arguments are those of GoogleSettings."""
    made: list[GoogleLabeller] = []

    def make(**changes: object) -> GoogleLabeller:
        settings = GoogleSettings(**{"endpoint": server.endpoint, "max_images_per_minute": 600_000} | changes)
        made.append(google.create(Settings(google=settings), FreeMeter()))
        return made[-1]

    yield make
    for labeller in made:
        labeller.close()


@pytest.fixture
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "FIRST_PAUSE_S", 0.01)


@pytest.fixture
def colours(tmp_path: Path) -> list[Picture]:
    """Red, green, blue, red, ...: sixteen files."""
    files = [plain(tmp_path / f"{place}.png", (RED, GREEN, BLUE)[place % 3]) for place in range(16)]
    return [Picture(path=file) for file in files]


def names(outcomes: Outcomes) -> list[str]:
    return [outcome.labels[0].name if isinstance(outcome, Annotation) else "error" for outcome in outcomes]


def errors(outcomes: Outcomes) -> list[LabelError]:
    return [outcome for outcome in outcomes if isinstance(outcome, LabelError)]


def test_each_image_of_a_batch_gets_its_own_labels_from_one_call(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    assert names(connect().label(colours)) == ["red", "green", "blue"] * 5 + ["red"]
    assert [call.images for call in server.calls] == [16]


def test_each_feature_of_each_image_is_one_unit(server: VisionServer, connect: Connect, colours: list[Picture]) -> None:
    connect(features=("labels", "faces", "labels")).label(colours[:5])
    assert server.units_received == 10


def test_more_than_sixteen_images_are_never_sent_together(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    outcomes = connect().label([*colours, colours[1]])
    assert names(outcomes)[16] == "green"
    assert [call.images for call in server.calls] == [16, 1]


def test_a_batch_over_the_request_size_is_split_by_bytes(
    server: VisionServer, connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = Picture(path=noise(tmp_path / "noise.jpg", (640, 480)))
    labeller = connect()
    labeller.label([picture])
    one = server.calls[0].image_bytes
    monkeypatch.setattr(service, "MAX_REQUEST_BYTES", 2 * one + one // 2)
    assert not errors(connect().label([picture] * 5))
    assert [call.images for call in server.calls[1:]] == [2, 2, 1]


def test_a_server_that_takes_only_small_messages_gets_small_ones_and_this_is_learnt(
    tmp_path: Path, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    really_send = ImageAnnotatorClient.batch_annotate_images

    def send(client: ImageAnnotatorClient, requests: Sequence[object], **options: object) -> object:
        sent.append(len(requests))
        return really_send(client, requests=requests, **options)

    monkeypatch.setattr(ImageAnnotatorClient, "batch_annotate_images", send)
    picture = Picture(path=noise(tmp_path / "noise.jpg", (1600, 1200)))
    with VisionServer(max_message_bytes=4 * MIB) as small:
        labeller = connect(endpoint=small.endpoint, features=("faces",))
        assert not errors(labeller.label([picture] * 3))
        assert len(sent) > len(small.calls)  # some were refused
        sent.clear()
        known = len(small.calls)
        assert not errors(labeller.label([picture] * 3))
        assert sent == [call.images for call in small.calls[known:]]


def test_one_image_too_large_for_the_server_fails_alone_and_for_good(tmp_path: Path, connect: Connect) -> None:
    pictures = [Picture(path=plain(tmp_path / "a.png")), Picture(path=noise(tmp_path / "noise.jpg", (1600, 1200)))]
    with VisionServer(max_message_bytes=200_000) as small:
        outcomes = connect(endpoint=small.endpoint, features=("faces",)).label(pictures)
    assert names(outcomes) == ["red", "error"]
    assert not errors(outcomes)[0].retry


@pytest.mark.usefixtures("quick_pauses")
@pytest.mark.parametrize(
    "code", [Code.UNAVAILABLE, Code.RESOURCE_EXHAUSTED, Code.INTERNAL, Code.DEADLINE_EXCEEDED], ids=Code.Name
)
def test_a_passing_trouble_is_tried_again(
    code: int, server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(refuse(code), refuse(code))
    assert names(connect().label(colours[:2])) == ["red", "green"]
    assert len(server.calls) == 3


@pytest.mark.usefixtures("quick_pauses")
def test_the_pause_that_the_server_asks_for_is_kept(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(refuse(Code.RESOURCE_EXHAUSTED, retry_s=0.6))
    start = time.monotonic()
    assert names(connect().label(colours[:1])) == ["red"]
    assert time.monotonic() - start >= 0.6


def test_a_pause_longer_than_the_time_left_is_not_begun(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(refuse(Code.RESOURCE_EXHAUSTED, "Quota exceeded", retry_s=3600))
    start = time.monotonic()
    with pytest.raises(LabellerUnavailableError, match="quota is used up for now: Quota exceeded"):
        connect(timeout_s=30).label(colours[:1])
    assert time.monotonic() - start < 10
    assert len(server.calls) == 1


@pytest.mark.usefixtures("quick_pauses")
@pytest.mark.parametrize("code", [Code.UNAVAILABLE, Code.RESOURCE_EXHAUSTED], ids=Code.Name)
def test_a_service_that_stays_away_is_an_outage_after_a_few_tries(
    code: int, server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(*[refuse(code)] * 50)
    with pytest.raises(LabellerUnavailableError):
        connect().label(colours[:2])
    assert len(server.calls) == pacing.TRIES


@pytest.mark.usefixtures("quick_pauses")
@pytest.mark.parametrize("code", [Code.INTERNAL, Code.DEADLINE_EXCEEDED], ids=Code.Name)
def test_a_trouble_that_may_be_the_images_fault_is_counted_against_them(
    code: int, server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(*[refuse(code)] * 50)
    outcomes = connect().label(colours[:2])
    assert [error.retry for error in errors(outcomes)] == [True, True]
    assert len(server.calls) == pacing.TRIES


def test_a_server_that_hangs_is_left_when_the_time_is_up(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(hang())
    start = time.monotonic()
    outcomes = connect(timeout_s=0.5).label(colours[:2])
    assert time.monotonic() - start < 3
    assert [error.retry for error in errors(outcomes)] == [True, True]
    assert "did not answer in time" in errors(outcomes)[0].message


@pytest.mark.usefixtures("quick_pauses")
def test_only_the_images_in_trouble_are_sent_again(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(image_errors([1, 2], Code.UNAVAILABLE), image_errors([1], Code.INTERNAL))
    assert names(connect().label(colours[:6])) == ["red", "green", "blue"] * 2
    assert [call.images for call in server.calls] == [6, 2, 1]


@pytest.mark.usefixtures("quick_pauses")
def test_an_image_whose_trouble_stays_goes_back_to_the_queue_alone(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(image_errors([1], Code.UNAVAILABLE), *[image_errors([0], Code.UNAVAILABLE)] * 50)
    outcomes = connect().label(colours[:3])
    assert names(outcomes) == ["red", "error", "blue"]
    assert errors(outcomes)[0].retry
    assert [call.images for call in server.calls] == [3, 1, 1, 1, 1]


def test_an_image_that_the_service_can_not_read_fails_alone_and_for_good(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(image_errors([1], Code.INVALID_ARGUMENT, "Bad image data."))
    outcomes = connect().label(colours[:3])
    assert names(outcomes) == ["red", "error", "blue"]
    assert errors(outcomes) == [LabelError("Cloud Vision: Bad image data.")]
    assert len(server.calls) == 1


def test_annotations_that_came_along_with_an_error_are_kept(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(image_errors([0], Code.INVALID_ARGUMENT, "One feature failed.", keep_answers=True))
    assert names(connect().label(colours[:1])) == ["red"]


def test_an_image_for_which_a_whole_call_is_refused_is_found_and_fails_alone(
    connect: Connect, colours: list[Picture]
) -> None:
    def picky(server: VisionServer, request: object, context: grpc.ServicerContext) -> Response:
        response = server.answer_all(request)
        if any(answer.label_annotations[0].description == "blue" for answer in response.responses):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "no blue, please")
        return response

    with VisionServer() as server:
        server.script(*[picky] * 20)
        outcomes = connect(endpoint=server.endpoint).label(colours[:5])
    assert names(outcomes) == ["red", "green", "error", "red", "green"]
    assert "no blue, please" in errors(outcomes)[0].message


@pytest.mark.parametrize("count", [0, 2, 4])
def test_a_wrong_number_of_answers_is_not_guessed_at(
    count: int, server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(answers(count))
    outcomes = connect().label(colours[:3])
    assert [error.message for error in errors(outcomes)] == [
        f"Cloud Vision gave {count} answers for 3 images: none can be trusted"
    ] * 3
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    ("code", "message", "reason"),
    [
        pytest.param(Code.UNAUTHENTICATED, "Request had invalid credentials.", "", id="bad credentials"),
        pytest.param(Code.PERMISSION_DENIED, "Cloud Vision API has not been used", "SERVICE_DISABLED", id="API off"),
        pytest.param(Code.INVALID_ARGUMENT, "API key not valid.", "API_KEY_INVALID", id="bad API key"),
    ],
)
def test_a_refused_sign_in_is_told_once_with_the_way_out_and_fails_no_image(
    code: int, message: str, reason: str, server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(refuse(code, message, reason=reason))
    with pytest.raises(LabellerUnavailableError, match=rf"{message}.*(google\.api_key|Enable the Cloud Vision API)"):
        connect().label(colours)
    assert len(server.calls) == 1


def test_a_server_that_is_no_cloud_vision_is_told_so(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(refuse(Code.UNIMPLEMENTED, "Method not found!"))
    with pytest.raises(LabellerUnavailableError, match=r"no Cloud Vision at google\.endpoint"):
        connect().label(colours)


@pytest.mark.usefixtures("quick_pauses")
def test_no_server_is_an_outage_and_is_over_when_it_comes_up(connect: Connect, colours: list[Picture]) -> None:
    with VisionServer() as gone:
        port = gone.port
    labeller = connect(endpoint=f"http://127.0.0.1:{port}")
    with pytest.raises(LabellerUnavailableError, match="can't be reached"):
        labeller.label(colours[:1])
    with VisionServer(port=port):
        assert names(labeller.label(colours[:1])) == ["red"]


@pytest.mark.usefixtures("quick_pauses")
def test_a_connection_reset_in_mid_call_is_survived(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    with CutLine(server.port) as line:
        server.script(doing(lambda: _cut_and_wait(line)))
        assert names(connect(endpoint=f"http://127.0.0.1:{line.port}").label(colours[:2])) == ["red", "green"]
    assert [call.images for call in server.calls] == [2, 2]


def _cut_and_wait(line: CutLine) -> None:
    line.cut()
    threading.Event().wait(0.2)  # the answer must not win the race against the reset


@pytest.mark.usefixtures("quick_pauses")
def test_labels_that_are_paid_for_are_kept_when_the_service_goes_away(
    server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(doing(lambda: None), *[refuse(Code.UNAVAILABLE)] * 50)
    outcomes = connect().label([*colours, *colours[:4]])
    assert names(outcomes[:16]) == [*(["red", "green", "blue"] * 5), "red"]
    assert all(isinstance(outcome, NotNow) for outcome in outcomes[16:])


def test_a_file_that_is_no_image_is_not_sent(
    server: VisionServer, connect: Connect, colours: list[Picture], tmp_path: Path
) -> None:
    (tmp_path / "note.png").write_text("milk, bread")
    outcomes = connect().label([colours[0], Picture(path=tmp_path / "note.png"), colours[1]])
    assert names(outcomes) == ["red", "error", "green"]
    assert errors(outcomes) == [LabelError("note.png is no JPEG, PNG or WebP image")]
    assert [call.images for call in server.calls] == [2]


def test_an_image_of_which_no_jpeg_can_be_made_fails_alone(
    connect: Connect, colours: list[Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = cv2.imencode
    refused = iter([False, True, False])

    def imencode(suffix: str, pixels: np.ndarray, parameters: list[int]) -> tuple[bool, object]:
        return (False, ()) if next(refused) else encode(suffix, pixels, parameters)

    monkeypatch.setattr(cv2, "imencode", imencode)
    outcomes = connect().label(colours[:3])
    assert names(outcomes) == ["red", "error", "blue"]
    assert errors(outcomes) == [LabelError("1.png can't be sent: no JPEG can be made of it")]


@pytest.mark.parametrize("fault", [hang(), refuse(Code.RESOURCE_EXHAUSTED, retry_s=30)], ids=["call", "pause"])
def test_closing_cancels_what_is_under_way_within_two_seconds(
    fault: Callable[..., Response], server: VisionServer, connect: Connect, colours: list[Picture]
) -> None:
    server.script(*[fault] * 4)
    labeller = connect()
    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(labeller.label, colours) for _ in range(4)]
        for _ in running:
            assert server.received.acquire(timeout=10)
        start = time.monotonic()
        labeller.close()
        for label in running:
            with pytest.raises(LabellerUnavailableError):
                label.result(2)
    assert time.monotonic() - start < 2


def test_a_closed_labeller_asks_nothing_more(server: VisionServer, connect: Connect, colours: list[Picture]) -> None:
    labeller = connect()
    labeller.close()
    with pytest.raises(LabellerUnavailableError):
        labeller.label(colours)
    assert server.calls == []


def test_all_threads_together_keep_to_the_images_a_minute(connect: Connect, colours: list[Picture]) -> None:
    labeller = connect(max_images_per_minute=1200)  # 20 a second
    start = time.monotonic()
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(labeller.label, [colours[:5]] * 5))
    assert not any(errors(outcome) for outcome in outcomes)
    assert time.monotonic() - start >= 1.0  # the fifth batch waits until 20 images have had their time


@pytest.mark.parametrize(("per_minute", "batch_size"), [(1800, 16), (100, 5), (1, 1)])
def test_a_low_quota_makes_small_batches(per_minute: int, batch_size: int, connect: Connect) -> None:
    assert connect(max_images_per_minute=per_minute).batch_size == batch_size


def test_the_default_answer_of_the_server_itself_names_a_bad_image() -> None:
    answer = describe(vision.AnnotateImageRequest(image=vision.Image(content=b"no image")))
    assert answer.error.message == "Bad image data."
