"""Tools that look for alerts, monitors, anomaly detectors and anomalies.

Nothing here watches or detects: the tools find what was put into the indices that the plugins keep these things in, and say
in the plugins' words that there is nothing when there are no such indices.
`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/` (`SearchAlertsTool`, `SearchMonitorsTool`,
`SearchAnomalyDetectorsTool`, `SearchAnomalyResultsTool`) and `.../src/test/java/org/opensearch/integTest/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ....errors import ApiError, not_implemented
from ....formats.javatext import hash_order, to_text
from ....wire import Json
from ...access.control import require_permissions
from .. import changes, index_tools
from ..numbers import decimal, is_true, whole
from ..outputs import Value
from ..toolbox import Kind

if TYPE_CHECKING:
    from ....cluster import State

ALERTS = ".opendistro-alerting-alerts"
MONITORS = ".opendistro-alerting-config"
DETECTORS = ".opendistro-anomaly-detectors"
RESULTS = ".opendistro-anomaly-results*"
SIZE = 20
Query = dict[str, Json]


def search_alerts(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`SearchAlertsTool`: that there are none; how some are told is not known here."""
    _, total = _search(state, ALERTS, {"size": 0})
    if total:
        raise not_implemented("telling the alerts that there are")
    return "Alerts=[]TotalAlerts=0"


