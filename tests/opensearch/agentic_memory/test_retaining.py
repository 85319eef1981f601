"""What containers keep no longer, as time passes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.agentic_memory.remembering import Remembering
from tests.opensearch.asking import ML, ok

ON = "plugins.ml_commons.memory.retention_enabled"
ALL = {"query": {"match_all": {}}, "size": 100}
HELLO = {"role": "user", "content": [{"type": "text", "text": "hello"}]}


class Kept:
    """A fake with one container, seen day by day."""

    def __init__(self, settings: dict[str, Any] | None = None, **configuration: Any) -> None:
        self.fake = FakeOpenSearch(version="3.8", settings={ON: True, **(settings or {})})
        self.id = self.ask("POST", "/_create", {"name": "c", "configuration": configuration})["memory_container_id"]

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        return ok(self.fake.cluster, method, f"{ML}/memory_containers{path}", body)

    def say(self, session: str | None = None, **namespace: str) -> str:
        if session is not None:
            namespace["session_id"] = session
        body = {"messages": [HELLO], "namespace": namespace}
        return str(self.ask("POST", f"/{self.id}/memories", body)["working_memory_id"])

    def pass_days(self, days: float) -> None:
        self.fake.clock.advance(hours=24 * days)

    def ids(self, kind: str) -> set[str]:
        found = self.ask("POST", f"/{self.id}/memories/{kind}/_search", ALL)["hits"]["hits"]
        return {hit["_id"] for hit in found}


def test_old_sessions_go_with_what_was_said_in_them() -> None:
    kept = Kept(retention_policy={"sessions": {"retention_days": 3}})
    kept.say("old")
    kept.pass_days(2)
    new = kept.say("new")
    kept.pass_days(2)
    assert (kept.ids("sessions"), kept.ids("working")) == ({"new"}, {new})


def test_nothing_goes_before_the_job_has_run() -> None:
    kept = Kept(retention_policy={"sessions": {"max_count": 1}})
    for name in ("a", "b"):
        kept.say(name)
        kept.fake.clock.advance(hours=1)
    assert kept.ids("sessions") == {"a", "b"}
    kept.pass_days(1)
    assert kept.ids("sessions") == {"b"}


def test_what_is_pinned_stays() -> None:
    kept = Kept(retention_policy={"sessions": {"retention_days": 1}})
    for name in ("a", "b"):
        kept.say(name)
    kept.ask("PUT", f"/{kept.id}/memories/sessions/a", {"pinned": True})
    kept.pass_days(3)
    assert kept.ids("sessions") == {"a"}


def test_nothing_goes_while_retention_is_off_or_without_a_policy() -> None:
    kept = Kept()
    kept.say("a")
    kept.pass_days(100)
    assert kept.ids("sessions") == {"a"}
    kept = Kept(retention_policy={"sessions": {"retention_days": 1}})
    kept.say("a")
    ok(kept.fake.cluster, "PUT", "/_cluster/settings", {"persistent": {ON: False}})
    kept.pass_days(100)
    assert kept.ids("sessions") == {"a"}


def test_the_usual_policy_becomes_that_of_containers_without_one() -> None:
    kept = Kept()
    kept.say("a")
    days = "plugins.ml_commons.memory.default_session_retention_days"
    ok(kept.fake.cluster, "PUT", "/_cluster/settings", {"persistent": {days: 5}})
    kept.pass_days(10)
    assert kept.ids("sessions") == set()
    policy = kept.ask("GET", f"/{kept.id}")["configuration"]["retention_policy"]
    assert policy == {"sessions": {"retention_days": 5}}


@pytest.mark.parametrize(("kind", "count"), [("long-term", 2), ("history", 3)])
def test_the_oldest_of_too_many_go(kind: str, count: int) -> None:
    here = Remembering(retention_policy=None)
    ok(here.fake.cluster, "PUT", "/_cluster/settings", {"persistent": {ON: True}})
    here.ask("PUT", f"/{here.id}", {"configuration": {"retention_policy": {kind: {"max_count": count}}}})
    for day in map(str, range(4)):
        decision = {"memory_decision": [{"text": day, "event": "ADD"}]}
        here.script(json.dumps({"facts": [day]}), *([] if day == "0" else [json.dumps(decision)]))
        here.say("x")
        here.fake.clock.advance(minutes=1)
    here.fake.clock.advance(hours=25)
    assert len(here.kept(kind)) == count
    said = [memory.get("memory") or memory["after"]["memory"] for memory in here.kept(kind)]
    assert said == [str(day) for day in range(4 - count, 4)]


def test_long_term_memories_grow_old() -> None:
    here = Remembering()
    here.script('{"facts":["a"]}')
    here.say("x")
    ok(here.fake.cluster, "PUT", "/_cluster/settings", {"persistent": {ON: True}})
    policy = {"retention_policy": {"long-term": {"retention_days": 2}}}
    here.ask("PUT", f"/{here.id}", {"configuration": policy})
    here.fake.clock.advance(hours=73)
    assert here.facts == set()


def test_containers_without_sessions_keep_working_memories_as_long_as_the_cluster_says() -> None:
    days = {"plugins.ml_commons.memory.working_memory_ttl_days": 2}
    kept = Kept(days, disable_session=True, retention_policy={"history": {"max_count": 5}})
    kept.say()
    kept.pass_days(1)
    assert len(kept.ids("working")) == 1
    kept.pass_days(2)
    assert kept.ids("working") == set()


def test_working_memories_of_no_session_go_a_week_after_they_were_first_seen() -> None:
    kept = Kept(retention_policy={"history": {"max_count": 5}})
    kept.say()
    kept.say("s")
    kept.ask("DELETE", f"/{kept.id}/memories/sessions/s")
    alive = {kept.say("alive"), kept.say(user_id="u")}
    kept.pass_days(7)
    assert len(kept.ids("working")) == 4
    kept.pass_days(2)
    assert kept.ids("working") == alive
