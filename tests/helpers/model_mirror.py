"""A real HTTP server for model files that can break off, fall silent, or know no ranges."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Request(NamedTuple):
    """What a client asked for; ``start`` is the first byte that it wanted."""

    path: str
    start: int


class ModelMirror:
    """Serves ``files`` by name under ``url``. ``requests`` are all that came, in order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.files: dict[str, bytes] = {}
        self.requests: list[Request] = []
        self.knows_ranges = True
        self.break_after_bytes: list[int] = []
        """How many bytes each of the next answers gives before the connection is cut."""
        self.silent_after_bytes: dict[str, int] = {}
        """Paths whose answers give so many bytes and then none until the server stops."""
        self.stopped = threading.Event()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        start = int(handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        self.requests.append(Request(handler.path, start))
        body = self.files.get(handler.path.lstrip("/"))
        if body is None:
            handler.send_error(HTTPStatus.NOT_FOUND)
            return
        if self.knows_ranges and start >= len(body):
            handler.send_error(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            return
        part = body[start:] if self.knows_ranges else body
        handler.send_response(HTTPStatus.PARTIAL_CONTENT if self.knows_ranges and start else HTTPStatus.OK)
        handler.send_header("Content-Length", str(len(part)))
        handler.end_headers()
        if self.break_after_bytes:
            part = part[: self.break_after_bytes.pop(0)]
        silent_after = self.silent_after_bytes.get(handler.path)
        handler.wfile.write(part[:silent_after])
        if silent_after is not None:
            self.stopped.wait()


@contextmanager
def model_mirror() -> Iterator[ModelMirror]:
    """Runs a mirror on a free port of this computer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            mirror.answer(self)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the test output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mirror = ModelMirror(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="model mirror")
    thread.start()
    try:
        yield mirror
    finally:
        mirror.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()
