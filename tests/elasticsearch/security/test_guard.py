"""What is asked in which order, and what one user's privileges let through; single refusals are fixtures."""

from __future__ import annotations

import pytest

from fakeinfer.wire import Request
from tests.elasticsearch.security.asking import ELASTIC, ask, ok, reason, secured, send, with_role

BOB = "bob:secret-1"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/_nope", None),
        ("PATCH", "/_cluster/health", None),
        ("GET", "/_cluster/health?nope=1", None),
        ("PUT", "/_ingest/pipeline/x", "nonsense"),
        ("GET", "/_cluster/health?pretty=nope", None),
        ("GET", "/a%zz", None),
    ],
)
def test_credentials_come_before_everything_else(method: str, path: str, body: str | None) -> None:
    assert send(secured(), method, path, body, who=None).status == 401


def test_the_projects_own_paths_need_no_credentials() -> None:
    assert send(secured(), "GET", "/_fakeinfer/health", who=None).status == 200


def test_a_body_in_an_unknown_coding_is_not_looked_at_before_credentials() -> None:
    cluster = secured()
    response = cluster.handle(Request.build("PUT", "/i", {"Content-Encoding": "nope"}, b"x"))
    assert response.status == 401


def test_a_refusal_is_printed_as_asked() -> None:
    assert send(secured(), "GET", "/_cluster/health?pretty", who=None).content.startswith(b'{\n  "error" : {')
    assert send(secured(), "GET", "/_cluster/health?format=yaml", who=None).content.startswith(b"---\nerror:")


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/_nope/x/y", None, 400),
        ("PATCH", "/_ingest/pipeline/x", None, 405),
        ("PUT", "/_ingest/pipeline/x?nope=1", {}, 400),
        ("PUT", "/_ingest/pipeline/x", None, 400),
        ("PUT", "/_ingest/pipeline/x", "nonsense", 403),
        ("GET", "/i/_search", "nonsense", 400),
        ("GET", "/i/_search", "{}", 403),
        ("PUT", "/i", "nonsense", 400),
        ("PUT", "/i", "{}", 403),
        ("POST", "/_bulk", "nonsense", 400),
        ("PUT", "/_security/role/x", {"cluster": ["nope"]}, 400),
        ("PUT", "/_security/role/x", {"cluster": []}, 403),
    ],
)
def test_privileges_are_asked_for_where_the_server_does(method: str, path: str, body: object, status: int) -> None:
    cluster = with_role({"cluster": []})
    assert ask(cluster, method, path, body, who=BOB)[0] == status


def test_a_changed_role_counts_at_once() -> None:
    cluster = with_role({"cluster": []})
    assert send(cluster, "GET", "/_cluster/health", who=BOB).status == 403
    ok(cluster, "PUT", "/_security/role/r", {"cluster": ["monitor"]})
    assert send(cluster, "GET", "/_cluster/health", who=BOB).status == 200


def test_a_changed_password_counts_at_once() -> None:
    cluster = secured()
    ok(cluster, "POST", "/_security/user/_password", {"password": "other-1"})
    assert send(cluster, "GET", "/", who=ELASTIC).status == 401
    assert send(cluster, "GET", "/", who="elastic:other-1").status == 200


def test_a_user_who_was_given_run_as_asks_in_anothers_name() -> None:
    cluster = with_role({"cluster": [], "run_as": ["elastic"]})
    headers = {"Authorization": "Basic Ym9iOnNlY3JldC0x", "es-security-runas-user": "elastic"}
    assert cluster.handle(Request.build("GET", "/_cluster/health", headers)).status == 200
    assert send(cluster, "GET", "/_cluster/health", who=BOB).status == 403


def test_manage_is_not_for_users_and_roles() -> None:
    cluster = with_role({"cluster": ["manage"]})
    assert send(cluster, "PUT", "/_ingest/pipeline/x", {"processors": []}, who=BOB).status == 200
    assert send(cluster, "GET", "/_security/user", who=BOB).status == 403


def test_a_pipeline_is_told_who_indexes() -> None:
    cluster = with_role({"indices": [{"names": ["a"], "privileges": ["index", "create_index"]}]})
    ok(cluster, "PUT", "/_ingest/pipeline/p", {"processors": [{"set_security_user": {"field": "who"}}]})
    ok(cluster, "PUT", "/a/_doc/1?pipeline=p", {"x": 1}, who=BOB)
    assert ok(cluster, "GET", "/a/_doc/1")["_source"]["who"]["username"] == "bob"


def test_an_update_of_an_absent_document_needs_leave_to_create_the_index() -> None:
    cluster = with_role({"indices": [{"names": ["a"], "privileges": ["index"]}]})
    body = {"doc": {"x": 1}, "doc_as_upsert": True}
    assert "indices:admin/auto_create" in reason(cluster, "POST", "/a/_update/1", body, who=BOB)
