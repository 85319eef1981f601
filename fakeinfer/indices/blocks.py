"""What is refused of an index that is closed, or that its settings block for reads, writes or changes.

A record holds "closed": true, and under "blocks" the names of the settings that block it; an index that is open to all has neither.
Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/cluster/metadata/IndexMetadata.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..errors import ApiError
from . import COLLECTION, setting

if TYPE_CHECKING:
    from ..cluster import State

Level = Literal["read", "write", "metadata_read", "metadata_write", "removal"]
"""What is done to an index; removing it is a change of its metadata that one of the blocks lets pass."""


class Block(NamedTuple):
    """What one setting forbids."""

    label: str
    levels: tuple[Level, ...]
    status: int = 403


BLOCKS = {
    "blocks.read_only": Block("FORBIDDEN/5/index read-only (api)", ("write", "metadata_write", "removal")),
    "blocks.read": Block("FORBIDDEN/7/index read (api)", ("read",)),
    "blocks.write": Block("FORBIDDEN/8/index write (api)", ("write",)),
    "blocks.metadata": Block("FORBIDDEN/9/index metadata (api)", ("metadata_write", "metadata_read", "removal")),
    "blocks.read_only_allow_delete": Block(
        "TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block",
        ("write", "metadata_write"),
        429,
    ),
}


def with_blocks(record: dict[str, Any]) -> dict[str, Any]:
    """The record with what its settings block."""
    names = [name for name in BLOCKS if str(setting(record, name, "false")) == "true"]
    rest = {key: value for key, value in record.items() if key != "blocks"}
    return {**rest, "blocks": names} if names else rest


def check(state: State, index: str, level: Level) -> None:
    """Refuse what may not be done to an index; one that is not there refuses nothing."""
    record = state.store.get(COLLECTION, index)
    if record is not None and ("closed" in record or "blocks" in record):
        refuse(index, record, level)


def refuse(index: str, record: dict[str, Any], level: Level) -> None:
    """400 for the contents of a closed index, 403 for what is blocked."""
    if "closed" in record and level in ("read", "write"):
        raise index_closed(index, record["uuid"])
    blocks = [BLOCKS[name] for name in record.get("blocks", ()) if level in BLOCKS[name].levels]
    if blocks:
        raise blocked(index, blocks)


def index_closed(index: str, uuid: str) -> ApiError:
    """`IndexClosedException`: 400."""
    return ApiError(400, "index_closed_exception", "closed", metadata={"index": index, "index_uuid": uuid})


def blocked(index: str, blocks: list[Block]) -> ApiError:
    """`ClusterBlockException`: 403, or 429 when the index may be deleted at least."""
    status = 429 if all(block.status == 429 for block in blocks) else 403
    labels = "".join(f"[{block.label}];" for block in blocks)
    return ApiError(status, "cluster_block_exception", f"index [{index}] blocked by: {labels}")
