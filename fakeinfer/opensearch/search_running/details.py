"""What `verbose_pipeline` tells of a search's source: texts that begin as JSON are told as what that is.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/pipeline/ProcessorExecutionDetail.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

from typing import Any

from ...formats.jackson import Malformed, Reader
from ...formats.jsontext import loads
from ...wire import Json
from .rendering import in_hash_order


def told(value: Json) -> Json:
    """A value as the details tell it; what is in lists stays as it is."""
    if isinstance(value, dict):
        return {name: told(inner) for name, inner in value.items()}
    if not isinstance(value, str):
        return value
    found = _object_in(value)
    return value if found is None else told(found)


def _object_in(text: str) -> dict[str, Any] | None:
    """The object that a text is; an empty one for any other JSON, None for what is none.

    Of anything but an object no more than its first token is read.
    """
    begin = text.lstrip(" \t\r\n")
    if begin[:1] in ('"', "["):
        return {}
    data = text.encode(errors="replace")
    try:
        found = loads(data) if begin[:1] == "{" else Reader(data, "").token()
    except Malformed:
        return None
    held = in_hash_order(found) if isinstance(found, dict) else {}
    assert isinstance(held, dict)
    return held
