"""Insights as they are kept: found out when they are asked for, renewed after a day, refused while somebody is at it.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/indexInsight/AbstractIndexInsightTask.java`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from ... import indices
from ...errors import ApiError
from ...indices.resolving import resolve
from ...wire import Json
from ..access.control import require_permissions
from ..ml import indices as ml_indices
from ..remote import gson
from . import asking, errors, statistics

if TYPE_CHECKING:
    from ...cluster import State

STORAGE = ".plugins-ml-index-insight-storage"
MAPPINGS = {
    "_meta": {"schema_version": 1},
    "properties": {
        **{name: {"type": "keyword"} for name in ("index_name", "status", "task_type", "content", "tenant_id")},
        "last_updated_time": {"type": "date", "format": "strict_date_time||epoch_millis"},
    },
}
STATISTICS, DESCRIPTION, LOGS, ALL = "STATISTICAL_DATA", "FIELD_DESCRIPTION", "LOG_RELATED_INDEX_CHECK", "ALL"
RENEWED_AFTER = 24 * 60 * 60 * 1000
GIVEN_UP_AFTER = 3 * 60 * 1000
"""Milliseconds after which an insight is too old, and one that is being found out never will be."""
Insight = dict[str, Any]


def create_storage(state: State) -> None:
    """Make room for insights."""
    if not ml_indices.exists(state, STORAGE):
        indices.create(state, STORAGE, mappings=MAPPINGS, settings=ml_indices.SETTINGS, hidden=True)


def require_readable(state: State, index: str) -> None:
    """Refuse what is not there, or not to be read by this user."""
    require_permissions(state, ("indices:admin/mappings/get", "indices:data/read/search"), index)
    if not resolve(state, index):
        raise errors.no_index(index)


def get(state: State, index: str, type: str) -> Insight:
    """One kind of insight: the one that is kept, that of a pattern which fits the index, or a new one."""
    kept = ml_indices.peek(state, STORAGE, _id(index, type))
    if kept is not None:
        age = state.clock.millis - kept["last_updated_time"]
        if kept["status"] == "GENERATING" and age <= GIVEN_UP_AFTER:
            raise errors.still_generating()
        if kept["status"] == "COMPLETED" and age <= RENEWED_AFTER:
            return dict(kept)
        return _generate(state, index, type)
    known = _of_pattern(state, index, type)
    if known is None:
        return _generate(state, index, type)
    if type == STATISTICS:
        return _insight(state, index, type, "COMPLETED", statistics.counted(state, index))
    return {**known, "index_name": index, "content": _fitting(state, index, type, known.get("content"))}


def get_all(state: State, index: str) -> Insight:
    """All kinds in one text; those that fail are left out."""
    told: list[str] = []
    found: Insight | None = None
    for type in (STATISTICS, DESCRIPTION, LOGS):
        try:
            found = get(state, index, type)
        except ApiError as error:
            if error.status == 501:
                raise
            continue
        told.append(f"{type}:\n{found.get('content', 'null')}")
    if found is None:
        raise errors.all_failed()
    return {**found, "index_name": index, "content": "\n\n".join(told), "status": "COMPLETED", "task_type": ALL}


def _generate(state: State, index: str, type: str) -> Insight:
    """Find out and keep; that it failed is kept too, and that it was begun where no agent is configured."""
    _keep(state, _insight(state, index, type, "GENERATING"))
    if type == DESCRIPTION:
        try:
            get(state, index, STATISTICS)
        except ApiError as error:
            _keep(state, _insight(state, index, type, "FAILED"))
            raise errors.prerequisite_failed(STATISTICS, error) from error
    if type != STATISTICS:
        asking.agent_of(state)
    try:
        content = _FOUND_OUT[type](state, index)
    except ApiError:
        _keep(state, _insight(state, index, type, "FAILED"))
        raise
    insight = _insight(state, index, type, "COMPLETED", content)
    _keep(state, insight)
    return insight


def _describe(state: State, index: str) -> str:
    known = ml_indices.peek(state, STORAGE, _id(index, STATISTICS)) or {}
    return asking.described(state, index, str(known.get("content", "")))


_FOUND_OUT: Mapping[str, Callable[[State, str], str]] = {
    STATISTICS: statistics.counted,
    DESCRIPTION: _describe,
    LOGS: asking.checked_for_logs,
}


def _insight(state: State, index: str, type: str, status: str, content: str = "") -> Insight:
    told: Insight = {"index_name": index, "content": content or None, "status": status, "task_type": type}
    return ml_indices.without_nulls({**told, "last_updated_time": state.clock.millis})


def _keep(state: State, insight: Insight) -> None:
    create_storage(state)
    ml_indices.add(state, STORAGE, insight, _id(insight["index_name"], insight["task_type"]))


def _id(index: str, type: str) -> str:
    return hashlib.sha256(f"{index}_{type}".encode("utf-8", "replace")).hexdigest()


def _of_pattern(state: State, index: str, type: str) -> Insight | None:
    """A fresh insight into a pattern that the index fits."""
    for document in ml_indices.every(state, STORAGE):
        kept = document.source
        pattern = str(kept["index_name"])
        if kept["task_type"] != type or not set(pattern) & set("*?,") or not fnmatchcase(index, pattern):
            continue
        fresh = state.clock.millis - kept["last_updated_time"] <= RENEWED_AFTER
        return dict(kept) if kept["status"] == "COMPLETED" and fresh else None
    return None


def _fitting(state: State, index: str, type: str, content: str | None) -> Json:
    """What a pattern's insight says of this index: of fields those that it has."""
    if type != DESCRIPTION or content is None:
        return content
    meanings = gson.read(content)
    fields = statistics.fields_of(state, index)
    return gson.text({name: meanings[name] for name in fields if name in meanings})
