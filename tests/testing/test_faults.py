"""`fake.fail` and `fake.delay` with the vendors' own clients: what they raise, and that they get through by trying again."""

from __future__ import annotations

import json
from typing import Any

import elasticsearch
import httpx
import opensearchpy
import pytest
import requests

from fakeinfer import FakeElasticsearch, FakeOpenSearch
from fakeinfer.testing.report import failure_section

MAJOR = str(elasticsearch.__version__[0])
OPENAI = {"service": "openai", "service_settings": {"api_key": "sk-canary", "model_id": "text-embedding-3-small"}}
ACTIONS = [{"index": {"_index": "docs", "_id": "1"}}, {"text": "a text"}]
DROPS = ["reset", "eof", "truncate", "garbage"]


@pytest.fixture
def elastic() -> Any:
    with FakeElasticsearch(version=MAJOR) as fake:
        yield fake


@pytest.fixture
def opensearch() -> Any:
    with FakeOpenSearch() as fake:
        yield fake


# --- clients that try again ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("socket", [False, True])
def test_elasticsearch_py_gets_through_the_third_time(elastic: FakeElasticsearch, socket: bool) -> None:
    fault = elastic.fail("bulk", status=429, times=2)
    with elasticsearch.Elasticsearch(elastic.url) if socket else elastic.client() as es:
        assert es.bulk(operations=ACTIONS)["errors"] is False
    assert fault.hits == 2
    assert [entry.status for entry in elastic.journal] == [429, 429, 200]


def test_elasticsearch_py_gives_up_after_its_retries(elastic: FakeElasticsearch) -> None:
    elastic.fail("bulk", status=429)
    with elastic.client(max_retries=1) as es, pytest.raises(elasticsearch.ApiError) as raised:
        es.bulk(operations=ACTIONS)
    assert raised.value.status_code == 429
    assert raised.value.error == "es_rejected_execution_exception"
    elastic.assert_called("bulk", times=2)


async def test_so_does_the_asynchronous_one(elastic: FakeElasticsearch) -> None:
    elastic.fail("bulk", status=503, times=2)
    async with elastic.async_client() as es:
        assert (await es.bulk(operations=ACTIONS))["errors"] is False
    assert [entry.status for entry in elastic.journal] == [503, 503, 200]


@pytest.mark.parametrize("socket", [False, True])
def test_opensearch_py_gets_through_the_third_time(opensearch: FakeOpenSearch, socket: bool) -> None:
    opensearch.fail("bulk", status=429, times=2)
    retrying = {"retry_on_status": (429, 503), "max_retries": 3}
    client = opensearchpy.OpenSearch(opensearch.url, **retrying) if socket else opensearch.client(**retrying)
    assert client.bulk(body=ACTIONS)["errors"] is False
    client.close()
    assert [entry.status for entry in opensearch.journal] == [429, 429, 200]


async def test_so_does_the_asynchronous_opensearch_py(opensearch: FakeOpenSearch) -> None:
    opensearch.fail("bulk", status=502, times=2)
    client = opensearch.async_client()
    assert (await client.bulk(body=ACTIONS))["errors"] is False
    await client.close()
    assert [entry.status for entry in opensearch.journal] == [502, 502, 200]


@pytest.mark.parametrize("socket", [False, True])
@pytest.mark.parametrize("drop", DROPS)
def test_a_connection_that_fails_once_is_not_noticed(elastic: FakeElasticsearch, drop: str, socket: bool) -> None:
    elastic.fail("info", drop=drop, times=1)
    with elasticsearch.Elasticsearch(elastic.url) if socket else elastic.client() as es:
        assert es.info()["tagline"] == "You Know, for Search"
    assert len(elastic.journal) == 2


@pytest.mark.parametrize("socket", [False, True])
@pytest.mark.parametrize("drop", DROPS)
def test_a_connection_that_fails_is_the_clients_connection_error(
    elastic: FakeElasticsearch, opensearch: FakeOpenSearch, drop: str, socket: bool
) -> None:
    for fake in (elastic, opensearch):
        fake.fail("info", drop=drop)
    es = elasticsearch.Elasticsearch(elastic.url, max_retries=0) if socket else elastic.client(max_retries=0)
    with es, pytest.raises(elasticsearch.ConnectionError):
        es.info()
    client: Any = opensearchpy.OpenSearch(opensearch.url, max_retries=0) if socket else opensearch.client(max_retries=0)
    with pytest.raises(opensearchpy.exceptions.ConnectionError):
        client.info()
    client.close()


