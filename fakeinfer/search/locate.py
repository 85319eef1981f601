"""Where in a request's text a value stands, for the `line` and `col` of parse errors.

A `Place` is built while a body is walked and costs next to nothing; only an error reads the text again. A body without its
text (a plugin's own search) counts as compact JSON.
"""

from __future__ import annotations

import json
from typing import Literal, NamedTuple

from ..formats.positions import position
from ..wire import Json


class Position(NamedTuple):
    """Line and column of a token's first byte, both from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


class Place:
    """One value in a body: the root, or what stands under `step` of another place."""

    __slots__ = ("_body", "_parent", "_step", "_text")

    def __init__(self, body: Json, text: bytes | None = None) -> None:
        self._body = body
        self._text = text
        self._parent: Place | None = None
        self._step: str | int = ""

    def __truediv__(self, step: str | int) -> Place:
        child = Place(None)
        child._parent, child._step = self, step
        return child

    def deepest(self, value: Json) -> Place:
        """What stands first inside of a value that stands here, as deep as it goes."""
        place = self
        while isinstance(value, dict | list) and value:
            step, value = next(iter(value.items())) if isinstance(value, dict) else (0, value[0])
            place = place / step
        return place

    def value(self) -> Position:
        """Where the value begins."""
        return self._find("value")

    def key(self) -> Position:
        """Where its key begins."""
        return self._find("key")

    def end(self) -> Position:
        """Where the bracket stands that closes it."""
        return self._find("end")

    def located(self) -> tuple[bytes, tuple[str | int, ...]]:
        """The text of the whole body, and the steps that lead here."""
        steps: list[str | int] = []
        place = self
        while place._parent is not None:
            steps.append(place._step)
            place = place._parent
        text = place._text
        if text is None or text.lstrip()[:1] != b"{":
            text = json.dumps(place._body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
        return text, tuple(steps[::-1])

    def _find(self, what: Literal["value", "key", "end"]) -> Position:
        text, steps = self.located()
        return Position(*position(text, steps, what))
