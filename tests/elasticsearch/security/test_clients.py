"""The vendor's client against a cluster with security: in-process, over a socket, asynchronous."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from elasticsearch import AuthenticationException, AuthorizationException, Elasticsearch

from fakeinfer import FakeElasticsearch

USERS = {"bob": {"password": "secret-1", "roles": ["inference_user"]}}
OPENAI = {"service": "openai", "service_settings": {"api_key": "sk-x", "model_id": "text-embedding-3-small"}}


@pytest.fixture(params=["in-process", "socket"])
def es(request: pytest.FixtureRequest) -> Iterator[Elasticsearch]:
    with FakeElasticsearch(security=True, users=USERS) as fake:
        if request.param == "in-process":
            yield fake.client()
        else:
            with Elasticsearch(fake.url, basic_auth=("elastic", "changeme")) as client:
                yield client


def test_users_and_their_privileges(es: Elasticsearch) -> None:
    assert es.security.authenticate()["username"] == "elastic"
    bob = es.options(basic_auth=("bob", "secret-1"))
    assert bob.security.has_privileges(cluster=["monitor_inference", "manage_inference"])["cluster"] == {
        "monitor_inference": True,
        "manage_inference": False,
    }
    with pytest.raises(AuthorizationException) as denied:
        bob.inference.put(task_type="text_embedding", inference_id="e", inference_config=OPENAI)
    assert "unauthorized for user [bob] with effective roles [inference_user]" in str(denied.value)


def test_wrong_passwords(es: Elasticsearch) -> None:
    with pytest.raises(AuthenticationException) as refused:
        es.options(basic_auth=("elastic", "wrong")).info()
    assert refused.value.body["error"]["type"] == "security_exception"


def test_api_keys_from_making_to_taking_back(es: Elasticsearch) -> None:
    made = es.security.create_api_key(name="k", role_descriptors={"r": {"cluster": ["monitor_inference"]}})
    holder = es.options(api_key=made["encoded"])
    pair = es.options(api_key=(made["id"], made["api_key"]))
    assert holder.security.authenticate()["api_key"]["name"] == pair.security.authenticate()["api_key"]["name"] == "k"
    assert holder.inference.get()["endpoints"]
    with pytest.raises(AuthorizationException):
        holder.inference.delete(inference_id="e")
    assert es.security.get_api_key(id=made["id"])["api_keys"][0]["invalidated"] is False
    es.security.invalidate_api_key(ids=[made["id"]])
    with pytest.raises(AuthenticationException):
        holder.inference.get()


def test_users_and_roles_by_the_clients_methods(es: Elasticsearch) -> None:
    es.security.put_role(name="r", cluster=["monitor"], indices=[{"names": ["a*"], "privileges": ["read"]}])
    assert es.security.put_user(username="u", password="secret-2", roles=["r"])["created"] is True
    u = es.options(basic_auth=("u", "secret-2"))
    assert u.cluster.health()["status"] == "green"
    es.security.disable_user(username="u")
    with pytest.raises(AuthenticationException):
        u.cluster.health()
    es.security.enable_user(username="u")
    es.security.change_password(username="u", password="secret-3")
    assert es.options(basic_auth=("u", "secret-3")).cluster.health()
    assert es.security.delete_user(username="u")["found"]
    assert es.security.delete_role(name="r")["found"]


def test_the_asynchronous_client() -> None:
    async def run() -> str:
        async with FakeElasticsearch(security=True) as fake, fake.async_client() as es:
            return str((await es.security.authenticate())["username"])

    assert asyncio.run(run()) == "elastic"


def test_the_client_brings_the_password_of_the_start() -> None:
    with FakeElasticsearch(security=True, password="other-1") as fake:
        assert fake.client().security.authenticate()["username"] == "elastic"
        with pytest.raises(AuthenticationException):
            fake.client(basic_auth=("elastic", "changeme")).info()
