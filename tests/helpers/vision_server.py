"""A Cloud Vision server for tests: real gRPC, google-cloud-vision's own types, scripted answers and faults.

In a test: ``with VisionServer() as server: ... server.endpoint ... server.units_received``. On its own, for tests with
real processes: ``python -m tests.helpers.vision_server [--port N] [--latency S]`` prints ``listening on HOST:PORT``
and one JSON line a call.
"""

from __future__ import annotations

import argparse
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from math import nan

import cv2
import grpc
import numpy as np
from google.cloud import vision_v1 as vision
from google.protobuf.any_pb2 import Any
from google.rpc.code_pb2 import Code
from google.rpc.error_details_pb2 import ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

MAX_IMAGES = 16
MAX_REQUEST_BYTES = 10_485_760
THREADS = 32

Request = vision.BatchAnnotateImagesRequest
Response = vision.BatchAnnotateImagesResponse
Answer = Callable[[vision.AnnotateImageRequest], vision.AnnotateImageResponse]
Fault = Callable[["VisionServer", Request, grpc.ServicerContext], Response]
"""Handles a call in its own way: answers it wrongly, aborts it, or never ends it."""


@dataclass(frozen=True)
class ReceivedCall:
    """One call: how many images, and units (images times features) that the real service would bill if it answers."""

    images: int
    units: int
    image_bytes: int
    api_key: str | None = None
    authorization: str | None = None


class VisionServer:
    """Serves until :meth:`stop`. Each call takes the next fault of the script; without one it is answered rightly."""

    def __init__(
        self,
        answer: Answer | None = None,
        latency_s: float = 0.0,
        max_message_bytes: int = -1,
        port: int = 0,
        on_call: Callable[[ReceivedCall], None] | None = None,
        tls: grpc.ServerCredentials | None = None,
    ) -> None:
        self.latency_s = latency_s
        self.stopped = threading.Event()
        self.received = threading.Semaphore(0)
        """Released once a call, before it is answered: acquire it to wait for a call to be in flight."""
        self._answer = answer or describe
        self._on_call = on_call
        self._lock = threading.Lock()
        self._calls: list[ReceivedCall] = []
        self._script: deque[Fault] = deque()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="vision-server")
        self._server = grpc.server(self._threads, options=[("grpc.max_receive_message_length", max_message_bytes)])
        self._server.add_generic_rpc_handlers((_handlers(self._batch_annotate_images),))
        address = f"127.0.0.1:{port}"
        self.port = self._server.add_secure_port(address, tls) if tls else self._server.add_insecure_port(address)

    def __enter__(self) -> VisionServer:
        self._server.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def calls(self) -> list[ReceivedCall]:
        with self._lock:
            return list(self._calls)

    @property
    def units_received(self) -> int:
        return sum(call.units for call in self.calls)

    def script(self, *faults: Fault) -> None:
        """What the next calls meet, one each."""
        self._script.extend(faults)

    def stop(self) -> None:
        self.stopped.set()
        self._server.stop(0).wait()
        self._threads.shutdown()

    def answer_all(self, request: Request) -> Response:
        return Response(responses=[self._answer(image) for image in request.requests])

    def _batch_annotate_images(self, request: Request, context: grpc.ServicerContext) -> Response:
        call = _received(request, dict(context.invocation_metadata()))
        with self._lock:
            self._calls.append(call)
            fault = self._script.popleft() if self._script else None
        if self._on_call is not None:
            self._on_call(call)
        self.received.release()
        self.stopped.wait(self.latency_s)
        _check_limits(call, context)
        return fault(self, request, context) if fault else self.answer_all(request)


def refuse(code: int, message: str = "refused by the script", retry_s: float | None = None, reason: str = "") -> Fault:
    """Fails the call with a status, and with RetryInfo and ErrorInfo where these are given."""

    def fault(_server: VisionServer, _request: Request, context: grpc.ServicerContext) -> Response:
        details = []
        if retry_s is not None:
            info = RetryInfo()
            info.retry_delay.FromMilliseconds(round(retry_s * 1000))
            details.append(_packed(info))
        if reason:
            details.append(_packed(ErrorInfo(reason=reason, domain="googleapis.com")))
        context.abort_with_status(rpc_status.to_status(Status(code=code, message=message, details=details)))
        raise AssertionError("abort_with_status raises")

    return fault