def test_a_write_whose_answer_is_lost_is_written_twice_by_who_tries_again(elastic: FakeElasticsearch) -> None:
    elastic.fail("index", drop="eof", when="after", times=1)
    with elastic.client() as es:
        es.index(index="docs", document={"text": "once?"}, refresh=True)
        assert es.count(index="docs")["count"] == 2


def test_a_request_that_is_lost_is_written_once(elastic: FakeElasticsearch) -> None:
    elastic.fail("index", drop="eof", times=1)
    with elastic.client() as es:
        es.index(index="docs", document={"text": "once"}, refresh=True)
        assert es.count(index="docs")["count"] == 1


# --- time ---------------------------------------------------------------------------------------------------------------


def test_a_delay_longer_than_the_clients_patience_takes_no_time_in_process(
    elastic: FakeElasticsearch, opensearch: FakeOpenSearch
) -> None:
    for fake in (elastic, opensearch):
        fake.delay("info", 100_000)
    with elastic.client(request_timeout=10) as es, pytest.raises(elasticsearch.ConnectionTimeout):
        es.info()
    with pytest.raises(opensearchpy.exceptions.ConnectionTimeout):
        opensearch.client(timeout=10, max_retries=0).info()


async def test_nor_for_asynchronous_clients(elastic: FakeElasticsearch, opensearch: FakeOpenSearch) -> None:
    for fake in (elastic, opensearch):
        fake.delay("info", 100_000)
    async with elastic.async_client() as es:
        with pytest.raises(elasticsearch.ConnectionTimeout):
            await es.options(request_timeout=5).info()
    client = opensearch.async_client(max_retries=0)
    with pytest.raises(opensearchpy.exceptions.ConnectionTimeout):
        await client.info(request_timeout=5)
    await client.close()


def test_a_short_delay_passes(elastic: FakeElasticsearch) -> None:
    with elastic.delay("info", 0.001) as delay, elastic.client() as es:
        assert es.ping()
        es.info()
    assert delay.hits >= 1
    assert not elastic.faults


def test_a_client_on_a_socket_waits_no_longer_than_it_says(elastic: FakeElasticsearch) -> None:
    elastic.delay("info", 600)
    with (
        elasticsearch.Elasticsearch(elastic.url, request_timeout=0.05, max_retries=0) as es,
        pytest.raises(elasticsearch.ConnectionTimeout),
    ):
        es.info()


def test_closing_the_fake_lets_the_stalled_go(elastic: FakeElasticsearch) -> None:
    elastic.fail("info", drop="stall")
    with httpx.Client(timeout=httpx.Timeout(5, read=0.05)) as client, pytest.raises(httpx.ReadTimeout):
        client.get(elastic.url)
    gate = elastic.faults[0].gate
    released: list[bool] = []
    gate.when_open(lambda: released.append(True))
    elastic.close()
    assert released == [True]


# --- operations by name -------------------------------------------------------------------------------------------------


def test_a_method_of_the_client_is_a_name_for_a_fault_and_for_an_assertion(elastic: FakeElasticsearch) -> None:
    with elastic.client(max_retries=0) as es:
        es.inference.put(task_type="text_embedding", inference_id="emb", inference_config=OPENAI)
        with elastic.fail("inference.text_embedding", status=429), pytest.raises(elasticsearch.ApiError):
            es.inference.text_embedding(inference_id="emb", input=["x"])
        es.inference.inference(inference_id="emb", input=["y"])
    assert len(elastic.assert_called("inference.text_embedding", times=2)) == 2
    elastic.assert_called("inference.text_embedding", input=["y"], times=1)
    elastic.assert_not_called("inference.rerank")
    assert [entry.by for entry in elastic.journal.of("inference.text_embedding")] == ["fault", "fake"]
    with pytest.raises(AssertionError, match=r"Did you mean 'inference\.text_embedding'"):
        elastic.assert_called("inference.text_embeddings")


