"""Rate limits of models: a bucket of tokens that fills by the cluster's clock.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/common/util/TokenBucket.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...cluster import State

BUCKETS = "ml_rate_limits"
_MILLIS = {
    "DAYS": 86_400_000.0, "HOURS": 3_600_000.0, "MINUTES": 60_000.0, "SECONDS": 1000.0, "MILLISECONDS": 1.0,
    "MICROSECONDS": 0.001, "NANOSECONDS": 0.000001,
}  # fmt: skip


def allows(state: State, key: str, limiter: Mapping[str, str]) -> bool:
    """Whether one more call is within the limit `{limit, unit}`; it counts if it is."""
    limit, unit = float(limiter["limit"]), limiter["unit"]
    now = state.clock.millis
    bucket = state.store.get(BUCKETS, key)
    if bucket is None or bucket["limiter"] != dict(limiter):
        bucket = {"limiter": dict(limiter), "tokens": limit, "at": now}
    filled: float = min(limit, bucket["tokens"] + (now - bucket["at"]) * limit / _MILLIS[unit])
    allowed = filled >= 1
    state.store.put(BUCKETS, key, {**bucket, "tokens": filled - 1 if allowed else filled, "at": now})
    return allowed
