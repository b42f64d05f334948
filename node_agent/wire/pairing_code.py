"""The code that a person reads on a node and types on a desktop."""

from __future__ import annotations

import secrets

from node_agent.wire.errors import WireError

CODE_DIGITS = 8


def new_code() -> str:
    """Eight random digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def spoken_code(code: str) -> str:
    """``code`` as people read it: ``1234 5678``."""
    half = CODE_DIGITS // 2
    return f"{code[:half]} {code[half:]}"


def parse_code(text: str) -> str:
    """The digits of a code as a person typed it, with or without spaces and hyphens.

    Raises:
        WireError: it has not eight digits.
    """
    code = text.translate({ord(" "): None, ord("-"): None})
    if len(code) != CODE_DIGITS or not (code.isascii() and code.isdigit()):
        raise WireError(f"A pairing code has {CODE_DIGITS} digits, as the node shows it.")
    return code
