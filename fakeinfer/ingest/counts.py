"""How often pipelines and their processors ran, for the statistics of nodes: read it with `of_pipelines`.

A record of `ingest_counts` is (runs, failures). Ids are "" for everything that was indexed, the pipeline's id, and beside it the
place of a processor; nothing takes any time. A processor that a condition keeps from running does not count.
Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/ingest/{IngestStats,CompoundProcessor}.java.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .stored import COLLECTION, stored_pipeline

if TYPE_CHECKING:
    from ..cluster import State
    from .building import Step

COUNTS = "ingest_counts"
EVERYTHING = ""


def count(state: State, id: str, *, failed: bool) -> None:
    """One more run."""
    counts = state.store[COUNTS]
    runs, failures = counts.get(id, (0, 0))
    counts[id] = (runs + 1, failures + failed)


def is_counted(state: State, pipeline: str) -> bool:
    """Whether it is a stored pipeline; those that are only tried out are not counted."""
    return state.store.get(COLLECTION, pipeline) is not None


def of_step(pipeline: str, place: int, step: Step) -> str:
    """The id of a processor of a pipeline."""
    return f"{pipeline}\n{place}\n{step.type.name}"


def of_pipelines(state: State) -> dict[str, Any]:
    """What the statistics of nodes show: everything, then pipelines by id with their processors."""
    pipelines = {id: _of_pipeline(state, id) for id in state.store[COLLECTION]}
    return {"total": _shown(state, EVERYTHING), "pipelines": pipelines}


def _of_pipeline(state: State, id: str) -> dict[str, Any]:
    pipeline = stored_pipeline(state, id)
    assert pipeline is not None
    processors = []
    for place, step in enumerate(pipeline.steps):
        kind = step.type.name if step.condition is None else "conditional"
        told = {"type": kind, "stats": _shown(state, of_step(id, place, step))}
        processors.append({_name(state, id, place, step): told})
    return {**_shown(state, id), "processors": processors}


def _name(state: State, id: str, place: int, step: Step) -> str:
    """A processor by its type and tag; one that calls a pipeline also by that pipeline."""
    name = step.type.name
    if name == "pipeline":
        listed = state.store[COLLECTION][id]["config"]["processors"]
        name = f"pipeline:{listed[place]['pipeline'].get('name')}"
    return name if step.tag is None else f"{name}:{step.tag}"


def _shown(state: State, id: str) -> dict[str, int]:
    runs, failures = state.store[COUNTS].get(id, (0, 0))
    return {"count": runs, "time_in_millis": 0, "current": 0, "failed": failures}
