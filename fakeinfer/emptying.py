"""Emptying a real server between two fixtures: everything it holds goes, so only a throw-away server will do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

Ask = Callable[..., tuple[int, Any]]
"""`ask(method, target, body=None)` gives status and JSON."""

ROOM_FOR_MODELS = {
    "plugins.ml_commons.native_memory_threshold": 100,
    "plugins.ml_commons.jvm_heap_memory_threshold": 100,
    "plugins.ml_commons.disk_free_space_threshold": -1,
}
"""Settings that keep a busy machine from refusing ML work for want of memory; they change no answer."""

KEPT_INDEX = ".plugins-ml-config"
"""Holds the key that encrypts credentials; a server does not make it anew while it runs."""


def empty_opensearch(ask: Ask) -> None:
    """Undeploy models, delete indices (system indices too) and pipelines, reset settings."""
    _, indices = ask("GET", "/_cat/indices?format=json&h=index&expand_wildcards=all")
    names = [entry["index"] for entry in indices or ()]
    if ".plugins-ml-model" in names:
        _, found = ask("POST", "/_plugins/_ml/models/_search", {"size": 1000, "_source": False})
        for hit in found.get("hits", {}).get("hits", ()):
            ask("POST", f"/_plugins/_ml/models/{hit['_id']}/_undeploy")
    for name in names:
        if name != KEPT_INDEX:
            ask("DELETE", f"/{name}")
    for kind in ("/_ingest/pipeline", "/_search/pipeline"):
        _delete_each(ask, kind)
    _, current = ask("GET", "/_cluster/settings?flat_settings=true")
    cleared = {level: dict.fromkeys(current[level]) for level in ("persistent", "transient") if current.get(level)}
    if cleared:
        ask("PUT", "/_cluster/settings", cleared)


def empty_elasticsearch(ask: Ask) -> None:
    """Delete indices, pipelines and inference endpoints; what the server itself put there stays."""
    _, indices = ask("GET", "/_cat/indices?format=json&h=index")
    for entry in indices or ():
        ask("DELETE", f"/{entry['index']}")
    _delete_each(ask, "/_ingest/pipeline")
    _, found = ask("GET", "/_inference/_all")
    for endpoint in found.get("endpoints", ()) if isinstance(found, dict) else ():
        if not endpoint["inference_id"].startswith("."):
            ask("DELETE", f"/_inference/{endpoint['inference_id']}?force=true")


def _delete_each(ask: Ask, kind: str) -> None:
    _, found = ask("GET", kind)
    for name in found or ():
        ask("DELETE", f"{kind}/{quote(name, safe='')}")


EMPTY: dict[str, Callable[[Ask], None]] = {"opensearch": empty_opensearch, "elasticsearch": empty_elasticsearch}
"""What empties a server of each product."""
