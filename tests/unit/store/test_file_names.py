"""Names of image files: fit for every disk, and readable again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store.file_names import frame_path, pasted_path, read_path


@given(st.integers(0, 2**63 - 1), st.text(min_size=1, max_size=64), st.integers(1, 2**63 - 1), st.text(min_size=1))
def test_a_path_says_where_its_image_came_from(taken_ns: int, node: str, seq: int, camera: str) -> None:
    path = frame_path(taken_ns, node, seq, camera, "png")
    facts = read_path(path)
    assert facts is not None
    assert (facts.taken_ns, facts.seq, facts.file_name) == (taken_ns // 1_000_000 * 1_000_000, seq, None)
    assert path.count("/") == 3
    assert all(len(part.encode()) <= 255 and part not in (".", "..") for part in path.split("/"))


@given(st.integers(0, 2**63 - 1), st.text())
def test_a_pasted_images_path_is_read_back_as_pasted(taken_ns: int, name: str) -> None:
    facts = read_path(pasted_path(taken_ns, name, "webp"))
    assert facts is not None
    assert (facts.node, facts.camera) == (None, "")
    assert facts.file_name is not None
    assert facts.file_name.endswith(".webp")


@pytest.mark.parametrize(
    "path", ["2026/x.jpg", "2026/2026-01-01/porch/holiday.jpg", "a/b/c/2026-13-01T00-00-00.000Z-1.jpg"]
)
def test_other_paths_say_nothing(path: str) -> None:
    assert read_path(path) is None
