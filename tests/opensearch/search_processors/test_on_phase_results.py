"""Options of the processors that put the lists of hybrid queries together, version by version."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ask

NORMALIZATION = "normalization-processor"
FUSION = "score-ranker-processor"


def put(line: str, kind: str, **options: Any) -> int:
    body = {"phase_results_processors": [{kind: options}]}
    return ask(Cluster("opensearch", line), "PUT", "/_search/pipeline/x", body).status


@pytest.mark.parametrize(
    ("options", "since"),
    [
        ({"normalization": {"technique": "l2"}}, "2.10"),
        ({"normalization": {"technique": "z_score"}}, "3.0"),
        ({"normalization": {"parameters": {"lower_bounds": [{"mode": "clip"}]}}}, "2.10"),
        ({"combination": {"parameters": {"weights": [0.3, 0.7]}}}, "2.10"),
        ({"combination": {"technique": "rrf"}}, "2.19"),
    ],
)
def test_techniques_came_one_by_one(options: dict[str, Any], since: str) -> None:
    if "rrf" not in str(options):
        assert put("3.2", NORMALIZATION, **options) == 200
    before = {"3.0": "2.19", "2.19": "2.18"}.get(since)
    if before is not None:
        assert put(before, NORMALIZATION, **options) == 400


@pytest.mark.parametrize("weights", [[0.5], [0.5, 0.6], [2.0, -1.0], 1, ["x", 0.5]])
def test_weights_add_up_to_one(weights: Any) -> None:
    assert put("2.19", NORMALIZATION, combination={"parameters": {"weights": weights}}) >= 400


def test_where_the_constant_of_ranks_is_read() -> None:
    inside, beside = {"parameters": {"rank_constant": 0}}, {"rank_constant": 0}
    assert (put("2.19", FUSION, combination=inside), put("2.19", FUSION, combination=beside)) == (400, 200)
    assert put("3.1", FUSION, combination=beside) == 400
