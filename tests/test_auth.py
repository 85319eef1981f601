from __future__ import annotations

import pytest

from fakeinfer.auth import Credentials, SecurityError, credentials_of
from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (None, None),
        ("", None),
        ("Basic", None),
        ("Basic ", None),
        ("Digest abc", None),
        ("Basic abc", Credentials("basic", "abc")),
        ("bAsIc  abc ", Credentials("basic", "abc")),
        ("ApiKey abc", Credentials("apikey", "abc")),
        ("BEARER abc", Credentials("bearer", "abc")),
    ],
)
def test_credentials_are_read_from_the_header(header: str | None, found: Credentials | None) -> None:
    assert credentials_of(header) == found


def test_credentials_do_not_show() -> None:
    assert "secret" not in repr(Credentials("basic", "secret"))


def test_challenges_are_in_headers_and_body() -> None:
    error = SecurityError(401, "who?", challenges=("Basic", "ApiKey"))
    told = {"type": "security_exception", "reason": "who?", "header": {"WWW-Authenticate": ["Basic", "ApiKey"]}}
    assert error.body() == {"error": {"root_cause": [told], **told}, "status": 401}
    assert error.headers == (("WWW-Authenticate", "Basic"), ("WWW-Authenticate", "ApiKey"))


@pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
def test_without_a_guard_nobody_is_told_apart(product: str) -> None:
    cluster = Cluster(product)
    response = cluster.handle(Request.build("GET", "/_cluster/health", {"Authorization": "Basic !!!"}))
    assert response.status == 200
    assert cluster.state.guard is None
    assert cluster.state.user is None
