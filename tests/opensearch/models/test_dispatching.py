"""Where work is done: what keeps the node from it."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.models.dispatching import HEAP_USED, check_breakers, node_fits
from tests.opensearch.asking import KEY


def cluster(**settings: Any) -> Cluster:
    own = {f"{KEY}{name}": value for name, value in settings.items()}
    return Cluster("opensearch", settings={f"{KEY}only_run_on_ml_node": False, **own})


def test_remote_models_need_no_ml_node() -> None:
    state = cluster(only_run_on_ml_node=True).state
    assert node_fits(state, remote=True)
    assert not node_fits(state)


def test_a_node_is_left_out_by_name() -> None:
    assert not node_fits(cluster(**{"exclude_nodes._name": "other, fakeinfer-1"}).state, remote=True)
    assert node_fits(cluster(**{"exclude_nodes._name": "other"}).state)


def test_a_kind_of_model_may_be_kept_from_data_nodes() -> None:
    state = cluster(**{"task_dispatcher.eligible_node_role.remote_model": ["ml"]}).state
    assert not node_fits(state, remote=True)
    assert node_fits(state)


@pytest.mark.parametrize(("threshold", "opens"), [(HEAP_USED - 1, True), (HEAP_USED, False), (100, False)])
def test_the_heap_breaker_opens_above_its_threshold(threshold: int, opens: bool) -> None:
    state = cluster(jvm_heap_memory_threshold=threshold).state
    if not opens:
        check_breakers(state)
        return
    with pytest.raises(ApiError) as refused:
        check_breakers(state)
    assert refused.value.status == 429
