"""Query parameters of requests about documents, with their conversions, and bodies that are documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import media
from ..documents import Condition
from ..errors import illegal_argument, request_invalid
from ..formats.jackson import Malformed
from ..operations import Bool, Call, Choice, Custom, Int, Long, Parameter, Text, Time
from ..search.hits.source import SourceFilter
from ..wire import Json
from .dialect import dialect_of

VERSION_TYPES = ("internal", "external", "external_gte")
UNREAD = "one node and one shard: nothing to wait for, to route to or to prefer"


def read_refresh(name: str, text: str) -> bool:
    """Whether a refresh is forced; `wait_for` waits for one, which changes nothing here."""
    if text in ("true", ""):
        return True
    if text in ("false", "wait_for"):
        return False
    raise illegal_argument(f"Unknown value for {name}: [{text}].")


def _read_op_type(name: str, text: str) -> str:
    if text.lower() in ("create", "index"):
        return text.lower()
    raise illegal_argument(f"opType must be 'create' or 'index', found: [{text}]")


REFRESH = Custom(read_refresh, False)
VERSIONS: dict[str, Parameter] = {
    "version": Long(),
    "version_type": Choice(
        VERSION_TYPES, "internal", lambda name, text: illegal_argument(f"No version type match [{text}]")
    ),
    "if_seq_no": Long(),
    "if_primary_term": Long(),
}
WAITING: dict[str, Parameter] = {
    "refresh": REFRESH,
    "routing": Text(),
    "timeout": Time(),
    "wait_for_active_shards": Text(),
}
WRITING: dict[str, Parameter] = {**WAITING, "pipeline": Text(), "require_alias": Bool(False), **VERSIONS}
INDEXING: dict[str, Parameter] = {**WRITING, "op_type": Custom(_read_op_type, "index")}
DELETING: dict[str, Parameter] = {**WAITING, **VERSIONS}
SHOWN: dict[str, Parameter] = {"_source": Text(), "_source_includes": Text(), "_source_excludes": Text()}
READING: dict[str, Parameter] = {
    **SHOWN,
    "realtime": Bool(True),
    "refresh": REFRESH,
    "routing": Text(),
    "preference": Text(),
    "stored_fields": Text(),
}
GETTING: dict[str, Parameter] = {**READING, **VERSIONS}
UPDATING: dict[str, Parameter] = {
    **WAITING,
    **SHOWN,
    "require_alias": Bool(False),
    "retry_on_conflict": Int(),
    "lang": Text(),
    **VERSIONS,
}
BULK: dict[str, Parameter] = {**WAITING, **SHOWN, "pipeline": Text(), "require_alias": Bool(False)}


def read_document(call: Call, data: bytes, format: str) -> Json:
    """A document's source: what is no JSON is refused in the product's words about documents."""
    dialect = dialect_of(call.state)
    try:
        value = media.parse(data, format, call.contract.product.source)
    except Malformed as refused:
        raise dialect.unreadable(call, data, refused) from None
    if not isinstance(value, dict):
        raise dialect.not_an_object(call)
    return value


def read_condition(call: Call, query: Mapping[str, Any]) -> Condition:
    """The versions a write depends on; half of a pair, or a version of the wrong kind, is refused."""
    seq_no, term, outside = query["if_seq_no"], query["if_primary_term"], query["version"]
    problems = []
    if outside is not None and query["version_type"] == "internal":
        problems.append(
            "internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and"
            " `if_primary_term` instead"
        )
    if seq_no is not None and term is None:
        problems.append("ifSeqNo is set, but primary term is [0]")
    if term is not None and seq_no is None:
        problems.append(f"ifSeqNo is unassigned, but primary term is [{term}]")
    if problems:
        raise request_invalid(*problems)
    return Condition(
        seq_no, term, outside, query["version_type"] == "external_gte", dialect_of(call.state).before_absent
    )


def shown_source(call: Call) -> SourceFilter:
    """`_source`, `_source_includes`, `_source_excludes` of the request."""
    wanted = call.query["_source"]
    includes = _listed(call.query["_source_includes"])
    if wanted is not None and wanted not in ("true", "false", ""):
        includes = _listed(wanted)
    hidden = call.query.get("_source_exclude_vectors")
    return SourceFilter(
        wanted != "false", includes, _listed(call.query["_source_excludes"]), None if hidden is None else not hidden
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split(",") if part)
