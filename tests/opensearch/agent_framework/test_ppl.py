"""The part of PPL that tools of agents can have run."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.agent_framework import ppl
from tests.opensearch.asking import ask, ok

STAFF: list[dict[str, Any]] = [
    {"name": "Ann", "age": 41, "city": "Rome", "pay": 10.5, "since": "2020-03-01T08:00:00.250Z", "home": {"zip": 5}},
    {"name": "Bo", "age": 30, "city": "Oslo", "pay": 7, "since": "2021-03-01", "remote": True},
    {"name": "Cy", "age": 35, "city": "Rome"},
    {"name": "Di", "age": 28},
]
FIELDS = {
    "name": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
    "age": {"type": "integer"},
    "city": {"type": "keyword"},
    "pay": {"type": "float"},
    "since": {"type": "date"},
    "remote": {"type": "boolean"},
    "home": {"properties": {"zip": {"type": "long"}}},
    "note": {"type": "text"},
    "vector": {"type": "knn_vector", "dimension": 2},
}


def filled(version: str) -> Cluster:
    """A cluster with an index of a few people."""
    cluster = Cluster("opensearch", version)
    assert ask(cluster, "PUT", "/staff", {"mappings": {"properties": FIELDS}}).status == 200
    for number, source in enumerate(STAFF):
        assert ask(cluster, "PUT", f"/staff/_doc/{number}?refresh=true", source).status == 201
    return cluster


def rows(text: str, version: str = "2.19.1") -> list[list[Any]]:
    """The rows that `source=staff` and more answer."""
    return ppl.run(filled(version).state, f"source=staff {text}").rows


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("age > 30", ["Ann", "Cy"]),
        ("age >= 30 and city = 'Rome'", ["Ann", "Cy"]),
        ('age in (28, 30) or name = "Ann"', ["Ann", "Bo", "Di"]),
        ("city != 'Rome'", ["Bo"]),
        ("isnull(city)", ["Di"]),
        ("isnotnull(`pay`) and pay < 8", ["Bo"]),
        ("remote = true", ["Bo"]),
        ("since > '2020-06-01 00:00:00'", ["Bo"]),
        ("since = '2021-03-01'", ["Bo"]),
        ("home.zip = 5", ["Ann"]),
        ("match(name, 'bo cy') and not match(name, 'cy')", ["Bo"]),
    ],
)
def test_conditions_choose_rows(condition: str, names: list[str]) -> None:
    assert rows(f"| where {condition} | fields name") == [[name] for name in names]


def test_words_bind_otherwise_since_three() -> None:
    condition = "| where age = 28 or age = 41 and city = 'Rome' | fields name"
    assert rows(condition) == [["Ann"]]
    assert rows(condition, "3.0.0") == [["Ann"], ["Di"]]


def test_not_is_true_of_what_is_missing_until_calcite() -> None:
    condition = "| where not city = 'Rome' | fields name"
    assert rows(condition) == [["Bo"], ["Di"]]
    assert rows(condition, "3.3.0") == [["Bo"]]
    assert rows("| where not (city = 'Rome' or age < 29) | fields name", "3.3.0") == [["Bo"]]


def test_rows_are_ordered_and_cut() -> None:
    assert rows("| sort city, - age | fields name") == [["Di"], ["Bo"], ["Ann"], ["Cy"]]
    assert rows("| sort - age | head 2 from 1 | fields name, age") == [["Cy", 35], ["Bo", 30]]
    assert rows("| sort age | fields - home, note, remote, since, pay, city | head 1") == [["Di", 28]]


def test_groups_stand_behind_what_is_counted() -> None:
    found = ppl.run(filled("2.19.1").state, "source=staff | stats count(), avg(age) as mean, max(pay) by city")
    assert found.schema == [("count()", "integer"), ("mean", "double"), ("max(pay)", "float"), ("city", "string")]
    assert found.rows == [[1, 28.0, None, None], [1, 30.0, 7.0, "Oslo"], [2, 38.0, 10.5, "Rome"]]


@pytest.mark.parametrize(("version", "types"), [("2.19.1", "integer"), ("3.0.0", "int"), ("3.3.0", "bigint")])
def test_counts_are_called_by_version(version: str, types: str) -> None:
    found = ppl.run(filled(version).state, "source=staff | stats count() as n")
    assert found.schema == [("n", types)]
    assert found.rows == [[4]]


def test_all_columns_are_those_on_top_that_sql_knows() -> None:
    found = ppl.run(filled("2.19.1").state, "source=staff | where age = 41")
    row = dict(zip([name for name, _ in found.schema], found.rows[0], strict=True))
    assert row == {**STAFF[0], "since": "2020-03-01 08:00:00.25", "note": None, "remote": None}
    assert dict(found.schema)["home"] == "struct"


def test_it_is_printed_over_lines() -> None:
    text = ppl.run(filled("2.19.1").state, "source=staff | fields name, pay | head 1").text()
    assert text.startswith('{\n  "schema": [\n    {\n      "name": "name",\n      "type": "string"\n    },')
    assert text.endswith('"datarows": [\n    [\n      "Ann",\n      10.5\n    ]\n  ],\n  "total": 1,\n  "size": 1\n}')


def test_columns_are_called_otherwise() -> None:
    found = ppl.run(
        filled("2.19.1").state, "source=staff | rename age as years, city as town | sort years | fields years, town"
    )
    assert found.names == ["years", "town"]
    assert found.rows == [[28, None], [30, "Oslo"], [35, "Rome"], [41, "Rome"]]
    assert rows("| rename city as town | stats count() by town") == [[1, None], [1, "Oslo"], [2, "Rome"]]
    with pytest.raises(ApiError, match="name=age"):
        rows("| rename age as years | fields age")


def test_doubles_go() -> None:
    assert rows("| dedup city | fields name") == [["Ann"], ["Bo"]]
    assert rows("| dedup 2 city | fields name") == [["Ann"], ["Bo"], ["Cy"]]
    assert rows("| dedup city keepempty=true | fields name") == [["Ann"], ["Bo"], ["Di"]]
    assert rows("| sort - age | dedup city, remote keepempty=false | fields name") == [["Bo"]]
    with pytest.raises(ApiError, match="no order"):
        rows("| dedup city | fields name", "3.3.0")


def test_unknown_fields_are_told_before_calcite() -> None:
    with pytest.raises(ApiError, match="can't resolve Symbol") as refused:
        rows("| where wage > 5")
    assert refused.value.status == 500
    with pytest.raises(ApiError) as refused:
        rows("| fields wage", "3.3.0")
    assert refused.value.status == 501


@pytest.mark.parametrize(
    "text",
    [
        "| eval a = 1", "| where age + 1 > 2", "| where length(name) > 2", "| stats stddev_pop(age)", "| where note = 'x'",
        "| head 3 | where age > 1", "| where (age > 1)", "| sort note", "| stats count() by span(age, 5)", "| fields *",
        "| where age = 'x'", "| stats sum(pay) by age", "|", "| where", "'", "| where age like 3", "| fields - home.zip",
        "| sort home.zip", "| stats max(city)", "| head 99999999999", "| rename age as name", "| rename a* as b*",
        "| rename age years", "| dedup 0 city", "| dedup note", "| dedup city consecutive=true", "| dedup city keepempty=1",
        "| rename age as years | where years > 1",
    ],
)  # fmt: skip
def test_the_rest_is_refused_by_name(text: str) -> None:
    with pytest.raises(ApiError) as refused:
        rows(text)
    assert refused.value.status == 501
    assert "SQL plugin" in str(refused.value.reason)


def test_lists_of_values_are_refused() -> None:
    cluster = filled("2.19.1")
    ok(cluster, "PUT", "/staff/_doc/0?refresh=true", {"age": [1, 2]})
    with pytest.raises(ApiError, match="lists of values"):
        ppl.run(cluster.state, "source=staff | fields age")


def test_no_index_is_no_search() -> None:
    found = ppl.run(filled("2.19.1").state, "source=none*")
    assert json.loads(found.text()) == {"schema": [], "datarows": [], "total": 0, "size": 0}
