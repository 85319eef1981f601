"""Whether the one node there is may do a piece of work: roles, names, policy, limits, and what it has left of memory and disk.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/{task/MLTaskDispatcher,cluster/DiscoveryNodeHelper,
breaker/}`. The node has the roles of a data node and not the role `ml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..algorithms import errors as algorithm_errors
from ..cluster.cluster_settings import setting
from ..ml.counts import breaker_opened
from ..ml.task_records import PENDING
from . import deployment_errors

if TYPE_CHECKING:
    from ...cluster import State

ML = "plugins.ml_commons."
HEAP_USED = 16
"""Percent of the heap that the node says it uses."""
FREE_DISK = 100 * 2**30
NO_LIMIT = 100


def node_fits(state: State, *, remote: bool = False) -> bool:
    """Whether models of a kind may run on the node; remote ones need no ML node."""
    excluded = str(setting(state, f"{ML}exclude_nodes._name") or "")
    if state.node_name in [name.strip() for name in excluded.split(",")]:
        return False
    if not remote and setting(state, f"{ML}only_run_on_ml_node"):
        return False
    kind = "remote_model" if remote else "local_model"
    roles = setting(state, f"{ML}task_dispatcher.eligible_node_role.{kind}")
    return roles is None or "data" in roles


def choose_node(state: State, *, to_predict: bool = False, remote: bool = False) -> None:
    """Refuse work that no node may do, or that finds none idle enough."""
    if not node_fits(state, remote=remote):
        raise algorithm_errors.no_node_to_predict() if to_predict else deployment_errors.no_eligible_node()
    policy = setting(state, f"{ML}task_dispatch_policy")
    if policy not in ("round_robin", "least_load"):
        raise algorithm_errors.unknown_policy()
    if policy == "least_load" and len(state.store[PENDING]) >= setting(state, f"{ML}max_ml_task_per_node"):
        raise algorithm_errors.node_is_busy()


def check_breakers(state: State) -> None:
    """Refuse work while too much of heap or disk is used; remote models are never refused for that."""
    name = open_breaker(state)
    if name is not None:
        raise algorithm_errors.breaker_is_open(name)


def open_breaker(state: State) -> str | None:
    """What there is too little of, "Disk" or "Memory"; a heap threshold of 100 and a disk threshold of -1 let all pass."""
    free = setting(state, f"{ML}disk_free_space_threshold")
    heap = setting(state, f"{ML}jvm_heap_memory_threshold")
    for name, is_open in (
        ("Disk", free is not None and free > FREE_DISK),
        ("Memory", heap is not None and heap != NO_LIMIT and heap < HEAP_USED),
    ):
        if is_open:
            breaker_opened(state)
            return name
    return None


def breaker_problem(state: State) -> str | None:
    """The same in the words of a task that fails for it."""
    name = open_breaker(state)
    return None if name is None else algorithm_errors.breaker_is_open(name).reason
