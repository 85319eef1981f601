"""Texts that spell whole numbers, as Java reads them; however many digits come, Python is not asked for more than fit."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"([+-]?)0*(\d+)")
_DIGITS = 20
"""More than the longest Java long has."""


def whole(text: str, bits: int = 32) -> int | None:
    """The number, or None for a text that spells none or one too large (`Integer.parseInt`, `Long.parseLong`)."""
    found = _WHOLE.fullmatch(text)
    if found is None or len(found[2]) > _DIGITS:
        return None
    number = int(found[1] + found[2])
    return number if -(2 ** (bits - 1)) <= number < 2 ** (bits - 1) else None
