"""APIs that are not there say so."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.other_apis import OTHER_APIS
from fakeinfer.wire import Request


def ask(method: str, path: str, version: str = "9.5") -> tuple[int, str]:
    """Status and error type."""
    body = b"{}" if method in ("PUT", "POST") else b""
    headers = {"content-type": "application/json"} if body else {}
    answer = Cluster("elasticsearch", version).handle(Request.build(method, path, headers, body))
    return answer.status, json.loads(answer.content)["error"]["type"]


ROUTES = {"_update": "/_inference/x/_update"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method, ROUTES.get(segment, f"/_inference/{segment}"))
        for segment, (methods, _) in OTHER_APIS.items()
        for method in methods
    ],
)
def test_an_api_that_is_not_there_says_so(method: str, path: str) -> None:
    assert ask(method, path) == (501, "fakeinfer_not_implemented_exception")


@pytest.mark.parametrize(
    ("method", "path", "version"),
    [
        ("GET", "/_inference/_services", "8.15"),
        ("DELETE", "/_inference/_services", "9.5"),
        ("GET", "/_inference/_region_policy", "9.4"),
    ],
)
def test_where_the_server_has_no_such_api_the_segment_is_an_id(method: str, path: str, version: str) -> None:
    assert ask(method, path, version) == (404, "resource_not_found_exception")
