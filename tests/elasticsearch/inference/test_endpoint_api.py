"""Creating, getting and deleting endpoints: what fixtures cannot say. Answers and errors are in `fixtures/`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.inference.endpoints import COLLECTION, ELASTICSEARCH_PRECONFIGURED
from fakeinfer.elasticsearch.services import deployments
from fakeinfer.wire import Request, Response
from tests.elasticsearch.trained_models.making import upload

OPENAI = {"service": "openai", "service_settings": {"api_key": "sk-hidden", "model_id": "text-embedding-3-small"}}
ELSER = {"service": "elser", "service_settings": {"num_allocations": 1, "num_threads": 1}}


def ask(cluster: Cluster, method: str, path: str, body: Any = None) -> Response:
    """One request, JSON in."""
    data = b"" if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"content-type": "application/json"}
    return cluster.handle(Request.build(method, path, headers, data))


def warnings(response: Response) -> list[str]:
    """The texts of the answer's Warning headers."""
    return [value.partition('"')[2].rstrip('"') for name, value in response.headers if name.lower() == "warning"]


def test_a_secret_is_stored_and_never_shown() -> None:
    cluster = Cluster("elasticsearch")
    created = ask(cluster, "PUT", "/_inference/text_embedding/a", OPENAI)
    assert cluster.state.store[COLLECTION]["a"]["secrets"] == {"api_key": "sk-hidden"}
    for answer in (created, ask(cluster, "GET", "/_inference"), ask(cluster, "GET", "/_inference/a")):
        assert b"sk-hidden" not in answer.content


def test_a_refused_endpoint_is_not_stored() -> None:
    cluster = Cluster("elasticsearch")
    body = {**OPENAI, "unheard_of": 1}
    assert ask(cluster, "PUT", "/_inference/text_embedding/a", body).status == 400
    assert ask(cluster, "GET", "/_inference/a").status == 404


def test_a_refused_deployment_leaves_nothing_behind() -> None:
    cluster = Cluster("elasticsearch")
    body = {
        "service": "elasticsearch",
        "service_settings": {"num_threads": 3, "num_allocations": 1, "model_id": ".rerank-v1"},
    }
    assert ask(cluster, "PUT", "/_inference/rerank/r", body).status == 400
    assert not cluster.state.store[deployments.COLLECTION]
    assert ask(cluster, "GET", "/_inference/r").status == 404


def test_what_is_asked_for_is_not_what_is_stored() -> None:
    """An answer handed out must not be a door into the store."""
    cluster = Cluster("elasticsearch")
    ask(cluster, "PUT", "/_inference/text_embedding/a", OPENAI)
    before = ask(cluster, "GET", "/_inference/a").content
    snapshot = cluster.snapshot()
    ask(cluster, "DELETE", "/_inference/a")
    cluster.restore(snapshot)
    assert ask(cluster, "GET", "/_inference/a").content == before


def test_elser_warns_of_its_end() -> None:
    answer = ask(Cluster("elasticsearch"), "PUT", "/_inference/sparse_embedding/e", ELSER)
    assert answer.status == 200
    assert warnings(answer) == [
        "Putting elasticsearch service inference endpoints (including elser service) without a model_id field is deprecated "
        "and will be removed in a future release. Please specify a model_id field.",
        "The [elser] service is deprecated and will be removed in a future release. Use the [elasticsearch] service instead, "
        "with [model_id] set to [.elser_model_2] in the [service_settings]",
    ]


def test_elser_on_linux_names_the_model_for_linux() -> None:
    cluster = Cluster("elasticsearch", platform="linux-x86_64")
    settings = {**ELSER["service_settings"], "model_id": ".elser_model_2_linux-x86_64"}  # type: ignore[dict-item]
    answer = ask(cluster, "PUT", "/_inference/sparse_embedding/e", {"service": "elser", "service_settings": settings})
    assert warnings(answer) == [
        "The [elser] service is deprecated and will be removed in a future release. Use the [elasticsearch] service instead, "
        "with [model_id] set to [.elser_model_2_linux-x86_64] in the [service_settings]",
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"service": "elser", "service_settings": {"num_allocations": 1, "num_threads": 1, "model_id": ".rerank-v1"}},
        {
            "service": "elasticsearch",
            "service_settings": {"num_allocations": 1, "num_threads": 1, "model_id": ".rerank-v1"},
        },
    ],
)
def test_other_models_do_not_warn(body: dict[str, Any]) -> None:
    answer = ask(Cluster("elasticsearch"), "PUT", "/_inference/rerank/r", body)
    assert answer.status == 200
    assert warnings(answer) == []


