"""Stored pipelines: records of the collection `pipelines`, their compiled form, and which of them a request means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..wire import Json
from .building import Builder, Pipeline
from .declaring import catalog_of

if TYPE_CHECKING:
    from ..cluster import State

COLLECTION = "pipelines"
"""id -> {"config": the body as it was sent, ..}; what else a record holds is the product's business."""


def read_pipeline(state: State, id: str, definition: dict[str, Json], warnings: list[str] | None = None) -> Pipeline:
    """The pipeline a definition describes, or what the server says of it; `warnings` gets what it warns of."""
    builder = Builder(catalog_of(state.contract), state)
    pipeline = builder.read_pipeline(id, definition)
    if warnings is not None:
        warnings.extend(builder.warnings)
    return pipeline


def stored_pipeline(state: State, id: str) -> Pipeline | None:
    """A stored pipeline, ready to run; None when there is none."""
    record = state.store.get(COLLECTION, id)
    if record is None:
        return None
    compiled: dict[str, tuple[Any, Pipeline]] = state.memo.setdefault("pipelines", {})
    held = compiled.get(id)
    if held is None or held[0] is not record:
        pipeline = Builder(catalog_of(state.contract)).read_pipeline(id, record["config"])
        held = compiled[id] = (record, pipeline)
    return held[1]


def selected(records: Mapping[str, Any], ids: str | None) -> list[str]:
    """The ids a comma list of names and wildcards means, in its order; one that two items match comes twice."""
    if ids is None:
        return list(records)
    found: list[str] = []
    for item in ids.split(","):
        if "*" in item:
            found.extend(matching(records, item))
        elif item in records:
            found.append(item)
    return found


def matching(records: Iterable[str], wildcard: str) -> list[str]:
    """The ids a name with `*` matches."""
    pattern = re.compile(".*".join(map(re.escape, wildcard.split("*"))), re.DOTALL)
    return [id for id in records if pattern.fullmatch(id)]
