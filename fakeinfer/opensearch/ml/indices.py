"""The system indices in which ML Commons keeps its objects: groups, connectors, models, tasks, agents.

ML objects are documents, so their versions, index-style answers and searches are those of the document engine. An index
appears with its first document; many answers differ while it is not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import documents, indices
from ...documents import Document, Source, Written
from .. import changes
from . import tenancy

if TYPE_CHECKING:
    from ...cluster import State

GROUPS = ".plugins-ml-model-group"
CONNECTORS = ".plugins-ml-connector"
MODELS = ".plugins-ml-model"
TASKS = ".plugins-ml-task"
AGENTS = ".plugins-ml-agent"
CONTROLLERS = ".plugins-ml-controller"

OF_TENANTS = frozenset((GROUPS, CONNECTORS, MODELS, TASKS, AGENTS))
"""Indices whose objects belong to tenants, where there are any."""
SETTINGS = {"index.number_of_shards": "1", "index.auto_expand_replicas": "0-1"}


def exists(state: State, index: str) -> bool:
    """Whether anything was ever written to the system index."""
    return indices.exists(state, index)


def find(state: State, index: str, id: str) -> Source | None:
    """One object's document, or None; what is another tenant's is refused."""
    source = peek(state, index, id)
    if source is not None and index in OF_TENANTS:
        tenancy.require_own(state, source)
    return source


def peek(state: State, index: str, id: str) -> Source | None:
    """The same for what the node does by itself, in nobody's name."""
    document = documents.read(state, index, id)
    return None if document is None else document.source


def every(state: State, index: str) -> Iterable[Document]:
    """All objects of a kind that are the tenant's, where there are tenants."""
    if not indices.exists(state, index):
        return ()
    found = documents.all_documents(state, index)
    if index not in OF_TENANTS or tenancy.current(state) is None:
        return found
    return [document for document in found if tenancy.is_own(state, document.source)]


def add(state: State, index: str, source: Source, id: str | None = None, *, keep_nulls: bool = False) -> str:
    """Store a new object, in a new index if need be, without its empty fields unless they are to be kept; its id."""
    if not indices.exists(state, index):
        indices.create(state, index, mappings=_mappings()[index], settings=SETTINGS, hidden=True)
    kept = source if keep_nulls else without_nulls(source)
    if index in OF_TENANTS and (tenant := tenancy.current(state)) is not None:
        kept = {**kept, tenancy.FIELD: tenant}
    return documents.write(state, index, id, kept, refresh=True).id


def change(state: State, index: str, id: str, changed: Source) -> Written:
    """Replace some fields of an object; None removes one."""
    document = documents.read(state, index, id)
    assert document is not None
    return documents.write(state, index, id, without_nulls({**document.source, **changed}))


def remove(state: State, index: str, id: str, *, since_213: bool = False) -> Written:
    """Remove an object; `forced_refresh` is told since 2.19, for models since 2.13."""
    if tenancy.has_tenants(state):
        find(state, index, id)
    told = changes.METADATA_CLIENT in state.switched_on or (
        since_213 and changes.MODEL_DELETE_REFRESHES in state.switched_on
    )
    return documents.remove(state, index, id, refresh=told)


def without_nulls(source: Source) -> Source:
    """The fields that hold something."""
    return {name: value for name, value in source.items() if value is not None}


def shown(source: Source, fields: Iterable[str]) -> dict[str, Any]:
    """Fields in the order in which the server prints them; what is not listed is not shown."""
    return {name: source[name] for name in fields if name in source}


def node_id(state: State) -> str:
    """The id of the cluster's one node."""
    return state.ids.fixed("node")


@lru_cache(maxsize=1)
def _mappings() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))["indices"]
    return found
