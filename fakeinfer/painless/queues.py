"""Queues, stacks, joiners and tokenizers of `java.util`."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from .containers import LIST, items_of, sort_key
from .errors import Thrown
from .times import Dated
from .values import check_count, text


class Queue(list[Any]):
    """A `LinkedList`, an `ArrayDeque` or a `Stack`, which the name tells."""

    def __init__(self, java: str, items: Any = ()) -> None:
        super().__init__(items_of(items) if items != () else ())
        self.JAVA = java

    @property
    def METHODS(self) -> dict[str, Any]:  # noqa: N802
        return _STACK if self.JAVA.endswith("Stack") else _DEQUE


def _nothing() -> Thrown:
    return Thrown("java.util.NoSuchElementException")


def _pick(at: int, *, remove: bool, strict: bool) -> Callable[[list[Any]], Any]:
    def picked(held: list[Any]) -> Any:
        if not held:
            if strict:
                raise _nothing()
            return None
        return held.pop(at) if remove else held[at]

    return picked


def _put(at: int | None, result: Any = None) -> Callable[[list[Any], Any], Any]:
    def put(held: list[Any], item: Any) -> Any:
        check_count(len(held))
        held.insert(len(held) if at is None else at, item)
        return result

    return put


_QUEUE: dict[str, Callable[..., Any]] = {
    "offer/1": _put(None, True),
    "poll/0": _pick(0, remove=True, strict=False),
    "peek/0": _pick(0, remove=False, strict=False),
    "element/0": _pick(0, remove=False, strict=True),
    "remove/0": _pick(0, remove=True, strict=True),
}
_DEQUE: dict[str, Callable[..., Any]] = {
    **LIST,
    **_QUEUE,
    "addFirst/1": _put(0),
    "addLast/1": _put(None),
    "offerFirst/1": _put(0, True),
    "offerLast/1": _put(None, True),
    "push/1": _put(0),
    "pop/0": _pick(0, remove=True, strict=True),
    "getFirst/0": _pick(0, remove=False, strict=True),
    "getLast/0": _pick(-1, remove=False, strict=True),
    "peekFirst/0": _pick(0, remove=False, strict=False),
    "peekLast/0": _pick(-1, remove=False, strict=False),
    "pollFirst/0": _pick(0, remove=True, strict=False),
    "pollLast/0": _pick(-1, remove=True, strict=False),
    "removeFirst/0": _pick(0, remove=True, strict=True),
    "removeLast/0": _pick(-1, remove=True, strict=True),
}


def _of_stack(*, remove: bool) -> Callable[[list[Any]], Any]:
    def last(held: list[Any]) -> Any:
        if not held:
            raise Thrown("java.util.EmptyStackException")
        return held.pop() if remove else held[-1]

    return last


def _pushed(held: list[Any], item: Any) -> Any:
    held.append(item)
    return item


_STACK: dict[str, Callable[..., Any]] = {
    **LIST,
    "push/1": _pushed,
    "pop/0": _of_stack(remove=True),
    "peek/0": _of_stack(remove=False),
    "empty/0": lambda held: not held,
}


class PriorityQueue(Dated):
    """The least item first."""

    JAVA = "java.util.PriorityQueue"

    def __init__(self, items: Any = (), comparator: Any = None) -> None:
        self.key = sort_key(comparator)
        self.held: list[Any] = []
        self.count = 0
        for item in items_of(items) if items != () else ():
            self.add(item)

    def add(self, item: Any) -> bool:
        check_count(self.count)
        self.count += 1
        heapq.heappush(self.held, (self.key(item), self.count, item))
        return True

    def poll(self) -> Any:
        return heapq.heappop(self.held)[2] if self.held else None

    def peek(self) -> Any:
        return self.held[0][2] if self.held else None


_PRIORITY: dict[str, Callable[..., Any]] = {
    "add/1": PriorityQueue.add,
    "offer/1": PriorityQueue.add,
    "poll/0": PriorityQueue.poll,
    "peek/0": PriorityQueue.peek,
    "size/0": lambda queue: len(queue.held),
    "isEmpty/0": lambda queue: not queue.held,
}


@dataclass(slots=True)
class StringJoiner(Dated):
    """Texts with something between."""

    between: str
    before: str = ""
    after: str = ""
    parts: list[str] = field(default_factory=list)
    JAVA: ClassVar[str] = "java.util.StringJoiner"

    def add(self, part: Any) -> StringJoiner:
        self.parts.append(text(part))
        return self

    def __str__(self) -> str:
        return f"{self.before}{self.between.join(self.parts)}{self.after}"


@dataclass(slots=True)
class StringTokenizer(Dated):
    """The words of a text, one by one."""

    words: list[str]
    JAVA: ClassVar[str] = "java.util.StringTokenizer"

    def next(self) -> str:
        if not self.words:
            raise _nothing()
        return self.words.pop(0)


def _tokenizer(given: str, marks: str = " \t\n\r\f") -> StringTokenizer:
    return StringTokenizer([word for word in re.split(f"[{re.escape(marks)}]", given) if word])


METHODS: dict[str, dict[str, Callable[..., Any]]] = {
    "PriorityQueue": _PRIORITY,
    "StringJoiner": {"add/1": StringJoiner.add, "length/0": lambda joiner: len(str(joiner))},
    "StringTokenizer": {
        "countTokens/0": lambda held: len(held.words),
        "hasMoreTokens/0": lambda held: bool(held.words),
        "nextToken/0": StringTokenizer.next,
    },
}
CONSTRUCTORS: dict[str, Callable[..., Any]] = {
    "LinkedList": partial(Queue, "java.util.LinkedList"),
    "ArrayDeque": partial(Queue, "java.util.ArrayDeque"),
    "Stack": partial(Queue, "java.util.Stack"),
    "PriorityQueue": PriorityQueue,
    "StringJoiner": StringJoiner,
    "StringTokenizer": _tokenizer,
}
