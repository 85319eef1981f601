"""Rules between settings: exactly one of, together, this provider not for that task. In the services' files under `rules`.

A rule's `must` is a JSON Schema in the small part below, about the settings that were read; when they break it, `error` is
said. `service.py` describes the form. The same condition, about what was sent, goes into the derived body schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from ...errors import ApiError, status_error
from ...formats.javatext import hash_order
from ...wire import Json
from ..inference import endpoint_errors as errors

Holds = Callable[[Mapping[str, Json]], bool]
Place = Literal["service_settings", "secret_settings", "task_settings", "model"]


class Rule(NamedTuple):
    """A condition and what is said when it does not hold."""

    place: Place
    """The object whose problems it joins; `model`: answered alone, after all objects were read."""
    holds: Holds
    must: Json
    error: str
    fields: tuple[str, ...] = ()
    """What `{missing}` and `{received}` in the text are counted among."""
    kind: Literal["status", "validation"] = "status"

    def text(self, values: Mapping[str, Json], task_type: str) -> str:
        """The sentence, with `{task_type}`, `{missing}`, `{received}` and the values of settings filled in."""
        text = self.error.replace("{task_type}", task_type)
        if self.fields:
            text = text.replace("{missing}", ", ".join(name for name in self.fields if name not in values))
            text = text.replace("{received}", ", ".join(hash_order([name for name in self.fields if name in values])))
        while "{" in text:
            before, _, rest = text.partition("{")
            name, _, after = rest.partition("}")
            text = f"{before}{values.get(name, 'null')}{after}"
        return text

    def refusal(self, values: Mapping[str, Json], task_type: str) -> ApiError:
        """The error of a rule that is answered alone."""
        text = self.text(values, task_type)
        return status_error(400, text) if self.kind == "status" else errors.settings_invalid([text])


def compile_rule(entry: Mapping[str, Any]) -> Rule:
    """A rule from its entry in a file."""
    return Rule(
        entry["in"],
        compile_condition(entry["must"]),
        entry["must"],
        entry["error"],
        tuple(entry.get("fields", ())),
        entry.get("as", "status"),
    )


def compile_condition(schema: Mapping[str, Any]) -> Holds:
    """`required`, `properties` with `enum`, `const` or `pattern`, `anyOf`, `allOf`, `not`: absent settings satisfy `properties`."""
    parts: list[Holds] = []
    for word, value in schema.items():
        if word == "required":
            parts.append(_required(tuple(value)))
        elif word == "properties":
            parts.extend(
                _matches(name, sub["pattern"])
                if "pattern" in sub
                else _one_of(name, sub.get("enum", [sub.get("const")]))
                for name, sub in value.items()
            )
        elif word in ("anyOf", "allOf"):
            subs = [compile_condition(sub) for sub in value]
            parts.append(_any(subs) if word == "anyOf" else _all(subs))
        elif word == "not":
            parts.append(_not(compile_condition(value)))
        else:
            raise ValueError(f"a rule's condition cannot say {word!r}")
    return parts[0] if len(parts) == 1 else _all(parts)


def _required(names: tuple[str, ...]) -> Holds:
    if len(names) == 1:
        (name,) = names
        return lambda values: name in values
    wanted = frozenset(names)
    return lambda values: wanted <= values.keys()


def _one_of(name: str, options: list[Json]) -> Holds:
    return lambda values: name not in values or values[name] in options


def _matches(name: str, pattern: str) -> Holds:
    compiled = re.compile(pattern)
    return lambda values: name not in values or compiled.search(str(values[name])) is not None


def _any(subs: list[Holds]) -> Holds:
    def any_holds(values: Mapping[str, Json]) -> bool:
        for holds in subs:  # noqa: SIM110 - a loop is half the price, and this is on the way of every create
            if holds(values):
                return True
        return False

    return any_holds


def _all(subs: list[Holds]) -> Holds:
    def all_hold(values: Mapping[str, Json]) -> bool:
        for holds in subs:  # noqa: SIM110 - as above
            if not holds(values):
                return False
        return True

    return all_hold


def _not(holds: Holds) -> Holds:
    return lambda values: not holds(values)
