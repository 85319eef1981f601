"""Names of indices with date math (observed: opensearch 2.19.1)."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.ingest.date_names import resolved_name
from tests.ingest.tools import ask, store

_NOW = 1_795_000_000_000
"""2026-11-18."""


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("p-{x}", "p-{x}"),
        ("<lit>", "lit"),
        ("<lit-{now/d}>", "lit-2026.11.18"),
        ("<a-{now/M{yyyy.MM|+12:00}}-{now-1y{yyyy}}>", "a-2026.11-2025"),
        ("<p-{2020-02-13||/M{yyyy-MM-dd|UTC}}>", "p-2020-02-01"),
        ("<n-{2020-01-31||/M{yyyy-MM-dd|America/New_York}}>", "n-2020-01-01"),
        (None, None),
    ],
)
def test_an_expression_means_a_name(expression: str | None, name: str | None) -> None:
    assert resolved_name(expression, _NOW) == name


@pytest.mark.parametrize("expression", ["<a{b>", "<a-{now/q}>", r"<a\{b\}>"])
def test_other_expressions_are_not_there(expression: str) -> None:
    with pytest.raises(ApiError) as raised:
        resolved_name(expression, _NOW)
    assert raised.value.status == 501


@pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
def test_a_document_goes_where_its_date_says(product: str) -> None:
    cluster = Cluster(product)
    dated = {"field": "a", "date_rounding": "M", "index_name_prefix": "p-", "date_formats": ["yyyy-MM-dd"]}
    store(cluster, "dated", {"date_index_name": dated})
    assert ask(cluster, "PUT", "/x/_doc/1?pipeline=dated", {"a": "2020-02-13"}).status == 201
    assert ask(cluster, "GET", "/p-2020-02-01/_doc/1").status == 200
