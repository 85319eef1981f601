"""Numbers and switches among parameters, which are texts."""

from __future__ import annotations

from ...errors import number_format
from ...formats import javanumbers


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
