"""How many images fit a search, from kept lengths where they tell, else by walking the fewest rows."""

from __future__ import annotations

import apsw
from msgspec import structs

from desktop.store.connections import fetch
from desktop.store.query_sql import Terms, fewest_images, select_any


def count(connection: apsw.Connection, terms: Terms) -> int:
    """The number of images that fit. It must run within a transaction: it may take several statements."""
    if not terms.unwanted:
        kept = _kept_length(connection, terms)
        return _walk(connection, terms) if kept is None else kept
    if _steps(terms) <= _steps_of_rest(connection, terms):
        return _walk(connection, terms)
    # Those that fit are all that are wanted but for each image of an unwanted group, counted at its first group.
    fitting = count(connection, structs.replace(terms, unwanted=()))
    for place, group in enumerate(terms.unwanted):
        wanted = sorted({*terms.wanted, *group}, key=lambda each: each.images)
        fitting -= count(connection, structs.replace(terms, wanted=wanted, unwanted=terms.unwanted[:place]))
    return fitting


def _kept_length(connection: apsw.Connection, terms: Terms) -> int | None:
    if terms.span:
        return None
    if not terms.wanted:
        if terms.cameras is not None:
            return terms.cameras.images
        total: int = fetch(connection, "SELECT coalesce(sum(images), 0) FROM camera")[0][0]
        return total
    if len(terms.wanted) == 1 and terms.cameras is None and terms.wanted[0].exact:
        return terms.wanted[0].images
    return None


def _walk(connection: apsw.Connection, terms: Terms) -> int:
    fitting: int = fetch(connection, f"SELECT count(*) FROM ({select_any(terms)})")[0][0]
    return fitting


def _steps(terms: Terms) -> int:
    """About how many rows and probes a walk takes."""
    rows = min([each.images for each in terms.wanted], default=terms.cameras.images if terms.cameras else 10**9)
    return rows * (len(terms.wanted) + len(terms.unwanted) + (terms.cameras is not None))


def _steps_of_rest(connection: apsw.Connection, terms: Terms) -> int:
    all_wanted = structs.replace(terms, unwanted=())
    steps = 0 if _kept_length(connection, all_wanted) is not None else _steps(all_wanted)
    fewest_wanted = min([each.images for each in terms.wanted], default=10**9)
    for place, group in enumerate(terms.unwanted):
        lists = len(terms.wanted) + len(group) + place + (terms.cameras is not None)
        steps += min(fewest_wanted, fewest_images(group)) * lists
    return steps
