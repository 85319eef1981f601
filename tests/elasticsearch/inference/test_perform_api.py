"""Performing inference over the API. Shapes and refusals are in fixtures; here is what a table cannot say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request, Response

HEADERS = {"content-type": "application/json"}


def send(cluster: Cluster, method: str, path: str, body: Any) -> Response:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return cluster.handle(Request.build(method, path, HEADERS, data))


def with_endpoints(version: str | None = None) -> Cluster:
    cluster = Cluster("elasticsearch", version)
    for path, service, model in (
        ("text_embedding/emb", "openai", "text-embedding-3-small"),
        ("completion/talk", "openai", "gpt-4o"),
        ("rerank/rank", "cohere", "rerank-english-v3.0"),
    ):
        body = {"service": service, "service_settings": {"api_key": "k", "model_id": model}}
        assert send(cluster, "PUT", f"/_inference/{path}", body).status == 200
    return cluster


PATHS = (
    "emb", "text_embedding/emb", "talk", "completion/talk", "rank", "rerank/rank", "any/rank", "embedding/emb",
    ".elser-2-elasticsearch", "chat_completion/talk", "nothing", "no_task/emb",
)  # fmt: skip

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
ITEM = st.fixed_dictionaries(
    {}, optional={name: SCALARS | st.sampled_from(["text", "image", "base64"]) for name in ("type", "format", "value")}
)
BODY = st.fixed_dictionaries(
    {},
    optional={
        "input": ANYTHING | st.lists(st.text(max_size=8), max_size=3) | ITEM | st.lists(ITEM | st.fixed_dictionaries({"content": ITEM}), max_size=2),
        "query": ANYTHING | ITEM,
        "input_type": SCALARS | st.sampled_from(["search", "ingest", "internal_search"]),
        "task_settings": ANYTHING | st.fixed_dictionaries({"top_n": SCALARS, "return_documents": SCALARS}),
        "top_n": SCALARS,
        "return_documents": SCALARS,
        "timeout": SCALARS,
    },
)  # fmt: skip


def kept(cluster: Cluster) -> dict[str, Any]:
    """What the cluster holds, without collections that were only looked at."""
    return {name: records for name, records in cluster.state.store.copied().items() if records}


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(PATHS), body=ANYTHING | BODY, version=st.sampled_from(["8.12", "8.17", "9.2", "9.5"]))
def test_any_body_is_answered_without_a_bug_and_changes_nothing(path: str, body: Any, version: str) -> None:
    cluster = CLUSTERS[version]
    before = kept(cluster)
    response = send(cluster, "POST", f"/_inference/{path}", body)
    assert not cluster.bugs, cluster.bugs
    assert 200 <= response.status < 500
    assert kept(cluster) == before
    schema = cluster.contract.schema("inference.inference").response
    assert response.status != 200 or (schema is not None and schema.accepts(json.loads(response.body)))


CLUSTERS: dict[str, Cluster] = {}


@pytest.fixture(autouse=True, scope="module")
def _clusters() -> None:
    for version in ("8.12", "8.17", "9.2", "9.5"):
        if version == "8.12":
            CLUSTERS[version] = Cluster("elasticsearch", version)
        else:
            CLUSTERS[version] = with_endpoints(version)


def test_similar_texts_are_closer_through_the_api_too() -> None:
    cluster = with_endpoints()
    answer = send(cluster, "POST", "/_inference/emb", {"input": ["a grey cat", "grey cats", "tax return"]})
    query, near, far = (entry["embedding"] for entry in json.loads(answer.body)["text_embedding"])
    assert sum(map(float.__mul__, query, near)) > sum(map(float.__mul__, query, far)) + 0.3


def test_the_same_text_is_the_same_bytes_in_every_cluster() -> None:
    first, second = (send(with_endpoints(), "POST", "/_inference/emb", {"input": "x"}).body for _ in range(2))
    assert first == second


def test_vectors_can_be_filtered_and_pretty_printed() -> None:
    cluster = with_endpoints()
    answer = send(cluster, "POST", "/_inference/talk?filter_path=completion.result&pretty", {"input": "hello"})
    assert answer.body.decode() == (
        '{\n  "completion" : [\n    {\n      "result" : "This is a made-up answer to: hello"\n    }\n  ]\n}\n'
    )


def test_no_answer_shows_a_secret() -> None:
    cluster = Cluster("elasticsearch")
    body = {"service": "openai", "service_settings": {"api_key": "hush-hush", "model_id": "gpt-4o"}}
    send(cluster, "PUT", "/_inference/completion/talk", body)
    for path, asked in (("talk", {"input": "x"}), ("rerank/talk", {"input": "x", "query": "y"}), ("talk", {"a": 1})):
        assert b"hush" not in send(cluster, "POST", f"/_inference/{path}", asked).body
