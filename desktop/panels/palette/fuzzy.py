"""How well a few letters stand for a name. Pure."""

from __future__ import annotations

AT_WORD_START = 8
IN_A_ROW = 5
GAP = 1


def fit(letters: str, name: str) -> int | None:
    """How well ``letters`` fit ``name``, more is better; None when they are not in it in this order.

    Case and spaces among the letters don't count. Letters at the start of words and in a row fit best, so ``kg``
    and ``key`` both find *Keyboard shortcuts* before *Show library folder*; of equals the shorter name is better.
    """
    wanted = "".join(letters.casefold().split())
    text = name.casefold()
    best = _best(wanted, text)
    return None if best is None else 4 * best - len(text)


def _best(wanted: str, text: str) -> int | None:
    """The best score over all places where the letters can be found, by dynamic programming."""
    # score by the place of the letter before; place -1 is before the text
    reached: dict[int, int] = {-1: 0}
    for letter in wanted:
        following: dict[int, int] = {}
        for place, found in enumerate(text):
            if found != letter:
                continue
            scores = [score + _gain(before, place, text) for before, score in reached.items() if before < place]
            if scores:
                following[place] = max(scores)
        reached = following
    return max(reached.values(), default=None)


def _gain(before: int, place: int, text: str) -> int:
    gain = AT_WORD_START if place == 0 or not text[place - 1].isalnum() else 0
    if before >= 0 and place == before + 1:
        return gain + IN_A_ROW
    return gain - (min(GAP * (place - before - 1), 3) if before >= 0 else 0)
