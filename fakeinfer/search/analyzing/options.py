"""The settings of one part of an analyzer, as texts or JSON; and its refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...errors import ApiError, illegal_argument, number_format
from ...wire import Json
from ..values import number_of, text_of, truth_of


def no_number(key: str, text: str) -> ApiError:
    """A setting that is no whole number: the server's own failure (500)."""
    reason = f"Failed to parse int setting [{key}] with value [{text}]"
    return ApiError(500, "settings_exception", reason, caused_by=number_format(text))


class Options(NamedTuple):
    """What was said about a part."""

    name: str
    values: Mapping[str, Json]
    around: Mapping[str, Any] = {}
    """The settings of the index around it, flat."""

    def text(self, key: str, default: str | None = None) -> str | None:
        """A text."""
        value = self.values.get(key)
        return default if value is None else text_of(value)

    def whole(self, key: str, default: int) -> int:
        """A whole number."""
        value = self.values.get(key)
        if value is None:
            return default
        number = number_of(value)
        if number is None or number != int(number):
            raise no_number(key, text_of(value))
        return int(number)

    def flag(self, key: str, default: bool) -> bool:
        """A truth."""
        value = self.values.get(key)
        if value is None:
            return default
        truth = truth_of(value)
        if truth is None:
            reason = f"Failed to parse value [{text_of(value)}] as only [true] or [false] are allowed."
            raise illegal_argument(reason)
        return truth

    def texts(self, key: str) -> list[str] | None:
        """A list, or a text with commas; None where nothing is said."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, list):
            return [text_of(item) for item in value]
        return [part.strip() for part in text_of(value).split(",") if part.strip()]

    def limit(self, key: str, default: int) -> int:
        """A setting of the index."""
        return int(self.around.get(f"index.{key}", default))
