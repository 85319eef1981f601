"""How long memories are kept, and how many (3.8 on): the policy of a container, read and merged.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/memorycontainer/{RetentionRule,MemoryConfiguration}.java`.
A rule that an update sets to null is removed; a policy that is null was declined, so that no usual one takes its place. What is
deleted by it, and when, is in `retaining.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...operations import Call
from ..cluster.cluster_settings import setting
from ..ml.values import whole_number
from . import changes, configuration_errors
from .places import KINDS

if TYPE_CHECKING:
    from ...cluster import State

FIELD = "retention_policy"
PREFIX = "plugins.ml_commons.memory."
DAYS, COUNT = "retention_days", "max_count"
Policy = dict[str, dict[str, Any]]


def read(call: Call, given: Mapping[str, Any]) -> dict[str, Any]:
    """`{"retention_policy": ..}` if the configuration says anything of it."""
    if FIELD not in given or not call.has(changes.MEMORY_RETENTION):
        return {}
    sent = given[FIELD]
    return {FIELD: None if sent is None else _policy(sent)}


def _policy(sent: Mapping[str, Any]) -> Policy:
    policy: Policy = {}
    for name, rule in sent.items():
        if name == "working":
            raise configuration_errors.working_memory_follows_sessions()
        kind = name.lower()
        if kind not in KINDS:
            raise configuration_errors.unknown_kind_to_retain(name)
        read = {field: _count(rule, field) for field in (DAYS, COUNT) if field in rule}
        if kind == "history" and read.get(DAYS) is not None:
            raise configuration_errors.history_has_no_days()
        policy[kind] = read
    if "working" in policy:
        raise configuration_errors.working_memory_follows_sessions()
    return {kind: policy[kind] for kind in KINDS if kind in policy}


def _count(rule: Mapping[str, Any], field: str) -> int | None:
    if rule[field] is None:
        return None
    number = whole_number(rule[field])
    if number <= 0:
        raise configuration_errors.not_positive(field)
    return number


def refuse_when_off(state: State, configuration: Mapping[str, Any]) -> None:
    """A policy is taken only while retention is switched on; declining one is always possible."""
    if configuration.get(FIELD) and not is_on(state):
        raise configuration_errors.retention_is_off()


def is_on(state: State) -> bool:
    """Whether memories are retained for a time only."""
    return setting(state, PREFIX + "retention_enabled") is True


def with_usual(state: State, configuration: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration of a new container, with the administrator's usual policy if it says nothing of its own."""
    declined = FIELD in configuration and configuration[FIELD] is None
    if not is_on(state) or declined or configuration.get(FIELD):
        return dict(configuration)
    rules = {
        "sessions": {DAYS: _usual(state, "session_retention_days"), COUNT: _usual(state, "session_max_count")},
        "long-term": {COUNT: _usual(state, "long_term_max_count")},
        "history": {COUNT: _usual(state, "history_max_count")},
    }
    set_ones = {kind: {name: value for name, value in rule.items() if value} for kind, rule in rules.items()}
    policy = {kind: rule for kind, rule in set_ones.items() if rule}
    return {**configuration, FIELD: policy} if policy else dict(configuration)


def _usual(state: State, name: str) -> int:
    value = setting(state, f"{PREFIX}default_{name}")
    return int(value) if value and value > 0 else 0


def merged(into: Mapping[str, Any], kept: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration with the policy after an update, which changes only the fields that it names."""
    if FIELD not in asked:
        return dict(into)
    if asked[FIELD] is None:
        return {**into, FIELD: None}
    policy = dict(kept.get(FIELD) or {})
    for kind, rule in asked[FIELD].items():
        policy[kind] = {**policy.get(kind, {}), **rule}
    return {**into, FIELD: {kind: policy[kind] for kind in KINDS if kind in policy}}


def warn(call: Call, configuration: Mapping[str, Any]) -> None:
    """Sessions that a container does not keep cannot be retained."""
    if configuration["disable_session"] and "sessions" in (configuration.get(FIELD) or {}):
        call.warnings.append(
            "sessions retention_policy has no effect when disableSession=true; working memory TTL is governed by cluster "
            "setting plugins.ml_commons.memory.working_memory_ttl_days"
        )
