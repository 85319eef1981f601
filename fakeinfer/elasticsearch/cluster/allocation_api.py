"""Why shards are where they are: primaries are on the only node, replicas have nowhere to go."""

from __future__ import annotations

from ... import health, indices, nodes
from ...errors import ApiError, illegal_argument, index_not_found, request_invalid
from ...indices.placing import allocation_id
from ...object_parser import BOOLEAN, INT, TEXT, ObjectParser, reader_of
from ...operations import GET, POST, Bool, Call, Int, Parameter, Text, operation
from ...versions import Span
from ...wire import Json
from ..changes import ALLOCATIONS_ARE_EXPLAINED_ANEW
from .node import ABOUT, ROLES

SOURCE = (
    "elastic/elasticsearch-specification:specification/cluster/allocation_explain/ClusterAllocationExplainRequest.ts"
)
TRANSPORT = "127.0.0.1:9300"
NOTE = (
    "No shard was specified in the explain API request, so this response explains a randomly chosen unassigned shard. There"
    " may be other unassigned shards in this cluster which cannot be assigned for different reasons. It may not be possible"
    " to assign this shard until one of the other shards is assigned correctly. To explain the allocation of other shards"
    " (whether assigned or unassigned) you must specify the target shard in the request to this API. See {page} for more"
    " information."
)
NOWHERE = (
    "Elasticsearch isn't allowed to allocate this shard to any of the nodes in the cluster. Choose a node to which you expect"
    " this shard to be allocated, find this node in the node-by-node explanation, and address the reasons which prevent"
    " Elasticsearch from allocating this shard there."
)
STAYS = (
    "Elasticsearch is not allowed to allocate or rebalance this shard to another node. If you expect this shard to be"
    " rebalanced to another node, find this node in the node-by-node explanation and address the reasons which prevent"
    " Elasticsearch from rebalancing this shard there."
)
BALANCED = (
    "This shard is in a well-balanced location and satisfies all allocation rules so it will remain on this node."
    " Elasticsearch cannot improve the cluster balance by moving it to another node. If you expect this shard to be"
    " rebalanced to another node, find the other node in the node-by-node explanation and address the reasons which prevent"
    " Elasticsearch from rebalancing this shard there."
)
EXPLAIN = ObjectParser(
    "cluster/allocation/explain", {"index": TEXT, "shard": INT, "primary": BOOLEAN, "current_node": TEXT}
)
NEW = Span("9.0")
IN_QUERY: dict[str, Parameter] = {
    "index": Text(span=NEW),
    "shard": Int(span=NEW),
    "primary": Bool(None, span=NEW),
    "current_node": Text(span=NEW),
}


@operation(
    "cluster.allocation_explain",
    GET("/_cluster/allocation/explain"),
    POST("/_cluster/allocation/explain"),
    query={
        "include_yes_decisions": Bool(False),
        "include_disk_info": Bool(False),
        "master_timeout": Text(),
        **IN_QUERY,
    },
    body="optional",
    privilege="monitor",
    source=SOURCE,
    reader=reader_of(EXPLAIN),
    unread_query="one node decides, and has room for all",
)
def allocation_explain(call: Call) -> Json:
    """Why a shard is where it is, or why one that has nowhere to go has not."""
    asked = call.body or {name: call.query[name] for name in IN_QUERY if call.query.get(name) is not None}
    if not asked:
        lonely = next((index for index in health.of_indices(call.state) or () if index.unassigned), None)
        if lonely is None:
            raise nothing_to_explain(call)
        return {"note": NOTE.format(page=_page(call)), **_unassigned(call, lonely.name, 0)}
    problems = [f"{name} must be specified" for name in ("index", "shard", "primary") if name not in asked]
    if problems:
        raise request_invalid(*problems)
    index, shard = asked["index"], asked["shard"]
    if not indices.exists(call.state, index):
        absent = index_not_found(index)
        absent.metadata = {"index": index, "index_uuid": "_na_"}
        raise absent
    found = next(one for one in health.of_indices(call.state) or () if one.name == index)
    if not 0 <= shard < found.primaries:
        metadata = {"index": index, "shard": str(shard), "index_uuid": indices.find(call.state, index)["uuid"]}
        raise ApiError(404, "shard_not_found_exception", "no such shard", metadata=metadata)
    if asked["primary"]:
        return _started(call, index, shard, waiting=bool(found.replicas))
    if not found.replicas:
        raise nothing_there(call, index, shard)
    return _unassigned(call, index, shard)


