"""An in-memory fake of the Elasticsearch inference API and OpenSearch ML Commons, for tests.

`FakeElasticsearch` and `FakeOpenSearch` are what tests use; `Cluster` is the bare object behind them. Names are imported
when first asked for, so `import fakeinfer` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .brains.answers import Chat
    from .brains.chat import ToolCall
    from .cluster import Cluster, Snapshot
    from .faults import Upstream
    from .journal import Entry, Journal
    from .testing.fake import FakeElasticsearch, FakeOpenSearch
    from .wire import Request, Response

__version__ = "0.1.0"

_HOMES = {
    "Chat": "brains.answers",
    "Cluster": "cluster",
    "Entry": "journal",
    "FakeElasticsearch": "testing.fake",
    "FakeOpenSearch": "testing.fake",
    "Journal": "journal",
    "Request": "wire",
    "Response": "wire",
    "Snapshot": "cluster",
    "ToolCall": "brains.chat",
    "Upstream": "faults",
}

__all__ = [
    "Chat",
    "Cluster",
    "Entry",
    "FakeElasticsearch",
    "FakeOpenSearch",
    "Journal",
    "Request",
    "Response",
    "Snapshot",
    "ToolCall",
    "Upstream",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{home}"), name)
