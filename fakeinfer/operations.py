"""Declaring API operations: routes, typed query parameters, span, privilege, source. Start at `operation`.

An operation is one decorated function, keyed by the vendor's own operation id. The declaration carries what is true before
the code runs (conversion, defaults and their error texts), the function what happens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeVar

from .errors import ApiError, illegal_argument, number_format
from .formats.javanumbers import whole
from .versions import ALWAYS, Span

if TYPE_CHECKING:
    from .cluster import State
    from .contract import Contract
    from .wire import Json, Request


@dataclass(slots=True)
class Call:
    """One operation being asked for: clean values in, and the cluster to act on."""

    contract: Contract
    state: State
    operation: Operation
    request: Request
    path: dict[str, str]
    query: dict[str, Any] = field(default_factory=dict, repr=False)
    body: Json = field(default=None, repr=False)
    """The parsed body; None when none was sent. With `body="raw"`, the bytes."""
    route: str = ""
    """The template that matched, e.g. `/_inference/{inference_id}`."""
    warnings: list[str] = field(default_factory=list)
    """Texts for `Warning` headers."""
    human: bool = False
    """Whether numbers are to have readable twins (`?human`)."""
    user: Any = field(default=None, repr=False)
    """Who asks, when the cluster tells users apart (`auth.Guard`)."""
    within: tuple[Any, ...] = ()
    """What a search may find only (`search.confining.Confinement`)."""

    @property
    def store(self) -> Any:
        """The cluster's collections (`Store`)."""
        return self.state.store

    def has(self, change: str) -> bool:
        """Whether the named change holds for this version, switch and `follow` (see the product's `changes.py`)."""
        return change in self.state.switched_on


class Parameter(Protocol):
    """A query parameter: converts the text that came, or raises the server's error."""

    @property
    def default(self) -> Any:
        """The value of a parameter that was not sent."""
        ...

    @property
    def span(self) -> Span:
        """The versions that have it."""
        ...

    def read(self, name: str, text: str) -> Any:
        """The value, or the server's refusal."""
        ...


class Text(NamedTuple):
    """Any text."""

    default: str | None = None
    span: Span = ALWAYS

    def read(self, name: str, text: str) -> str:
        return text


class Bool(NamedTuple):
    """`true`, `false`, or present without a value (true)."""

    default: bool | None = False
    span: Span = ALWAYS

    def read(self, name: str, text: str) -> bool:
        if text in ("true", ""):
            return True
        if text == "false":
            return False
        raise illegal_argument(f"Failed to parse value [{text}] as only [true] or [false] are allowed.")


class Int(NamedTuple):
    """A Java int."""

    default: int | None = None
    span: Span = ALWAYS

    def read(self, name: str, text: str) -> int:
        if re.fullmatch(r"[+-]?[0-9]{1,10}", text) and -(2**31) <= int(text) < 2**31:
            return int(text)
        raise illegal_argument(
            f"Failed to parse int parameter [{name}] with value [{text}]", caused_by=number_format(text)
        )


class Long(NamedTuple):
    """A Java long."""

    default: int | None = None
    span: Span = ALWAYS

    def read(self, name: str, text: str) -> int:
        number = whole(text, 64)
        if number is not None:
            return number
        raise illegal_argument(
            f"Failed to parse long parameter [{name}] with value [{text}]", caused_by=number_format(text)
        )


class Time(NamedTuple):
    """A time value such as `30s`; milliseconds, -1 for "never"."""

    default: str | None = None
    span: Span = ALWAYS

    def read(self, name: str, text: str) -> float:
        return read_time(name, text)


_UNITS = {"nanos": 1e-6, "micros": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4, "h": 3.6e6, "d": 8.64e7}


def read_time(setting: str, text: str) -> float:
    """Milliseconds of a time value; both servers' `TimeValue.parseTimeValue` with its three refusals."""
    normalized = text.strip().lower()
    if normalized in ("-1", "0"):
        return float(normalized)
    matched = re.fullmatch(r"(.*?)(nanos|micros|ms|s|m|h|d)", normalized)
    if matched is None:
        raise illegal_argument(
            f"failed to parse setting [{setting}] with value [{text}] as a time value: unit is missing or unrecognized"
        )
    number, unit = matched[1].strip(), matched[2]
    count = whole(number, 64)
    if count is None:
        if re.fullmatch(r"[+-]?\d*\.?\d*", number) and re.search(r"\d", number):
            raise illegal_argument(
                f"failed to parse [{text}], fractional time values are not supported", caused_by=number_format(number)
            )
        raise illegal_argument(f"failed to parse [{text}]", caused_by=number_format(number))
    if count < -1:
        raise illegal_argument(
            f"failed to parse setting [{setting}] with value [{text}] as a time value: negative durations are not supported"
        )
    return count * _UNITS[unit]


