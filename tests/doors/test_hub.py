"""Many clusters behind one door."""

from __future__ import annotations

import pytest

from fakeinfer.doors.hub import Hub
from fakeinfer.wire import Request
from tests.doors.conftest import Echo


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("/_t/a/_inference/x?force", "/_inference/x?force"),
        ("/_t/a", "/"),
        ("/_t/a?pretty", "/?pretty"),
        ("/_t/a/", "/"),
        ("/_t/a/_t/b/x", "/_t/b/x"),
        ("/_t/a/x%2Fy", "/x%2Fy"),
    ],
)
def test_a_cluster_sees_its_paths_without_the_prefix(asked: str, seen: str) -> None:
    hub, echo = Hub(), Echo()
    assert hub.add(echo, "a") == "/_t/a"
    hub.handle(Request("GET", asked))
    assert echo.asked[0].target == seen


def test_the_request_itself_is_left_alone() -> None:
    hub = Hub()
    hub.add(Echo(), "a")
    request = Request("GET", "/_t/a/x")
    hub.handle(request)
    assert request.target == "/_t/a/x"


def test_the_default_tenant_has_no_prefix() -> None:
    hub, echo = Hub(), Echo()
    assert hub.add(echo) == ""
    hub.handle(Request("GET", "/_tea"))
    assert echo.asked[0].target == "/_tea"


def test_a_tenant_that_was_removed_is_unknown() -> None:
    hub = Hub()
    hub.add(Echo(), "a")
    hub.remove("a")
    hub.remove("a")
    assert hub.handle(Request("GET", "/_t/a/x")).status == 404
    assert len(hub) == 0


@pytest.mark.parametrize("tenant", ["a", "x/y", "x?y", "%41"])
def test_a_tenant_is_one_free_segment(tenant: str) -> None:
    hub = Hub()
    hub.add(Echo(), "a")
    with pytest.raises(ValueError, match="tenant"):
        hub.add(Echo(), tenant)
