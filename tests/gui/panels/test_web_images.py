from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.panels import web_images
from desktop.panels.progress_lines import ProgressLines
from desktop.panels.web_images import WebImages

Respond = Callable[[http.server.BaseHTTPRequestHandler], None]


class Site(http.server.ThreadingHTTPServer):
    """A web server on this machine that answers as ``responses`` say, by path."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.responses: dict[str, Respond] = {}

    def url(self, path: str) -> QUrl:
        return QUrl(f"http://127.0.0.1:{self.server_address[1]}{path}")


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.responses[self.path](self)

    def log_message(self, format: str, *args: object) -> None:
        pass


def answer(data: bytes, content_type: str = "image/jpeg", status: int = 200) -> Respond:
    def respond(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", content_type)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    return respond


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever, args=(0.01,))
        thread.start()
        yield site
        site.shutdown()
        thread.join()


@pytest.fixture
def hanging(site: Site) -> Iterator[threading.Event]:
    """The site was asked for ``/slow.jpg``, and says nothing until the test is over."""
    asked, over = threading.Event(), threading.Event()

    def hang(_request: http.server.BaseHTTPRequestHandler) -> None:
        asked.set()
        over.wait(10)

    site.responses["/slow.jpg"] = hang
    yield asked
    over.set()


@pytest.fixture
def lines(show) -> Iterator[ProgressLines]:
    lines = ProgressLines()
    show(lines, 500, 80)
    yield lines
    lines.close_down()


@pytest.fixture
def web(lines: ProgressLines) -> Iterator[WebImages]:
    web = WebImages(lines)
    yield web
    web.close()


def failure(web: WebImages, url: QUrl, qtbot: QtBot) -> str:
    with qtbot.waitSignal(web.failed) as failed:
        web.fetch(url)
    assert failed.args[0] == url
    return failed.args[1]


def test_an_image_is_fetched_with_its_name(web: WebImages, site: Site, qtbot: QtBot) -> None:
    site.responses["/zoo/owl.jpg?size=2"] = answer(b"\xff\xd8\xff owl")
    with qtbot.waitSignal(web.fetched) as fetched:
        web.fetch(site.url("/zoo/owl.jpg?size=2"))
    assert fetched.args == ["owl.jpg", b"\xff\xd8\xff owl"]


def test_a_page_is_refused_with_a_way_out(web: WebImages, site: Site, qtbot: QtBot) -> None:
    site.responses["/"] = answer(b"<html>", "text/html; charset=utf-8")
    assert "web page" in failure(web, site.url("/"), qtbot)


def test_a_missing_image_says_so(web: WebImages, site: Site, qtbot: QtBot) -> None:
    site.responses["/gone.jpg"] = answer(b"", status=404)
    assert "Not Found" in failure(web, site.url("/gone.jpg"), qtbot)


def test_a_server_that_is_not_there_says_so(web: WebImages, qtbot: QtBot) -> None:
    assert "127.0.0.1 can't be reached" in failure(web, QUrl("http://127.0.0.1:1/a.jpg"), qtbot)


def test_an_image_beyond_the_limit_is_given_up_while_it_comes(
    web: WebImages, site: Site, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_images, "MAX_BYTES", 100_000)
    sent_bytes = []

    def pour(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "image/jpeg")
        request.end_headers()
        try:
            for _ in range(10_000):
                request.wfile.write(bytes(10_000))
                sent_bytes.append(10_000)
        except ConnectionError:
            request.close_connection = True

    site.responses["/endless.jpg"] = pour
    assert "larger than 100 kB" in failure(web, site.url("/endless.jpg"), qtbot)
    assert sum(sent_bytes) < 100_000_000


def test_a_first_encrypted_address_does_not_stop_the_window(web: WebImages, qtbot: QtBot) -> None:
    assert failure(web, QUrl("https://127.0.0.1:1/a.jpg"), qtbot)  # the guard against stalls looks on


def test_a_server_that_falls_silent_is_given_up(
    web: WebImages, site: Site, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_images, "TIMEOUT_S", 0.3)
    over = threading.Event()
    site.responses["/slow.jpg"] = lambda _request: over.wait(10)
    assert "nothing came" in failure(web, site.url("/slow.jpg"), qtbot)
    over.set()


def test_closing_gives_up_what_is_under_way_without_a_word(
    web: WebImages, site: Site, hanging: threading.Event, lines: ProgressLines, qtbot: QtBot
) -> None:
    web.fetch(site.url("/slow.jpg"))
    qtbot.waitUntil(hanging.is_set)
    with qtbot.assertNotEmitted(web.failed):
        web.close()  # though the server still says nothing
    assert not [line for line in lines.lines() if line.isVisible()]


def test_a_fetch_shows_how_far_it_is_and_can_be_cancelled(
    web: WebImages, site: Site, hanging: threading.Event, lines: ProgressLines, qtbot: QtBot
) -> None:
    web.fetch(site.url("/slow.jpg"))
    qtbot.waitUntil(hanging.is_set)
    qtbot.waitUntil(lambda: any(line.isVisible() for line in lines.lines()))
    (line,) = lines.lines()
    assert "Fetching slow.jpg" in " ".join(label.text() for label in line.findChildren(QLabel))
    with qtbot.assertNotEmitted(web.failed):
        qtbot.mouseClick(line.cancel_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not lines.lines())
