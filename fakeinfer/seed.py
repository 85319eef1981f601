"""Seed files: requests that put a fake into a wanted state before it is used.

Two forms, told apart by the file's name and checked on loading:

- console text, as Dev Tools and both products' docs print it: `PUT /_inference/...`, its JSON body on the lines below,
  `#`, `//` and `/* */` comments, `\"\"\"` texts over several lines, the docs' callouts (`<1>`), several bodies after one
  another for `_bulk`;
- `.yaml`, `.yml` or `.json`: a list of `{method, path, body?}`.

Every problem names file and line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .wire import Request, Response

_REQUEST_LINE = re.compile(r"(GET|PUT|POST|DELETE|HEAD|PATCH)\s+(\S+)\s*$", re.IGNORECASE)
_BESIDE_JSON = re.compile(
    r'''
    """(?P<text>.*?)"""                      # a text over several lines
    | (?P<string>"(?:[^"\\\n]|\\.)*")        # an ordinary string: what looks like a comment in it is none
    | (?<!\S)(?:
        (?:\#|//)[^\n]* | /\*.*?\*/           # comments
        | <\d+>(?!\S) | \{%[^\n]*?%\}         # callouts and includes of the docs' sources
    )
    ''',
    re.DOTALL | re.VERBOSE,
)


class SeedError(Exception):
    """A seed file that cannot be read, or a request in it that was refused; the message begins with `file:line:`."""


@dataclass(frozen=True, slots=True)
class SeedRequest:
    """One request of a seed file and the line it stands on."""

    file: Path
    line: int
    method: str
    path: str
    body: bytes
    content_type: str = "application/json"

    @property
    def place(self) -> str:
        """`file:line`, for messages."""
        return f"{self.file}:{self.line}"


def read_seed(file: Path) -> list[SeedRequest]:
    """All requests of a seed file. SeedError when it is not well-formed."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise SeedError(f"{file}:1: {problem}") from problem
    return read_seed_text(file, text)


def read_seed_text(file: Path, text: str) -> list[SeedRequest]:
    """All requests of a text; `file` names it in messages, and its form by its suffix. SeedError when it is not well-formed."""
    if file.suffix in (".yaml", ".yml", ".json"):
        return list(_listed(file, text))
    return list(_console(file, text))


def apply_seed(file: Path, send: Callable[[Request], Response], own_headers: Mapping[str, str] | None = None) -> int:
    """Read a file and send every request, with headers beside its own; SeedError at the first refusal. How many were sent."""
    return send_seed(read_seed(file), send, own_headers)


def send_seed(
    requests: Sequence[SeedRequest], send: Callable[[Request], Response], own_headers: Mapping[str, str] | None = None
) -> int:
    """Send every request, with headers beside its own; SeedError at the first refusal. How many were sent."""
    for seed in requests:
        path = seed.path if seed.path.startswith("/") else f"/{seed.path}"
        headers = {**(own_headers or {}), **({"Content-Type": seed.content_type} if seed.body else {})}
        response = send(Request.build(seed.method, path, headers, seed.body))
        if response.closes or response.status >= 400:
            raise SeedError(f"{seed.place}: {seed.method} {path} was refused: {_reason(response)}")
    return len(requests)


def _reason(response: Response) -> str:
    try:
        error = json.loads(response.content)["error"]
    except (ValueError, KeyError, TypeError):
        return str(response.status)
    return f"{response.status} {error if isinstance(error, str) else error.get('reason')}"


def _listed(file: Path, text: str) -> Iterator[SeedRequest]:
    if file.suffix == ".json":
        try:
            entries = json.loads(text)
        except ValueError as problem:
            raise SeedError(f"{file}:{getattr(problem, 'lineno', 1)}: {problem}") from problem
    else:
        entries = _yaml(file, text)
    if not isinstance(entries, list):
        raise SeedError(f"{file}:1: a list of requests is expected, each with method and path")
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or not {"method", "path"} <= entry.keys() <= {"method", "path", "body"}:
            raise SeedError(f"{file}:1: entry {number} needs method and path, and may have body; nothing else")
        yield SeedRequest(file, 1, str(entry["method"]).upper(), str(entry["path"]), _bytes(entry.get("body")))


def _yaml(file: Path, text: str) -> Any:
    try:
        import yaml
    except ImportError as missing:
        raise SeedError(f"{file}:1: YAML seed files need PyYAML: pip install 'fakeinfer[yaml]'") from missing
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        raise SeedError(f"{file}:{mark.line + 1 if mark else 1}: {problem}") from problem


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    return (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)).encode()


def _console(file: Path, text: str) -> Iterator[SeedRequest]:
    lines = _BESIDE_JSON.sub(_as_json, text).splitlines()
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if not line:
            at += 1
            continue
        matched = _REQUEST_LINE.match(line)
        if matched is None:
            raise SeedError(
                f"{file}:{at + 1}: a request such as `PUT /_inference/my-endpoint` is expected, not {line[:60]!r}"
            )
        start, at, body = at, at + 1, []
        while at < len(lines) and _REQUEST_LINE.match(lines[at].strip()) is None:
            body.append(lines[at])
            at += 1
        yield _console_request(file, start + 1, matched[1].upper(), matched[2], "\n".join(body).rstrip())


def _as_json(beside: re.Match[str]) -> str:
    """What stands for a piece of console text in plain JSON, as many lines as before: problems are named by line."""
    if beside["string"] is not None:
        return beside["string"]
    json_text = "" if beside["text"] is None else json.dumps(beside["text"].strip("\n"), ensure_ascii=False)
    return json_text + "\n" * beside[0].count("\n")


def _console_request(file: Path, line: int, method: str, path: str, text: str) -> SeedRequest:
    decoder = json.JSONDecoder()
    documents, at = [], 0
    while at < len(text):
        while text[at].isspace():
            at += 1
        try:
            document, at = decoder.raw_decode(text, at)
        except ValueError as problem:
            wrong = line + text.count("\n", 0, getattr(problem, "pos", 0)) + 1
            raise SeedError(f"{file}:{wrong}: the body of {method} {path} is not JSON: {problem}") from problem
        documents.append(document)
    if not documents:
        return SeedRequest(file, line, method, path, b"")
    if len(documents) == 1 and "_bulk" not in path:
        return SeedRequest(file, line, method, path, _bytes(documents[0]))
    lines = "".join(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n" for document in documents)
    return SeedRequest(file, line, method, path, lines.encode(), "application/x-ndjson")
