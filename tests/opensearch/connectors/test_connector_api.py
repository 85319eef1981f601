"""Connectors: secrets, references and what the fixtures cannot say."""

from __future__ import annotations

import json

import pytest

from fakeinfer import documents
from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.connectors.bodies import filled, kept_credential, matches, merged
from fakeinfer.opensearch.ml.indices import CONNECTORS
from fakeinfer.opensearch.ml.values import texts
from tests.opensearch.asking import ML, ask, new_connector, new_model, ok, refused


def test_a_credential_is_kept_apart_and_shows_nowhere() -> None:
    cluster = Cluster("opensearch")
    id = new_connector(cluster)
    assert kept_credential(cluster.state, id) == {"key": "sk-very-secret"}
    stored = documents.read(cluster.state, CONNECTORS, id)
    assert stored is not None
    assert "sk-very-secret" not in json.dumps(stored.source)
    assert b"sk-very-secret" not in ask(cluster, "GET", f"{ML}/connectors/{id}").content
    assert b"sk-very-secret" not in ask(cluster, "GET", "/_fakeinfer/state").content


def test_the_credential_of_an_inline_connector_is_kept_with_the_model() -> None:
    cluster = Cluster("opensearch")
    connector = {"name": "c", "version": 1, "protocol": "http", "credential": {"key": "sk-very-secret"}}
    connector["actions"] = [{"action_type": "predict", "method": "POST", "url": "https://api.openai.com/x"}]
    body = {"name": "m", "function_name": "remote", "connector": connector}
    id = ok(cluster, "POST", f"{ML}/models/_register", body)["model_id"]
    assert kept_credential(cluster.state, id) == {"key": "sk-very-secret"}
    assert b"credential" not in ask(cluster, "GET", f"{ML}/models/{id}").content
    ok(cluster, "DELETE", f"{ML}/models/{id}")
    assert kept_credential(cluster.state, id) == {}


def test_an_update_keeps_the_keys_of_the_credential_that_it_does_not_name() -> None:
    cluster = Cluster("opensearch")
    id = new_connector(cluster, credential={"a": "1", "b": "2"})
    ok(cluster, "PUT", f"{ML}/connectors/{id}", {"credential": {"b": "3"}})
    assert kept_credential(cluster.state, id) == {"a": "1", "b": "3"}


def test_no_more_than_ten_models_are_counted() -> None:
    cluster = Cluster("opensearch")
    id = new_connector(cluster)
    for number in range(12):
        new_model(cluster, name=f"m{number}", connector_id=id)
    status, reason = refused(cluster, "DELETE", f"{ML}/connectors/{id}")
    assert (status, reason.split(" ")[0]) == (409, "10")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("https://${parameters.host}/x", "https://h/x"),
        ("${parameters.none:-fallback}", "fallback"),
        ("${parameters.none}", "${parameters.none}"),
    ],
)
def test_parameters_are_filled_in(template: str, expected: str) -> None:
    assert filled(template, {"host": "h"}) == expected


def test_a_pattern_that_does_not_compile_trusts_nothing() -> None:
    assert not matches("[", "[")
    assert not matches("^https://a", "https://ab/c"), "a pattern fits the whole url"


def test_values_become_texts() -> None:
    assert texts({"n": 1, "f": 1.5, "t": True, "o": {"b": [1]}, "none": None}) == {
        "n": "1",
        "f": "1.5",
        "t": "true",
        "o": '{"b":[1]}',
    }


def test_merging_leaves_both_sides_alone() -> None:
    old = {"name": "a", "parameters": {"x": "1"}}
    assert merged(old, {"parameters": {"y": "2"}}) == {"name": "a", "parameters": {"x": "1", "y": "2"}}
    assert old == {"name": "a", "parameters": {"x": "1"}}
