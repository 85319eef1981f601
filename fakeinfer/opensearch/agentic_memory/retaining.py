"""Deleting what containers keep no longer (3.8 on): the job that the server runs every so many hours, by the clock.

Nothing runs by itself here: what was due is done before the next call of a memory container, as it would have been by then.
`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/jobs/processors/MemoryRetentionJobProcessor.java`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import documents, indices
from ...documents import Document
from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml import tenancy
from . import places, retention
from .places import CONTAINERS

if TYPE_CHECKING:
    from ...cluster import State

JOB = "ml_memory_retention"
HOUR = 3_600_000
DAY = 24 * HOUR
BASELINE = "orphan_sweep_baseline_time"
"""When a container was first looked at for working memories without a session, none of which is deleted right then."""


def run_when_due(state: State) -> None:
    """Do what has become due, where there are no tenants; the first run is one interval after retention was switched on."""
    if tenancy.has_tenants(state):
        return
    interval = HOUR * int(setting(state, retention.PREFIX + "retention_job_interval_hours"))
    job, now = state.store.get(JOB, "next"), state.clock.millis
    if job is None:
        state.store.put(JOB, "next", {"at": now + interval})
    elif now >= job["at"]:
        last = job["at"] + (now - job["at"]) // interval * interval
        for at in dict.fromkeys((job["at"], last)):
            _run(state, at)
        state.store.put(JOB, "next", {"at": last + interval})


def _run(state: State, now: int) -> None:
    """One run; what lies between the first and the last that are due makes no difference."""
    containers = sorted(ml_indices.every(state, CONTAINERS), key=lambda container: container.id)
    for container in containers:
        configuration = _with_policy(state, container)
        if configuration.get(retention.FIELD):
            _Container(state, container.id, configuration, now).retain()
    for container in containers:
        source = ml_indices.find(state, CONTAINERS, container.id) or {}
        configuration = source["configuration"]
        if not configuration.get(retention.FIELD) or configuration["disable_session"]:
            continue
        if BASELINE not in source:
            ml_indices.change(state, CONTAINERS, container.id, {BASELINE: now})
        elif now >= source[BASELINE] + _orphans_live(state):
            _Container(state, container.id, configuration, now).forget_orphans()


def _orphans_live(state: State) -> int:
    return DAY * int(setting(state, retention.PREFIX + "orphan_ttl_days"))


def _with_policy(state: State, container: Document) -> dict[str, Any]:
    """A container's configuration; the administrator's usual policy becomes its own."""
    kept: dict[str, Any] = container.source["configuration"]
    configuration = retention.with_usual(state, kept)
    if configuration != kept:
        ml_indices.change(state, CONTAINERS, container.id, {"configuration": configuration})
    return configuration


class _Container(NamedTuple):
    """A container at one run."""

    state: State
    id: str
    configuration: Mapping[str, Any]
    now: int

    def retain(self) -> None:
        """Delete by the rules: sessions with what was said in them, long-term memories, history, and what is of no session."""
        policy = self.configuration[retention.FIELD]
        sessions = self.outlived("sessions", policy.get("sessions") or {}, "last_updated_time")
        names = {session.id for session in sessions}
        self.remove("working", (kept for kept in self.kept("working") if _session(kept) in names))
        self.remove("sessions", sessions)
        for kind, field in (("long-term", "last_updated_time"), ("history", "created_time")):
            self.remove(kind, self.outlived(kind, policy.get(kind) or {}, field))
        days = int(setting(self.state, retention.PREFIX + "working_memory_ttl_days"))
        if self.configuration["disable_session"] and days > 0:
            self.remove("working", self.older("working", days * DAY))

    def forget_orphans(self) -> None:
        """Delete old working memories whose session is not there, and such as are nobody's."""
        sessions = {session.id for session in self.kept("sessions")}
        old = self.older("working", _orphans_live(self.state))
        self.remove("working", (kept for kept in old if _is_nobodys(kept) or _session(kept) not in (*sessions, None)))

    def kept(self, kind: str) -> list[Document]:
        """The container's memories of a kind."""
        index = places.index_of(self.state, self.configuration, kind)
        if index is None or not indices.exists(self.state, index):
            return []
        found = documents.all_documents(self.state, index)
        return [memory for memory in found if memory.source.get("memory_container_id") == self.id]

    def older(self, kind: str, age: int) -> list[Document]:
        """Those that were made longer ago."""
        return [memory for memory in self.kept(kind) if memory.source["created_time"] < self.now - age]

    def outlived(self, kind: str, rule: Mapping[str, Any], field: str) -> list[Document]:
        """Those that a rule does not keep: too old, or the oldest of too many; what is pinned is kept."""
        free = [memory for memory in self.kept(kind) if memory.source.get("pinned") is not True]
        free.sort(key=lambda memory: (memory.source[field], memory.id))
        days, most = rule.get(retention.DAYS), rule.get(retention.COUNT)
        old = [] if days is None else [memory for memory in free if memory.source[field] < self.now - days * DAY]
        if most is None:
            return old
        if kind != "sessions":  # what is too old is gone before these are counted
            free = free[len(old) :]
        surplus = free[: max(len(free) - most, 0)]
        return [*old, *(memory for memory in surplus if memory not in old)]

    def remove(self, kind: str, memories: Iterable[Document]) -> None:
        """Delete memories of a kind."""
        index = places.index_of(self.state, self.configuration, kind)
        for memory in list(memories):
            documents.remove(self.state, str(index), memory.id, refresh=True)


def _session(memory: Document) -> str | None:
    session: str | None = (memory.source.get("namespace") or {}).get("session_id")
    return session


def _is_nobodys(memory: Document) -> bool:
    namespace = memory.source.get("namespace") or {}
    return all(namespace.get(name) is None for name in ("session_id", "user_id", "agent_id"))
