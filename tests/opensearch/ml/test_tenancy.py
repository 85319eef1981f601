from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.contract import contract_for
from fakeinfer.opensearch.ml.tenancy import AWARE, SWITCH
from fakeinfer.opensearch.product import PRODUCT
from fakeinfer.wire import Request
from tests.opensearch.asking import ML, connector_body


def ask(cluster: Cluster, tenant: str | None, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"} if body is not None else {}
    if tenant is not None:
        headers["x-tenant-id"] = tenant
    data = b"" if body is None else json.dumps(body).encode()
    response = cluster.handle(Request.build(method, ML + path, headers, data))
    return response.status, json.loads(response.content)


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("opensearch", settings={SWITCH: True, "plugins.ml_commons.only_run_on_ml_node": False})


def test_every_operation_that_wants_to_know_exists() -> None:
    known = {id for line in PRODUCT.lines for id in contract_for("opensearch", line).operations}
    assert known >= AWARE


def test_tenants_know_nothing_of_each_other(cluster: Cluster) -> None:
    ids = {}
    for tenant in ("t1", "t2"):
        status, made = ask(cluster, tenant, "POST", "/connectors/_create", connector_body())
        assert status == 200
        body = {"name": "m", "function_name": "remote", "connector_id": made["connector_id"]}
        status, made = ask(cluster, tenant, "POST", "/models/_register?deploy=true", body)
        assert status == 200, made
        ids[tenant] = made["model_id"]
    for tenant, other in (("t1", "t2"), ("t2", "t1")):
        assert ask(cluster, tenant, "GET", f"/models/{ids[tenant]}")[1]["tenant_id"] == tenant
        assert ask(cluster, tenant, "GET", f"/models/{ids[other]}")[0] == 403
        found = ask(cluster, tenant, "POST", "/models/_search", {"query": {"match_all": {}}})[1]
        assert [hit["_id"] for hit in found["hits"]["hits"]] == [ids[tenant]]
        groups = ask(cluster, tenant, "POST", "/model_groups/_search", {})[1]
        assert groups["hits"]["total"]["value"] == 1


def test_looking_does_not_bring_the_tasks_of_others_forward() -> None:
    cluster = Cluster(
        "opensearch", settings={SWITCH: True, "plugins.ml_commons.only_run_on_ml_node": False}, tasks="polls:1"
    )
    body = {
        "name": "huggingface/sentence-transformers/all-MiniLM-L12-v2",
        "version": "1.0.1",
        "model_format": "TORCH_SCRIPT",
    }
    status, made = ask(cluster, "t1", "POST", "/models/_register", body)
    assert status == 200, made
    for _ in range(5):
        assert (
            ask(cluster, "t2", "POST", "/tasks/_search", {"query": {"match_all": {}}})[1]["hits"]["total"]["value"] == 0
        )
    assert ask(cluster, "t1", "GET", f"/tasks/{made['task_id']}")[1]["state"] != "COMPLETED"
    assert ask(cluster, "t1", "GET", f"/tasks/{made['task_id']}")[1]["state"] == "COMPLETED"
    assert cluster.bugs == []


def test_what_belongs_to_nobody_wants_no_header(cluster: Cluster) -> None:
    assert ask(cluster, None, "GET", "/tools")[0] == 200
    assert ask(cluster, None, "GET", "/memory")[1] == {"memories": []}
    assert ask(cluster, None, "GET", "/models/x")[0] == 403


def test_without_tenants_the_header_says_nothing() -> None:
    cluster = Cluster("opensearch")
    made = ask(cluster, "t1", "POST", "/model_groups/_register", {"name": "g"})[1]
    assert "tenant_id" not in ask(cluster, "t2", "GET", f"/model_groups/{made['model_group_id']}")[1]


def test_older_versions_have_no_tenants() -> None:
    with pytest.raises(ValueError, match=f"opensearch 2.18.0 has no cluster setting {SWITCH}"):
        Cluster("opensearch", "2.18", settings={SWITCH: True})
