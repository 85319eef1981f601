"""Long-term memories found by their meaning, and by their words and meaning."""

from __future__ import annotations

from typing import Any

import pytest

from tests.opensearch.agentic_memory.remembering import Remembering
from tests.opensearch.asking import ML, refused


@pytest.fixture
def here() -> Remembering:
    here = Remembering("3.6")
    here.script('{"facts":["Bob likes pasta with tomatoes","The office is in Berlin"]}')
    here.say("x", tags={"topic": "life"})
    here.script('{"facts":["Ann likes pasta with cheese"]}')
    here.say("y", namespace={"user_id": "ann"})
    return here


def found(here: Remembering, kind: str, **body: Any) -> list[str]:
    answer = here.ask("POST", f"/{here.id}/memories/long-term/_{kind}_search", body)
    assert all("memory_embedding" not in hit["_source"] for hit in answer["hits"]["hits"])
    return [hit["_source"]["memory"] for hit in answer["hits"]["hits"]]


@pytest.mark.parametrize("kind", ["semantic", "hybrid"])
def test_what_means_the_same_comes_first(here: Remembering, kind: str) -> None:
    assert found(here, kind, query="pasta with tomatoes")[0] == "Bob likes pasta with tomatoes"
    assert found(here, kind, query="pasta with cheese", k=1) == ["Ann likes pasta with cheese"]


@pytest.mark.parametrize("kind", ["semantic", "hybrid"])
def test_namespace_tags_and_filter_narrow_it(here: Remembering, kind: str) -> None:
    asked = {"query": "pasta with tomatoes"}
    assert found(here, kind, **asked, namespace={"user_id": "ann"}) == ["Ann likes pasta with cheese"]
    assert set(found(here, kind, **asked, tags={"topic": "life"})) == {
        "Bob likes pasta with tomatoes",
        "The office is in Berlin",
    }
    assert found(here, kind, **asked, filter={"match": {"memory": "Berlin"}}) == ["The office is in Berlin"]


def test_a_least_score_leaves_out_the_rest(here: Remembering) -> None:
    assert found(here, "semantic", query="Bob likes pasta with tomatoes", min_score=0.99) == [
        "Bob likes pasta with tomatoes"
    ]


def test_weights_decide_between_words_and_meaning(here: Remembering) -> None:
    by_words = here.ask(
        "POST",
        f"/{here.id}/memories/long-term/_hybrid_search",
        {"query": "Berlin", "bm25_weight": 1.0, "neural_weight": 0.0},
    )["hits"]["hits"]
    assert (by_words[0]["_source"]["memory"], by_words[0]["_score"]) == ("The office is in Berlin", 1.0)


def test_a_filter_that_is_no_query_is_refused_as_a_search_would(here: Remembering) -> None:
    path = f"{ML}/memory_containers/{here.id}/memories/long-term/_semantic_search"
    status, reason = refused(here.fake.cluster, "POST", path, {"query": "x", "filter": {"nothing": {}}})
    assert (status, reason.partition(" ")[0]) == (400, "unknown")


def test_what_goes_wrong_in_the_engine_is_told_as_the_cause(here: Remembering) -> None:
    here.fake.fail("ml.predict_model", upstream=500)
    path = f"{ML}/memory_containers/{here.id}/memories/long-term/_hybrid_search"
    status, reason = refused(here.fake.cluster, "POST", path, {"query": "x"})
    assert (status, reason.partition(":")[0]) == (500, "Hybrid search execution failed")