def test_a_name_that_nobody_has_is_refused(elastic: FakeElasticsearch) -> None:
    with pytest.raises(ValueError, match="has no operation 'bluk'"):
        elastic.fail("bluk", status=429)
    with pytest.raises(ValueError, match="has no operation 'serch'"):
        elastic.delay("serch", 1)
    assert not elastic.faults


def test_an_answer_of_an_expectation_has_a_name_too(elastic: FakeElasticsearch) -> None:
    with elastic.client() as es:
        es.inference.put(task_type="text_embedding", inference_id="emb", inference_config=OPENAI)
        answer = {"text_embedding": [{"embedding": [1.0]}]}
        elastic.expect_oneshot_request("/_inference/text_embedding/emb").respond_with_json(answer)
        elastic.fail("inference.text_embedding", status=429)
        assert es.inference.text_embedding(inference_id="emb", input="x").body == answer
    assert elastic.assert_called("inference.text_embedding", times=1)[0].by == "stub"


# --- what is told -------------------------------------------------------------------------------------------------------


def test_a_failing_test_is_told_which_fault_answered(elastic: FakeElasticsearch) -> None:
    elastic.fail("bulk", status=429, times=2)
    elastic.fail("info", drop="eof")
    with elastic.client(max_retries=1) as es, pytest.raises(elasticsearch.ApiError):
        es.bulk(operations=ACTIONS)
    with requests.Session() as session:
        session.mount("http://", elastic.requests_adapter())
        with pytest.raises(requests.ConnectionError):
            session.get("http://fake/")
    section = failure_section([elastic.cluster])
    assert "-> 429 (answered by fault: status 429 for bulk (1 of 2))" in section
    assert "       ... 1 more like this, up to #2" in section
    assert "#3 info: GET / -> closed without an answer (fault: eof for info (1))" in section


def test_fifty_requests_alike_are_told_once(elastic: FakeElasticsearch) -> None:
    with elastic.client() as es:
        for _ in range(50):
            es.info()
        es.cluster.health()
    lines = failure_section([elastic.cluster]).splitlines()
    assert lines[0].endswith("51 exchanges:")
    assert [line.split(":")[0] for line in lines if line.startswith("  #")] == ["  #1 info", "  #51 cluster.health"]
    assert "       ... 49 more like this, up to #50" in lines


def test_a_fault_that_nobody_met_is_no_failure(elastic: FakeElasticsearch) -> None:
    elastic.fail("bulk", status=429)
    elastic.check()
    assert repr(elastic.faults) == "<Faults: 1>\n  <fault 1: status 429 for bulk, struck 0>"


def test_no_secret_is_told(elastic: FakeElasticsearch) -> None:
    secret = "sk-canary-of-a-fault"
    config = {"service": "openai", "service_settings": {"api_key": secret, "model_id": "m"}}
    fields = {"service_settings.api_key": secret, "service_settings": config["service_settings"]}
    fault = elastic.fail("inference.put", status=429, **fields)
    with elastic.client(max_retries=0) as es, pytest.raises(elasticsearch.ApiError):
        es.inference.put(task_type="text_embedding", inference_id="emb", inference_config=config)
    assert fault.hits == 1
    shown = json.dumps(elastic.journal[0].shown())
    for text in (repr(fault), repr(elastic.faults), failure_section([elastic.cluster]), shown):
        assert "canary" not in text


# --- what nobody reads --------------------------------------------------------------------------------------------------


def test_what_nobody_reads_is_named_with_what_was_perhaps_meant(opensearch: FakeOpenSearch) -> None:
    client = opensearch.client()
    client.ml.register_model_group(body={"name": "mine", "description": "fine"})
    opensearch.assert_all_read()
    client.ml.register_model_group(body={"name": "other", "descripton": "a typo"})
    with pytest.raises(AssertionError) as raised:
        opensearch.assert_all_read()
    assert str(raised.value).splitlines() == [
        "Something was sent that nothing reads:",
        "  #2 ml.register_model_group: POST /_plugins/_ml/model_groups/_register -> 200",
        "    descripton; did you mean 'description'?",
    ]
    assert "       nobody read: descripton" in failure_section([opensearch.cluster]).splitlines()
