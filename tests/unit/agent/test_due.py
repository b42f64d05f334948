from __future__ import annotations

from pathlib import Path

from node_agent.sources.due import DuePaths


def test_paths_come_when_they_are_due_and_in_order() -> None:
    due = DuePaths()
    for name, due_s in (("c", 3.0), ("a", 1.0), ("b", 1.0)):
        due.put(Path(name), due_s)
    assert due.next_s == 1.0
    assert due.pop(0.5) is None
    assert [due.pop(2.0), due.pop(2.0), due.pop(2.0)] == [Path("a"), Path("b"), None]
    assert len(due) == 1


def test_a_path_can_come_earlier_but_not_later() -> None:
    due = DuePaths()
    due.put(Path("a"), 5.0)
    due.put(Path("a"), 2.0)
    due.put(Path("a"), 9.0)
    assert due.pop(2.0) == Path("a")
    assert due.pop(99.0) is None
