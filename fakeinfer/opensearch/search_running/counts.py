"""How often search pipelines and their processors ran, for `GET /_nodes/stats/search_pipeline`: read it with `of_pipelines`.

A record of `search_pipeline_counts` is {"count": n, "failed": n}; ids are [side] for everything, [pipeline, side] and
[pipeline, side, processor, type], written as JSON. Nothing takes any time. Pipelines that came with a search count for
everything alone.
Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/pipeline/SearchPipelineStats.java.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ..pipelines.search_pipeline_api import AD_HOC, COLLECTION, search_pipeline

if TYPE_CHECKING:
    from ...cluster import State
    from ..search_processors.declaring import SearchStep

COUNTS = "search_pipeline_counts"
SIDES = ("request", "response")


@contextmanager
def counted(state: State, pipeline: str, side: str, step: SearchStep | None = None) -> Iterator[None]:
    """Count what happens inside as a run of the pipeline's side, or of one processor of it; and its failure."""
    ids = [_id(pipeline, side, _name(step), step.name)] if step else [_id(side), _id(pipeline, side)]
    if pipeline == AD_HOC:
        ids = [] if step else ids[:1]
    try:
        yield
    except ApiError:
        _add(state, ids, failed=1)
        raise
    _add(state, ids)


def of_pipelines(state: State) -> dict[str, Any]:
    """What the node statistics show of search pipelines: everything, then pipelines by id with their processors."""
    return {
        **{f"total_{side}": _shown(state, side) for side in SIDES},
        "pipelines": {id: _of_pipeline(state, id) for id in state.store[COLLECTION]},
    }


def _of_pipeline(state: State, id: str) -> dict[str, Any]:
    pipeline = search_pipeline(state, id)
    steps = {"request": pipeline.on_request, "response": pipeline.on_response}
    return {
        **{side: _shown(state, id, side) for side in SIDES},
        **{
            f"{side}_processors": [
                {_name(step): {"type": step.name, "stats": _shown(state, id, side, _name(step), step.name)}}
                for step in steps[side]
            ]
            for side in SIDES
        },
    }


def _name(step: SearchStep) -> str:
    return step.name if step.tag is None else f"{step.name}:{step.tag}"


def _id(*parts: str) -> str:
    return json.dumps(parts)


def _add(state: State, ids: list[str], failed: int = 0) -> None:
    for id in ids:
        record = _record(state, id)
        state.store.put(COUNTS, id, {"count": record["count"] + 1, "failed": record["failed"] + failed})


def _shown(state: State, *parts: str) -> dict[str, int]:
    record = _record(state, _id(*parts))
    return {"count": record["count"], "time_in_millis": 0, "current": 0, "failed": record["failed"]}


def _record(state: State, id: str) -> dict[str, int]:
    record: dict[str, int] = state.store.get(COUNTS, id) or {"count": 0, "failed": 0}
    return record
