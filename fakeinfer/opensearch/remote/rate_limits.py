"""Rate limits of models: a bucket of tokens that fills by the cluster's clock.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/common/util/TokenBucket.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..ml import indices as ml_indices
from ..ml.indices import CONTROLLERS
from . import errors

if TYPE_CHECKING:
    from ...cluster import State

BUCKETS = "ml_rate_limits"
_MILLIS = {
    "DAYS": 86_400_000.0, "HOURS": 3_600_000.0, "MINUTES": 60_000.0, "SECONDS": 1000.0, "MILLISECONDS": 1.0,
    "MICROSECONDS": 0.001, "NANOSECONDS": 0.000001,
}  # fmt: skip


def refuse_too_many(state: State, id: str, model: Mapping[str, Any]) -> None:
    """Refuse a call beyond the model's limit, or beyond that which its controller sets to the user."""
    limiter = model.get("rate_limiter")
    if limiter and _is_whole(limiter) and not allows(state, id, limiter):
        raise errors.throttled()
    if state.user is None or not model.get("is_controller_enabled"):
        return
    controller = ml_indices.find(state, CONTROLLERS, id) or {}
    own = (controller.get("user_rate_limiter") or {}).get(state.user.name)
    if own and _is_whole(own) and not allows(state, f"{id}/{state.user.name}", own):
        raise errors.user_throttled()


def _is_whole(limiter: Mapping[str, Any]) -> bool:
    """A limit without a number or without a unit limits nothing."""
    return bool(limiter.get("limit") and limiter.get("unit"))


def allows(state: State, key: str, limiter: Mapping[str, str]) -> bool:
    """Whether one more call is within the limit `{limit, unit}`; it counts if it is."""
    per_unit, unit = float(limiter["limit"]), limiter["unit"]
    limit = max(per_unit, 1.0)  # a bucket holds one token at least
    now = state.clock.millis
    bucket = state.store.get(BUCKETS, key)
    if bucket is None or bucket["limiter"] != dict(limiter):
        bucket = {"limiter": dict(limiter), "tokens": limit, "at": now}
    filled: float = min(limit, bucket["tokens"] + (now - bucket["at"]) * per_unit / _MILLIS[unit])
    allowed = filled >= 1
    state.store.put(BUCKETS, key, {**bucket, "tokens": filled - 1 if allowed else filled, "at": now})
    return allowed
