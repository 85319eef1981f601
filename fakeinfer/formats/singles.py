"""Numbers in single precision, which is what servers compute scores in and keep vectors in (Java's `float`)."""

from __future__ import annotations

import math
import struct

_pack = struct.Struct("<f").pack
_unpack = struct.Struct("<f").unpack

SMALLEST_NORMAL = 2.0**-126
GREATEST = (2 - 2.0**-23) * 2.0**127
DIGITS_KEPT = 6
"""As many digits of any normal number come back unharmed from single precision."""


def single(number: float) -> float:
    """The nearest single-precision number."""
    try:
        value: float = _unpack(_pack(number))[0]
    except (OverflowError, struct.error):  # the latter for huge whole numbers; Java's cast knows no error at all
        return math.inf if number > 0 else -math.inf
    return value


def shortest(number: float, fewest: int = DIGITS_KEPT) -> float:
    """The number with the fewest digits that is the same in single precision: what a client reads when one was printed."""
    held = single(number)
    if not math.isfinite(held):
        return held
    candidates = (float(f"{held:.{digits}g}") for digits in range(fewest if abs(held) >= SMALLEST_NORMAL else 1, 10))
    return next(shown for shown in candidates if single(shown) == held)
