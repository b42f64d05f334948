"""An agent is small enough for a small board."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from tests.helpers.agents import running_agent
from tests.unit.agent.making import message_files, wait_until

MOST_RESIDENT_BYTES = 100_000_000
"""Of an agent, in the list of numbers to reach."""


@pytest.mark.skipif(not psutil.LINUX, reason="only there it is known which mapped files are this process's alone")
def test_a_paired_agent_with_one_camera_is_under_100_mb(tmp_path: Path) -> None:
    with running_agent("scenes:snow", spool=tmp_path, interval_s=0.2) as agent:
        wait_until(lambda: len(message_files(tmp_path)) >= 10, "ten images")
        assert psutil.Process(agent.process.pid).memory_info().rss < MOST_RESIDENT_BYTES
        loaded = Path(f"/proc/{agent.process.pid}/maps").read_text()
    # Each of these costs megabytes for something that a running agent does not do.
    assert [name for name in ("pydantic", "_cffi_backend", "cryptography") if name in loaded] == []
