"""How often search pipelines and their processors ran."""

from __future__ import annotations

from fakeinfer.opensearch.search_running.counts import of_pipelines
from tests.ingest.tools import ask
from tests.opensearch.search_running.searching import cluster_of, search, through


def _counts(count: int, failed: int = 0) -> dict[str, int]:
    return {"count": count, "time_in_millis": 0, "current": 0, "failed": failed}


def test_runs_and_failures_are_counted_by_pipeline_and_processor() -> None:
    cluster = cluster_of()
    steps = [{"rename_field": {"field": "n", "target_field": "m"}}, {"truncate_hits": {"tag": "cut"}}]
    ask(cluster, "PUT", "/_search/pipeline/p", {"response_processors": steps})
    assert search(cluster, {}, "/s/_search?search_pipeline=p")["status"] == 500
    assert of_pipelines(cluster.state) == {
        "total_request": _counts(0),
        "total_response": _counts(1, failed=1),
        "pipelines": {
            "p": {
                "request": _counts(0),
                "response": _counts(1, failed=1),
                "request_processors": [],
                "response_processors": [
                    {"rename_field": {"type": "rename_field", "stats": _counts(1)}},
                    {"truncate_hits:cut": {"type": "truncate_hits", "stats": _counts(1, failed=1)}},
                ],
            }
        },
    }


def test_pipelines_of_searches_count_for_everything_alone() -> None:
    cluster = cluster_of()
    through(cluster, {}, request={"oversample": {"sample_factor": 1}})
    assert of_pipelines(cluster.state) == {"total_request": _counts(1), "total_response": _counts(0), "pipelines": {}}
