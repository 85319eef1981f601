"""Hits that models add to."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.ingest.tools import ask
from tests.opensearch.remote.asking import EMBED, model_of
from tests.opensearch.search_running.searching import PROMPT, cluster_of, scripted, sent, through

PLAIN = {name: value for name, value in EMBED.items() if not name.endswith("_function")}
ANSWER = "choices[0].message.content"
BODY = {"sort": ["n"], "size": 2}


def infer(cluster: Cluster, *answers: str, **options: Any) -> Any:
    """The answer of a search whose hits go to a model."""
    maps: dict[str, Any] = {"input_map": [{"prompt": "t"}], "output_map": [{"said": ANSWER}]}
    processor = {"model_id": scripted(cluster, PROMPT, *answers), **maps, **options}
    return through(cluster, BODY, answer={"ml_inference": processor})


def sources(answer: Any) -> list[Any]:
    """What the hits hold."""
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def test_one_by_one() -> None:
    cluster = cluster_of()
    assert [one["said"] for one in sources(infer(cluster, "a", "b", one_to_one=True))] == ["a", "b"]
    assert [body["messages"][0]["content"] for body in sent(cluster)] == ["blue whale", "red dog"]


def test_each_hit_gets_its_own_of_a_list() -> None:
    cluster = cluster_of()
    processor = {
        "model_id": model_of(cluster, PLAIN),
        "input_map": [{"input": "t"}],
        "output_map": [{"v": "data[*].index"}],
    }
    answer = through(cluster, BODY, answer={"ml_inference": processor})
    assert [body["input"] for body in sent(cluster)] == [["blue whale", "red dog"]]
    assert [one["v"] for one in sources(answer)] == [0, 1]


@pytest.mark.parametrize(("version", "found"), [("2.19", 1), ("3.0", [0, 1])])
def test_the_extension_gets_everything_since_3(version: str, found: Any) -> None:
    cluster = cluster_of(version)
    processor = {
        "model_id": model_of(cluster, PLAIN),
        "input_map": [{"input": "t"}],
        "output_map": [{"ext.ml_inference.v": "data[*].index"}],
    }
    answer = through(cluster, BODY, answer={"ml_inference": processor})
    assert answer["ext"] == {"ml_inference": {"v": found}}
    assert "v" not in sources(answer)[0]


def test_hits_that_lack_a_field_are_left_alone() -> None:
    cluster = cluster_of()
    ask(cluster, "PUT", "/s/_doc/4?refresh=true", {"zz": "x", "n": 0})
    maps = {"input_map": [{"input": "zz"}], "output_map": [{"v": "data[*].index"}]}
    processor = {"model_id": model_of(cluster, PLAIN), **maps, "ignore_missing": True}
    answer = through(cluster, BODY, answer={"ml_inference": processor})
    assert [one.get("v") for one in sources(answer)] == [0, None]


def test_every_failure_is_told() -> None:
    cluster = cluster_of()
    answer = infer(cluster, "a", "b", output_map=[{"said": "zz.y"}], one_to_one=True)
    error = answer["error"]
    assert len(error["suppressed"]) == 1
    assert error["suppressed"][0]["type"] == error["type"]
