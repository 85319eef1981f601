"""Services from elsewhere: the example of CONTRIBUTING.md works as it stands; what is wrong with a file is said at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from fakeinfer import FakeElasticsearch
from fakeinfer.cluster import Cluster
from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.services.own import contract_with
from fakeinfer.elasticsearch.services.service import services
from tests.elasticsearch.asking import ask, ok, reason

TEXT = (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"^```json\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
SMALLEST = {"name": "own", "title": "Own", "task_types": {"completion": "8.14"}, "service_settings": {}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "parrot.json"
    file.write_text(EXAMPLE)
    return file


def parrot(**settings: Any) -> dict[str, Any]:
    return {"service": "parrot", "service_settings": {"api_key": "squawk-secret", "model_id": "ara", **settings}}


def test_the_example_creates_shows_and_infers(file: Path) -> None:
    cluster = Cluster("elasticsearch", "9.2", services=file)
    made = ok(cluster, "PUT", "/_inference/text_embedding/polly", parrot(dimensions=3))
    assert made["service_settings"] == {
        "model_id": "ara",
        "plumage": "green",
        "similarity": "cosine",
        "dimensions": 3,
        "rate_limit": {"requests_per_minute": 120},
    }
    assert made["chunking_settings"]["strategy"] == "sentence"
    assert ok(cluster, "GET", "/_inference/polly") == {"endpoints": [made]}
    (answer,) = ok(cluster, "POST", "/_inference/polly", {"input": "hello"})["text_embedding"]
    assert len(answer["embedding"]) == 3
    ok(cluster, "PUT", "/_inference/completion/talker", parrot(repeats=2))
    assert ok(cluster, "POST", "/_inference/talker", {"input": "hello"})["completion"]
    listed = ok(cluster, "GET", "/_inference/_services")
    assert [service["name"] for service in listed if service["service"] == "parrot"] == ["Parrot"]


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"model_id": None}, "[service_settings] does not contain the required setting [model_id]"),
        ({"api_key": None}, "[secret_settings] does not contain the required setting [api_key]"),
        ({"plumage": "red"}, "[service_settings] Invalid value [red] received. [plumage] must be one of [green, grey]"),
        ({"repeats": 6}, "[service_settings] Invalid value [6.0]. [repeats] must be a less than or equal to [5.0]"),
        ({"repeats": 0}, "[service_settings] Invalid value [0]. [repeats] must be a positive integer"),
        ({"url": "^"}, "[service_settings] Invalid url [^] received for field [url]"),
        ({"wings": 2}, "Configuration contains settings [{wings=2}] unknown to the [parrot] service"),
    ],
)
def test_the_example_refuses_in_the_servers_words(file: Path, settings: dict[str, Any], text: str) -> None:
    cluster = Cluster("elasticsearch", "9.2", services=file)
    assert text in reason(cluster, "PUT", "/_inference/text_embedding/polly", parrot(**settings))
    assert ask(cluster, "GET", "/_inference/polly")[0] == 404


def test_a_version_before_its_time_lacks_it(file: Path) -> None:
    assert reason(Cluster("elasticsearch", "9.0", services=file), "PUT", "/_inference/completion/a", parrot())
    cluster = Cluster("elasticsearch", "9.1", services=file)
    assert "repeats" in reason(cluster, "PUT", "/_inference/text_embedding/a", parrot(repeats=1))
    assert "[completion]" in reason(cluster, "PUT", "/_inference/completion/a", parrot())


def test_other_clusters_do_not_know_it(file: Path) -> None:
    contract = contract_for("elasticsearch")
    with_parrots = contract_with(contract, file)
    assert "parrot" in services(with_parrots)
    assert "parrot" not in services(contract)
    assert "Unknown service [parrot]" in reason(Cluster("elasticsearch"), "PUT", "/_inference/completion/a", parrot())


def test_several_and_dicts_are_taken_and_a_name_is_replaced(file: Path) -> None:
    with FakeElasticsearch(services=[file, SMALLEST, {**SMALLEST, "name": "openai"}]) as fake:
        for name in ("own", "openai"):
            body = {"service": name, "service_settings": {}}
            assert ok(fake.cluster, "PUT", f"/_inference/completion/{name}", body)["service_settings"] == {}


def test_what_it_calls_a_secret_does_not_show() -> None:
    service = {**SMALLEST, "secret_settings": {"feather": {"type": "string"}}}
    cluster = Cluster("elasticsearch", services=service)
    body = {"service": "own", "service_settings": {"feather": "crimson-feather", "x": 1}}
    assert ask(cluster, "PUT", "/_inference/completion/a", body)[0] == 400
    assert "crimson" not in str(cluster.journal[-1].shown())


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"titel": "X"}, "the service own: nothing reads 'titel'; did you mean 'title'?"),
        (
            {"service_settings": {"a": {"type": "string", "minimun": 1}}},
            "nothing reads 'minimun'; did you mean 'minimum'",
        ),
        ({"rules": [{"in": "model", "mustnt": {}}]}, "nothing reads 'mustnt'"),
        ({"name": None}, "name is to be a str"),
        ({"task_types": {"singing": "9.0"}}, "singing is no task type; there are text_embedding,"),
        (
            {"service_settings": {"a": {"type": "color"}}},
            "the service own cannot be read for completion: KeyError: 'color'",
        ),
        ({"service_settings": {"a": {"$ref": "nothing"}}}, "cannot be read for completion: KeyError: 'nothing'"),
    ],
)
def test_a_wrong_file_is_refused_when_the_cluster_starts(changed: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        Cluster("elasticsearch", services={**SMALLEST, **changed})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    missing, broken = tmp_path / "missing.json", tmp_path / "broken.json"
    broken.write_text("{")
    for file in (missing, broken):
        with pytest.raises(ValueError, match=f"{file.name} is no readable service"):
            Cluster("elasticsearch", services=str(file))
    broken.write_text("[]")
    with pytest.raises(ValueError, match="a service is an object"):
        Cluster("elasticsearch", services=str(broken))
