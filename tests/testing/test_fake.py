"""FakeElasticsearch and FakeOpenSearch, as a test uses them."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import httpx
import pytest
import requests
from elasticsearch import AsyncElasticsearch, BadRequestError, Elasticsearch
from opensearchpy import OpenSearch

from fakeinfer import FakeElasticsearch, FakeOpenSearch, Journal
from fakeinfer.testing.fake import FAKES, Fake, SharedServer
from fakeinfer.wire import Request

NUMBERS = {FakeElasticsearch: "9.2.7", FakeOpenSearch: "2.19.1"}


@pytest.fixture(params=[FakeElasticsearch, FakeOpenSearch], ids=lambda kind: kind.product)
def fake(request: pytest.FixtureRequest) -> Any:
    kind: type[Fake] = request.param
    with kind(NUMBERS[kind]) as fake:
        yield fake


def number(answer: Any) -> str:
    return str(answer["version"]["number"])


def test_its_client_is_the_vendors_wired_in_process(fake: Fake) -> None:
    client = fake.client()
    assert isinstance(client, Elasticsearch | OpenSearch)
    assert number(client.info()) == fake.version == NUMBERS[type(fake)]
    assert fake._url is None


def test_client_options_are_the_clients(fake: Fake) -> None:
    client = fake.client(headers={"x-opaque-id": "mine"})
    client.info()
    assert fake.assert_called("info")[0].operation == "info"


async def test_its_async_client_too(fake: Fake) -> None:
    client = fake.async_client()
    try:
        assert number(await client.info()) == fake.version
    finally:
        await client.close()


def test_its_url_is_a_real_socket(fake: Fake) -> None:
    assert number(requests.get(fake.url, timeout=5).json()) == fake.version
    assert fake.url == fake.url
    assert fake.url.startswith("http://127.0.0.1:")


def test_other_doors(fake: Fake) -> None:
    with httpx.Client(transport=fake.httpx_transport()) as client:
        assert number(client.get("http://anything/").json()) == fake.version
    with requests.Session() as session:
        session.mount("http://fake", fake.requests_adapter())
        assert number(session.get("http://fake/").json()) == fake.version
    from werkzeug.test import Client

    assert number(Client(fake.wsgi_app).get("/").json) == fake.version
    assert [entry.operation for entry in fake.journal] == ["info"] * 3


async def test_the_asgi_door(fake: Fake) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(fake.asgi_app)) as client:  # type: ignore[arg-type]
        assert number((await client.get("http://fake/")).json()) == fake.version


async def test_it_is_an_async_context_manager_too() -> None:
    async with FakeElasticsearch() as fake, AsyncElasticsearch(fake.url) as client:
        assert number(await client.info()) == fake.version


def test_leaving_the_block_closes_the_server() -> None:
    with FakeElasticsearch() as fake:
        url = fake.url
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=5)
    fake.close()


def test_it_can_be_used_bare() -> None:
    fake = FakeOpenSearch()
    assert requests.get(fake.url, timeout=5).ok
    fake.close()
    fake.close()


def test_what_is_closed_starts_no_server_unnoticed() -> None:
    fake = FakeOpenSearch()
    fake.close()
    with pytest.raises(RuntimeError, match="this FakeOpenSearch is closed"):
        fake.url  # noqa: B018
    with fake:
        assert requests.get(fake.url, timeout=5).ok


def test_two_fakes_share_nothing() -> None:
    with FakeElasticsearch() as one, FakeElasticsearch() as two:
        one.client().info()
        assert (len(one.journal), len(two.journal)) == (1, 0)
        assert one.url != two.url


def test_a_shared_server_keeps_clusters_apart() -> None:
    server = SharedServer()
    one, two = FakeElasticsearch(), FakeOpenSearch()
    for fake in (one, two):
        fake.serve_at(server)
    assert number(requests.get(f"{one.url}/", timeout=5).json()) == one.version
    assert number(OpenSearch(two.url).info()) == two.version
    assert one.url.rpartition("/_t/")[0] == two.url.rpartition("/_t/")[0]
    gone = one.url
    one.close()
    assert requests.get(gone, timeout=5).status_code == 404
    two.close()
    server.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(gone, timeout=5)


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = """
import sys
from fakeinfer import FakeElasticsearch, Request
with FakeElasticsearch() as fake:
    fake.cluster.handle(Request("GET", "/"))
    fake.assert_called("info")
    heavy = ("fakeinfer.doors.server", "asyncio", "httptools", "werkzeug", "pytest_httpserver", "elasticsearch", "jsonschema", "yaml")
    print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_assertions_look_at_the_journal(fake: Fake) -> None:
    fake.assert_not_called("info")
    fake.client().info()
    (entry,) = fake.assert_called("info", times=1)
    assert (entry.method, entry.path, entry.status) == ("GET", "/", 200)
    assert number(entry.answer) == fake.version
    assert isinstance(fake.journal, Journal)
    with pytest.raises(AssertionError, match="info was called once, and should not have been"):
        fake.assert_not_called("info")
    with pytest.raises(AssertionError, match="info was called once, wanted 2"):
        fake.assert_called("info", times=2)


