"""Text that was read from an image, as words to be found by."""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯]+|[^\W_぀-ヿ㐀-鿿豈-﫿가-힯]+")
_WITHOUT_SPACES = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯]")


def text_words(text: str) -> dict[str, str]:
    """The words of ``text`` as it was written, by how they are compared: in lower case, full width as half.

    Where a script writes no spaces between words (Japanese, Chinese), every two characters side by side are one, so
    that any part of two characters or more is found; a lone character is a word, too.
    """
    words: dict[str, str] = {}
    for run in _RUN.findall(unicodedata.normalize("NFKC", text)):
        if len(run) > 2 and _WITHOUT_SPACES.match(run):
            parts = [run[place : place + 2] for place in range(len(run) - 1)]
        else:
            parts = [run]
        for part in parts:
            words.setdefault(part.casefold(), part)
    return words