def search_monitors(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`SearchMonitorsTool`: monitors by id, name, pattern, what they watch."""
    must: list[Query] = []
    for parameter, kind, field in (
        ("monitorId", "term", "_id"),
        ("monitorName", "term", "monitor.name.keyword"),
        ("monitorNamePattern", "wildcard", "monitor.name.keyword"),
    ):
        if parameter in parameters:
            must.append({kind: {field: parameters[parameter]}})
    if "enabled" in parameters:
        must.append({"term": {"monitor.enabled": is_true(parameters["enabled"])}})
    if "hasTriggers" in parameters:
        triggers = _nested("monitor.triggers", {"exists": {"field": "monitor.triggers"}})
        must.append({"bool": {"must" if is_true(parameters["hasTriggers"]) else "must_not": [triggers]}})
    if "indices" in parameters:
        watched = {"wildcard": {"monitor.inputs.search.indices": parameters["indices"]}}
        must.append(_nested("monitor.inputs", watched))
    size, start = (_numeric(parameters, name, default) for name, default in (("size", SIZE), ("startIndex", 0)))
    hits, _ = _search(state, MONITORS, _body(must, parameters, "monitor.name.keyword", size, start))
    columns = (
        ("name", "name"), ("type", "monitor_type"), ("enabled", "enabled"), ("enabledTime", "enabled_time"),
        ("lastUpdateTime", "last_update_time"),
    )  # fmt: skip
    by_id = {hit["_id"]: hit for hit in hits}
    rows = [_row(by_id[id], by_id[id]["_source"].get("monitor") or {}, columns) for id in hash_order(list(by_id))]
    return f"Monitors=[{''.join(rows)}]TotalMonitors={len(rows)}"


def search_detectors(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`SearchAnomalyDetectorsTool`: detectors, none of which runs here."""
    must: list[Query] = []
    field = "indices.keyword" if changes.DETECTORS_BY_KEYWORD in state.switched_on else "indices"
    for parameter, kind, name in (
        ("detectorName", "term", "name.keyword"),
        ("detectorNamePattern", "wildcard", "name.keyword"),
        ("indices", "term", field),
    ):
        if parameter in parameters:
            must.append({kind: {name: parameters[parameter]}})
    if "highCardinality" in parameters:
        wanted = "MULTI_ENTITY" if is_true(parameters["highCardinality"]) else "SINGLE_ENTITY"
        must.append({"term": {"detector_type": wanted}})
    if parameters.get("lastUpdateTime", "").isdigit():
        since: Query = {"range": {"last_update_time": {"gte": int(parameters["lastUpdateTime"])}}}
        must.append({"bool": {"filter": [since]}})
    size, start = whole(parameters.get("size"), SIZE), whole(parameters.get("startIndex"), 0)
    hits, _ = _search(state, DETECTORS, _body(must, parameters, "name.keyword", size, start))
    by_name = {str(hit["_source"].get("name")): hit for hit in hits}
    if not _shows_idle(state, parameters):
        by_name = {}
    columns = (
        ("name", "name"), ("type", "detector_type"), ("description", "description"), ("index", "indices"),
        ("lastUpdateTime", "last_update_time"),
    )  # fmt: skip
    rows = [_row(by_name[name], by_name[name]["_source"], columns) for name in hash_order(list(by_name))]
    return f"AnomalyDetectors=[{''.join(rows)}]TotalAnomalyDetectors={len(rows)}"


def search_results(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`SearchAnomalyResultsTool`: anomalies of a grade; times are held against the grade, as the plugin does."""
    must: list[Query] = []
    if "detectorId" in parameters:
        must.append({"term": {"detector_id": parameters["detectorId"]}})
    if "realTime" in parameters:
        of_task: Query = {"exists": {"field": "task_id"}}
        must.append({"bool": {"must_not" if is_true(parameters["realTime"]) else "must": [of_task]}})
    must.append({"range": {"anomaly_grade": {"gt": decimal(parameters.get("anomalyGradeThreshold"), 0)}}})
    times = {
        bound: int(parameters[name])
        for bound, name in (("gte", "dataStartTime"), ("lte", "dataEndTime"))
        if parameters.get(name, "").isdigit()
    }
    if times:
        must.append({"range": {"anomaly_grade": times}})
    size, start = whole(parameters.get("size"), SIZE), whole(parameters.get("startIndex"), 0)
    hits, total = _search(state, RESULTS, _body(must, parameters, "data_start_time", size, start))
    columns = (("detectorId", "detector_id"), ("grade", "anomaly_grade"), ("confidence", "confidence"))
    told = "".join("{" + _cells(hit["_source"], columns) + "}" for hit in hits)
    return f"AnomalyResults=[{told}]TotalAnomalyResults={total}"


def _shows_idle(state: State, parameters: Mapping[str, str]) -> bool:
    """Whether detectors that do not run are among those that are asked for."""
    running, failed = parameters.get("running"), parameters.get("failed")
    if changes.DETECTORS_BY_KEYWORD not in state.switched_on:
        return parameters.get("disabled") is None or is_true(parameters["disabled"])
    return (running is None or not is_true(running)) and not (is_true(failed) and running is None)


def _search(state: State, index: str, body: Query) -> tuple[list[dict[str, Any]], int]:
    """Documents and how many there are; none where there is no index."""
    require_permissions(state, (index_tools.SEARCHING,), index)
    try:
        found = index_tools.search(state, index, body)["hits"]
    except ApiError as error:
        if error.type == "index_not_found_exception":
            return [], 0
        raise
    return found["hits"], found["total"]["value"]


def _body(must: Sequence[Query], parameters: Mapping[str, str], sort: str, size: int, start: int) -> Query:
    order = "asc" if parameters.get("sortOrder", "asc").lower() == "asc" else "desc"
    wanted = parameters.get("sortString", sort)
    return {"query": {"bool": {"must": list(must)}}, "size": size, "from": start, "sort": [{wanted: {"order": order}}]}


def _nested(path: str, query: Query) -> Query:
    return {"nested": {"path": path, "query": query, "score_mode": "none"}}


def _numeric(parameters: Mapping[str, str], name: str, default: int) -> int:
    """A number where one stands."""
    text = parameters.get(name, "")
    return whole(text, default) if text.isdigit() else default


def _row(hit: Mapping[str, Any], source: Mapping[str, Any], columns: Sequence[tuple[str, str]]) -> str:
    return f"{{id={hit['_id']},{_cells(source, columns)}}}"


def _cells(source: Mapping[str, Any], columns: Sequence[tuple[str, str]]) -> str:
    return ",".join(f"{told}={to_text(source.get(name))}" for told, name in columns)


KINDS: Mapping[str, Kind] = {
    "SearchAlertsTool": Kind(search_alerts, accepts_nothing=True),
    "SearchMonitorsTool": Kind(search_monitors, accepts_nothing=True),
    "SearchAnomalyDetectorsTool": Kind(search_detectors, accepts_nothing=True),
    "SearchAnomalyResultsTool": Kind(search_results, accepts_nothing=True),
}