def hang() -> Fault:
    """Does not answer until the caller gives up or the server is stopped."""

    def fault(_server: VisionServer, _request: Request, context: grpc.ServicerContext) -> Response:
        given_up = threading.Event()
        if context.add_callback(given_up.set):
            given_up.wait()
        return Response()

    return fault


def image_errors(places: Iterable[int], code: int, message: str = "scripted", keep_answers: bool = False) -> Fault:
    """Answers rightly but for an error at these places of the request."""
    wrong = set(places)

    def fault(server: VisionServer, request: Request, _context: grpc.ServicerContext) -> Response:
        response = server.answer_all(request)
        for place in wrong:
            if not keep_answers:
                response.responses[place] = vision.AnnotateImageResponse()
            response.responses[place].error = Status(code=code, message=message)
        return response

    return fault


def answers(count: int) -> Fault:
    """Gives that many answers, however many images there were."""

    def fault(server: VisionServer, request: Request, _context: grpc.ServicerContext) -> Response:
        response = server.answer_all(request)
        blank = [vision.AnnotateImageResponse()] * count
        return Response(responses=[*response.responses, *blank][:count])

    return fault


def with_a_colour_that_is_no_number(place: int) -> Fault:
    """Answers rightly but for one image, whose main colour has no red."""

    def fault(server: VisionServer, request: Request, _context: grpc.ServicerContext) -> Response:
        response = server.answer_all(request)
        colours = response.responses[place].image_properties_annotation.dominant_colors.colors
        colours.append(vision.ColorInfo(color={"red": nan}))
        return response

    return fault


def doing(action: Callable[[], None]) -> Fault:
    """Does something (cuts the line, say), then answers rightly, for what that is still worth."""

    def fault(server: VisionServer, request: Request, _context: grpc.ServicerContext) -> Response:
        action()
        return server.answer_all(request)

    return fault


def describe(request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
    """The default answer: labels that name the strongest colour channel and the size of the image as it came."""
    pixels = cv2.imdecode(np.frombuffer(request.image.content, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        return vision.AnnotateImageResponse(error=Status(code=Code.INVALID_ARGUMENT, message="Bad image data."))
    height, width = pixels.shape[:2]
    channel = ("blue", "green", "red")[int(pixels.mean(axis=(0, 1)).argmax())]
    labels = [
        vision.EntityAnnotation(description=channel, score=0.9, mid=f"/m/{channel}"),
        vision.EntityAnnotation(description=f"{width}x{height}", score=0.6),
    ]
    return vision.AnnotateImageResponse(label_annotations=labels)


def _handlers(handle: Callable[[Request, grpc.ServicerContext], Response]) -> grpc.GenericRpcHandler:
    method = grpc.unary_unary_rpc_method_handler(
        handle, request_deserializer=Request.deserialize, response_serializer=Response.serialize
    )
    return grpc.method_handlers_generic_handler(
        "google.cloud.vision.v1.ImageAnnotator", {"BatchAnnotateImages": method}
    )


def _received(request: Request, metadata: dict[str, str]) -> ReceivedCall:
    images = request.requests
    return ReceivedCall(
        images=len(images),
        units=sum(len(image.features) for image in images),
        image_bytes=sum(len(image.image.content) for image in images),
        api_key=metadata.get("x-goog-api-key"),
        authorization=metadata.get("authorization"),
    )


def _check_limits(call: ReceivedCall, context: grpc.ServicerContext) -> None:
    if call.images > MAX_IMAGES:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, "Too many images per request.")
    if call.image_bytes > MAX_REQUEST_BYTES:
        context.abort(
            grpc.StatusCode.INVALID_ARGUMENT, f"Request payload size exceeds the limit: {MAX_REQUEST_BYTES} bytes."
        )
    if call.units == 0:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, "Request must specify features.")


def _packed(detail: RetryInfo | ErrorInfo) -> Any:
    packed = Any()
    packed.Pack(detail)
    return packed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, metavar="SECONDS")
    options = parser.parse_args()
    server = VisionServer(
        latency_s=options.latency,
        port=options.port,
        on_call=lambda call: print(json.dumps(asdict(call)), flush=True),
    )
    with server:
        print(f"listening on 127.0.0.1:{server.port}", flush=True)
        with suppress(KeyboardInterrupt):
            server.stopped.wait()


if __name__ == "__main__":
    main()
