from __future__ import annotations

import re

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.product import PRODUCT
from fakeinfer.elasticsearch.security import FEATURE
from fakeinfer.elasticsearch.security.actions import ACTIONS, action_of
from tests.elasticsearch.security.asking import secured, send, with_role


@pytest.mark.parametrize("line", list(PRODUCT.releases))
def test_every_operation_says_which_action_it_is(line: str) -> None:
    state = secured(line).state
    unsaid = [
        operation.id
        for operation in contract_for("elasticsearch", line).operations.values()
        if operation.feature != FEATURE and action_of(state, operation) is None
    ]
    assert unsaid == []


def test_every_action_is_that_of_an_operation() -> None:
    known = {id for line in PRODUCT.releases for id in contract_for("elasticsearch", line).operations}
    assert set(ACTIONS) - known == set()


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ("8.11", "cluster:internal/xpack/inference"),
        ("8.17", "cluster:monitor/xpack/inference"),
        ("9.5", "cluster:monitor/xpack/inference/post"),
    ],
)
def test_performing_had_other_names(version: str, name: str) -> None:
    state = secured(version).state
    action = action_of(state, state.contract.operations["inference.inference"])
    assert action is not None
    assert action.name == name


EVERYTHING = {"cluster": ["all"], "indices": [{"names": ["*"], "privileges": ["all"]}]}
LITTLE = {"cluster": [], "indices": [{"names": ["a*"], "privileges": ["read"]}]}


@pytest.mark.parametrize("role", [EVERYTHING, LITTLE], ids=["all", "little"])
@pytest.mark.parametrize("line", ["8.11", "8.19", "9.5"])
def test_every_route_can_be_asked_for_by_others_than_superusers(line: str, role: dict[str, object]) -> None:
    cluster = with_role(role, line)
    beginning = cluster.snapshot()
    for operation in cluster.contract.operations.values():
        for route in operation.routes:
            if cluster.contract.version in route.span:
                path = re.sub(r"\{\w+\}", "a1", route.path)
                body: object = {} if operation.body not in ("none", "ignored") else None
                response = send(cluster, route.method, path, body, who="bob:secret-1")
                assert response.status != 501 or b"privileges for" not in response.content, operation.id
                cluster.restore(beginning)
    assert cluster.bugs == []
