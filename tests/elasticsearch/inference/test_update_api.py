"""Updating endpoints, beyond single answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.inference.endpoints import COLLECTION
from fakeinfer.wire import Request, Response

OPENAI = {"service": "openai", "service_settings": {"api_key": "sk-old", "model_id": "text-embedding-3-small"}}
ELSER = {
    "service": "elasticsearch",
    "service_settings": {"num_allocations": 1, "num_threads": 1, "model_id": ".elser_model_2"},
}
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "k", "text_embedding"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["enabled", "requests_per_minute"]), inner)
    ),
    max_leaves=3,
)
BODY = st.fixed_dictionaries(
    {},
    optional={
        "task_type": ANYTHING,
        "service_settings": ANYTHING
        | st.dictionaries(
            st.sampled_from(
                [
                    "api_key",
                    "client_secret",
                    "client_id",
                    "scopes",
                    "rate_limit",
                    "max_input_tokens",
                    "num_allocations",
                    "x",
                ]
            ),
            ANYTHING,
        ),
        "task_settings": ANYTHING | st.dictionaries(st.sampled_from(["user", "headers", "return_documents"]), ANYTHING),
        "chunking_settings": ANYTHING | st.fixed_dictionaries({"strategy": st.sampled_from(["none", "word", 1])}),
    },
)
LINES = ["8.17", "8.19", "9.2", "9.4", "9.5"]


def ask(cluster: Cluster, method: str, path: str, body: Any = None) -> Response:
    """One request, JSON in."""
    data = b"" if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"content-type": "application/json"}
    return cluster.handle(Request.build(method, path, headers, data))


def with_endpoint(version: str, body: dict[str, Any] = OPENAI, path: str = "text_embedding/a") -> Cluster:
    cluster = Cluster("elasticsearch", version)
    assert ask(cluster, "PUT", f"/_inference/{path}", body).status == 200
    return cluster


@pytest.mark.parametrize("version", LINES)
def test_a_new_secret_is_stored_and_never_shown(version: str) -> None:
    cluster = with_endpoint(version)
    answer = ask(cluster, "PUT", "/_inference/text_embedding/a/_update", {"service_settings": {"api_key": "sk-new"}})
    assert answer.status == 200
    assert b"sk-new" not in answer.content
    assert cluster.state.store[COLLECTION]["a"]["secrets"] == {"api_key": "sk-new"}


@pytest.mark.parametrize("version", LINES)
def test_a_refused_update_changes_nothing(version: str) -> None:
    cluster = with_endpoint(version)
    before = cluster.state.store[COLLECTION]["a"]
    body = {"service_settings": {"api_key": ""}, "task_settings": {"user": "u"}}
    assert ask(cluster, "PUT", "/_inference/text_embedding/a/_update", body).status == 400
    assert cluster.state.store[COLLECTION]["a"] is before


def test_an_update_of_nothing_new_stores_nothing() -> None:
    cluster = with_endpoint("9.5")
    before = cluster.state.store[COLLECTION]["a"]
    body = {"service_settings": {"rate_limit": {"requests_per_minute": 3000}, "api_key": "sk-old"}}
    assert ask(cluster, "PUT", "/_inference/text_embedding/a/_update", body).status == 200
    assert cluster.state.store[COLLECTION]["a"] is before


def test_an_update_shows_what_a_later_get_shows() -> None:
    cluster = with_endpoint("9.5")
    body = {"service_settings": {"rate_limit": {"requests_per_minute": 7}}, "task_settings": {"user": "u"}}
    updated = json.loads(ask(cluster, "PUT", "/_inference/text_embedding/a/_update", body).content)
    assert json.loads(ask(cluster, "GET", "/_inference/a").content) == {"endpoints": [updated]}


def test_a_snapshot_keeps_the_endpoint_as_it_was() -> None:
    cluster = with_endpoint("9.5")
    kept = cluster.snapshot()
    ask(cluster, "PUT", "/_inference/text_embedding/a/_update", {"task_settings": {"user": "u"}})
    cluster.restore(kept)
    assert "task_settings" not in json.loads(ask(cluster, "GET", "/_inference/a").content)["endpoints"][0]


def test_the_deployment_follows() -> None:
    cluster = with_endpoint("9.5", ELSER, "sparse_embedding/s")
    ask(cluster, "PUT", "/_inference/sparse_embedding/s/_update", {"service_settings": {"num_allocations": 4}})
    assert cluster.state.store["trained_model_deployments"]["s"]["number_of_allocations"] == 4
    adaptive = {"enabled": True, "min_number_of_allocations": 2}
    body = {"service_settings": {"adaptive_allocations": adaptive}}
    ask(cluster, "PUT", "/_inference/sparse_embedding/s/_update", body)
    assert cluster.state.store["trained_model_deployments"]["s"]["adaptive_allocations"] == adaptive


def test_a_service_that_is_gone_is_the_servers_failure() -> None:
    cluster = with_endpoint("9.5")
    endpoint = cluster.state.store[COLLECTION]["a"]
    cluster.state.store.put(COLLECTION, "a", {**endpoint, "service": "gone"})
    answer = ask(cluster, "PUT", "/_inference/text_embedding/a/_update", {"task_settings": {"user": "u"}})
    assert answer.status == 500
    assert json.loads(answer.content)["error"]["reason"] == "Service [gone] not found"


def test_a_deployment_of_the_trained_model_api_is_named_as_such() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    model = "/_ml/trained_models/.elser_model_2"
    ask(cluster, "PUT", model, {"input": {"field_names": ["text_field"]}})
    ask(cluster, "POST", f"{model}/deployment/_start?deployment_id=d")
    body = {"service": "elasticsearch", "service_settings": {"deployment_id": "d"}}
    ask(cluster, "PUT", "/_inference/sparse_embedding/t", body)
    update = {"service_settings": {"num_allocations": 2}}
    answer = ask(cluster, "PUT", "/_inference/sparse_embedding/t/_update", update)
    assert answer.status == 409
    assert "through the trained models API" in json.loads(answer.content)["error"]["reason"]


def test_before_there_were_updates_the_segment_is_an_id() -> None:
    answer = ask(Cluster("elasticsearch", "8.15"), "PUT", "/_inference/text_embedding/_update", OPENAI)
    assert answer.status == 400
    assert b"Invalid inference_id; '_update'" in answer.content


@settings(max_examples=200, deadline=None)
@given(
    body=ANYTHING | BODY,
    path=st.sampled_from(["text_embedding/a", "sparse_embedding/s"]),
    version=st.sampled_from(LINES),
)
def test_any_body_is_answered_without_a_bug_and_a_refused_one_changes_nothing(
    body: Any, path: str, version: str
) -> None:
    cluster = with_endpoint(version)
    ask(cluster, "PUT", "/_inference/sparse_embedding/s", ELSER)
    before = cluster.state.store.copied()
    answer = ask(cluster, "PUT", f"/_inference/{path}/_update", body)
    assert not cluster.bugs, cluster.bugs
    if answer.status == 200:
        schema = cluster.contract.schema("inference.update").response
        assert schema is not None
        assert schema.violation(json.loads(answer.content)) is None
    else:
        assert cluster.state.store.copied() == before
