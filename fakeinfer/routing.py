"""The servers' path trie: raw path, segments decoded after matching, literal before variable, trailing slash ignored.

Both products took it from the same ancestor (`elastic/elasticsearch:server/.../common/path/PathTrie.java`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .operation_index import Entry
from .operations import Operation, Route


class Target:
    """What one method of one path does."""

    __slots__ = ("_entry", "_operation", "route", "segments")

    def __init__(self, entry: Entry, route: Route, segments: tuple[str, ...]) -> None:
        self._entry = entry
        self._operation: Operation | None = None
        self.route = route
        self.segments = segments
        """The route's path, split."""

    @property
    def id(self) -> str:
        """The operation's id."""
        return self._entry.id

    @property
    def operation(self) -> Operation:
        """The operation, loaded when it is first asked for."""
        if self._operation is None:
            self._operation = self._entry.load()
        return self._operation


@dataclass(slots=True)
class Node:
    """One place in the trie: what follows it, and what each method does there."""

    literals: dict[str, Node] = field(default_factory=dict)
    variable: Node | None = None
    targets: dict[str, Target] = field(default_factory=dict)


class Match(NamedTuple):
    """A path that some operation knows: its targets by method, and the raw values of its variables by target."""

    node: Node
    segments: tuple[str, ...]

    def variables(self, target: Target) -> dict[str, str]:
        """Raw (still escaped) path values, named as the target's own template names them."""
        pairs = zip(target.segments, self.segments, strict=True)
        return {name[1:-1]: value for name, value in pairs if name[:1] == "{"}


class Trie:
    """All routes of one contract."""

    def __init__(self) -> None:
        self.root = Node()

    def add(self, entry: Entry, route: Route) -> None:
        """Register one route; the same method and shape twice is a bug of the declarations."""
        node = self.root
        segments = tuple(_segments(route.path))
        for segment in segments:
            if segment.startswith("{"):
                if node.variable is None:
                    node.variable = Node()
                node = node.variable
            else:
                node = node.literals.setdefault(segment, Node())
        if route.method in node.targets:
            taken = node.targets[route.method].id
            raise ValueError(f"{route.method} {route.path}: {entry.id} and {taken} both claim it")
        node.targets[route.method] = Target(entry, route, segments)

    def find(self, path: str) -> Match | None:
        """The place a raw path leads to, or None: "no handler found"."""
        if not path.startswith("/"):
            return None
        segments = tuple(_segments(path))
        node = None if "" in segments else _walk(self.root, segments, 0)
        return Match(node, segments) if node is not None else None


def _segments(path: str) -> list[str]:
    trimmed = path[1:].rstrip("/")
    return trimmed.split("/") if trimmed else []


def _walk(node: Node, segments: tuple[str, ...], at: int) -> Node | None:
    if at == len(segments):
        return node if node.targets else None
    literal = node.literals.get(segments[at])
    if literal is not None and (found := _walk(literal, segments, at + 1)) is not None:
        return found
    if node.variable is not None:
        return _walk(node.variable, segments, at + 1)
    return None
