"""Task types: which a version knows, and reading one from a URL or a body."""

from __future__ import annotations

from ...operations import Call
from ...versions import ALWAYS, Span
from . import endpoint_errors as errors

ANY = "any"
"""Matches every endpoint, in URLs only."""

TASK_TYPES: dict[str, Span] = {
    "text_embedding": ALWAYS,
    "sparse_embedding": ALWAYS,
    "rerank": Span("8.14"),
    "completion": Span("8.14"),
    "chat_completion": Span("8.18"),
    "embedding": Span("9.4"),
    ANY: ALWAYS,
}
"""In the order of the server's own enum.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/inference/TaskType.java
"""

BLANKS = "".join(map(chr, range(33)))
"""What Java's `trim` takes away."""


def read_task_type(call: Call, text: str) -> str:
    """The task type that `text` names, blanks around it and case ignored; the server's refusal for another word."""
    name = text if text in TASK_TYPES else text.strip(BLANKS).lower()
    span = TASK_TYPES.get(name)
    if span is None or call.contract.version not in span:
        raise errors.unknown_task_type(text)
    return name


def url_task_type(call: Call) -> str:
    """The task type in the URL; `any` where the URL has none."""
    text = call.path.get("task_type")
    return ANY if text is None else read_task_type(call, text)
