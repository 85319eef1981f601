"""Where the shards of indices are: primaries on the only node, replicas nowhere; and what may not be done to indices, by the
numbers that servers give these blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .. import nodes
from ..health import IndexHealth
from ..operations import Call
from ..wire import Json
from . import find
from .blocks import BLOCKS


def allocation_id(call: Call, index: str, number: int) -> str:
    """The id of the only copy of a shard that is somewhere."""
    return call.state.ids.fixed(f"allocation/{index}/{number}")


def copies(call: Call, index: IndexHealth, more: dict[str, Any] | None = None) -> Iterator[list[dict[str, Any]]]:
    """Each shard of an index with its copies: the primary, and replicas that have nowhere to go; `more` is told of each."""
    for number in range(index.primaries):
        where = {"relocating_node": None, "shard": number, "index": index.name}
        assigned = {"allocation_id": {"id": allocation_id(call, index.name, number)}}
        primary = {
            "state": "STARTED",
            "primary": True,
            "node": nodes.node_id(call),
            **where,
            **assigned,
            **(more or {}),
        }
        waiting = {
            "recovery_source": {"type": "PEER"},
            "unassigned_info": {
                "reason": "INDEX_CREATED",
                "at": call.state.clock.iso(),
                "delayed": False,
                "allocation_status": "no_attempt",
            },
        }
        replica = {"state": "UNASSIGNED", "primary": False, "node": None, **where, **waiting, **(more or {})}
        yield [primary, *[replica] * index.replicas]


def told_blocks(call: Call, found: Iterable[IndexHealth]) -> Json:
    """The `blocks` of a cluster's state."""
    told: dict[str, Json] = {}
    for index in found:
        record = find(call.state, index.name)
        blocks: dict[str, Json] = {}
        if "closed" in record:
            blocks["4"] = {"description": "index closed", "retryable": False, "levels": ["read", "write"]}
        for name in record.get("blocks", ()):
            block = BLOCKS[name]
            _, number, description = block.label.split("/", 2)
            levels = [level for level in block.levels if level != "removal"]
            blocks[number] = {"description": description, "retryable": False, "levels": levels}
        if blocks:
            told[index.name] = blocks
    return {"indices": told} if told else {}
