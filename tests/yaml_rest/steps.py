"""The steps of a test: calls, and what is said of their answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fakeinfer.contract import Contract
from fakeinfer.fixtures import events
from fakeinfer.wire import Request, Response
from tests.yaml_rest.apis import request_for
from tests.yaml_rest.outcomes import Failed, Unsupported
from tests.yaml_rest.skipping import check_requires, check_skip
from tests.yaml_rest.values import ABSENT, Stash, difference, find, is_true, like_error, shown, stashed

Send = Callable[[Request], Response]
CATCHES: Mapping[str, tuple[int, ...]] = {
    "bad_request": (400,),
    "unauthorized": (401,),
    "forbidden": (403,),
    "missing": (404,),
    "request_timeout": (408,),
    "conflict": (409,),
    "unavailable": (503,),
    "too_many_requests": (429,),
    "request": tuple(range(400, 600)),
    "param": tuple(range(400, 600)),
}
BESIDE_THE_API = (
    "catch", "headers", "warnings", "warnings_regex", "allowed_warnings", "allowed_warnings_regex", "node_selector",
)  # fmt: skip
_WARNING = re.compile(r'^299 \S+ "((?:[^"\\]|\\.)*)"')


@dataclass(slots=True)
class Run:
    """One test as it runs: whom it asks, the last answer, and what it remembers."""

    send: Send
    contract: Contract
    stash: Stash = field(default_factory=dict)
    answer: Any = None

    def step(self, word: str, about: Any) -> None:
        """One step; Failed when something else is there than it says."""
        does = STEPS.get(word)
        if does is None:
            raise Unsupported(f"the step {word}")
        does(self, about)

    def value(self, path: str) -> Any:
        """What the last answer holds at a path."""
        return find(self.answer, str(path), self.stash)


def _do(run: Run, about: Mapping[str, Any]) -> None:
    calls = [name for name in about if name not in BESIDE_THE_API]
    if len(calls) != 1:
        raise Failed(f"one call a step, not {', '.join(calls) or 'none'}")
    (api,) = calls
    given: Mapping[str, Any] = stashed(about[api] or {}, run.stash)
    headers = {str(name): str(value) for name, value in stashed(about.get("headers") or {}, run.stash).items()}
    response = run.send(request_for(run.contract, api, given, headers))
    run.answer = _answer(response)
    if isinstance(run.answer, Mapping) and response.status == 501:
        raise Unsupported(str(run.answer.get("error", {}).get("reason")))
    _check_status(about.get("catch"), given.get("ignore"), response, run)
    _check_warnings(about, response)


def _answer(response: Response) -> Any:
    kind = (response.header("content-type") or "").partition(";")[0]
    if not response.content:
        return response.status < 300
    if kind == "text/event-stream":
        return [{"event": name, "data": data} for name, data in events(response.content.decode())]
    if kind == "text/plain":
        return response.content.decode()
    return json.loads(response.content)


def _check_status(catch: str | None, ignore: Any, response: Response, run: Run) -> None:
    status = response.status
    if catch is None:
        ignored = [int(one) for one in (ignore if isinstance(ignore, list) else [ignore] if ignore else [])]
        if status >= 400 and not (status == 404 and run.answer is False) and status not in ignored:
            raise Failed(f"{status}: {shown(run.answer)}")
        return
    if status < 400:
        raise Failed(f"{catch} expected, got {status}: {shown(run.answer)}")
    if catch.startswith("/"):
        pattern = str(stashed(catch.strip()[1:-1], run.stash))
        if not like_error(pattern, run.answer):
            raise Failed(f"a refusal like {pattern!r} expected, got {status}: {shown(run.answer)}")
    elif status not in CATCHES.get(catch, ()):
        raise Failed(f"{catch} expected, got {status}: {shown(run.answer)}")


def _check_warnings(about: Mapping[str, Any], response: Response) -> None:
    found = [match[1] for name, value in response.headers if name.lower() == "warning" for match in _texts(value)]
    sent = {text.replace('\\"', '"').replace("\\\\", "\\") for text in found}
    expected, allowed = set(about.get("warnings") or ()), set(about.get("allowed_warnings") or ())
    patterns = [*(about.get("warnings_regex") or ()), *(about.get("allowed_warnings_regex") or ())]
    if missing := expected - sent:
        raise Failed(f"the warning {missing.pop()!r} did not come")
    for text in sent - expected - allowed:
        if not any(re.search(pattern, text) for pattern in patterns):
            raise Failed(f"the warning {text!r} was not expected")
    for pattern in about.get("warnings_regex") or ():
        if not any(re.search(pattern, text) for text in sent):
            raise Failed(f"no warning like {pattern!r} came")


def _texts(value: str) -> list[re.Match[str]]:
    match = _WARNING.match(value)
    return [match] if match is not None else []


def _match(run: Run, about: Mapping[str, Any]) -> None:
    for path, expected in about.items():
        found = difference(stashed(expected, run.stash), run.value(path), str(path))
        if found is not None:
            raise Failed(found)


def _length(run: Run, about: Mapping[str, Any]) -> None:
    for path, expected in about.items():
        value, wanted = run.value(path), stashed(expected, run.stash)
        if not isinstance(value, str | list | dict) or len(value) != int(wanted):
            raise Failed(f"{path}: a length of {wanted} expected, got {shown(value)}")


def _is_true(run: Run, path: str) -> None:
    if not is_true(run.value(path)):
        raise Failed(f"{path}: a value expected, got {shown(run.value(path))}")


def _is_false(run: Run, path: str) -> None:
    if is_true(run.value(path)):
        raise Failed(f"{path}: no value expected, got {shown(run.value(path))}")


def _exists(run: Run, path: str) -> None:
    if run.value(path) in (ABSENT, None):
        raise Failed(f"{path}: a value expected, there is nothing")


def _not_exists(run: Run, path: str) -> None:
    if run.value(path) not in (ABSENT, None):
        raise Failed(f"{path}: nothing expected, got {shown(run.value(path))}")


def _compared(holds: Callable[[Any, Any], bool], words: str) -> Callable[[Run, Mapping[str, Any]], None]:
    def compare(run: Run, about: Mapping[str, Any]) -> None:
        for path, limit in about.items():
            value, wanted = run.value(path), stashed(limit, run.stash)
            if not isinstance(value, int | float) or not holds(value, wanted):
                raise Failed(f"{path}: {words} {wanted} expected, got {shown(value)}")

    return compare


def _close_to(run: Run, about: Mapping[str, Any]) -> None:
    for path, near in about.items():
        value = run.value(path)
        if not isinstance(value, int | float) or abs(value - near["value"]) > near["error"]:
            raise Failed(f"{path}: {near['value']} give or take {near['error']} expected, got {shown(value)}")


def _contains(run: Run, about: Mapping[str, Any]) -> None:
    for path, expected in about.items():
        value, wanted = run.value(path), stashed(expected, run.stash)
        if isinstance(value, str) and isinstance(wanted, str):
            held = wanted in value
        else:
            held = isinstance(value, list) and any(_has(one, wanted) for one in value)
        if not held:
            raise Failed(f"{path}: {shown(wanted)} expected in it, got {shown(value)}")


def _has(entry: Any, wanted: Any) -> bool:
    """An entry holds an object that says part of what it says."""
    if isinstance(entry, Mapping) and isinstance(wanted, Mapping):
        return all(difference(value, entry.get(key, ABSENT), key) is None for key, value in wanted.items())
    return difference(wanted, entry, "") is None


def _set(run: Run, about: Mapping[str, Any]) -> None:
    for path, name in about.items():
        value = run.value(path)
        if value is ABSENT:
            raise Failed(f"{path}: a value to remember expected, there is nothing")
        run.stash[str(name)] = value


STEPS: Mapping[str, Callable[[Run, Any], None]] = {
    "do": _do,
    "match": _match,
    "length": _length,
    "is_true": _is_true,
    "is_false": _is_false,
    "exists": _exists,
    "not_exists": _not_exists,
    "gt": _compared(lambda value, limit: value > limit, "more than"),
    "gte": _compared(lambda value, limit: value >= limit, "at least"),
    "lt": _compared(lambda value, limit: value < limit, "less than"),
    "lte": _compared(lambda value, limit: value <= limit, "at most"),
    "close_to": _close_to,
    "contains": _contains,
    "set": _set,
    "skip": lambda run, about: check_skip(about, run.contract.version),
    "requires": lambda run, about: check_requires(about, run.contract.version),
}
