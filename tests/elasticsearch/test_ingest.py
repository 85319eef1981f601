"""Pipelines of Elasticsearch: dates, warnings, indices that use one, the inference processor end to end."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer import indices
from fakeinfer.cluster import Cluster
from tests.ingest.tools import ask, simulated, store

EMBEDDING = {
    "service": "openai",
    "service_settings": {"api_key": "sk-x", "model_id": "text-embedding-3-small", "dimensions": 4},
}
SPARSE = {"service": "hugging_face", "service_settings": {"api_key": "x", "url": "https://models.example/sparse"}}
COMPLETION = {"service": "openai", "service_settings": {"api_key": "sk-x", "model_id": "gpt-4o"}}


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("elasticsearch", "9.5", settings={"xpack.inference.skip_validate_and_start": True})


def asking(**options: Any) -> dict[str, Any]:
    pair = {"input_field": "t", "output_field": "v"}
    return {"inference": {"model_id": "emb", "input_output": pair, **options}}


def endpoint(cluster: Cluster, task_type: str, id: str, body: dict[str, Any]) -> None:
    response = ask(cluster, "PUT", f"/_inference/{task_type}/{id}", body)
    assert response.status == 200, response.content


def test_a_change_moves_only_the_modified_date(cluster: Cluster) -> None:
    store(cluster, "p")
    cluster.state.clock.advance(minutes=1)
    store(cluster, "p", {"drop": {}})
    shown = json.loads(ask(cluster, "GET", "/_ingest/pipeline/p").content)["p"]
    assert shown["modified_date_millis"] - shown["created_date_millis"] > 60_000


def test_the_same_definition_again_moves_no_date(cluster: Cluster) -> None:
    store(cluster, "p")
    before = ask(cluster, "GET", "/_ingest/pipeline/p").content
    store(cluster, "p")
    assert ask(cluster, "GET", "/_ingest/pipeline/p").content == before


@pytest.mark.parametrize(
    ("id", "reason"),
    [
        ("_under", "must not start with '_', '-', or '+'"),
        ("a%23b", "must not contain '#'"),
        ("a:b", "must not contain ':'"),
        ("..", "must not be '.' or '..'"),
        ("x" * 256, "index name is too long, (256 > 255)"),
        ("UPPER", None),
        (".dot", None),
        ("a+b", None),
    ],
)
def test_names_that_indices_could_not_have_are_warned_of(cluster: Cluster, id: str, reason: str | None) -> None:
    response = ask(cluster, "PUT", f"/_ingest/pipeline/{id}", {"processors": []})
    assert response.status == 200
    warning = response.header("warning")
    if reason is None:
        assert warning is None
    else:
        assert warning is not None
        assert f"for the following reason: {reason}" in warning


def test_8_19_warns_of_no_name() -> None:
    response = ask(Cluster("elasticsearch", "8.19"), "PUT", "/_ingest/pipeline/_under", {"processors": []})
    assert response.header("warning") is None


def test_a_pipeline_an_index_uses_stays(cluster: Cluster) -> None:
    store(cluster, "p")
    store(cluster, "q")
    for name in ("d", "a", "c", "b"):
        indices.create(cluster.state, name, settings={"index.default_pipeline": "p"})
    indices.create(cluster.state, "f", settings={"index": {"final_pipeline": "p"}})
    answer = json.loads(ask(cluster, "DELETE", "/_ingest/pipeline/*").content)
    assert answer["error"]["reason"] == (
        "pipeline [p] cannot be deleted because it is the default pipeline for 4 index(es) including [a,b,c] and "
        "the final pipeline for 1 index(es) including [f]"
    )
    assert list(cluster.state.store["pipelines"]) == ["p", "q"]


def test_the_old_name_of_the_field_map_is_warned_of(cluster: Cluster) -> None:
    processor = {"inference": {"model_id": "m", "field_mappings": {"a": "b"}}}
    response = ask(cluster, "PUT", "/_ingest/pipeline/p", {"processors": [processor]})
    assert "[field_mappings]" in str(response.header("warning"))


def test_sparse_endpoints_write_token_weights(cluster: Cluster) -> None:
    endpoint(cluster, "sparse_embedding", "spr", SPARSE)
    weights = simulated(cluster, asking(model_id="spr"), source={"t": "red fox"})["v"]
    assert weights
    assert all(isinstance(weight, float) for weight in weights.values())


def test_completion_endpoints_write_their_text(cluster: Cluster) -> None:
    endpoint(cluster, "completion", "com", COMPLETION)
    assert isinstance(simulated(cluster, asking(model_id="com"), source={"t": "hello"})["v"], str)


def test_each_output_gets_the_vector_of_its_input(cluster: Cluster) -> None:
    endpoint(cluster, "text_embedding", "emb", EMBEDDING)
    pairs = [{"input_field": "t", "output_field": "o.v"}, {"input_field": "u", "output_field": "w"}]
    both = simulated(cluster, asking(input_output=pairs), source={"t": "one", "u": "two"})
    alone = simulated(cluster, asking(), source={"t": "two"})
    assert both["w"] == alone["v"]
    assert both["o"]["model_id"] == "emb"
    assert "model_id" not in both


def test_an_endpoint_in_use_is_kept_and_the_pipeline_named(cluster: Cluster) -> None:
    endpoint(cluster, "text_embedding", "emb", EMBEDDING)
    store(cluster, "p", asking())
    response = ask(cluster, "DELETE", "/_inference/emb")
    assert response.status == 409
    assert b"referenced by pipelines: [p]" in response.content
    assert ask(cluster, "DELETE", "/_inference/emb?force=true").status == 200


def test_the_two_styles_do_not_mix(cluster: Cluster) -> None:
    body = {"processors": [asking(target_field="x", tag="t")]}
    error = json.loads(ask(cluster, "PUT", "/_ingest/pipeline/p", body).content)["error"]
    assert (error["property_name"], error["processor_type"], error["processor_tag"]) == (
        "target_field",
        "inference",
        "t",
    )