def test_a_field_may_be_named_as_the_operation_is() -> None:
    with FakeElasticsearch() as fake:
        fake.client().info()
        with pytest.raises(AssertionError, match=r"info was not called with operation='x'"):
            fake.assert_called("info", operation="x")


def test_an_unknown_route_is_journaled_and_near_misses_are_for_the_report() -> None:
    with FakeElasticsearch() as fake:
        with pytest.raises(BadRequestError):
            fake.client().perform_request("GET", "/_infrence/x", headers={"accept": "application/json"})
        assert [(entry.operation, entry.status) for entry in fake.journal] == [(None, 400)]


def test_a_state_can_be_put_back(fake: Fake) -> None:
    before = fake.snapshot()
    fake.cluster.state.store.put("things", "a", {})
    fake.clock.advance(minutes=15)
    now = fake.clock.millis
    fake.restore(before)
    assert fake.cluster.state.store.get("things", "a") is None
    assert fake.clock.millis == now - 15 * 60_000


def test_a_reset_is_the_beginning(fake: Fake) -> None:
    fake.client().info()
    fake.cluster.state.store.put("things", "a", {})
    fake.reset()
    assert len(fake.journal) == 0
    assert fake.cluster.state.store.get("things", "a") is None


def test_the_same_seed_gives_the_same_ids_and_another_one_others() -> None:
    uuids = [FakeElasticsearch(seed=seed).client().info()["cluster_uuid"] for seed in ("a", "a", "b")]
    assert uuids[0] == uuids[1] != uuids[2]


def break_it(fake: Fake, *errors: Exception) -> None:
    """Make the fake trip over errors of its own."""
    fake.cluster.bugs.extend(errors)


def test_a_bug_is_raised_once_and_says_whose_it_is(fake: Fake) -> None:
    break_it(fake, KeyError("x"))
    with pytest.raises(KeyError) as raised:
        fake.raise_bugs()
    assert raised.value.__notes__ == ["This is a bug of fakeinfer, not of the code under test."]
    fake.raise_bugs()


def test_several_bugs_are_raised_together(fake: Fake) -> None:
    break_it(fake, KeyError("x"), ValueError("y"))
    with pytest.raises(ExceptionGroup, match="bugs of fakeinfer") as raised:
        fake.raise_bugs()
    assert [type(bug) for bug in raised.value.exceptions] == [KeyError, ValueError]


def test_a_bug_does_not_leave_the_block_unnoticed() -> None:
    with pytest.raises(KeyError, match="x"), FakeElasticsearch() as fake:
        break_it(fake, KeyError("x"))


def test_an_error_in_the_block_is_not_covered_by_a_bug() -> None:
    def stumble(fake: Fake) -> None:
        break_it(fake, KeyError("x"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), FakeElasticsearch() as fake:
        stumble(fake)


def test_a_failed_expectation_does_not_leave_the_block_unnoticed() -> None:
    def talk_out_of_order(fake: Fake) -> None:
        fake.expect_ordered_request("/1").respond_with_data("")
        fake.expect_ordered_request("/2").respond_with_data("")
        fake.cluster.handle(Request("GET", "/2"))

    with pytest.raises(AssertionError, match="No handler found"), FakeElasticsearch() as fake:
        talk_out_of_order(fake)


def test_wrong_options_are_refused() -> None:
    with pytest.raises(ValueError, match=r"fakeinfer knows elasticsearch 8\.11 to"):
        FakeElasticsearch("7.17")
    with pytest.raises(TypeError, match="elasticsearch takes no option 'taks'"):
        FakeElasticsearch(taks="polls:2")
    with pytest.raises(TypeError, match="takes no option 'versoin'; did you mean 'version'"):
        FakeElasticsearch(versoin="9.2")
    with pytest.raises(ValueError, match=r'^follow is "documented" or "server", not'):
        FakeElasticsearch(follow="docs")
    with pytest.raises(ValueError, match="no such disagreement"):
        FakeElasticsearch(disagreements={"nothing": "server"})


def test_its_repr_says_what_and_where() -> None:
    fake = FakeElasticsearch("9.2")
    assert repr(fake) == "<FakeElasticsearch 9.2.7>"
    url = fake.url
    assert repr(fake) == f"<FakeElasticsearch 9.2.7 at {url}>"
    fake.close()


def test_there_is_a_fake_for_each_product() -> None:
    from fakeinfer.contract import PRODUCTS

    assert tuple(FAKES) == PRODUCTS
