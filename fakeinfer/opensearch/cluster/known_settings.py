"""The cluster settings that exist, as data: `settings/*.json` at one version, and how their values are read.

A row says type, default, range, and whether it is dynamic (unless it is `static` or `final`). `default`, `min` and `max` may
be a list of {value, since, until}. What holds them and what changes them is in `cluster_settings.py`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...formats.javanumbers import whole
from ...operations import read_time
from ...versions import Span, Version
from ...wire import Json
from .. import errors

if TYPE_CHECKING:
    from ...contract import Contract

PATTERN_LIMIT = 256
_BACKTRACKS = re.compile(r"\([^()]*[+*][^()]*\)[+*{]|\\[1-9]")
FILES = ("ml_commons", "core", "knn", "other_plugins")
_BYTES = {"b": 1, "kb": 2**10, "k": 2**10, "mb": 2**20, "m": 2**20, "gb": 2**30, "g": 2**30, "tb": 2**40, "pb": 2**50}


class Setting(NamedTuple):
    """One cluster setting at one version."""

    key: str
    type: str
    default: Json
    min: int | None = None
    max: int | None = None
    final: bool = False
    static: bool = False
    patterns: bool = False
    """A list of regular expressions that are looked at when they are set."""

    @property
    def dynamic(self) -> bool:
        """Whether a running cluster takes a new value."""
        return not (self.final or self.static)

    def read(self, value: Json) -> Any:
        """The typed value of what was stored (texts and lists of texts), or the server's refusal."""
        if self.type == "list":
            values = value if isinstance(value, list) else [part.strip() for part in value.split(",")]
            if self.patterns:
                _check_patterns(values)
            return values
        text = shown(value)
        if self.type == "bool":
            if text not in ("true", "false"):
                raise errors.not_a_boolean(text)
            return text == "true"
        if self.type in ("int", "long", "double"):
            return self._number(text)
        if self.type == "time":
            return read_time(self.key, text)
        if self.type == "bytes":
            return self._bytes(text)
        return text

    def _number(self, text: str) -> float:
        number: float | None
        if self.type == "double":
            spelled = re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text)
            number = None if spelled is None else float(text)
        else:
            number = whole(text, 32 if self.type == "int" else 64)
        if number is None:
            raise errors.setting_is_no_number(self.key, text)
        if self.min is not None and number < self.min:
            raise errors.setting_out_of_range(self.key, text, f">= {self.min}")
        if self.max is not None and number > self.max:
            raise errors.setting_out_of_range(self.key, text, f"<= {self.max}")
        return number

    def _bytes(self, text: str) -> int:
        normalized = text.strip().lower()
        if normalized in ("-1", "0"):
            return int(normalized)
        matched = re.fullmatch(r"(-?\d+)\s*([kmgtp]?b|[kmg])", normalized)
        if matched is None:
            raise errors.setting_is_no_size(self.key, text)
        return int(matched[1]) * _BYTES[matched[2]]


def _check_patterns(patterns: list[str]) -> None:
    """What a list of patterns may not hold: long ones, such as backtrack for ever, and such as do not compile."""
    for pattern in patterns:
        if len(pattern) > PATTERN_LIMIT:
            raise errors.pattern_too_long(pattern, PATTERN_LIMIT)
        if _BACKTRACKS.search(pattern):
            raise errors.pattern_backtracks(pattern)
        try:
            re.compile(pattern)
        except re.error:
            raise errors.pattern_does_not_compile(pattern) from None


def shown(value: Json) -> str:
    """A stored value as Java prints it: lists in brackets."""
    return value if isinstance(value, str) else f"[{', '.join(value)}]"


def as_text(value: Json) -> str | list[str]:
    """A JSON value as the server stores it: texts, and lists of texts."""
    if isinstance(value, list):
        return [str(as_text(item)) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def known_settings(contract: Contract) -> dict[str, Setting]:
    """The settings of the contract's version by key; read once a contract."""
    found: dict[str, Setting] | None = contract.memo.get("cluster settings")
    if found is None:
        found = contract.memo.setdefault("cluster settings", _load(contract.version))
    return found


def _load(version: Version) -> dict[str, Setting]:
    found = {}
    for name in FILES:
        document = json.loads((Path(__file__).parent / "settings" / f"{name}.json").read_text("utf-8"))
        for key, row in document["settings"].items():
            if version in Span(row.get("since"), row.get("until")):
                values = {
                    part: _at(row[part], version)
                    for part in ("default", "min", "max", "final", "static", "patterns")
                    if part in row
                }
                found[key] = Setting(key, row["type"], as_text(values.pop("default")), **values)
    return found


def _at(value: Json, version: Version) -> Json:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return next(row["value"] for row in value if version in Span(row.get("since"), row.get("until")))
    return value
