"""What a script leaves of a document that a request runs over: written anew, removed, or left alone.

Source: opensearch-project/OpenSearch:modules/reindex/src/main/java/org/opensearch/index/reindex/AbstractAsyncBulkByScrollAction.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..documents import Document, Source
from ..errors import illegal_argument
from ..ingest.errors import class_cast
from ..script_definitions import Script
from .dialect import dialect_of
from .scripts import run_script

if TYPE_CHECKING:
    from ..cluster import State

OPERATIONS = ("noop", "index", "delete")


class Draft(NamedTuple):
    """A document on its way: where it is to go, and what is to be done with it."""

    target: str
    """The index."""
    id: str | None
    source: Source
    routing: str | None
    version: int | None
    operation: str = "index"


def scripted(state: State, script: Script | None, draft: Draft, kind: str, found: Draft) -> Draft:
    """The draft as the script leaves it; `kind` is what it is a script of, `found` the document as it is found."""
    if script is None:
        return draft
    if dialect_of(state).context is not None:
        return _scripted_as_found(state, script, draft, kind, found)
    before: dict[str, Any] = {
        "_routing": draft.routing,
        "op": "index",
        "_index": draft.target,
        "_source": draft.source,
        "_id": draft.id,
        "_version": draft.version,
    }
    after = run_script(state, script, before, kind)
    operation = after.pop("op", None)
    if operation is None:
        raise illegal_argument("Script cleared operation type")
    if not isinstance(operation, str):
        raise class_cast(operation, "java.lang.String")
    if operation not in OPERATIONS:
        raise illegal_argument(f"Operation type [{operation}] not allowed, only [{', '.join(OPERATIONS)}] are allowed")
    source = after.get("_source")
    if not isinstance(source, dict):
        raise class_cast(source, "java.util.Map")
    added = sorted(set(after) - set(before))
    if added:
        raise illegal_argument(f"Invalid fields added to context [{','.join(added)}]")
    return Draft(after.get("_index"), after.get("_id"), source, after.get("_routing"), after.get("_version"), operation)  # type: ignore[arg-type]


def _scripted_as_found(state: State, script: Script, draft: Draft, kind: str, found: Draft) -> Draft:
    """The same where scripts see the document as it is found, and their `ctx` refuses what may not be changed."""
    version = -1 if kind == "reindex" and draft.version is None else found.version
    before: dict[str, Any] = {
        "_source": draft.source,
        "_index": found.target,
        "_id": found.id,
        "_version": version,
        "_routing": found.routing,
        "op": "index",
        "_now": state.clock.millis,
    }
    after = run_script(state, script, before, kind)
    source = after.get("_source")
    if not isinstance(source, dict):
        raise class_cast(source, "java.util.Map")
    changed = {name: after.get(name) != before[name] for name in before}
    return Draft(
        after["_index"] if changed["_index"] else draft.target,
        after.get("_id") if changed["_id"] else draft.id,
        source,
        after.get("_routing") if changed["_routing"] else draft.routing,
        after.get("_version") if changed["_version"] else draft.version,
        after["op"],
    )


def refuse_moved(before: Draft, after: Draft) -> None:
    """An update leaves a document where it is."""
    moved = {
        "_index": before.target != after.target,
        "_id": before.id != after.id,
        "_version": before.version != after.version,
        "_routing": before.routing != after.routing,
    }
    for name, found in moved.items():
        if found:
            raise illegal_argument(f"Modifying [{name}] not allowed")


def draft_of(index: str, document: Document) -> Draft:
    """A document as it is found."""
    return Draft(index, document.id, document.source, document.routing, document.version)
