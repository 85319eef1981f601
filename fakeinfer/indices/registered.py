"""What an index setting is registered as: what it holds, what it is unless somebody says, and whether it may change.

`<product>/index_settings.json` maps names to {"default", "type", "minimum", "maximum", "words", "refusal", "kind", "since", "until",
"from_3.0"}. A `kind` is "static" (changes while the index is closed), "final" (never), "private" or "internal" (the server's own);
without one a setting may change at any time. A `type` "word" is one of `words` in any case, and `refusal` is told of another;
"excerpt" is a boolean or a number of characters; "heap" and "disk" are sizes or shares. A `default` may be a list of {"value",
"since", "until"}.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import illegal_argument, number_format
from ..formats.javanumbers import whole
from ..operations import read_time
from ..search.values import text_of
from ..versions import Span, Version
from .setting_sizes import check_share_of_disk, check_share_of_heap, check_size

if TYPE_CHECKING:
    from ..cluster import State
    from ..contract import Contract

NEWER_DEFAULTS = "3.0"
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?|[+-]?(NaN|Infinity)")


class Registered(NamedTuple):
    """One setting."""

    default: Any = None
    type: str = "text"
    minimum: float | None = None
    maximum: float | None = None
    kind: str = "dynamic"
    words: tuple[str, ...] = ()
    refusal: str = ""


def registered(state: State) -> dict[str, Registered]:
    """The settings that the product registers at this version, by name."""
    memo = state.contract.memo
    found: dict[str, Registered] | None = memo.get("registered_settings")
    if found is None:
        file = Path(__file__).parent.parent / state.contract.product.name / "index_settings.json"
        found = memo["registered_settings"] = read_file(file, state.contract)
    return found


def read_file(file: Path, contract: Contract) -> dict[str, Registered]:
    """The settings of a data file that there are at a version."""
    newer = contract.version in Span(NEWER_DEFAULTS)
    return {
        name: Registered(
            entry["from_3.0"] if newer and "from_3.0" in entry else _at(entry.get("default"), contract.version),
            entry.get("type", "text"),
            entry.get("minimum"),
            entry.get("maximum"),
            entry.get("kind", "dynamic"),
            tuple(entry.get("words", ())),
            entry.get("refusal", ""),
        )
        for name, entry in json.loads(file.read_text("utf-8")).items()
        if contract.version in Span(entry.get("since"), entry.get("until"))
    }


def _at(default: Any, version: Version) -> Any:
    if isinstance(default, list) and default and isinstance(default[0], dict):
        return next(one["value"] for one in default if version in Span(one.get("since"), one.get("until")))
    return default


def check_value(name: str, value: Any, setting: Registered) -> None:
    """400 for what a setting cannot hold."""
    text = text_of(value)
    if setting.type in ("boolean", "excerpt"):
        if text not in ("true", "false") and (setting.type == "boolean" or whole(text) is None):
            raise illegal_argument(f"Failed to parse value [{text}] as only [true] or [false] are allowed.")
    elif setting.type == "time":
        _check_time(name, text, setting)
    elif setting.type == "size":
        check_size(name, text)
    elif setting.type == "heap":
        check_share_of_heap(name, text)
    elif setting.type == "disk":
        check_share_of_disk(name, text)
    elif setting.type in ("whole", "long", "decimal"):
        _check_number(name, text, setting)
    elif setting.type == "word":
        if text.lower() not in setting.words:
            raise illegal_argument(setting.refusal.format(value=text, VALUE=text.upper()))
    elif setting.type == "expansion":
        _check_expansion(name, text)
    elif setting.type == "active_shards":
        check_active_shards(text)


def _check_time(name: str, text: str, setting: Registered) -> None:
    """A time value; the least is one in seconds."""
    if read_time(name, text) < 1000 * (setting.minimum or -1):
        raise illegal_argument(f"failed to parse value [{text}] for setting [{name}], must be >= [{setting.minimum}s]")


def _check_expansion(name: str, text: str) -> None:
    """A range of copies such as `0-1` or `0-all` (`AutoExpandReplicas.parse`)."""
    if text == "false":
        return
    least, dash, most = text.partition("-")
    refused = f"failed to parse [{name}] from value: [{text}] at index {len(least) if dash else -1}"
    if not dash:
        raise illegal_argument(refused)
    for part in (least, most):
        if whole(part) is None and not (part is most and part == "all"):
            raise illegal_argument(refused, caused_by=number_format(part))


def check_active_shards(text: str) -> None:
    """How many copies are waited for: a number or all (`ActiveShardCount.parseString`)."""
    if text not in ("all", "default", ""):
        number = whole(text)
        if number is None:
            raise illegal_argument(f"cannot parse ActiveShardCount[{text}]", caused_by=number_format(text))
        if number < 0:
            raise illegal_argument("shard count cannot be a negative value")


def _check_number(name: str, text: str, setting: Registered) -> None:
    number: float | None
    if setting.type in ("whole", "long"):
        number = whole(text, 64 if setting.type == "long" else 32)
    else:
        number = float(text.rstrip("fFdD")) if _DECIMAL.fullmatch(text) else None
    if number is None and setting.type == "long" and re.fullmatch(r"\+?\d+", text):
        raise illegal_argument(f"Failed to parse value [{text}] for setting [{name}] must be <= {2**63 - 1}")
    if number is None:
        raise illegal_argument(f"Failed to parse value [{text}] for setting [{name}]", caused_by=number_format(text))
    if setting.minimum is not None and number < setting.minimum:
        raise illegal_argument(f"Failed to parse value [{text}] for setting [{name}] must be >= {setting.minimum}")
    if setting.maximum is not None and number > setting.maximum:
        raise illegal_argument(f"Failed to parse value [{text}] for setting [{name}] must be <= {setting.maximum}")