def test_before_8_16_elser_does_not_warn() -> None:
    assert warnings(ask(Cluster("elasticsearch", "8.15"), "PUT", "/_inference/sparse_embedding/e", ELSER)) == []


def test_an_endpoint_s_deployment_lives_as_long_as_the_endpoint() -> None:
    cluster = Cluster("elasticsearch")
    ask(cluster, "PUT", "/_inference/sparse_embedding/e", ELSER)
    assert list(cluster.state.store[deployments.COLLECTION]) == ["e"]
    ask(cluster, "DELETE", "/_inference/e")
    assert not cluster.state.store[deployments.COLLECTION]


def test_an_attached_deployment_outlives_the_endpoint() -> None:
    cluster = Cluster("elasticsearch")
    ask(cluster, "PUT", "/_inference/sparse_embedding/e", ELSER)
    attached = {"service": "elasticsearch", "service_settings": {"deployment_id": "e"}}
    assert ask(cluster, "PUT", "/_inference/sparse_embedding/second", attached).status == 200
    ask(cluster, "DELETE", "/_inference/second")
    assert list(cluster.state.store[deployments.COLLECTION]) == ["e"]


def test_without_validation_nothing_is_deployed() -> None:
    cluster = Cluster("elasticsearch", settings={"xpack.inference.skip_validate_and_start": "true"})
    assert ask(cluster, "PUT", "/_inference/sparse_embedding/e", ELSER).status == 200
    assert not cluster.state.store[deployments.COLLECTION]


def test_preconfigured_endpoints_are_not_stored() -> None:
    cluster = Cluster("elasticsearch")
    answer = json.loads(ask(cluster, "GET", "/_inference").content)
    assert [endpoint["inference_id"] for endpoint in answer["endpoints"]] == [
        row[0] for row in ELASTICSEARCH_PRECONFIGURED
    ]
    assert not cluster.state.store[COLLECTION]


def uploaded(cluster: Cluster) -> None:
    """A model of vectors of unknown length."""
    upload(cluster, "my-model")


def test_an_uploaded_model_is_measured() -> None:
    cluster = Cluster("elasticsearch")
    uploaded(cluster)
    settings = {"num_allocations": 1, "num_threads": 1, "model_id": "my-model"}
    body = {"service": "elasticsearch", "service_settings": settings}
    answer = ask(cluster, "PUT", "/_inference/text_embedding/e", body)
    assert json.loads(answer.content)["service_settings"] == {
        **settings, "dimensions": 1024, "similarity": "cosine", "element_type": "float"
    }  # fmt: skip


def test_an_uploaded_model_does_the_tasks_of_the_service() -> None:
    cluster = Cluster("elasticsearch")
    uploaded(cluster)
    settings = {"num_allocations": 1, "num_threads": 1, "model_id": "my-model"}
    answer = ask(cluster, "PUT", "/_inference/completion/e", {"service": "elasticsearch", "service_settings": settings})
    assert b"The [elasticsearch] service does not support task type [completion]" in answer.content


@pytest.mark.parametrize(
    ("version", "query", "status"), [("9.5", "", 404), ("9.5", "?force=true", 200), ("9.1", "?force=true", 404)]
)
def test_an_endpoint_whose_service_is_gone(version: str, query: str, status: int) -> None:
    cluster = Cluster("elasticsearch", version)
    ask(cluster, "PUT", "/_inference/text_embedding/a", OPENAI)
    store = cluster.state.store
    store.put(COLLECTION, "a", {**store[COLLECTION]["a"], "service": "gone"})
    answer = ask(cluster, "DELETE", f"/_inference/a{query}")
    assert answer.status == status
    assert status == 200 or b"No service found for this inference endpoint a" in answer.content


@pytest.mark.parametrize("task_type", ["text_embedding", "completion"])
def test_what_is_not_printed_is_kept(task_type: str) -> None:
    cluster = Cluster("elasticsearch", "9.5")
    settings = {"api_key": "k", "model_id": "m", "url": "http://cohere.test"}
    body = {"service": "cohere", "service_settings": settings}
    assert b"cohere.test" not in ask(cluster, "PUT", f"/_inference/{task_type}/e", body).content
    assert cluster.state.store[COLLECTION]["e"]["hidden"] == {"url": "http://cohere.test"}
