"""The listing of services, and literal segments that are ids where they mean nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request


def ask(method: str, path: str, version: str = "9.5", **options: Any) -> tuple[int, Any]:
    """Status and answer."""
    answer = Cluster("elasticsearch", version, **options).handle(Request.build(method, path))
    return answer.status, json.loads(answer.content)


def test_all_services_are_an_array_sorted_by_name() -> None:
    status, listed = ask("GET", "/_inference/_services")
    names = [one["service"] for one in listed]
    assert status == 200
    assert names == sorted(names)
    assert "openai" in names


@pytest.mark.parametrize("word", ["any", " Rerank "])
def test_a_task_type_is_read_as_everywhere(word: str) -> None:
    assert ask("GET", f"/_inference/_services/{word.replace(' ', '%20')}")[0] == 200


def test_a_task_type_leaves_only_services_that_do_it() -> None:
    for one in ask("GET", "/_inference/_services/rerank")[1]:
        assert "rerank" in one["task_types"]


@pytest.mark.parametrize("connected", [False, True])
def test_the_elastic_service_is_listed_where_it_is_connected(connected: bool) -> None:
    listed = ask("GET", "/_inference/_services", elastic_inference_service=connected)[1]
    assert ("elastic" in [one["service"] for one in listed]) is connected


@pytest.mark.parametrize(
    ("method", "path", "version"),
    [
        ("GET", "/_inference/_services", "8.15"),
        ("GET", "/_inference/_region_policy", "9.4"),
        ("GET", "/_inference/_ccm", "9.2"),
        ("GET", "/_inference/.diagnostics", "8.13"),
    ],
)
def test_where_the_server_has_no_such_api_the_segment_is_an_id(method: str, path: str, version: str) -> None:
    status, answer = ask(method, path, version)
    assert (status, answer["error"]["type"]) == (404, "resource_not_found_exception")


@pytest.mark.parametrize("path", ["_services", ".diagnostics"])
def test_a_literal_segment_is_no_id_for_another_method(path: str) -> None:
    assert ask("DELETE", f"/_inference/{path}")[0] == 405
