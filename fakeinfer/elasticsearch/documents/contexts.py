"""The `ctx` of scripts that change documents: what may not be changed is refused where the script changes it.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/script/{CtxMap,Metadata,UpdateMetadata,
UpdateByQueryMetadata,ReindexMetadata}.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...formats.javatext import to_text
from ...painless import Thrown, class_of

OPERATIONS = ("delete", "index", "noop")


class Member(NamedTuple):
    """What may be done to one of the keys that are no part of the document."""

    kind: str = "java.lang.String"
    nullable: bool = False
    writable: bool = False
    one_of: tuple[str, ...] = ()


FIXED, FIXED_NUMBER = Member(), Member("java.lang.Number")
MAYBE = Member(nullable=True)
OPERATION = Member(writable=True, one_of=OPERATIONS)
ANY_TEXT = Member(nullable=True, writable=True)
ROLES: dict[str, Mapping[str, Member]] = {
    "update": {
        "_index": MAYBE,
        "_id": MAYBE,
        "_version": FIXED_NUMBER,
        "_routing": MAYBE,
        "_type": MAYBE,
        "op": ANY_TEXT,
        "_now": FIXED_NUMBER,
    },
    "update_by_query": {
        "_index": FIXED,
        "_id": FIXED,
        "_version": FIXED_NUMBER,
        "_routing": MAYBE,
        "op": OPERATION,
        "_now": FIXED_NUMBER,
    },
    "reindex": {
        "_index": Member(writable=True),
        "_id": ANY_TEXT,
        "_version": Member("java.lang.Number", nullable=True, writable=True),
        "_routing": ANY_TEXT,
        "op": OPERATION,
        "_now": FIXED_NUMBER,
    },
}
"""Kind of script -> what its `ctx` holds beside `_source`; every other key is the script's own."""


class Guarded(dict[str, Any]):
    """A `ctx` that watches what is done to it."""

    def __init__(self, held: Mapping[str, Any], members: Mapping[str, Member]) -> None:
        super().__init__(held)
        self.members = members

    def __setitem__(self, name: str, value: Any) -> None:
        if name in self.members:
            _check(name, value, self.members[name])
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        self._check_removal(name)
        super().__delitem__(name)

    def pop(self, name: str, *default: Any) -> Any:
        """Remove a key, where that may be."""
        self._check_removal(name)
        return super().pop(name, *default)

    def _check_removal(self, name: str) -> None:
        member = self.members.get(name)
        if member is not None and not (member.writable and member.nullable):
            raise _refused(f"{name} cannot be removed")


def guarded(kind: str, ctx: dict[str, Any]) -> dict[str, Any]:
    """The `ctx` of a script of that kind."""
    if kind == "update":
        ctx = {**ctx, "_type": "_doc"} if "_version" in ctx else ctx
    members = ROLES[kind]
    return Guarded(ctx, {name: members[name] for name in members if name in ctx})


def _check(name: str, value: Any, member: Member) -> None:
    if not member.writable:
        raise _refused(f"{name} cannot be updated")
    if value is None:
        if not member.nullable:
            raise _refused(f"{name} cannot be null")
        return
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number if member.kind == "java.lang.Number" else isinstance(value, str)):
        raise _refused(
            f"{name} [{to_text(value)}] is wrong type, expected assignable to [{member.kind}], not [{class_of(value)}]"
        )
    if is_number and value != int(value):
        raise _refused(f"{name} may only be set to an int or a long but was [{value}] with type [{class_of(value)}]")
    if member.one_of and value not in member.one_of:
        raise _refused(f"[{name}] must be one of {', '.join(member.one_of)}, not [{value}]")


def _refused(reason: str) -> Thrown:
    return Thrown("java.lang.IllegalArgumentException", reason)
