"""Guards that hold for every test: no display, no leaked thread, timer or child process, no user's folders."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# How long an example takes to draw or to run says more of the machine than of the code.
settings.register_profile("miharu", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("miharu")

TESTDATA = Path(__file__).resolve().parents[2] / "shared" / "testdata"
LEAK_GRACE_S = 5.0
# Threads that a library starts once and keeps for the life of the process.
LIBRARY_THREADS = ("grpc", "pydevd", "ThreadPoolExecutor-grpc", "_channel_spin", "asyncio_")


@pytest.fixture(scope="session")
def photos() -> Path:
    """The folder of real photos; tests that need it skip where it is missing."""
    return _testdata("photos")


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of real models; tests that need it skip where it is missing."""
    return _testdata("models")


def _testdata(folder: str) -> Path:
    path = TESTDATA / folder
    if not path.is_dir():
        pytest.skip(f"the test data folder {folder!r} is not beside this checkout")
    return path


@pytest.fixture(autouse=True)
def private_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps every test away from the user's own settings, library and spool."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("HOME", str(home))
    for name in ("MIHARU_CONFIG", "MIHARU_LIBRARY", "MIHARU_SETTINGS", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def no_leaks() -> Iterator[None]:
    """Fails a test that leaves a thread or a child process behind."""
    threads_before = set(threading.enumerate())
    children_before = set(psutil.Process().children())
    yield
    left = [thread for thread in threading.enumerate() if thread not in threads_before and _is_ours(thread)]
    for thread in left:
        thread.join(LEAK_GRACE_S)
    alive = [thread.name for thread in left if thread.is_alive()]
    assert not alive, f"threads left behind: {alive}"
    children = [child for child in psutil.Process().children() if child not in children_before]
    _, running = psutil.wait_procs(children, LEAK_GRACE_S)
    assert not running, f"processes left behind: {running}"


def _is_ours(thread: threading.Thread) -> bool:
    # A Qt pool's threads appear as dummies once Python code has run in them; the pool owns and ends them.
    return not isinstance(thread, threading._DummyThread) and not thread.name.startswith(LIBRARY_THREADS)
