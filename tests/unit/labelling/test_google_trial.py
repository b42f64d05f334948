"""Trying out Cloud Vision: one call, one unit of each feature, and words that lead on."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from google.rpc.code_pb2 import Code

from desktop.core.errors import LabellerUnavailableError
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.labellers.google import trial
from desktop.labelling.labellers.google.trial import try_out
from tests.helpers.meters import MemoryLedger
from tests.helpers.vision_server import VisionServer, hang, refuse


@pytest.fixture
def cloud() -> Iterator[VisionServer]:
    with VisionServer() as server:
        yield server


def settings_for(cloud: VisionServer, **google: object) -> Settings:
    return Settings(google=GoogleSettings(endpoint=cloud.endpoint, **google))


def test_it_costs_a_unit_of_each_feature_chosen_and_is_counted(cloud: VisionServer) -> None:
    ledger = MemoryLedger()
    try_out(settings_for(cloud, features=("labels", "text")), ledger)
    assert [(call.images, call.units) for call in cloud.calls] == [(1, 2)]
    assert ledger.units(0).spent == {"labels": 1, "text": 1}


@pytest.mark.parametrize(
    ("code", "reason", "way_out"),
    [
        (Code.PERMISSION_DENIED, "SERVICE_DISABLED", "Enable the Cloud Vision API"),
        (Code.PERMISSION_DENIED, "BILLING_DISABLED", "Turn on billing"),
        (Code.INVALID_ARGUMENT, "API_KEY_INVALID", "Copy the whole API key"),
        (Code.PERMISSION_DENIED, "API_KEY_SERVICE_BLOCKED", "Allow the Cloud Vision API for this API key"),
        (Code.UNAUTHENTICATED, "", r"Check google\.key_file or google\.api_key"),
    ],
)
def test_each_refusal_comes_with_what_mends_it(cloud: VisionServer, code: int, reason: str, way_out: str) -> None:
    cloud.script(refuse(code, "Google says no.", reason=reason))
    with pytest.raises(LabellerUnavailableError, match=rf"Google says no\. {way_out}"):
        try_out(settings_for(cloud), MemoryLedger())


def test_a_service_that_does_not_answer_is_not_waited_for_long(
    cloud: VisionServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "PATIENCE_S", 0.3)
    cloud.script(hang(), hang(), hang())
    begin = time.monotonic()
    with pytest.raises(LabellerUnavailableError, match="did not answer in time"):
        try_out(settings_for(cloud), MemoryLedger())
    assert time.monotonic() - begin < 10


def test_nothing_to_sign_in_with_is_told_at_once() -> None:
    with pytest.raises(LabellerUnavailableError, match="not set up"):
        try_out(Settings(), MemoryLedger())


def test_over_the_budget_nothing_is_asked(cloud: VisionServer) -> None:
    with pytest.raises(LabellerUnavailableError, match=r"budget for Cloud Vision .* is used up"):
        try_out(settings_for(cloud, features=("labels", "text"), monthly_cap_units=1), MemoryLedger())
    assert cloud.calls == []
