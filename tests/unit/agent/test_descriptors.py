from __future__ import annotations

from collections.abc import Iterator

import cv2
import pytest

from node_agent.descriptors import ENOUGH, raise_limit
from node_agent.sources.camera import Footage

resource = pytest.importorskip("resource")


@pytest.fixture(autouse=True)
def low_limit() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_limit_is_raised_as_far_as_is_allowed_and_enough() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    raise_limit()
    allowed = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (allowed, hard)


def test_a_limit_above_is_not_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("node_agent.descriptors.ENOUGH", 100)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    raise_limit()
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before


def test_a_device_is_left_alone_while_its_descriptor_could_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    devices: list[tuple[object, ...]] = []
    monkeypatch.setattr(cv2, "VideoCapture", lambda *device: devices.append(device))
    monkeypatch.setattr("node_agent.descriptors.SELECTABLE", 0)
    Footage("99").open()
    assert devices == [()]
