"""Passwords, keys and credentials do not show where the fake tells of requests."""

from __future__ import annotations

import json

from fakeinfer import FakeElasticsearch
from fakeinfer.wire import Request
from tests.elasticsearch.security.asking import ok, send

CANARY = "canary-5e3d1f"


def test_no_secret_shows() -> None:
    with FakeElasticsearch(security=True, password=f"elastic-{CANARY}", users={"bob": f"bob-{CANARY}"}) as fake:
        cluster, elastic = fake.cluster, f"elastic:elastic-{CANARY}"
        ok(cluster, "PUT", "/_security/user/u", {"password": f"u-{CANARY}", "roles": []}, who=elastic)
        ok(cluster, "PUT", "/_security/user/u/_password", {"password": f"u-{CANARY}"}, who=elastic)
        key = ok(cluster, "POST", "/_security/api_key", {"name": "k"}, who=elastic)
        grant = {"grant_type": "password", "username": "u", "password": f"u-{CANARY}", "api_key": {"name": "k"}}
        ok(cluster, "POST", "/_security/api_key/grant", grant, who=elastic)
        send(cluster, "GET", "/_security/_authenticate", who=f"ApiKey {key['encoded']}")
        send(cluster, "POST", "/_security/oauth2/token", {"grant_type": "password", "password": CANARY}, who=elastic)
        shown = [repr(cluster), repr(cluster.state), repr(fake.snapshot()), repr(cluster.state.user)]
        shown += [repr(entry) + str(entry) + json.dumps([entry.body, entry.answer]) for entry in fake.journal]
        for path in ("journal", "state", "health"):
            shown.append(cluster.handle(Request.build("GET", f"/_fakeinfer/{path}")).content.decode())
    text = "\n".join(shown)
    for secret in (CANARY, key["api_key"], key["encoded"]):
        assert secret not in text
