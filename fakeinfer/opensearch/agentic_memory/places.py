"""Where the memories of a container are: indices named after its prefix, made with it, one for each kind that it keeps.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/memorycontainer/MemoryConfiguration.java`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import documents, indices
from ...documents import Source, Written
from .. import ml_indices
from . import errors

if TYPE_CHECKING:
    from ...cluster import State

CONTAINERS = ".plugins-ml-am-memory-container"
KINDS = ("sessions", "working", "long-term", "history")


def kind_of(name: str) -> str:
    """The kind of memory that a path names."""
    if name.lower() not in KINDS:
        raise errors.unknown_type(name)
    return name.lower()


def index_of(configuration: Mapping[str, Any], kind: str) -> str | None:
    """The index of a kind of memory; None when the container does not keep it."""
    infers = bool(configuration.get("strategies"))
    if kind == "sessions" and configuration["disable_session"]:
        return None
    if kind == "long-term" and not infers:
        return None
    if kind == "history" and (configuration["disable_history"] or not infers):
        return None
    prefix = configuration["index_prefix"]
    return f"{f'.plugins-ml-am-{prefix}' if configuration['use_system_index'] else prefix}-memory-{kind}"


def find_container(state: State, id: str) -> Source:
    """A container, in the words of everything but its own GET."""
    found = ml_indices.find(state, CONTAINERS, id)
    if found is None:
        raise errors.container_not_found()
    return found


def add_container(state: State, container: Source) -> str:
    """Store a container and make its indices; its id."""
    _make(state, CONTAINERS, "container", hidden=True)
    id = documents.write(state, CONTAINERS, None, container, refresh=True).id
    make_indices(state, container["configuration"])
    return id


def make_indices(state: State, configuration: Mapping[str, Any]) -> None:
    """Make those of a container's indices that are not there yet."""
    for kind in KINDS:
        index = index_of(configuration, kind)
        if index is not None:
            _make(state, index, kind, hidden=configuration["use_system_index"])


def add(state: State, index: str, source: Source, id: str | None = None) -> Written:
    """Store a memory."""
    return documents.write(state, index, id, ml_indices.without_nulls(source), refresh=True)


def _make(state: State, index: str, kind: str, *, hidden: bool) -> None:
    if not indices.exists(state, index):
        indices.create(state, index, mappings=_mappings()[kind], settings=ml_indices.SETTINGS, hidden=hidden)


@lru_cache(maxsize=1)
def _mappings() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(Path(__file__).with_name("mappings.json").read_text("utf-8"))["mappings"]
    return found
