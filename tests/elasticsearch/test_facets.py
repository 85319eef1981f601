"""What Elasticsearch tells of a version for comparing: each setting in a few words."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.facets import FACETS, about_setting, services_by_name, settings_of

LINES = ("8.11", "8.16", "8.19", "9.0", "9.5")


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ({"type": "string", "minLength": 1, "required": True}, "string, required, not empty"),
        ({"type": "string", "enum": ["a", "b"], "default": "a"}, 'string, a | b, default "a"'),
        ({"type": "string", "format": "java-uri"}, "url"),
        ({"type": "integer", "format": "int64", "minimum": 1}, "long, at least 1"),
        ({"type": "integer", "minimum": -(2**31), "maximum": 5}, "integer, at most 5"),
        ({"type": "number", "minimum": 0, "maximum": 1}, "number, 0 to 1"),
        ({"type": "boolean", "forbidden": True}, "boolean, refused"),
        ({"type": "string", "required": "if_any"}, "string, required, if anything is sent"),
        ({"fixed": {"a": 1}}, 'always {"a":1}'),
    ],
)
def test_a_setting_in_a_few_words(entry: dict[str, Any], text: str) -> None:
    assert about_setting(entry) == text


@pytest.mark.parametrize("line", LINES)
def test_keys_lead_into_the_facets_they_are_within(line: str) -> None:
    contract = contract_for("elasticsearch", line)
    items = {facet.title: facet.items(contract) for facet in FACETS}
    for facet in FACETS:
        if facet.within is not None:
            assert {key[:-1] for key in items[facet.title]} <= items[facet.within].keys(), facet.title


def test_settings_are_told_with_what_stands_in_them() -> None:
    contract = contract_for("elasticsearch", "9.5")
    openai = services_by_name(contract)["openai"]
    told = {(scope, path) for scope, path, _ in settings_of(contract, openai, "completion")}
    assert {("service_settings", "rate_limit.requests_per_minute"), ("secret_settings", "api_key")} <= told
    assert ("service_settings", "dimensions") not in told
    elastic = services_by_name(contract)["elastic"]
    forbidden = {path for _, path, _ in settings_of(contract, elastic, "rerank")}
    assert "rate_limit" in forbidden
    assert "rate_limit.requests_per_minute" not in forbidden


def test_strategies_and_endpoints_come_with_their_versions() -> None:
    told = {
        line: {facet.title: set(facet.items(contract_for("elasticsearch", line))) for facet in FACETS} for line in LINES
    }
    strategies = {line: {key[0] for key in told[line]["Chunking strategies"]} for line in LINES}
    assert strategies["8.11"] == set()
    assert strategies["8.16"] == strategies["9.0"] == {"sentence", "word"}
    assert strategies["8.19"] == {"sentence", "word", "recursive", "none"}
    assert (".rerank-v1-elasticsearch",) in told["9.0"]["Preconfigured endpoints"]
    assert ("elser, another name of elasticsearch",) in told["8.16"]["Services"]
