"""The books of a node: when they balance, and when they must not."""

from __future__ import annotations

from msgspec.structs import replace

from desktop.core.ledger import balance
from desktop.core.records import CameraLedger, DeviceCount, NodeIdentity, NodeLedger
from node_agent.wire.messages import SeqRange

PORCH = NodeIdentity("a" * 16, "porch")
COUNT = DeviceCount(
    stream="5" * 32, captured={"front": 90, "back": 14}, refused={"too_large": 4}, first_seq=81, last_seq=100
)


def of(
    count: DeviceCount = COUNT,
    settled: tuple[SeqRange, ...] = ((1, 80),),
    stored: dict[str, int] | None = None,
    gone: dict[str, int] | None = None,
    later: dict[str, int] | None = None,
) -> NodeLedger:
    stored = {"front": 70, "back": 3} if stored is None else stored
    return balance(PORCH, count, settled, stored, later or {}, {"quota": 7} if gone is None else gone, counted_ns=1)


def cameras(ledger: NodeLedger) -> dict[str, CameraLedger]:
    return {camera.camera: camera for camera in ledger.cameras}


def test_every_capture_is_stored_or_waits_or_was_dropped_for_a_reason() -> None:
    ledger = of()
    assert (ledger.captured, ledger.stored, ledger.waiting) == (104, 73, 20)
    assert ledger.dropped == {"quota": 7, "too_large": 4}
    assert ledger.unexplained == 0


def test_a_camera_that_alone_lacks_images_has_the_whole_account() -> None:
    ledger = of(
        replace(COUNT, refused_by_camera={"front": {"too_large": 3}, "back": {"too_large": 1}}),
        stored={"front": 60, "back": 13},
    )
    assert ledger.cameras == (
        CameraLedger(camera="back", captured=14, stored=13, dropped={"too_large": 1}),
        CameraLedger(camera="front", captured=90, stored=60, waiting=20, dropped={"quota": 7, "too_large": 3}),
    )


def test_what_lacks_for_one_cause_is_told_camera_by_camera() -> None:
    told = replace(COUNT, refused={}, refused_by_camera={})
    waiting = cameras(of(told, stored={"front": 74, "back": 10}, gone={}))
    assert (waiting["front"].waiting, waiting["back"].waiting) == (16, 4)
    all_settled = ((1, 100),)
    dropped = cameras(of(told, all_settled, {"front": 70, "back": 10}, {"quota": 20, "disk_error": 4}))
    assert dropped["front"].dropped == {"disk_error or quota": 20}
    assert (dropped["back"].dropped, dropped["back"].untold) == ({"disk_error or quota": 4}, 0)
    missing = cameras(of(told, all_settled, {"front": 80, "back": 10}, {}))
    assert (missing["front"].unexplained, missing["back"].unexplained) == (10, 4)


def test_what_lacks_for_several_causes_is_not_guessed() -> None:
    ledger = of()
    assert [camera.untold for camera in ledger.cameras] == [11, 20]
    assert all(camera.waiting == camera.unexplained == 0 for camera in ledger.cameras)


def test_each_camera_balances_while_images_are_on_their_way_and_after_a_power_cut() -> None:
    told = replace(COUNT, refused={}, torn=1, last_seq=105)
    ledger = of(told, settled=((1, 106),), stored={"front": 91, "back": 14}, gone={"disk_error": 1}, later={"front": 1})
    assert ledger.unexplained == 0
    for camera in ledger.cameras:
        assert camera == CameraLedger(camera=camera.camera, captured=camera.stored, stored=camera.stored)


def test_an_image_that_is_nowhere_is_unexplained() -> None:
    assert of(stored={"front": 69, "back": 3}).unexplained == 1
    assert of(gone={"quota": 6}).unexplained == 1


def test_numbers_that_the_device_holds_no_more_and_never_spoke_of_are_unexplained() -> None:
    assert of(settled=((1, 70),), stored={"front": 60, "back": 3}).unexplained == 10


def test_images_on_their_way_make_no_difference() -> None:
    # 101 to 103 came after the device had counted; 101 is still on its way into the library.
    ledger = of(settled=((1, 80), (102, 103)), stored={"front": 72, "back": 3})
    assert (ledger.captured, ledger.waiting, ledger.unexplained) == (106, 20, 0)


def test_a_number_that_a_power_cut_spent_is_explained() -> None:
    torn = replace(COUNT, torn=1, last_seq=101)
    assert of(torn, settled=((1, 80), (101, 101)), gone={"quota": 7, "disk_error": 1}).unexplained == 0


def test_an_empty_spool_has_nothing_waiting() -> None:
    empty = DeviceCount(stream="5" * 32, captured={}, first_seq=1, last_seq=0)
    ledger = of(empty, settled=(), stored={}, gone={})
    assert (ledger.captured, ledger.waiting, ledger.unexplained) == (0, 0, 0)
