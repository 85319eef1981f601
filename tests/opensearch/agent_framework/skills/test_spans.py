"""Tools that compare two spans of time: values, percentiles; and the neighbours of a document."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.agent_framework.skills import fetching
from tests.opensearch.agent_framework.skills.running import ON, run_tool, write
from tests.opensearch.asking import ok

SELECTION = {"selectionTimeRangeStart": "2026-01-02 00:00:00", "selectionTimeRangeEnd": "2026-01-02T23:59:59Z"}
BASELINE = {"baselineTimeRangeStart": "2026-01-01 00:00:00Z", "baselineTimeRangeEnd": "2026-01-01T23:59:59+00:00"}
ASKED = {"index": "orders", "timeField": "at", **SELECTION}


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("opensearch", "3.8", settings=ON)
    fields = {
        "at": {"type": "date"},
        "state": {"type": "keyword"},
        "ms": {"type": "double"},
        "user_id": {"type": "keyword"},
    }
    ok(cluster, "PUT", "/orders", {"mappings": {"properties": fields}})
    days = [(1, "ok", 10.5), (1, "ok", 20.5), (2, "ok", 21.0), (2, "failed", 41.0)]
    write(cluster, "orders", *({"at": f"2026-01-0{day}", "state": state, "ms": ms} for day, state, ms in days))
    return cluster


def told(cluster: Cluster, tool: str, **parameters: Any) -> Any:
    return json.loads(run_tool(cluster, tool, **{**ASKED, **parameters}))


def test_fields_are_ranked_by_how_much_their_values_differ(cluster: Cluster) -> None:
    found = told(cluster, "DataDistributionTool", **BASELINE)["comparisonAnalysis"]
    states = next(one for one in found if one["field"] == "state")
    assert states["divergence"] == 0.5
    assert states["topChanges"] == [
        {"value": "ok", "selectionPercentage": 0.5, "baselinePercentage": 1.0},
        {"value": "failed", "selectionPercentage": 0.5, "baselinePercentage": 0.0},
    ]
    assert "user_id" not in {one["field"] for one in found}


def test_one_span_is_told_by_itself(cluster: Cluster) -> None:
    found = told(cluster, "DataDistributionTool", filter=["{'term': {'state': 'ok'}}"])["singleAnalysis"]
    states = next(one for one in found if one["field"] == "state")
    assert states["topChanges"] == [{"value": "ok", "selectionPercentage": 1.0}]


def test_a_query_of_its_own_stands_in_for_filters(cluster: Cluster) -> None:
    found = told(cluster, "DataDistributionTool", dsl='{"term": {"state": "failed"}}')["singleAnalysis"]
    assert {change["value"] for one in found if one["field"] == "state" for change in one["topChanges"]} == {"failed"}


def test_many_numbers_are_told_in_groups(cluster: Cluster) -> None:
    write(cluster, "wide", *({"at": "2026-01-02", "n": number + 0.5} for number in range(12)))
    found = told(cluster, "DataDistributionTool", index="wide")["singleAnalysis"]
    numbers = next(one for one in found if one["field"] == "n")
    assert {change["value"] for change in numbers["topChanges"]} == {
        "0.5-2.7",
        "2.7-4.9",
        "4.9-7.1",
        "7.1-9.3",
        "9.3-11.5",
    }


def test_percentiles_are_compared_by_their_logarithms(cluster: Cluster) -> None:
    (found,) = told(cluster, "MetricChangeAnalysisTool", **BASELINE)["percentileAnalysis"]
    assert (found["field"], found["selectionPercentiles"]) == ("ms", {"p50": 31.0, "p90": 39.0})
    assert found["baselinePercentiles"] == {"p50": 15.5, "p90": 19.5}
    assert found["changeScore"] == pytest.approx(math.log(2))


@pytest.mark.parametrize(("wanted", "count"), [("1", 1), ("0", 2), ("many", 2), ("2.0", 2)])
def test_how_many_fields_are_told_is_a_parameter(cluster: Cluster, wanted: str, count: int) -> None:
    write(cluster, "two", *({"at": f"2026-01-0{day}", "a": day, "b": str(day), "c": 0} for day in (1, 2)))
    found = told(cluster, "MetricChangeAnalysisTool", index="two", topN=wanted, **BASELINE)["percentileAnalysis"]
    assert len(found) == count


def test_a_document_stands_among_its_neighbours(cluster: Cluster) -> None:
    write(cluster, "days", *({"at": f"2026-01-0{day}"} for day in range(1, 6)))
    asked = {"index": "days", "doc_id": "2", "timestamp_field": "at", "count": 1}
    found = json.loads(run_tool(cluster, "SearchAroundDocumentTool", **asked))
    assert [hit["_id"] for hit in found] == ["1", "2", "3"]
    assert found[1]["_source"] == {"at": "2026-01-03"}


def test_the_neighbours_are_asked_for_in_an_object_too(cluster: Cluster) -> None:
    write(cluster, "days", *({"at": f"2026-01-0{day}"} for day in range(1, 4)))
    asked = json.dumps({"index": "days", "doc_id": "0", "timestamp_field": "at", "count": 5})
    found = json.loads(run_tool(cluster, "SearchAroundDocumentTool", input=asked))
    assert [hit["_id"] for hit in found] == ["0", "1", "2"]


@pytest.mark.parametrize("filter", ["[1", "words", "[[1]]", '{"a": 1}'])
def test_filters_are_a_list_of_texts(filter: str) -> None:
    with pytest.raises(ApiError, match="Invalid 'filter' parameter"):
        fetching.read({"filter": filter})


def test_what_is_no_query_is_refused(cluster: Cluster) -> None:
    wanted = fetching.read({**ASKED, "filter": '["words"]'})
    with pytest.raises(ApiError, match="Invalid query format: words"):
        fetching.documents(cluster.state, wanted, wanted.selection)
