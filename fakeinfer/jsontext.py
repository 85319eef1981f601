"""JSON text in and out, as Jackson does it on both servers."""

from __future__ import annotations

import json

from .wire import Json


def loads(data: bytes) -> Json:
    """Parse a body."""
    return json.loads(data)


def dumps(value: Json, *, pretty: bool = False) -> str:
    """Print a value: compact, or with Jackson's two-space indent and ` : `."""
    if pretty:
        return json.dumps(value, ensure_ascii=False, indent=2, separators=(",", " : ")) + "\n"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
