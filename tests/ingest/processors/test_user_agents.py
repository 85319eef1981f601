"""Agents are taken apart as servers do (observed: opensearch 2.19.1), and without the package that is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.ingest.processors import user_agents
from fakeinfer.wire import Request

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_3) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1"
TABLET = "Mozilla/5.0 (iPad; CPU OS 12_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1"
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def simulated(product: str, options: dict[str, Any], value: Any) -> Any:
    body = {
        "pipeline": {"processors": [{"user_agent": {"field": "a", **options}}]},
        "docs": [{"_source": {} if value is ... else {"a": value}}],
    }
    request = Request.build(
        "POST", "/_ingest/pipeline/_simulate", {"Content-Type": "application/json"}, json.dumps(body).encode()
    )
    answer = json.loads(Cluster(product).handle(request).content)
    if "docs" not in answer:
        return answer["error"]
    (document,) = answer["docs"]
    return document["doc"]["_source"].get("user_agent") if "doc" in document else document["error"]["reason"]


@pytest.fixture
def rules() -> None:
    pytest.importorskip("ua_parser")


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("product", ["opensearch", "elasticsearch"])
def test_an_agent_in_the_names_of_the_common_schema(product: str) -> None:
    assert simulated(product, {}, MAC) == {
        "name": "Chrome",
        "original": MAC,
        "os": {"name": "Mac OS X", "version": "10.9.3", "full": "Mac OS X 10.9.3"},
        "device": {"name": "Mac"},
        "version": "119.0.0.0",
    }
    assert simulated(product, {}, CHROME)["os"] == {"name": "Linux"}
    assert simulated(product, {"properties": ["Name", "os"]}, "hello") == {"name": "Other"}
    assert simulated(product, {"ignore_missing": True}, ...) is None
    assert simulated(product, {"ignore_missing": True}, None) is None
    assert simulated(product, {}, None) == "field [a] is null, cannot parse user-agent."
    assert "cannot be cast" in simulated(product, {}, 5)


@pytest.mark.usefixtures("rules")
def test_an_agent_in_older_names() -> None:
    assert simulated("opensearch", {"ecs": False}, MAC) == {
        "name": "Chrome",
        "major": "119",
        "minor": "0",
        "patch": "0",
        "build": "0",
        "os": "Mac OS X 10.9.3",
        "os_name": "Mac OS X",
        "os_major": "10",
        "os_minor": "9",
        "device": "Mac",
    }
    assert simulated("opensearch", {"ecs": False}, "hello") == dict.fromkeys(
        ("name", "os", "os_name", "device"), "Other"
    )


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (MAC, "Desktop"),
        (PHONE, "Phone"),
        (TABLET, "Tablet"),
        (ROBOT, "Robot"),
        ("hello", "Other"),
        ("RuxitSynthetic/1.0", "Robot"),
    ],
)
def test_the_kind_of_a_device(text: str, kind: str) -> None:
    told = simulated("elasticsearch", {"extract_device_type": True, "properties": ["device"]}, text)
    assert told["device"]["type"] == kind


def test_without_the_rules_the_processor_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_agents, "find_spec", lambda name: None)
    told = simulated("opensearch", {}, CHROME)
    assert told["type"] == "fakeinfer_not_implemented_exception"
    assert "pip install fakeinfer[user_agent]" in told["reason"]
