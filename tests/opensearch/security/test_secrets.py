"""Passwords and credentials do not show where the fake tells of requests."""

from __future__ import annotations

import json

from fakeinfer import FakeOpenSearch
from fakeinfer.wire import Request
from tests.opensearch.security.asking import API, ok, send

CANARY = "Canary-5e3d1f"


def test_no_secret_shows() -> None:
    with FakeOpenSearch(security=True, password=f"admin-{CANARY}", users={"bob": f"b-{CANARY}"}) as fake:
        cluster, admin = fake.cluster, f"admin:admin-{CANARY}"
        ok(cluster, "PUT", f"{API}/internalusers/u", {"password": f"x-{CANARY}"}, who=admin)
        ok(
            cluster,
            "PUT",
            f"{API}/account",
            {"current_password": f"x-{CANARY}", "password": f"y-{CANARY}"},
            who=f"u:x-{CANARY}",
        )
        steps = [{"op": "add", "path": "/password", "value": f"z-{CANARY}"}]
        ok(cluster, "PATCH", f"{API}/internalusers/u", steps, who=admin)
        ok(
            cluster,
            "PATCH",
            f"{API}/internalusers",
            [{"op": "add", "path": "/v", "value": {"password": f"z-{CANARY}"}}],
            who=admin,
        )
        send(cluster, "PUT", f"{API}/internalusers/w", {"hash": CANARY}, who=admin)
        send(cluster, "GET", "/", who=f"bob:wrong-{CANARY}")
        shown = [repr(cluster), repr(cluster.state), repr(fake.snapshot()), repr(cluster.state.user)]
        shown += [repr(entry) + str(entry) + json.dumps([entry.body, entry.answer]) for entry in fake.journal]
        for path in ("journal", "state", "health"):
            shown.append(cluster.handle(Request.build("GET", f"/_fakeinfer/{path}")).content.decode())
    assert CANARY not in "\n".join(shown)
