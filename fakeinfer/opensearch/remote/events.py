"""Server-sent events of a chat service that is really there (`passthrough=`): its answer is in pieces already.

Source: opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/remote/streaming/HttpStreamingHandler.java.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...wire import Json
from . import gson

DONE = "[DONE]"


def are_events(text: str) -> bool:
    """Whether an answer is a stream of events."""
    return text.lstrip().startswith(("data:", "event:", ":"))


def pieces_of(text: str) -> list[str]:
    """The pieces of the text that is said, and then the calls of tools, put together of theirs."""
    pieces, calls = read(text)
    return [*pieces, gson.text(calls)] if calls else pieces


def read(text: str) -> tuple[list[str], list[dict[str, Any]]]:
    """The pieces of the text that is said, and the calls of tools."""
    pieces: list[str] = []
    calls: dict[int, dict[str, Any]] = {}
    for delta in _deltas(text):
        content = delta.get("content")
        if isinstance(content, str) and content:
            pieces.append(content)
        parts = delta.get("tool_calls")
        for part in parts if isinstance(parts, list) else ():
            _add(calls, _map(part))
    return pieces, [calls[at] for at in sorted(calls)]


def _deltas(text: str) -> Iterator[dict[str, Any]]:
    for line in text.splitlines():
        name, _, told = line.partition(":")
        if name != "data" or told.strip() == DONE:
            continue
        try:
            choices = _map(gson.read(told.strip())).get("choices")
        except gson.NotJson:
            continue
        if isinstance(choices, list) and choices:
            yield _map(_map(choices[0]).get("delta"))


def _map(value: Json) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _add(calls: dict[int, dict[str, Any]], part: dict[str, Any]) -> None:
    """One more part of a call, whose arguments come bit by bit."""
    place, function = part.get("index"), _map(part.get("function"))
    at = int(place) if isinstance(place, int | float) else len(calls)
    call = calls.setdefault(
        at, {"index": float(at), "id": None, "type": "function", "function": {"name": None, "arguments": ""}}
    )
    call["id"] = part.get("id") or call["id"]
    held = call["function"]
    held["name"] = function.get("name") or held["name"]
    held["arguments"] += str(function.get("arguments") or "")
