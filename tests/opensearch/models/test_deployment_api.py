"""Deploying and undeploying: memory, documents and answers by node."""

from __future__ import annotations

import hashlib

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml.indices import node_id
from fakeinfer.opensearch.models.deployed import deployed_models
from fakeinfer.wire import Request
from tests.opensearch.asking import KEY, ML, new_model, ok


def test_undeploy_tells_by_node_what_was_there() -> None:
    cluster = Cluster("opensearch")
    one, two = new_model(cluster, name="one"), new_model(cluster, name="two")
    ok(cluster, "POST", f"{ML}/models/{one}/_deploy")
    answer = ok(cluster, "POST", f"{ML}/models/_undeploy", {"model_ids": [one, two, "nobody"]})
    stats = {one: "undeployed", two: "not_found", "nobody": "not_found"}
    assert answer == {node_id(cluster.state): {"stats": stats}}


def test_the_word_for_undeployed_follows_the_documentation_on_demand() -> None:
    cluster = Cluster("opensearch", disagreements={"undeployed_in_capitals": "documented"})
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    answer = ok(cluster, "POST", f"{ML}/models/{model}/_undeploy")
    assert answer[node_id(cluster.state)]["stats"] == {model: "UNDEPLOYED"}


def test_before_219_undeploying_what_is_not_there_changes_nothing() -> None:
    cluster = Cluster("opensearch", "2.18")
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/models/{model}/_undeploy")
    assert ok(cluster, "GET", f"{ML}/models/{model}")["model_state"] == "REGISTERED"


def test_a_named_node_is_deployed_to_where_plans_are_allowed() -> None:
    cluster = Cluster("opensearch", settings={KEY + "allow_custom_deployment_plan": True})
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy", {"node_ids": [node_id(cluster.state)]})
    assert deployed_models(cluster.state)[model]["nodes"] == [node_id(cluster.state)]
    assert "deploy_to_all_nodes" not in ok(cluster, "GET", f"{ML}/models/{model}")


@pytest.mark.parametrize(("right", "state"), [(True, "DEPLOYED"), (False, "DEPLOY_FAILED")])
def test_uploaded_content_is_deployed_when_its_hash_is_right(right: bool, state: str) -> None:
    settings = {KEY + "only_run_on_ml_node": False, KEY + "allow_registering_model_via_local_file": True}
    cluster = Cluster("opensearch", settings=settings)
    chunks = [b"first half, ", b"second half"]
    body = {
        "name": "m",
        "model_format": "TORCH_SCRIPT",
        "model_content_hash_value": hashlib.sha256(b"".join(chunks)).hexdigest() if right else "abc",
        "total_chunks": 2,
        "model_config": {"model_type": "bert", "embedding_dimension": 4, "framework_type": "sentence_transformers"},
    }
    model = ok(cluster, "POST", f"{ML}/models/_register_meta", body)["model_id"]
    for number, chunk in enumerate(chunks):
        path = f"{ML}/models/{model}/upload_chunk/{number}"
        assert cluster.handle(Request.build("POST", path, {"Content-Type": "application/json"}, chunk)).status == 200
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    assert ok(cluster, "GET", f"{ML}/models/{model}")["model_state"] == state


def test_old_paths_warn_of_the_new_ones() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    response = cluster.handle(Request.build("POST", f"{ML}/models/{model}/_load"))
    warning = response.header("Warning")
    assert warning is not None
    assert (
        '"[POST /_plugins/_ml/models/{model_id}/_load] is deprecated! Use [POST /_plugins/_ml/models/{model_id}/_deploy] instead."'
        in warning
    )
