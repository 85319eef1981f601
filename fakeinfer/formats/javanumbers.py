"""Texts that spell numbers, as Java reads them; however many digits come, Python is not asked for more than fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

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


def java_double(text: str) -> float:
    """`Double.parseDouble`, but for hexadecimals; ValueError for what is no number."""
    bare = text.strip()
    if bare.lstrip("+-") not in ("NaN", "Infinity") and not re.fullmatch(r"[-+.\d][-+.\deE]*[fFdD]?", bare):
        raise ValueError(text)
    return float(bare.rstrip("fFdD"))


def decimal(text: str) -> Decimal | None:
    """`new BigDecimal(text)`, or None for what is none."""
    from decimal import Decimal, InvalidOperation  # read by who sends numbers as texts

    if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text) is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
