"""Indices as they were: scrolls, which go on page by page, and points in time, which searches look at.

Both keep what the indices held when they were opened. Ids look like the servers' and say the same: the numbers of the kept
contexts and where they are.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import indices
from ..errors import ApiError, illegal_argument
from ..formats import javabase64
from ..operations import read_time
from ..wire import Json
from . import errors
from .changes import LONG_CONTEXT_IDS, SORTS_BY_SHARD_DOC
from .collecting import Target, check_keep_alive
from .locate import Place
from .query import Merged
from .request import SearchRequest
from .view import view_of

if TYPE_CHECKING:
    from ..cluster import State

SCROLLS = "scrolls"
POINTS_IN_TIME = "points_in_time"


class Scroll(NamedTuple):
    """A search that goes on."""

    merged: Merged
    request: SearchRequest
    position: int
    """Where the next page begins."""
    contexts: int
    """How many indices it keeps."""
    expires: float


class PointInTime(NamedTuple):
    """Indices at one moment."""

    id: str
    targets: tuple[Target, ...]
    created: int
    kept_for: float
    expires: float


# --- scrolls ----------------------------------------------------------------------------------------------------------


def begin_scroll(state: State, targets: Sequence[Target], merged: Merged, request: SearchRequest) -> str:
    """Keep what a search found beyond its first page; the id to go on with."""
    assert request.kept_for is not None
    numbers = _numbers(state, len(targets))
    id = _encoded(_scroll_bytes(state, numbers))
    kept = Scroll(merged, request, request.size, len(targets), _expiry(state, request.kept_for))
    state.store.put(SCROLLS, id, kept)
    return id


def next_page(state: State, id: str, kept_for: float | None) -> tuple[Scroll, bool]:
    """The scroll with the page that comes next, and whether it can go on after it."""
    numbers = _read_scroll_id(state, id)
    scroll: Scroll | None = _alive(state, SCROLLS, id)
    if scroll is None:
        raise errors.contexts_missing([_missing(state, number) for number in numbers])
    if kept_for is None:
        state.store.delete(SCROLLS, id)
    else:
        check_keep_alive(kept_for, "search.max_keep_alive")
        after = scroll._replace(position=scroll.position + scroll.request.size, expires=_expiry(state, kept_for))
        state.store.put(SCROLLS, id, after)
    return scroll, kept_for is not None


def end_scrolls(state: State, ids: Sequence[str]) -> int:
    """Forget scrolls; how many contexts that frees. `_all` frees one whatever there was, as the servers say."""
    if "_all" in ids:
        state.store.drop(SCROLLS)
        return 1
    for id in ids:
        _read_scroll_id(state, id)
    freed = 0
    for id in ids:
        scroll: Scroll | None = _alive(state, SCROLLS, id)
        if scroll is not None:
            freed += scroll.contexts
            state.store.delete(SCROLLS, id)
    return freed


# --- points in time ---------------------------------------------------------------------------------------------------


def open_point_in_time(state: State, names: Sequence[str], kept_for: float) -> PointInTime:
    """Keep what indices hold now."""
    targets = tuple(Target(view_of(state, name), indices.find(state, name)) for name in names)
    id = _encoded(_point_bytes(state, targets))
    point = PointInTime(id, targets, state.clock.millis, kept_for, _expiry(state, kept_for))
    state.store.put(POINTS_IN_TIME, id, point)
    return point


def find_points_in_time(state: State) -> list[PointInTime]:
    """Those that are open."""
    return [point for id in list(state.store[POINTS_IN_TIME]) if (point := _alive(state, POINTS_IN_TIME, id))]


def named_point_in_time(state: State, id: str) -> PointInTime | None:
    """One that is open, by its id; what is no id is refused."""
    _read_point_id(id)
    point: PointInTime | None = _alive(state, POINTS_IN_TIME, id)
    return point


def close_point_in_time(state: State, id: str) -> int:
    """Forget one; how many contexts that frees."""
    point = named_point_in_time(state, id)
    if point is None:
        return 0
    state.store.delete(POINTS_IN_TIME, id)
    return len(point.targets)


def read_point_in_time(request: SearchRequest, value: dict[str, Json], place: Place, state: State) -> None:
    """`pit` of a body."""
    id, kept_for = None, None
    for key, given in value.items():
        here = place / key
        if key == "id" and isinstance(given, str):
            id = given
        elif key == "keep_alive" and isinstance(given, str):
            try:
                kept_for = read_time("keep_alive", given)
            except ApiError as refused:
                raise errors.failed_field("pit", key, here.value(), refused) from None
        else:
            raise errors.unknown_field("pit", key, here.key(), ("id", "keep_alive"))
    if not id:
        if state.contract.product.name == "opensearch":
            raise illegal_argument("point int time id is not provided")
        raise illegal_argument("point in time id is not provided" if id is None else "[id] must not be empty")
    request.pit = id
    numbers = _read_point_id(id)
    point: PointInTime | None = _alive(state, POINTS_IN_TIME, id)
    if point is None:
        raise errors.context_missing_at([(name, _missing(state, number)) for name, number in numbers], state)
    request.targets = point.targets
    request.tie_breaker = SORTS_BY_SHARD_DOC in state.switched_on and state.contract.product.name != "opensearch"
    if kept_for is not None:
        kept = point._replace(kept_for=kept_for, expires=_expiry(state, kept_for))
        state.store.put(POINTS_IN_TIME, id, kept)


# --- ids --------------------------------------------------------------------------------------------------------------


def _numbers(state: State, count: int) -> list[int]:
    """The next numbers of contexts."""
    drawn = state.store.get("counters", "search_contexts") or 0
    state.store.put("counters", "search_contexts", drawn + count)
    return [drawn + number for number in range(1, count + 1)]


def _expiry(state: State, kept_for: float) -> float:
    return state.clock.millis + kept_for if kept_for > 0 else float("inf")


def _alive(state: State, collection: str, id: str) -> Any:
    """The record, unless its time is over."""
    record = state.store.get(collection, id)
    if record is not None and record.expires < state.clock.millis:
        state.store.delete(collection, id)
        return None
    return record


def _node(state: State) -> str:
    return state.ids.fixed("node")


def _session(state: State) -> str:
    return state.ids.fixed("search-session")


def _missing(state: State, number: int) -> ApiError:
    shown = str(number)
    if LONG_CONTEXT_IDS in state.switched_on:
        shown = f"[{_session(state)}][{number}] searcherId [null]"
    return ApiError(404, "search_context_missing_exception", f"No search context found for id [{shown}]")


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _text(text: str) -> bytes:
    data = text.encode(errors="replace")
    return _short(len(data)) + data


def _short(number: int) -> bytes:
    """A number in seven bits a byte (`StreamOutput.writeVInt`)."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*found, number))


