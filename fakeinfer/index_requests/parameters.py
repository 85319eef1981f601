"""Query parameters of requests about indices, and the shards that such requests count."""

from __future__ import annotations

from .. import health
from ..indices.dialect import dialect_of
from ..indices.registered import check_active_shards
from ..indices.resolving import EXPANDS, options_of, resolve
from ..operations import Call, Custom, Parameter, Time
from ..wire import Json

TIMEOUTS: dict[str, Parameter] = {"timeout": Time(), "master_timeout": Time()}
CLOSED_TOO: dict[str, Parameter] = {"expand_wildcards": EXPANDS._replace(default="open,closed")}
NOTHING_TO_WAIT_FOR = "the only node answers at once, from what it holds"


def read_active_shards(name: str, text: str) -> str:
    """`wait_for_active_shards`: a number or all; nobody waits."""
    check_active_shards(text)
    return text


ACTIVE_SHARDS = Custom(read_active_shards)


def read_map(call: Call, data: bytes, format: str) -> Json:
    """A body that the server turns into a map before it looks at it."""
    return dialect_of(call.state).read_map(call, data, format)


def shards_of(call: Call, *, primaries_only: bool = False) -> dict[str, Json]:
    """The shards that something was done to: those of the indices that the path names."""
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    found = health.of_indices(call.state, ",".join(names)) if names else []
    primaries = sum(index.primaries for index in found or ())
    total = primaries + (0 if primaries_only else sum(index.unassigned for index in found or ()))
    return {"total": total, "successful": primaries, "failed": 0}
