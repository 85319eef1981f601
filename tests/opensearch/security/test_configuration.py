from __future__ import annotations

from typing import Any

import pytest

from tests.opensearch.security.asking import API, AUTHINFO, ask, ok, secured, send

PASSWORD = "Quite-Some-Words-77"


def test_a_mapping_by_all_of_several_backend_roles() -> None:
    cluster = secured(users={"bob": {"password": "secret-1", "backend_roles": ["a", "b"]}})
    ok(cluster, "PUT", f"{API}/rolesmapping/readall", {"and_backend_roles": ["a", "b"]})
    ok(cluster, "PUT", f"{API}/rolesmapping/logstash", {"and_backend_roles": ["a", "c"]})
    assert ok(cluster, "GET", AUTHINFO, who="bob:secret-1")["roles"] == ["readall"]


def test_a_mapping_by_the_address_of_the_client() -> None:
    cluster = secured(users={"bob": {"password": "secret-1"}})
    ok(cluster, "PUT", f"{API}/rolesmapping/readall", {"hosts": ["127.0.0.*"]})
    assert ok(cluster, "GET", AUTHINFO, who="bob:secret-1")["roles"] == ["readall"]


def test_a_patch_may_bring_a_new_password() -> None:
    cluster = secured(users={"bob": {"password": "secret-1", "backend_roles": ["a"]}})
    ok(cluster, "PATCH", f"{API}/internalusers/bob", [{"op": "add", "path": "/password", "value": PASSWORD}])
    assert ok(cluster, "GET", AUTHINFO, who=f"bob:{PASSWORD}")["backend_roles"] == ["a"]


def test_a_patch_of_many_changes_all_or_nothing_that_is_immutable() -> None:
    cluster = secured(users={"bob": {"password": "secret-1", "backend_roles": ["a"]}})
    steps = [
        {"op": "replace", "path": "/bob/backend_roles", "value": ["b"]},
        {"op": "replace", "path": "/admin/backend_roles", "value": ["b"]},
    ]
    assert ask(cluster, "PATCH", f"{API}/internalusers", steps)[0] == 403
    assert ok(cluster, "GET", AUTHINFO, who="bob:secret-1")["backend_roles"] == ["a"]


@pytest.mark.parametrize("limit", ["dls", "fls", "masked_fields"])
def test_limits_of_documents_and_fields_are_not_there(limit: str) -> None:
    grant: dict[str, Any] = {"index_patterns": ["a"], limit: "{}" if limit == "dls" else ["a"]}
    status, answer = ask(secured(), "PUT", f"{API}/roles/r", {"index_permissions": [grant]})
    assert (status, answer["error"]["type"]) == (501, "fakeinfer_not_implemented_exception")


def test_hashes_from_elsewhere_are_not_there() -> None:
    status, _ = ask(secured(), "PUT", f"{API}/internalusers/x", {"hash": "$2b$04$abc"})
    assert status == 501


@pytest.mark.parametrize(
    "body",
    [
        "null",
        "1",
        '"x"',
        "[]",
        "[1]",
        "{",
        "",
        '{"a": {}}',
        '{"index_permissions": [1]}',
        '{"cluster_permissions": [""]}',
    ],
)
@pytest.mark.parametrize("path", ["internalusers/x", "roles/x", "rolesmapping/readall", "actiongroups/x"])
def test_odd_bodies_are_refused_and_change_nothing(path: str, body: str) -> None:
    cluster = secured()
    before = cluster.snapshot().collections
    response = send(cluster, "PUT", f"{API}/{path}", body)
    assert 400 <= response.status < 500, response.content
    assert cluster.bugs == []
    assert cluster.snapshot().collections == before


@pytest.mark.parametrize(
    "steps",
    [
        [{"op": "replace", "path": "", "value": 1}],
        [{"op": "add", "path": "/x", "value": 1}],
        [{"op": "add", "path": "/x", "value": {"nope": 1}}],
        [{"op": "add"}],
        [1, {"op": "add"}],
        [{"op": "remove", "path": "/admin"}],
    ],
)
@pytest.mark.parametrize("part", ["internalusers", "roles", "rolesmapping", "actiongroups"])
def test_odd_patches_make_no_bug(part: str, steps: Any) -> None:
    cluster = secured()
    send(cluster, "PATCH", f"{API}/{part}", steps)
    assert cluster.bugs == []
