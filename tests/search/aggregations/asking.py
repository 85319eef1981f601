"""Asking for one aggregation in a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.search.asking import holding, searched


def answered(sources: Iterable[Mapping[str, Any]], aggregation: Any, product: str = "opensearch", **body: Any) -> Any:
    """What an aggregation `x` answers over documents."""
    line = "2.19" if product == "opensearch" else "9.2"
    return searched(holding(sources, product, line), size=0, aggs={"x": aggregation}, **body)["aggregations"]["x"]


def beside(sources: Iterable[Mapping[str, Any]], **aggregations: Any) -> dict[str, Any]:
    """What several aggregations answer."""
    found: dict[str, Any] = searched(holding(sources), size=0, aggs=aggregations)["aggregations"]
    return found
