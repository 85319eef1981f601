from __future__ import annotations

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.product import PRODUCT
from fakeinfer.elasticsearch.security import FEATURE
from fakeinfer.elasticsearch.security.actions import ACTIONS, action_of

from .asking import secured


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