def _scroll_bytes(state: State, numbers: Sequence[int]) -> bytes:
    kind = "queryAndFetch" if len(numbers) == 1 else "queryThenFetch"
    parts = [_text("include_context_uuid"), _text(kind), _short(len(numbers))]
    for number in numbers:
        parts += [_text(_session(state)), number.to_bytes(8, "big"), _text(_node(state))]
    return b"".join(parts)


_POINT_VERSION = bytes((0xF7, 0xD6, 0x85, 0x41))


def _point_bytes(state: State, targets: Sequence[Target]) -> bytes:
    parts = [_POINT_VERSION, _short(len(targets))]
    for number, target in zip(_numbers(state, len(targets)), targets, strict=True):
        parts += [_text(target.view.index), _text(target.record["uuid"]), b"\0", _text(_node(state))]
        parts += [number.to_bytes(8, "big"), _text(_session(state))]
    return b"".join(parts)


class _Bytes:
    """Reading what the functions above wrote; EOFError where nothing more comes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        left = len(self.data) - self.at
        if count > left:
            raise EOFError(f"attempting to read {count} bytes but only {left} bytes are available")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self) -> int:
        found = 0
        for step in range(5):
            byte = self.take(1)[0]
            found |= (byte & 0x7F) << (7 * step)
            if byte < 0x80:
                break
        return found

    def text(self) -> str:
        return self.take(self.number()).decode(errors="replace")

    def long(self) -> int:
        return int.from_bytes(self.take(8), "big")


def _bytes_of(id: str) -> _Bytes:
    return _Bytes(javabase64.decode(id.replace("+", " ").replace("/", " ").replace("-", "+").replace("_", "/")))


def _read_scroll_id(state: State, id: str) -> list[int]:
    """The numbers of the contexts that an id names."""
    try:
        data = _bytes_of(id)
        data.text(), data.text()
        numbers = []
        for _ in range(data.number()):
            data.text()
            numbers.append(data.long())
            data.text()
        return numbers
    except (EOFError, javabase64.BadBase64) as refused:
        silent = isinstance(refused, EOFError) and state.contract.product.name == "elasticsearch"
        cause = errors.unreadable_id(EOFError() if silent else refused)
        raise illegal_argument("Cannot parse scroll id", caused_by=cause) from None


def _read_point_id(id: str) -> list[tuple[str, int]]:
    """The indices that an id names, each with the number of its context."""
    try:
        data = _bytes_of(id)
        data.take(len(_POINT_VERSION))
        found = []
        for _ in range(data.number()):
            name = data.text()
            data.text(), data.take(1), data.text()
            found.append((name, data.long()))
            data.text()
        return found
    except (EOFError, javabase64.BadBase64) as refused:
        cause = errors.unreadable_id(EOFError() if isinstance(refused, EOFError) else refused)
        raise illegal_argument(f"invalid id: [{id}]", caused_by=cause) from None
