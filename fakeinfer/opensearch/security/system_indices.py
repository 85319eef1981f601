"""Indices that belong to the server: nobody writes or removes them, and reading finds nothing in them.

They are those of the demo configuration's `plugins.security.system_indices.indices` that ML Commons and k-NN have, and the
plugin's own. Source: opensearch-project/security:.../privileges/SystemIndexAccessEvaluator.java; observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ... import documents, indices
from ...errors import CustomError, resource_not_found
from ...operations import Call
from . import errors
from .patterns import matches_any

if TYPE_CHECKING:
    from ...cluster import State

SECURITY_INDEX = ".opendistro_security"
PROTECTED = frozenset(
    (
        SECURITY_INDEX, ".plugins-ml-agent", ".plugins-ml-config", ".plugins-ml-connector", ".plugins-ml-controller",
        ".plugins-ml-model-group", ".plugins-ml-model", ".plugins-ml-task", ".plugins-ml-conversation-meta",
        ".plugins-ml-conversation-interactions", ".plugins-ml-memory-meta", ".plugins-ml-memory-message",
        ".plugins-ml-stop-words", ".opensearch-knn-models",
    )
)  # fmt: skip
DENIED = (
    "indices:data/write*", "indices:admin/delete*", "indices:admin/mapping/delete*", "indices:admin/mapping/put*",
    "indices:admin/freeze*", "indices:admin/settings/update*", "indices:admin/aliases", "indices:admin/close*",
)  # fmt: skip
"""What nobody does to them."""
KINDS = (
    "actiongroups", "allowlist", "audit", "config", "internalusers", "nodesdn", "roles", "rolesmapping", "tenants",
    "whitelist",
)  # fmt: skip


def put_in_place(state: State) -> None:
    """The plugin's own index, with a document for each kind of configuration."""
    text = {"type": "text", "fields": {"keyword": {"type": "keyword", "ignore_above": 256}}}
    settings = {"index.number_of_shards": "1", "index.auto_expand_replicas": "0-all", "index.hidden": "true"}
    mappings = {"properties": dict.fromkeys(KINDS, text)}
    indices.create(state, SECURITY_INDEX, mappings=mappings, settings=settings, hidden=True)
    for kind in KINDS:
        documents.write(state, SECURITY_INDEX, kind, {kind: ""})


def refuse_changes(state: State, action: str, names: Iterable[str]) -> None:
    """403, for administrators too, when a protected index is among those to be changed."""
    if matches_any(DENIED, action) and any(name in PROTECTED for name in names):
        raise errors.no_permissions((), state.user)


def hide_contents(call: Call, names: Iterable[str]) -> None:
    """Let a request that reads protected indices find nothing there."""
    hidden = sorted(PROTECTED.intersection(names))
    if not hidden:
        return
    operation, id = call.operation.id, call.path.get("id", "")
    if operation == "get_source":
        raise resource_not_found(f"Document not found [{hidden[0]}]/[{id}]")
    if operation in ("get", "exists"):
        raise CustomError(404, {"_index": hidden[0], "_id": id, "found": False})
    if operation in ("search", "count"):
        from ...search.confining import Confinement  # read by who searches

        call.within = (*call.within, Confinement(must_not=[{"terms": {"_index": hidden}}]))
