"""Registration: what is kept of a body, and what a registration does not do."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml.indices import GROUPS, MODELS, every
from fakeinfer.opensearch.models.local_models import pretrained_config
from fakeinfer.wire import Request
from tests.opensearch.asking import KEY, ML, connector_body, new_connector, new_model, ok


def test_registration_with_nodes_named_does_not_deploy_where_plans_are_not_allowed() -> None:
    cluster = Cluster("opensearch")
    body = {"name": "m", "function_name": "remote", "connector_id": new_connector(cluster), "model_node_ids": ["x"]}
    model = ok(cluster, "POST", f"{ML}/models/_register?deploy=true", body)["model_id"]
    assert ok(cluster, "GET", f"{ML}/models/{model}")["model_state"] == "REGISTERED"


def test_a_linked_model_stores_no_connector_of_its_own() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster, connector=connector_body())
    assert "connector" not in ok(cluster, "GET", f"{ML}/models/{model}")


@pytest.mark.parametrize(("version", "kept"), [("2.19", False), ("3.0", True)])
def test_additional_config_is_kept_since_30(version: str, kept: bool) -> None:
    cluster = Cluster("opensearch", version)
    config = {
        "model_type": "text_embedding",
        "embedding_dimension": 4,
        "framework_type": "sentence_transformers",
        "additional_config": {"space_type": "l2"},
    }
    model = new_model(cluster, model_config=config)
    assert ("additional_config" in ok(cluster, "GET", f"{ML}/models/{model}")["model_config"]) is kept


def test_a_failed_local_registration_leaves_its_group() -> None:
    cluster = Cluster("opensearch", settings={KEY + "only_run_on_ml_node": False}, downloads=False)
    body = {"name": "huggingface/none", "version": "1.0.0", "model_format": "TORCH_SCRIPT"}
    ok(cluster, "POST", f"{ML}/models/_register", body)
    (group,) = every(cluster.state, GROUPS)
    assert (group.source["name"], group.source["latest_version"]) == ("huggingface/none", 1)
    assert not list(every(cluster.state, MODELS))


def test_an_inline_connector_without_credential_is_never_answered_before_30() -> None:
    connector = connector_body()
    del connector["credential"]
    body = json.dumps({"name": "m", "function_name": "remote", "connector": connector}).encode()
    request = Request.build("POST", f"{ML}/models/_register", {"Content-Type": "application/json"}, body)
    assert Cluster("opensearch", "2.19").handle(request).closes
    assert Cluster("opensearch", "3.0").handle(request).status == 400


def test_the_list_knows_the_dimension_of_its_embedding_models() -> None:
    name = "huggingface/sentence-transformers/all-mpnet-base-v2"
    assert pretrained_config({"name": name}) == {
        "model_type": "bert",
        "embedding_dimension": 768,
        "framework_type": "SENTENCE_TRANSFORMERS",
    }
    assert pretrained_config({"name": "amazon/neural-sparse/opensearch-neural-sparse-encoding-v1"}) is None