class Choice(NamedTuple):
    """One of a few words; `refuse` makes the server's error for another."""

    options: tuple[str, ...]
    default: str | None = None
    refuse: Callable[[str, str], ApiError] | None = None
    span: Span = ALWAYS

    def read(self, name: str, text: str) -> str:
        if text in self.options:
            return text
        if self.refuse is not None:
            raise self.refuse(name, text)
        raise illegal_argument(f"{name} parameter must be one of [{'] or ['.join(self.options)}] but was [{text}]")


class Custom(NamedTuple):
    """A parameter with a conversion of its own: `convert(name, text)` returns the value or raises."""

    convert: Callable[[str, str], Any]
    default: Any = None
    span: Span = ALWAYS
    suggested: bool = True
    """False when the server looks at it only if it was sent, so that no misspelling is near it."""

    def read(self, name: str, text: str) -> Any:
        return self.convert(name, text)


class Route(NamedTuple):
    """A method and a path template, with its own span and, for old names, the replacement it warns of."""

    method: str
    path: str
    span: Span = ALWAYS
    replaced_by: str | None = None


def GET(path: str, since: str | None = None, until: str | None = None) -> Route:  # noqa: N802
    """A GET route."""
    return Route("GET", path, Span(since, until))


def HEAD(path: str, since: str | None = None, until: str | None = None) -> Route:  # noqa: N802
    """A HEAD route."""
    return Route("HEAD", path, Span(since, until))


def PUT(path: str, since: str | None = None, until: str | None = None, replaced_by: str | None = None) -> Route:  # noqa: N802
    """A PUT route."""
    return Route("PUT", path, Span(since, until), replaced_by)


def POST(path: str, since: str | None = None, until: str | None = None, replaced_by: str | None = None) -> Route:  # noqa: N802
    """A POST route; `replaced_by` is the new path of a deprecated one."""
    return Route("POST", path, Span(since, until), replaced_by)


def DELETE(path: str, since: str | None = None, until: str | None = None) -> Route:  # noqa: N802
    """A DELETE route."""
    return Route("DELETE", path, Span(since, until))


BodyMode = Literal["none", "ignored", "optional", "required", "required_or_source", "raw"]
"""none: a body is refused where the version refuses it; ignored: never looked at; required: absent is `missing_body`;
required_or_source: refused in other words when absent; this one and optional take `?source=` for a body; raw: the bytes reach the function unparsed."""


class Aliases(NamedTuple):
    """Further names that users know calls of an operation by, such as their client's method for a task type."""

    names: Mapping[str, Span]
    """All of them, with the versions that have them."""
    of: Callable[[State, Mapping[str, str]], str | None]
    """The name of a call with these path variables, in this state."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One declared operation."""

    id: str
    routes: tuple[Route, ...]
    run: Callable[[Call], Any]
    query: Mapping[str, Parameter]
    body: BodyMode
    span: Span
    privilege: str | None
    source: str
    missing_body: Callable[[], ApiError] | None
    summary: str
    unread_query: str | None = None
    """Why the parameters in `query` that the function does not look at change nothing, when some do not."""
    reader: Callable[[Call, bytes, str], Json] | None = None
    """How this body is read when the server does not simply parse it: gets the bytes and their format ("json", ..)."""
    also_called: Aliases | None = None
    feature: str | None = None
    """What a cluster has to be started with to have it at all (`State.features`); without it there is no such route."""


F = TypeVar("F", bound=Callable[[Call], Any])


def operation(
    id: str,
    *routes: Route,
    query: Mapping[str, Parameter] | None = None,
    body: BodyMode = "none",
    since: str | None = None,
    until: str | None = None,
    privilege: str | None = None,
    source: str,
    missing_body: Callable[[], ApiError] | None = None,
    unread_query: str | None = None,
    reader: Callable[[Call, bytes, str], Json] | None = None,
    also_called: Aliases | None = None,
    feature: str | None = None,
) -> Callable[[F], F]:
    """Declare the decorated function as operation `id`; `Contract` collects it from its module.

    The function returns JSON (status 200) or a `Reply`, or raises an `ApiError`.
    """

    def declare(run: F) -> F:
        summary = (run.__doc__ or "").strip().partition("\n")[0]
        run.__dict__["declared"] = Operation(
            id,
            routes,
            run,
            dict(query or {}),
            body,
            Span(since, until),
            privilege,
            source,
            missing_body,
            summary,
            unread_query,
            reader,
            also_called,
            feature,
        )
        return run

    return declare


def declared_in(module: Any) -> list[Operation]:
    """The operations a module declares, in the order they are written."""
    found = (getattr(value, "__dict__", {}).get("declared") for value in vars(module).values())
    return [op for op in found if isinstance(op, Operation) and op.run.__module__ == module.__name__]
