"""opensearch-py against a cluster with security: in-process, over a socket, asynchronous."""

from __future__ import annotations

import asyncio
from typing import Any

import opensearchpy
import pytest

from fakeinfer import FakeOpenSearch

USERS = {"bob": {"password": "secret-1", "roles": ["ml_read_access"]}}


@pytest.mark.parametrize("door", ["in-process", "socket"])
def test_users_and_their_permissions(door: str) -> None:
    with FakeOpenSearch(security=True, users=USERS) as fake:

        def client(name: str, password: str) -> Any:
            if door == "in-process":
                return fake.client(http_auth=(name, password))
            return opensearchpy.OpenSearch(fake.url, http_auth=(name, password))

        admin, bob = client("admin", "admin"), client("bob", "secret-1")
        assert admin.security.authinfo()["roles"][0] == "all_access"
        made = admin.http.post("/_plugins/_ml/model_groups/_register", body={"name": "g"})
        assert bob.http.get(f"/_plugins/_ml/model_groups/{made['model_group_id']}")["name"] == "g"
        with pytest.raises(opensearchpy.AuthorizationException) as denied:
            bob.http.delete(f"/_plugins/_ml/model_groups/{made['model_group_id']}")
        assert "no permissions for [cluster:admin/opensearch/ml/model_groups/delete]" in str(denied.value)
        with pytest.raises(opensearchpy.AuthenticationException):
            client("bob", "wrong").info()


def test_a_client_of_the_fake_is_the_administrator() -> None:
    with FakeOpenSearch(security=True, password="secret-1") as fake:
        client = fake.client()
        assert client.security.authinfo()["user_name"] == "admin"
        client.security.create_user(username="carol", body={"password": "Quite-Some-Words-77"})
        assert "carol" in client.security.get_users()
        client.security.create_role(role="r", body={"cluster_permissions": ["cluster_monitor"]})
        client.security.create_role_mapping(role="r", body={"users": ["carol"]})
        carol = fake.client(http_auth=("carol", "Quite-Some-Words-77"))
        assert "r" in carol.security.authinfo()["roles"]
        assert carol.cluster.health()["status"]
        client.security.delete_user(username="carol")
        with pytest.raises(opensearchpy.AuthenticationException):
            carol.info()


def test_an_asynchronous_client() -> None:
    async def name() -> str:
        with FakeOpenSearch(security=True) as fake:
            client = fake.async_client()
            try:
                told = await client.security.authinfo()
            finally:
                await client.close()
        return str(told["user_name"])

    assert asyncio.run(name()) == "admin"
