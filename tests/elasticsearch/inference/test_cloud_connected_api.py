"""Cloud connected mode, beyond single answers."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request

SUPPORTED = {"xpack.inference.elastic.ccm_supported_environment": "true"}


def test_the_key_is_not_kept() -> None:
    cluster = Cluster("elasticsearch", settings=SUPPORTED)
    request = Request.build("PUT", "/_inference/_ccm", {"content-type": "application/json"}, b'{"api_key":"sk-hidden"}')
    assert json.loads(cluster.handle(request).content) == {"enabled": True}
    assert "sk-hidden" not in str(cluster.state.store.collections)


@pytest.mark.parametrize("body", [b"[]", b'{"api_key":1}', b'{"enabled":false}'])
def test_other_bodies_are_refused(body: bytes) -> None:
    cluster = Cluster("elasticsearch", settings=SUPPORTED)
    answer = cluster.handle(Request.build("PUT", "/_inference/_ccm", {"content-type": "application/json"}, body))
    assert answer.status == 400
    assert json.loads(answer.content)["error"]["type"] == "x_content_parse_exception"


def test_a_forbidden_mode_is_forbidden_before_the_body_is_read() -> None:
    request = Request.build("PUT", "/_inference/_ccm", {"content-type": "application/json"}, b"{nonsense")
    assert Cluster("elasticsearch").handle(request).status == 403
