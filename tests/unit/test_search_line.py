from __future__ import annotations

import pytest

from desktop.core.query import Query, parse, with_node


@pytest.mark.parametrize(
    ("line", "node", "expected"),
    [
        ("", "porch", "node:porch"),
        ("cat", "porch", "cat node:porch"),
        ("node:barn cat node:shed", "porch", "cat node:porch"),
        ('cat node:"Back porch"', None, "cat"),
        ("cat", "Back porch", 'cat node:"Back porch"'),
        ("cat", "10.0.0.7:5551", 'cat node:"10.0.0.7:5551"'),
        ('-"hot dog"  label:cat', None, '-"hot dog" label:cat'),
        ("fox:red", "porch", "fox:red node:porch"),
    ],
)
def test_the_node_of_a_search_line_is_replaced_and_the_rest_stays(line: str, node: str | None, expected: str) -> None:
    assert with_node(line, node) == expected


@pytest.mark.parametrize("node", ["porch", "Back porch", "10.0.0.7:5551", "-x", "見張"])
def test_the_replaced_line_asks_for_that_node(node: str) -> None:
    assert parse(with_node("cat node:barn", node)) == Query(labels=("cat",), nodes=(node.casefold(),))