def _page(call: Call) -> str:
    """The page of the documentation that answers name."""
    version = call.contract.version
    if not call.has(ALLOCATIONS_ARE_EXPLAINED_ANEW):
        return f"https://www.elastic.co/guide/en/elasticsearch/reference/{version.line}/cluster-allocation-explain.html"
    return (
        f"https://www.elastic.co/docs/api/doc/elasticsearch/v{version.major}/operation/"
        f"operation-cluster-allocation-explain?version={version.line}"
    )


def nothing_to_explain(call: Call) -> ApiError:
    """No shard was named, and every shard is somewhere."""
    if call.has(ALLOCATIONS_ARE_EXPLAINED_ANEW):
        reason = (
            "There are no unassigned shards in this cluster. Specify an assigned shard in the request body to explain its"
            f" allocation. See {_page(call)} for more information."
        )
        return illegal_argument(reason)
    return illegal_argument(
        "No shard was specified in the request which means the response should explain a randomly-chosen unassigned shard,"
        " but there are no unassigned shards in this cluster. To explain the allocation of an assigned shard you must specify"
        f" the target shard in the request. See {_page(call)} for more information."
    )


def nothing_there(call: Call, index: str, shard: int) -> ApiError:
    """A replica of an index that has none."""
    options = "includeYesDecisions?=false"
    if call.has(ALLOCATIONS_ARE_EXPLAINED_ANEW):
        options = "include_yes_decisions?=false,include_disk_info?=false"
    return illegal_argument(
        f"unable to find any shards to explain [ClusterAllocationExplainRequest[index={index},shard={shard},primary?=false,"
        f"{options}] in the routing table"
    )


def _unassigned(call: Call, index: str, shard: int) -> dict[str, Json]:
    me = nodes.node_id(call)
    explanation = (
        "a copy of this shard is already allocated to this node"
        f" [[{index}][{shard}], node[{me}], [P], s[STARTED], a[id={allocation_id(call, index, shard)}], failed_attempts[0]]"
    )
    return {
        "index": index,
        "shard": shard,
        "primary": False,
        "current_state": "unassigned",
        "unassigned_info": {
            "reason": "INDEX_CREATED",
            "at": call.state.clock.iso(),
            "last_allocation_status": "no_attempt",
        },
        "can_allocate": "no",
        "allocate_explanation": NOWHERE,
        "node_allocation_decisions": [
            {
                "node_id": me,
                "node_name": nodes.node_name(call),
                "transport_address": TRANSPORT,
                "node_attributes": ABOUT,
                "roles": list(ROLES),
                "node_decision": "no",
                "weight_ranking": 1,
                "deciders": [{"decider": "same_shard", "decision": "NO", "explanation": explanation}],
            }
        ],
    }


def _started(call: Call, index: str, shard: int, *, waiting: bool) -> Json:
    """A primary; `waiting` says that a replica of it has nowhere to go."""
    told: dict[str, Json] = {
        "index": index,
        "shard": shard,
        "primary": True,
        "current_state": "started",
        "current_node": {
            "id": nodes.node_id(call),
            "name": nodes.node_name(call),
            "transport_address": TRANSPORT,
            "attributes": ABOUT,
            "roles": list(ROLES),
            "weight_ranking": 1,
        },
        "can_remain_on_current_node": "yes",
    }
    if not waiting:
        told |= {"can_rebalance_cluster": "yes", "can_rebalance_to_other_node": "no"}
        return {**told, "rebalance_explanation": BALANCED}
    decision = {
        "decider": "rebalance_only_when_active",
        "decision": "NO",
        "explanation": "rebalancing is not allowed until all copies of this shard are active",
    }
    told |= {"can_rebalance_cluster": "no", "can_rebalance_cluster_decisions": [decision]}
    return {**told, "can_rebalance_to_other_node": "no", "rebalance_explanation": STAYS}
