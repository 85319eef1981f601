"""Numbers and switches among parameters, which are texts."""

from __future__ import annotations

import re
from math import isinf

from ...errors import number_format
from ...formats import javanumbers

_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def whole(text: str | None, default: int) -> int:
    """`Integer.parseInt`, refused in its words."""
    if text is None:
        return default
    number = javanumbers.whole(text, 32)
    if number is None:
        raise number_format(text)
    return number


def is_true(text: str | None) -> bool:
    """`Boolean.parseBoolean`."""
    return text is not None and text.lower() == "true"


def decimal(text: str | None, default: float) -> float:
    """`Double.parseDouble`, refused in its words."""
    if text is None:
        return default
    if _DECIMAL.fullmatch(text.strip()) is None or isinf(float(text)):
        raise number_format(text)
    return float(text)
