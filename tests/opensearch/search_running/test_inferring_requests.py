"""Queries that models change."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from tests.opensearch.search_running.searching import PROMPT, cluster_of, ids, scripted, search, sent, through

ANSWER = "choices[0].message.content"
ASKS = {"query": {"match": {"t": {"query": "what flies?"}}}}


def infer(cluster: Cluster, *answers: str, body: dict[str, Any] | None = None, **options: Any) -> Any:
    """The answer of a search whose text goes to a model."""
    maps: dict[str, Any] = {
        "input_map": [{"prompt": "query.match.t.query"}],
        "output_map": [{"query.match.t.query": ANSWER}],
    }
    processor = {"model_id": scripted(cluster, PROMPT, *answers), **maps, **options}
    return through(cluster, ASKS if body is None else body, request={"ml_inference": processor})


def test_the_answer_is_searched_for() -> None:
    cluster = cluster_of()
    assert ids(infer(cluster, "dog")) == ["3"]
    assert [body["messages"][0]["content"] for body in sent(cluster)] == ["what flies?"]


def test_who_takes_nothing_changes_nothing() -> None:
    cluster = cluster_of()
    body = {"query": {"match": {"t": {"query": "dog"}}}}
    assert ids(infer(cluster, "whale", body=body, output_map=[])) == ["3"]


def test_every_map_asks_and_the_first_counts() -> None:
    cluster = cluster_of()
    maps: dict[str, Any] = {
        "input_map": [{"prompt": "query.match.t.query"}] * 2,
        "output_map": [{"query.match.t.query": ANSWER}] * 2,
    }
    assert ids(infer(cluster, "whale", "dog", **maps)) == ["2"]
    assert len(sent(cluster)) == 2


def test_templates_get_what_the_model_says() -> None:
    template = '{"query": {"match": {"t": {"query": "${said}"}}}}'
    answer = infer(cluster_of(), "fox", output_map=[{"said": ANSWER}], query_template=template)
    assert ids(answer) == ["1"]


def test_a_template_that_searches_for_nothing_known_is_refused() -> None:
    answer = infer(cluster_of(), "fox", output_map=[{"said": ANSWER}], query_template='{"query": {"${said}": {}}}')
    assert answer["error"]["reason"] == "unknown query [fox]"


def test_optional_inputs_may_lack_since_3() -> None:
    cluster = cluster_of("3.0")
    asked: dict[str, Any] = {
        "optional_input_map": [{"other": "query.term.t.value"}],
        "optional_output_map": [{"query.term.t.value": ANSWER}],
    }
    answer = infer(cluster, "dog", **asked)
    assert ids(answer) == ["3"]


def test_what_is_written_is_there_for_answers() -> None:
    cluster = cluster_of()
    body = {**ASKS, "verbose_pipeline": True}
    answer = infer(cluster, "dog", body=body)
    (result,) = answer["processor_results"]
    assert result["output_data"]["query"]["match"]["t"]["query"] == "dog"
    assert search(cluster, ASKS)["hits"]["hits"] == []
