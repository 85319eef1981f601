from __future__ import annotations

import base64

from fakeinfer.cluster import Cluster
from tests.opensearch.security.asking import AUTHINFO, ok, reason, secured, send, with_role


def test_401_is_plain_text_and_says_how_to_come_in() -> None:
    response = send(secured(), "GET", "/?format=yaml", who=None)
    assert (response.status, response.content) == (401, b"Unauthorized")
    assert dict(response.headers)["WWW-Authenticate"] == 'Basic realm="OpenSearch Security"'
    assert dict(response.headers)["content-type"] == "text/plain; charset=UTF-8"


def test_a_password_may_hold_a_colon() -> None:
    cluster = secured(users={"bob": "a:b"})
    assert send(cluster, "GET", AUTHINFO, who="bob:a:b").status == 200
    assert send(cluster, "GET", AUTHINFO, who="bob:a").status == 401


def test_bytes_that_are_no_text_let_nobody_in() -> None:
    value = base64.b64encode(b"admin:\xff\xfe").decode()
    assert send(secured(), "GET", AUTHINFO, who=f"Basic {value}").status == 401


def test_users_are_told_apart_request_by_request() -> None:
    cluster = secured(users={"bob": {"password": "secret-1"}})
    ok(cluster, "GET", AUTHINFO)
    assert send(cluster, "GET", "/", who="bob:secret-1").status == 403
    send(cluster, "GET", "/_plugins/_security/health", who=None)
    assert cluster.state.user is None


def test_an_operation_whose_action_nobody_told_is_for_administrators(monkeypatch: object) -> None:
    cluster = with_role({"cluster_permissions": ["cluster:*"]})
    from fakeinfer.opensearch.security import guard

    original = guard.actions_of
    guard.actions_of = lambda operation: None  # type: ignore[assignment]
    try:
        assert reason(cluster, "GET", "/_cluster/health", who="bob:secret-1") == (
            "fakeinfer does not implement permissions for cluster.health."
        )
        assert ok(cluster, "GET", "/_cluster/health")
    finally:
        guard.actions_of = original


def test_a_cluster_without_security_has_no_guard() -> None:
    cluster = Cluster("opensearch")
    assert cluster.state.guard is None
    assert send(cluster, "GET", "/", who="anybody:anything").status == 200
