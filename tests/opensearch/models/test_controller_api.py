"""Controllers: the limits of single users, and what they do where users are known."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.security.users import User
from tests.opensearch.asking import ML, ask, new_model, ok

LIMITS = {"user_rate_limiter": {"ann": {"limit": 1, "unit": "MINUTES"}}}


def predict(cluster: Cluster, model: str) -> int:
    return ask(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}}).status


def test_without_security_nobody_is_limited() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/controllers/{model}", LIMITS)
    assert [predict(cluster, model) for _ in range(3)] == [200, 200, 200]


def test_a_user_is_limited_until_time_has_passed() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/controllers/{model}", LIMITS)
    cluster.state.user = User("ann", roles=("all_access",))
    assert [predict(cluster, model) for _ in range(2)] == [200, 429]
    cluster.state.user = User("bob", roles=("all_access",))
    assert predict(cluster, model) == 200
    cluster.state.user = User("ann", roles=("all_access",))
    cluster.state.clock.advance(minutes=1)
    assert predict(cluster, model) == 200


def test_a_deleted_controller_limits_nobody() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/controllers/{model}", LIMITS)
    cluster.state.user = User("ann", roles=("all_access",))
    assert [predict(cluster, model) for _ in range(2)] == [200, 429]
    ok(cluster, "DELETE", f"{ML}/controllers/{model}")
    assert predict(cluster, model) == 200
