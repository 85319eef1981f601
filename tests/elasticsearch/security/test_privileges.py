from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.security.privileges import (
    Privilege,
    catalog_of,
    cluster_privilege,
    granting,
    is_readable,
    matches,
)
from tests.elasticsearch.security.asking import secured


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("a*", "abc", True),
        ("a*", "b", False),
        ("a?c", "abc", True),
        ("a.c", "abc", False),
        ("a[b]", "ab", False),
        ("/a[bc]+/", "abcb", True),
        ("/~(([.]|ilm-history-).*)/", "books", True),
        ("/~(([.]|ilm-history-).*)/", ".hidden", False),
        ("/~(([.]|ilm-history-).*)/", "ilm-history-1", False),
    ],
)
def test_patterns(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    ("pattern", "readable"),
    [
        ("a*", True),
        ("/a.*/", True),
        ("/~(a.*)/", True),
        ("/[/", False),
        ("/<1-5>/", False),
        ("/a&b/", False),
        ("/~(/", False),
    ],
)
def test_expressions_that_nobody_reads(pattern: str, readable: bool) -> None:
    assert is_readable(pattern) is readable


def test_manage_is_everything_but_security() -> None:
    state = secured().state
    manage, everything = cluster_privilege(state, "manage"), cluster_privilege(state, "ALL")
    assert manage.grants("cluster:admin/ingest/pipeline/put")
    assert not manage.grants("cluster:admin/xpack/security/user/put")
    assert everything.covers(manage)
    assert not manage.covers(everything)
    assert not manage.covers(cluster_privilege(state, "manage_security"))


def test_what_is_granted_exactly_does_not_cover_what_begins_so() -> None:
    start = "cluster:admin/xpack/ml/trained_models/deployment/start"
    state = secured().state
    assert cluster_privilege(state, "manage_inference").grants(start)
    assert not cluster_privilege(state, "manage_inference").covers(cluster_privilege(state, start))
    assert cluster_privilege(state, "manage_ml").covers(cluster_privilege(state, start))


def test_own_keys_alone() -> None:
    own = cluster_privilege(secured().state, "manage_own_api_key")
    create = "cluster:admin/xpack/security/api_key/create"
    assert own.grants(create, own=True)
    assert not own.grants(create)
    assert not own.covers(cluster_privilege(secured().state, "manage_api_key"))


def test_none_is_covered_by_everything() -> None:
    assert Privilege("monitor", ("cluster:monitor/*",)).covers(Privilege("none", ()))


@pytest.mark.parametrize(("version", "there"), [("8.13", False), ("8.14", True), ("9.5", True)])
def test_versions_have_their_privileges(version: str, there: bool) -> None:
    assert ("manage_inference" in catalog_of(secured(version).state).cluster) is there


def test_privileges_are_listed_from_the_least_to_the_most_powerful() -> None:
    state = secured().state
    assert granting(state, "indices:admin/refresh") == ["maintenance", "manage", "all"]
    assert granting(state, "cluster:admin/xpack/inference/put") == ["manage_inference", "manage", "all"]
    assert granting(state, "cluster:admin/xpack/security/api_key/create", own=True)[0] == "manage_own_api_key"
