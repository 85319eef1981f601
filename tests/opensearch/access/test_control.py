from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.access.fields import wanted_access
from tests.opensearch.asking import ML, connector_body
from tests.opensearch.security.asking import ask, ok, reason, secured

SETTINGS = {"plugins.ml_commons.model_access_control_enabled": True}
USERS = {
    name: {"password": "secret-1", "backend_roles": roles, "roles": ["ml_full_access"]}
    for name, roles in (("alice", ["red", "common"]), ("bob", ["blue", "common"]), ("carol", []))
}


def who(name: str) -> str:
    return f"{name}:secret-1"


@pytest.fixture
def cluster() -> Cluster:
    return secured(users=USERS, settings=SETTINGS)


def group(cluster: Cluster, name: str, owner: str, **access: Any) -> str:
    made = ok(cluster, "POST", f"{ML}/model_groups/_register", {"name": name, **access}, who=who(owner))
    id: str = made["model_group_id"]
    return id


def model(cluster: Cluster, owner: str, group_id: str) -> str:
    connector = ok(cluster, "POST", f"{ML}/connectors/_create", connector_body(), who=who(owner))["connector_id"]
    body = {"name": "m", "function_name": "remote", "connector_id": connector, "model_group_id": group_id}
    id: str = ok(cluster, "POST", f"{ML}/models/_register", body, who=who(owner))["model_id"]
    return id


@pytest.mark.parametrize("owner", ["alice", "bob", "carol"])
@pytest.mark.parametrize(
    "access", [{}, {"access_mode": "public"}, {"access_mode": "private"}, {"backend_roles": ["common"]}]
)
def test_who_finds_a_group_may_use_its_models(cluster: Cluster, owner: str, access: dict[str, Any]) -> None:
    if owner == "carol" and "backend_roles" in access:
        pytest.skip("carol has no roles to restrict to")
    made = group(cluster, "g", owner, **access)
    id = model(cluster, owner, made)
    for asking in USERS:
        found = ok(cluster, "POST", f"{ML}/model_groups/_search", {"query": {"match_all": {}}}, who=who(asking))
        models = ok(cluster, "POST", f"{ML}/models/_search", {"query": {"match_all": {}}}, who=who(asking))
        seen = found["hits"]["total"]["value"] == 1
        assert (models["hits"]["total"]["value"] == 1) is seen
        for path in (f"model_groups/{made}", f"models/{id}"):
            assert (ask(cluster, "GET", f"{ML}/{path}", who=who(asking))[0] == 200) is seen
        status, _ = ask(cluster, "POST", f"{ML}/models/{id}/_deploy", who=who(asking))
        assert (status == 200) is seen


def test_taking_a_role_away_takes_access_away(cluster: Cluster) -> None:
    made = group(cluster, "g", "alice", backend_roles=["common"])
    assert ask(cluster, "GET", f"{ML}/model_groups/{made}", who=who("bob"))[0] == 200
    patch = [{"op": "replace", "path": "/backend_roles", "value": ["blue"]}]
    ok(cluster, "PATCH", "/_plugins/_security/api/internalusers/bob", patch)
    assert ask(cluster, "GET", f"{ML}/model_groups/{made}", who=who("bob"))[0] == 403


def test_switching_it_off_opens_everything(cluster: Cluster) -> None:
    made = group(cluster, "g", "alice")
    assert ask(cluster, "GET", f"{ML}/model_groups/{made}", who=who("bob"))[0] == 403
    ok(cluster, "PUT", "/_cluster/settings", {"persistent": dict.fromkeys(SETTINGS, False)})
    assert ask(cluster, "GET", f"{ML}/model_groups/{made}", who=who("bob"))[0] == 200
    assert "Security plugin or model access control is disabled" in reason(
        cluster, "POST", f"{ML}/model_groups/_register", {"name": "h", "access_mode": "public"}, who=who("bob")
    )


def test_the_setting_alone_controls_nothing_without_security() -> None:
    cluster = Cluster("opensearch", settings=SETTINGS)
    made = ok(cluster, "POST", f"{ML}/model_groups/_register", {"name": "g"}, who=None)["model_group_id"]
    assert ok(cluster, "GET", f"{ML}/model_groups/{made}", who=None)["access"] == "public"


def test_a_model_whose_group_is_gone_is_nobodys(cluster: Cluster) -> None:
    made = group(cluster, "g", "alice", access_mode="public")
    id = model(cluster, "alice", made)
    cluster.state.store.delete("docs:.plugins-ml-model-group", made)
    assert reason(cluster, "GET", f"{ML}/models/{id}", who=who("alice")) == "Fail to find model group"
    assert ok(cluster, "GET", f"{ML}/models/{id}")["name"] == "m"


def test_uploading_content_into_a_group_of_somebody_else(cluster: Cluster) -> None:
    ok(
        cluster,
        "PUT",
        "/_cluster/settings",
        {"persistent": {"plugins.ml_commons.allow_registering_model_via_local_file": True}},
    )
    made = group(cluster, "g", "alice")
    config = {"model_type": "bert", "embedding_dimension": 3, "framework_type": "sentence_transformers"}
    meta = {
        "name": "m", "version": "1", "model_format": "TORCH_SCRIPT", "model_config": config, "total_chunks": 2,
        "model_content_hash_value": "x", "function_name": "TEXT_EMBEDDING", "model_group_id": made,
    }  # fmt: skip
    told = "You don't have permissions to perform this operation on this model."
    assert reason(cluster, "POST", f"{ML}/models/_register_meta", meta, who=who("bob")) == told
    id = ok(cluster, "POST", f"{ML}/models/_register_meta", meta, who=who("alice"))["model_id"]
    assert reason(cluster, "POST", f"{ML}/models/{id}/upload_chunk/0", "x", who=who("bob")) == told


@pytest.mark.parametrize(
    ("body", "mode", "roles", "adds_all"),
    [
        ({}, None, None, None),
        ({"access_mode": "PUBLIC"}, "public", None, None),
        ({"access_mode": "nobody", "backend_roles": []}, None, [], None),
        ({"add_all_backend_roles": "true"}, None, None, True),
        ({"add_all_backend_roles": False, "backend_roles": [1]}, None, ["1"], False),
    ],
)
def test_reading_the_fields(body: Any, mode: str | None, roles: list[str] | None, adds_all: bool | None) -> None:
    wanted = wanted_access(body)
    assert (wanted.mode, wanted.roles, wanted.adds_all) == (mode, roles, adds_all)
    assert wanted.says_anything is ((mode, roles, adds_all) != (None, None, None))
