"""Seeds and time by the paths under `/_fakeinfer/`; faults and snapshots are in `test_admin.py`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request
from tests.admin.test_admin import ask

CONSOLE = 'PUT /_ingest/pipeline/one\n{"processors": []}\n\nPUT _ingest/pipeline/two\n{"processors": [] /* none */}\n'
LISTED = [{"method": "PUT", "path": "/_ingest/pipeline/one", "body": {"processors": []}}]


def seed(cluster: Cluster, text: str, content_type: str = "text/plain") -> tuple[int, Any]:
    answer = cluster.handle(
        Request.build(
            "POST", "/_fakeinfer/seed", {"Content-Type": content_type}, text.encode("utf-8", "surrogateescape")
        )
    )
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize(
    ("text", "content_type", "requests"),
    [
        (CONSOLE, "text/plain", 2),
        (json.dumps(LISTED), "application/json; charset=utf-8", 1),
        (json.dumps(LISTED), "application/yaml", 1),
        ("", "text/plain", 0),
    ],
)
def test_a_seed_is_sent(text: str, content_type: str, requests: int) -> None:
    cluster = Cluster("elasticsearch")
    assert seed(cluster, text, content_type) == (200, {"acknowledged": True, "requests": requests})
    assert len(cluster.journal) == requests


def test_a_seed_may_do_everything_on_a_secured_cluster() -> None:
    assert seed(Cluster("elasticsearch", security=True), CONSOLE)[0] == 200


@pytest.mark.parametrize(
    ("text", "content_type", "reason"),
    [
        (
            CONSOLE + "PUT /_ingest/pipeline/three\n{}\n",
            "text/plain",
            "seed.console:6: PUT /_ingest/pipeline/three was refused: 400",
        ),
        (CONSOLE + "nonsense\n", "text/plain", "seed.console:6: the body of PUT _ingest/pipeline/two is not JSON"),
        ("{", "application/json", "seed.json:1: "),
        ("\udcff", "text/plain", "can't decode byte 0xff"),
    ],
)
def test_a_seed_counts_whole_or_not_at_all(text: str, content_type: str, reason: str) -> None:
    cluster = Cluster("elasticsearch")
    status, refused = seed(cluster, text, content_type)
    assert status == 400
    assert reason in refused["error"]["reason"]
    assert ask(cluster, "GET", "/_ingest/pipeline") == (404, {})


def test_time_is_frozen_and_advanced() -> None:
    cluster = Cluster("opensearch")
    told = {"now": "2027-01-01T00:00:00.000Z", "millis": 1_798_761_600_000, "frozen": True}
    assert ask(cluster, "POST", "/_fakeinfer/clock", {"freeze": "2027-01-01T00:00:00Z"}) == (200, told)
    ask(cluster, "GET", "/")
    assert ask(cluster, "GET", "/_fakeinfer/clock") == (200, told)
    _, told = ask(cluster, "POST", "/_fakeinfer/clock", {"advance": {"hours": 1, "seconds": 0.25}})
    assert told["now"] == "2027-01-01T01:00:00.250Z"
    assert not ask(cluster, "POST", "/_fakeinfer/clock", {"resume": True})[1]["frozen"]
    assert ask(cluster, "POST", "/_fakeinfer/clock", {"freeze": True})[1]["frozen"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        [],
        {"freeze": False},
        {"freeze": "noon"},
        {"freeze": True, "resume": True},
        {"advance": {"days": 1}},
        {"advance": {"hours": True}},
        {"advance": {"hours": float("nan")}},
        {"advance": {"hours": 1e300}},
        {"advance": {"hours": -1e9}},
    ],
)
def test_what_turns_no_clock_is_refused(sent: Any) -> None:
    cluster = Cluster("opensearch")
    before = cluster.state.clock.iso()
    status, refused = ask(cluster, "POST", "/_fakeinfer/clock", sent)
    assert (status, refused["error"]["type"]) == (400, "illegal_argument_exception")
    assert cluster.state.clock.iso()[:19] == before[:19]
    assert cluster.bugs == []
