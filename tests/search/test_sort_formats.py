"""Hits sorted by dates that are shown in a format, page by page."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.search.asking import asked


@pytest.mark.parametrize("format", ["strict_date_optional_time_nanos", "yyyy-MM-dd", "dd/MM/yyyy"])
def test_what_is_shown_leads_to_the_next_page(format: str) -> None:
    cluster = Cluster("elasticsearch", "9.1")
    asked(cluster, "PUT", "/i", {"mappings": {"properties": {"d": {"type": "date"}}}})
    for day in (1, 2, 3):
        asked(cluster, "PUT", f"/i/_doc/{day}?refresh=true", {"d": f"2024-05-0{day}"})
    body = {"size": 1, "sort": [{"d": {"order": "desc", "format": format}}]}
    seen = []
    while hits := asked(cluster, "POST", "/i/_search", body)[1]["hits"]["hits"]:
        seen.append(hits[0]["_id"])
        body["search_after"] = hits[0]["sort"]
    assert seen == ["3", "2", "1"]
