"""What services make of providers that fail. The words of each service are fixtures; here is how they come about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fakeinfer import FakeElasticsearch
from fakeinfer.contract import contract_for, product_named
from fakeinfer.elasticsearch.inference import upstream_errors
from fakeinfer.elasticsearch.inference.upstream import Failure, by_status
from fakeinfer.elasticsearch.services.service import FOLDER, families, services
from fakeinfer.elasticsearch.services.upstreams import provider_of
from fakeinfer.elasticsearch.services.words import unknown_in_upstream
from fakeinfer.errors import ApiError
from fakeinfer.faults import Upstream
from tests.elasticsearch.asking import ask, ok

OPENAI = {"service": "openai", "service_settings": {"api_key": "sk-x", "model_id": "gpt-4o"}}
LINES = list(product_named("elasticsearch").releases)
STATUSES = (400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503, 529)


def endpoint(service: str, task_type: str, **settings: Any) -> dict[str, Any]:
    return {
        "inference_id": "e", "task_type": task_type, "service": service, "service_settings": settings,
        "task_settings": {}, "hidden": {}, "secrets": {"api_key": "sk-very-secret"},
    }  # fmt: skip


def refused(service: str, task_type: str, upstream: Any, line: str = "9.5", **settings: Any) -> ApiError:
    with FakeElasticsearch(line) as fake:
        stored = endpoint(service, task_type, **settings)
        return Failure(fake.cluster.state, stored, Upstream.read(upstream)).refusal()


@pytest.mark.parametrize("line", [LINES[0], "8.19", LINES[-1]])
@pytest.mark.parametrize("status", [*STATUSES, "malformed", "timeout"])
def test_every_service_has_words_for_every_failure_of_every_task(line: str, status: Any) -> None:
    for name, service in services(contract_for("elasticsearch", line)).items():
        for task_type in service.task_types:
            error = refused(name, task_type, {"status": status, "message": "no"}, line)
            assert 400 <= error.status <= 599, (name, task_type)
            assert error.reason or error.body()["error"]["message"]
            assert "secret" not in json.dumps(error.body())
            assert "{" not in (error.reason or "").split("Error message")[0].split("body: ")[0], (name, error.reason)


@pytest.mark.parametrize("line", LINES)
def test_every_providers_data_is_whole(line: str) -> None:
    contract = contract_for("elasticsearch", line)
    for service in services(contract).values():
        for task_type in service.task_types:
            provider = provider_of(contract, service, task_type)
            assert by_status(provider.heads, 418), (service.name, task_type)
            if any("{url}" in head for head in provider.heads.values()):
                assert provider.urls, (service.name, task_type)
                assert not any("{path}" in url for url in provider.urls) or task_type in provider.paths, service.name
            assert not provider.is_plain or {"*"} <= provider.statuses.keys() & provider.causes.keys()


def test_every_word_of_families_is_known_and_every_family_is_there() -> None:
    for name, family in families().items():
        assert [word for word, _ in unknown_in_upstream(family)] == [], name
    text = "".join(file.read_text("utf-8") for file in sorted(Path(FOLDER).glob("*.json")))
    named = {part.split('"')[0] for part in text.split('"like": "')[1:]}
    assert named == families().keys()


def test_a_table_is_asked_for_the_status_then_its_hundred_then_the_rest() -> None:
    table = {"429": "a", "5xx": "b", "*": "c"}
    assert [by_status(table, status) for status in (429, 503, 404)] == ["a", "b", "c"]
    assert by_status({}, 404) is None


def test_the_address_is_the_endpoints_own_where_it_has_one() -> None:
    own = refused("openai", "completion", {"status": 404}, url="http://mine/v1", model_id="m")
    usual = refused("openai", "completion", {"status": 404}, model_id="m")
    assert "Resource not found at [http://mine/v1]" in str(own.reason)
    assert "Resource not found at [https://api.openai.com/v1/chat/completions]" in str(usual.reason)


def test_what_the_provider_says_can_be_given_and_be_nothing() -> None:
    assert str(refused("openai", "completion", {"status": 401, "message": "bad key"}).reason).endswith(
        "status [401]. Error message: [bad key]"
    )
    assert str(refused("openai", "completion", {"status": 401, "message": ""}).reason).endswith("status [401]")


def test_a_message_with_braces_is_no_template() -> None:
    error = refused("groq", "completion", {"status": 401, "message": 'the {model_id} is "odd"'}, model_id="m")
    assert '"message":"the {model_id} is \\"odd\\""' in str(error.reason)


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(30_000, "30s"), (1500, "1.5s"), (90_000, "1.5m"), (5, "5ms"), (0, "0s"), (7_200_000, "2h"), (86_400_000, "1d")],
)
def test_times_are_told_as_java_tells_them(milliseconds: float, text: str) -> None:
    assert upstream_errors.time_text(milliseconds) == text


# --- where it is seen -------------------------------------------------------------------------------------------------


def test_a_fault_is_asked_once_for_each_call_of_the_provider() -> None:
    with FakeElasticsearch() as fake:
        ok(fake.cluster, "PUT", "/_inference/completion/e", OPENAI)
        declared = fake.fail("inference.completion", upstream=429, times=1, after=1)
        statuses = [ask(fake.cluster, "POST", "/_inference/completion/e", {"input": ["a", "b"]})[0] for _ in range(3)]
        assert statuses == [200, 429, 200]
        assert declared.hits == 1


def test_a_fault_of_performing_does_not_strike_creating_by_name() -> None:
    with FakeElasticsearch() as fake:
        fake.fail("inference.put", upstream=401)
        status, answer = ask(fake.cluster, "PUT", "/_inference/completion/e", OPENAI)
        assert (status, answer["error"]["caused_by"]["type"]) == (400, "status_exception")
        fake.faults.clear()
        ok(fake.cluster, "PUT", "/_inference/completion/e", OPENAI)
        fake.fail("inference.put", upstream=401)
        ok(fake.cluster, "POST", "/_inference/completion/e", {"input": "a"})


def test_a_fault_may_be_for_one_endpoint_alone() -> None:
    with FakeElasticsearch() as fake:
        for id in ("one", "other"):
            ok(fake.cluster, "PUT", f"/_inference/completion/{id}", OPENAI)
        fake.fail("inference.*", upstream=500, inference_id="one")
        assert ask(fake.cluster, "POST", "/_inference/one", {"input": "a"})[0] == 400
        assert ask(fake.cluster, "POST", "/_inference/other", {"input": "a"})[0] == 200


def test_nobody_is_asked_where_validation_is_skipped() -> None:
    with FakeElasticsearch(settings={"xpack.inference.skip_validate_and_start": True}) as fake:
        fake.fail("inference.*", upstream=401)
        ok(fake.cluster, "PUT", "/_inference/completion/e", OPENAI)


def test_a_document_whose_provider_refuses_is_the_only_one_of_a_bulk_that_fails() -> None:
    with FakeElasticsearch() as fake:
        ok(fake.cluster, "PUT", "/_inference/text_embedding/e", OPENAI)
        properties = {"body": {"type": "semantic_text", "inference_id": "e"}}
        ok(fake.cluster, "PUT", "/docs", {"mappings": {"properties": properties}})
        fake.fail("inference.text_embedding", upstream=503, times=1)
        lines = [{"index": {}}, {"body": "one"}, {"index": {}}, {"body": "two"}]
        answer = ok(fake.cluster, "POST", "/docs/_bulk", "".join(json.dumps(line) + "\n" for line in lines))
        first, second = (item["index"] for item in answer["items"])
        assert (first["status"], second["status"]) == (400, 201)
        assert first["error"]["type"] == "inference_exception"
        assert "server busy" in first["error"]["caused_by"]["reason"]
