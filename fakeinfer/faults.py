"""What a test declares to go wrong: answers that fail, come late, come broken or not at all.

A `Fault` says what goes wrong and when, and never changes; `Faults` holds those of one cluster and counts. Requests are
answered by the step `pipeline.faults`, except for faults with `upstream`: those stand for what a model provider does, and the
code that would call the provider asks for them (`Faults.upstream`). Checking one against a version and letting it strike is in
`faulting.py`; how clients see drops and delays is up to the doors.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self, overload

from .errors import ApiError
from .secrets import HIDDEN, Mask
from .trouble import Gate
from .wire import Json, Response

if TYPE_CHECKING:
    from .journal import Entry
    from .operations import Operation
    from .pipeline import Exchange

DROPS = {
    "reset": "the connection is reset (TCP RST)",
    "eof": "the connection is closed without an answer",
    "truncate": "the answer breaks off in the middle of its body",
    "garbage": "bytes that are no HTTP are answered",
    "stall": "nothing is ever answered",
}
"""Ways in which a connection fails."""

EITHER_WAY = ("reset", "eof", "stall")
"""Drops that happen `before` or `after` the operation ran; a truncated answer was made, garbage was not."""

LONGEST = 1_000_000
"""Seconds that an answer can be delayed at most."""

UPSTREAM_WORDS = ("malformed", "timeout")
"""What a provider can do beside answering a status."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """What a model provider does instead of answering well: an HTTP status, "malformed" (no JSON) or "timeout"."""

    status: int | str
    message: str | None = None
    """What the provider says; None for what it usually says."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    after_chunks: int | None = None
    """In a stream: how many pieces arrive first."""

    def __post_init__(self) -> None:
        status = self.status
        if not (status in UPSTREAM_WORDS or (type(status) is int and 400 <= status <= 599)):
            allowed = ", ".join(map(repr, UPSTREAM_WORDS))
            raise ValueError(f"upstream is a status from 400 to 599 or one of {allowed}, not {status!r}")
        if self.message is not None and not isinstance(self.message, str):
            raise ValueError("the message of upstream is a text")
        if not isinstance(self.headers, Mapping) or not all(isinstance(v, str) for v in self.headers.values()):
            raise ValueError("the headers of upstream are texts by name")
        if self.after_chunks is not None and not (type(self.after_chunks) is int and self.after_chunks >= 0):
            raise ValueError("after_chunks of upstream is a number of pieces")

    @classmethod
    def read(cls, value: Any) -> Upstream:
        """From what a test writes: a status, a word, a mapping of `status`, `message`, `headers`, `after_chunks`."""
        if isinstance(value, Upstream):
            return value
        if not isinstance(value, Mapping):
            return cls(value)
        known = ("status", "message", "headers", "after_chunks")
        if unknown := [name for name in value if name not in known]:
            raise ValueError(f"upstream has {', '.join(known)}; not {', '.join(map(str, unknown))}")
        if "status" not in value:
            raise ValueError("upstream needs a status")
        return cls(**value)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong: an answer (`status` and `error`), a `drop`, a `delay`, or what a provider does (`upstream`).

    It concerns calls of operations that the pattern matches, with these fields; the first `after` of them pass, the next
    `times` fail, all of them when that is None.
    """

    operation: str
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)
    status: int | None = None
    error: str | Mapping[str, str] | None = None
    """The name of an error that the product declares, or its `type` and `reason`."""
    upstream: Upstream | None = None
    drop: str | None = None
    when: str = "before"
    """For a drop: whether the operation did not run, or ran and only the answer is lost ("after")."""
    delay: float | None = None
    """Seconds between the answer and its being sent."""
    times: int | None = None
    after: int = 0
    secret_names: frozenset[str] = field(default=frozenset(), repr=False)
    """Names of fields, in lower case, whose values never show, beside those whose name says so."""

    def __post_init__(self) -> None:
        _check_kind(self)
        if self.status is not None and type(self.status) is not int:
            raise ValueError(f"status is a number, not {self.status!r}")
        if self.error is not None and not isinstance(self.error, str | Mapping):
            raise ValueError('error is a name, or {"type": "..", "reason": ".."}')
        if self.drop is not None and (not isinstance(self.drop, str) or self.drop not in DROPS):
            raise ValueError(f"drop is one of {', '.join(DROPS)}, not {self.drop!r}")
        if self.when not in ("before", "after"):
            raise ValueError(f'when is "before" or "after" the operation runs, not {self.when!r}')
        if self.when == "after" and self.drop not in EITHER_WAY:
            raise ValueError(f'when="after" goes with drop={", ".join(EITHER_WAY)}')
        if self.times is not None and not (type(self.times) is int and self.times >= 1):
            raise ValueError(f"times is a number from 1, or None for always, not {self.times!r}")
        if not (type(self.after) is int and self.after >= 0):
            raise ValueError(f"after is the number of calls that pass first, not {self.after!r}")
        if self.delay is not None and not (_is_number(self.delay) and 0 <= self.delay <= LONGEST):
            raise ValueError(f"a delay is a number of seconds up to {LONGEST}, not {self.delay!r}")

    @property
    def about(self) -> str:
        """What goes wrong with which calls, in a few words; values of secret fields are hidden."""
        mask = Mask(self.secret_names)
        mask.learn(dict(self.fields))
        shown = {n: HIDDEN if any(map(mask.is_secret, n.split("."))) else mask.value(v) for n, v in self.fields.items()}
        where = "".join(f" {name}={value!r}" for name, value in shown.items())
        return f"{self._what} for {self.operation}{where}"

    @property
    def _what(self) -> str:
        if self.upstream is not None:
            return f"upstream {self.upstream.status}"
        if self.drop is not None:
            return f"{self.drop} after it ran" if self.when == "after" else self.drop
        if self.delay is not None:
            return f"a delay of {self.delay:g} s"
        name = self.error.get("type") if isinstance(self.error, Mapping) else self.error
        return " ".join(str(part) for part in ("status" if self.status else "", self.status or "", name or "") if part)

    def __repr__(self) -> str:
        return f"<Fault {self.about}>"


def _check_kind(fault: Fault) -> None:
    kinds = ("upstream", "drop", "delay")
    given = [name for name in kinds if getattr(fault, name) is not None]
    if fault.status is not None or fault.error is not None:
        given.append("status or error")
    if not given:
        raise ValueError("say what goes wrong: status=, error=, upstream=, drop= or a delay")
    if len(given) > 1:
        raise ValueError(f"{' and '.join(given)} do not go together: declare a fault for each")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Case:
    """An exchange that a fault strikes, as far as the products' errors speak of it."""

    exchange: Exchange
    asked: Entry
    status: int
    """The status to answer."""

    @property
    def operation(self) -> Operation:
        """What was asked for."""
        assert self.asked.declared is not None
        return self.asked.declared

    @property
    def index(self) -> str:
        """The index that is spoken of: the path's, or the first that a bulk request names."""
        lines = self.asked.sent_body
        first = lines[0] if isinstance(lines, list) and lines else None
        action = next(iter(first.values()), None) if isinstance(first, dict) else None
        named = action.get("_index") if isinstance(action, dict) else None
        return self.path("index") or (named if isinstance(named, str) else "index")

    @property
    def user(self) -> str | None:
        """The user of Basic credentials. The password goes nowhere."""
        scheme, _, value = (self.exchange.request.header("authorization") or "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            user, colon, _ = base64.b64decode(value, validate=True).decode(errors="replace").partition(":")
        except ValueError:
            return None
        return user if colon else None

    @property
    def node(self) -> str:
        """What the node is called."""
        name: str = self.exchange.cluster.state.node_name
        return name

    @property
    def request_bytes(self) -> int:
        """How long the body is."""
        return len(self.exchange.request.body)

    def path(self, name: str) -> str | None:
        """A variable of the path, if it has it."""
        return self.asked.sent_path_parameters.get(name)


class NamedError(NamedTuple):
    """An error that a product's node in trouble answers; the products declare theirs by name (`Product.faults`)."""

    statuses: tuple[int, ...]
    """The statuses it comes with, the usual one first."""
    make: Callable[[Case], ApiError | Response]
    """The refusal; a `Response` where it is no JSON of the server's."""


class Declared:
    """A fault as it was declared: how often it struck, and the way to take it back. A context manager does that at its end."""

    def __init__(self, faults: Faults, fault: Fault, number: int) -> None:
        self._faults = faults
        self.fault = fault
        self.number = number
        """Counts what was declared, from 1."""
        self.hits = 0
        """How many calls it spoiled."""
        self.passed = 0
        """How many it let pass first (`after`)."""
        self.gate = Gate()
        """Holds what stalls."""

    @property
    def spent(self) -> bool:
        """Whether it has struck as often as it was to."""
        return self.fault.times is not None and self.hits >= self.fault.times

    def strikes(self) -> bool:
        """Count one matching call; whether it is to be spoiled."""
        if self.spent:
            return False
        if self.passed < self.fault.after:
            self.passed += 1
            return False
        self.hits += 1
        return True

    @property
    def tally(self) -> str:
        """How often it struck, e.g. `2 of 2`."""
        return f"{self.hits} of {self.fault.times}" if self.fault.times is not None else str(self.hits)

    @property
    def told(self) -> str:
        """What it did last, and how often so far: for the journal."""
        return f"{self.fault.about} ({self.tally})"

    @property
    def shown(self) -> dict[str, Json]:
        """As JSON, for the admin paths."""
        return {"number": self.number, "about": self.fault.about, "hits": self.hits, "times": self.fault.times}

    def remove(self) -> None:
        """Take it back; what it holds is let go. Removing twice is fine."""
        self._faults.remove(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.remove()

    def __repr__(self) -> str:
        first = f", the first {self.fault.after} pass" if self.fault.after else ""
        return f"<fault {self.number}: {self.fault.about}{first}, struck {self.tally}>"


class Faults(Sequence[Declared]):
    """What is declared to go wrong in one cluster, oldest first. Of two that fit, the one declared first strikes."""

    def __init__(self) -> None:
        self._declared: list[Declared] = []
        self._number = 0
        self._told: list[str] = []

    def declare(self, fault: Fault) -> Declared:
        """Let it happen from now on."""
        self._number += 1
        declared = Declared(self, fault, self._number)
        self._declared = [*self._declared, declared]
        return declared

    def remove(self, declared: Declared) -> None:
        """Take one back."""
        self._declared = [other for other in self._declared if other is not declared]
        declared.gate.open()

    def clear(self) -> None:
        """Take all back, and count from 1 again."""
        for declared in self._declared:
            self.remove(declared)
        self._number = 0

    def release(self) -> None:
        """Let go of what stalls; the faults stay."""
        for declared in self._declared:
            declared.gate.open()
            declared.gate = Gate()

    def upstream(self, operation: str | Iterable[str], fields: Mapping[str, Any]) -> Fault | None:
        """What the provider does to this call, if that was declared: asked once for each call of the provider, and counted.

        `operation` is the operation's name, or all the names it goes by; `fields` are what faults may ask for.
        """
        names = (operation,) if isinstance(operation, str) else tuple(operation)
        for declared in self._declared:
            fault = declared.fault
            if fault.upstream is None or not any(fnmatchcase(name, fault.operation) for name in names):
                continue
            fits = all(name in fields and fields[name] == wanted for name, wanted in fault.fields.items())
            if fits and declared.strikes():
                self._told.append(declared.told)
                return fault
        return None

    def told(self) -> list[str]:
        """What upstream faults did since this was last asked, in words."""
        told, self._told = self._told, []
        return told

    def __len__(self) -> int:
        return len(self._declared)

    def __iter__(self) -> Iterator[Declared]:
        return iter(self._declared)

    @overload
    def __getitem__(self, index: int) -> Declared: ...
    @overload
    def __getitem__(self, index: slice) -> list[Declared]: ...
    def __getitem__(self, index: int | slice) -> Declared | list[Declared]:
        return self._declared[index]

    def __repr__(self) -> str:
        return "\n".join([f"<Faults: {len(self)}>", *(f"  {declared!r}" for declared in self)])
