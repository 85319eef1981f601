"""Reading fixtures and holding an answer against one. Used by the test that replays them all, and by `verify`.

A fixture is `fixtures/<product>/<operation>/<case>.json`:

    about     what it shows, one sentence
    source    where the fact comes from: `owner/repo:path`, a docs page with version, or "observed: <product> <version>"
    since, until    versions it holds for (as in spans: "8.19/9.1"; until is not included); absent: all
    follow    "server" or "documented" when it holds for one side only
    options   cluster options it needs, e.g. {"settings": {..}}
    needs     "network" (the server reaches the services of models), "plugins" (it has what not every distribution brings: skills,
              percolator) or "fresh" (a server that never did what emptying cannot undo); a fake has all of them, of a real server
              `verify` has to be told. "fake": what `given` asks for under `/_fakeinfer/` (providers that
              fail, scripted endpoints), no real server has
    given     steps before: each {"request": {..}, "save": {"name": "path.into.answer"}}, all must answer below 400; "until":
              {"path": value} is what the answer has to hold before anything else happens, for a server that does it a moment later
    request   {"method", "path", "headers"?, "body"?}; body: JSON, or a text sent as it is; `${name}` is a saved value
    response  {"status", "headers"?, "body"?, "events"?}; body: JSON held field by field, or a text held as it is; events:
              what a stream of server-sent events holds, pairs of name and data, the data held like a body
    as        "name:password" for all its requests, or the value of an `Authorization` header; a step or request may say another,
              or null for none
    set_order true: lists and the names inside `[..]` of messages may come in any order
    loose     paths ("hits.hits.*._score") that are compared by type only

Values in `response.body` that begin with `$` compare by shape: `$id` (20 or 22 URL-safe characters), `$millis`, `$number`,
`$text`, `$any`, `$time` (ISO), `$vector:N` (N numbers), `${name}` (the saved value; a key may be one too).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .contract import product_named
from .versions import Span, Version
from .wire import Json, Request, Response

Send = Callable[[Request], Response]

_SHAPES: dict[str, Callable[[Any], bool]] = {
    "$id": lambda v: isinstance(v, str) and re.fullmatch(r"[A-Za-z0-9_-]{20,22}", v) is not None,
    "$millis": lambda v: isinstance(v, int) and not isinstance(v, bool) and v > 1_000_000_000_000,
    "$number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "$text": lambda v: isinstance(v, str),
    "$time": lambda v: isinstance(v, str) and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", v) is not None,
    "$any": lambda v: True,
}


@dataclass(frozen=True, slots=True)
class Fixture:
    """One case."""

    product: str
    operation: str
    case: str
    document: dict[str, Any]

    @property
    def span(self) -> Span:
        """The versions it holds for."""
        return Span(self.document.get("since"), self.document.get("until"))

    def holds_for(self, version: Version) -> bool:
        """Whether this version answers so."""
        return version in self.span

    @property
    def id(self) -> str:
        """`<operation>/<case>`."""
        return f"{self.operation}/{self.case}"


@dataclass(slots=True)
class Outcome:
    """What came of replaying one fixture: no `differences` is agreement."""

    fixture: Fixture
    differences: list[str] = field(default_factory=list)
    status: int = 0
    body: bytes = b""


def read_all(folder: Path, product: str | None = None) -> Iterator[Fixture]:
    """Every fixture under `folder`, sorted by path."""
    for file in sorted(folder.glob("*/*/*.json")):
        name, operation, _ = file.relative_to(folder).parts
        if product is None or product == name:
            yield Fixture(name, operation, file.stem, json.loads(file.read_text("utf-8")))


def edge_lines(fixture: Fixture) -> list[str]:
    """The oldest and the newest release line that a fixture holds for, and the newest of those that are out."""
    product = product_named(fixture.product)
    lines = [line for line in product.releases if fixture.holds_for(Version.parse(line))]
    out = [line for line in lines if line not in product.unreleased]
    return sorted({lines[0], lines[-1], *out[-1:]}, key=lines.index) if lines else []


def replay(fixture: Fixture, send: Send, again: Callable[[], bool] = lambda: False) -> Outcome:
    """Play `given` and the request against a server and compare what it answers.

    A real server does some things a moment later (searches see documents after a refresh, models are deployed by a task).
    `again` waits a little and says whether to ask once more; what would change something is never asked twice.
    """
    saved: dict[str, Any] = {}
    outcome = Outcome(fixture)
    document = fixture.document
    if "as" in document:
        document = {**document, "request": {"as": document["as"], **document["request"]}}
    for number, step in enumerate(document.get("given", ())):
        if "as" in document:
            step = {**step, "request": {"as": document["as"], **step["request"]}}
        problem = _prepare(step, send, saved)
        while problem is not None and again():
            problem = _prepare(step, send, saved)
        if problem is not None:
            outcome.differences.append(f"given[{number}]: {problem}")
            return outcome
    while True:
        response = send(_request(document["request"], saved))
        outcome.status, outcome.body = response.status, response.content
        outcome.differences = list(_compare(fixture.document, response, saved))
        if not outcome.differences or not _may_be_asked_twice(fixture.document, response) or not again():
            return outcome


def _prepare(step: dict[str, Any], send: Send, saved: dict[str, Any]) -> str | None:
    """Play one step before the request and keep what it saves; what is wrong with its answer, if anything."""
    response = send(_request(step["request"], saved))
    if response.closes or response.status >= step.get("below", 400):
        return f"{response.status} {response.content[:300]!r}"
    parsed = _parsed(response)
    for path, value in step.get("until", {}).items():
        try:
            reached = _at(parsed, path) == value
        except (KeyError, IndexError, TypeError, ValueError):
            reached = False
        if not reached:
            return f"{path} is not {value!r} in {response.content[:300]!r}"
    for name, path in step.get("save", {}).items():
        try:
            saved[name] = _at(parsed, path)
        except (KeyError, IndexError, TypeError, ValueError):
            return f"no {path} in {response.content[:300]!r}"
    return None


def _may_be_asked_twice(document: dict[str, Any], response: Response) -> bool:
    """Whether the request only looks, or was refused where it should have succeeded."""
    asked = document["request"]
    looks = asked["method"] in ("GET", "HEAD") or asked["path"].partition("?")[0].endswith(("_search", "_count"))
    return looks or (response.status >= 400 > document["response"].get("status", 400))


def _request(step: dict[str, Any], saved: dict[str, str]) -> Request:
    headers = dict(step.get("headers", {}))
    body = step.get("body")
    data = b""
    if body is not None:
        data = _filled(body if isinstance(body, str) else json.dumps(body, ensure_ascii=False), saved).encode()
        headers.setdefault("Content-Type", "application/json")
    if step.get("as") is not None:
        headers.setdefault("Authorization", _authorization(_filled(step["as"], saved)))
    headers = {name: value for name, value in headers.items() if value is not None}
    return Request.build(step["method"], _filled(step["path"], saved), headers, data)


def _authorization(who: str) -> str:
    """The header of a user with a password; the header itself as it is."""
    return who if " " in who else f"Basic {base64.b64encode(who.encode()).decode()}"


def _filled(text: str, saved: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda found: str(saved.get(found[1], found[0])), text)


def _at(value: Json, path: str) -> Any:
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def _parsed(response: Response) -> Json:
    try:
        return json.loads(response.content)
    except ValueError:
        return None


def _compare(document: dict[str, Any], response: Response, saved: dict[str, str]) -> Iterator[str]:
    want = document["response"]
    if want.get("closes"):
        if not response.closes:
            yield f"an answer ({response.status}) where the connection is closed without one"
        return
    if response.status != want["status"]:
        yield f"status: {want['status']} expected, got {response.status}: {response.content[:500].decode(errors='replace')}"
        return
    for name, value in want.get("headers", {}).items():
        got = response.header(name)
        if got != value:
            yield f"header {name}: {value!r} expected, got {got!r}"
    loose = {tuple(path.split(".")) for path in document.get("loose", ())}
    if "events" in want:
        got_events = [list(event) for event in events(response.content.decode(errors="replace"))]
        yield from differences(want["events"], got_events, saved, loose, at=("events",))
    if "body" not in want:
        return
    if isinstance(want["body"], str):
        text = response.content.decode(errors="replace")
        if text != _filled(want["body"], saved):
            yield f"body: {want['body'][:300]!r} expected, got {text[:300]!r}"
        return
    yield from differences(want["body"], _parsed(response), saved, loose, set_order=document.get("set_order", False))


def events(text: str) -> Iterator[tuple[str, Json]]:
    """Name and data of each event of a stream; data that is no JSON is text."""
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.lstrip("\ufeff\n").split("\n", 1) if ": " in line)
        if "data" in fields:
            yield fields.get("event", "message"), _json_or_text(fields["data"])


def _json_or_text(text: str) -> Json:
    try:
        return json.loads(text)
    except ValueError:
        return text


def differences(
    want: Json,
    got: Json,
    saved: dict[str, str] | None = None,
    loose: set[tuple[str, ...]] | None = None,
    *,
    set_order: bool = False,
    at: tuple[str, ...] = (),
) -> Iterator[str]:
    """Field-level differences between an expected and a given JSON value."""
    where = ".".join(at) or "body"
    if loose and any(len(p) == len(at) and all(a in ("*", b) for a, b in zip(p, at, strict=True)) for p in loose):
        if type(want) is not type(got):
            yield f"{where}: {type(want).__name__} expected, got {got!r}"
        return
    if isinstance(want, str) and want[:1] == "$":
        shape, _, count = want.partition(":")
        if shape == "$vector":
            if not (isinstance(got, list) and len(got) == int(count) and all(map(_SHAPES["$number"], got))):
                yield f"{where}: a vector of {count} numbers expected, got {str(got)[:80]}"
            return
        if shape in _SHAPES:
            if not _SHAPES[shape](got):
                yield f"{where}: {shape} expected, got {got!r}"
            return
    if isinstance(want, dict) and isinstance(got, dict):
        want = {_filled(key, saved or {}): value for key, value in want.items()}
        for key in want:
            if key not in got:
                yield f"{where}: {key!r} is missing"
            else:
                yield from differences(want[key], got[key], saved, loose, set_order=set_order, at=(*at, key))
        for key in got:
            if key not in want:
                yield f"{where}: {key!r} is too many ({str(got[key])[:80]})"
        return
    if isinstance(want, list) and isinstance(got, list):
        if len(want) != len(got):
            yield f"{where}: {len(want)} entries expected, got {len(got)}: {str(got)[:200]}"
            return
        if set_order:
            want, got = sorted(want, key=str), sorted(got, key=str)
        for number, (left, right) in enumerate(zip(want, got, strict=True)):
            yield from differences(left, right, saved, loose, set_order=set_order, at=(*at, str(number)))
        return
    if isinstance(want, str) and isinstance(got, str):
        filled = _filled(want, saved or {})
        same = _sorted_lists(filled) == _sorted_lists(got) if set_order else filled == got
        if not same:
            yield f"{where}: {filled!r} expected, got {got!r}"
        return
    if isinstance(want, bool) or isinstance(got, bool) or want is None or got is None:
        if want is not got:
            yield f"{where}: {want!r} expected, got {got!r}"
        return
    if isinstance(want, int | float) and isinstance(got, int | float):
        if _differ(want, got):
            yield f"{where}: {want!r} expected, got {got!r}"
        return
    yield f"{where}: {want!r} expected, got {got!r}"


def _differ(want: float, got: float) -> bool:
    """Whether two numbers are further apart than rounding explains."""
    try:
        return abs(want - got) > 1e-5 * max(1.0, abs(want))
    except OverflowError:  # a whole number beyond every double
        return want != got


def _sorted_lists(text: str) -> str:
    return re.sub(r"\[([^\[\]]*)\]", lambda found: "[" + ", ".join(sorted(re.split(", ?", found[1]))) + "]", text)
