"""Sorting by `_script`: what a script makes of each document.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/sort/ScriptSortBuilder.java; observed:
opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...errors import illegal_argument, not_implemented
from ...formats.positions import token_name
from ...wire import Json
from ..errors import failed_field, wrong_token
from ..locate import Place
from ..scripts.search_scripts import SCRIPT, over
from ..values import text_of
from ..vectors.parsing import TEXT, Field, read_object
from .sorting import SortKey, read_order

if TYPE_CHECKING:
    from ..view import View

MODES = ("min", "max", "avg", "sum", "median")
OF_NUMBERS = ("sum", "avg", "median")
"""Modes of several numbers, which a script never makes."""


def _kind(value: Json, place: Place) -> str:
    kind = text_of(value).lower()
    if kind == "version":
        raise not_implemented("sorting by [_script] of type [version]")
    if kind not in ("number", "string"):
        raise illegal_argument(f"Unknown ScriptSortType [{text_of(value)}]")
    return kind


def _mode(value: Json, place: Place) -> str:
    mode = text_of(value).lower()
    if mode not in MODES:
        raise illegal_argument(f"Unknown SortMode [{text_of(value)}]")
    return mode


def _nested(value: Json, place: Place) -> Json:
    raise not_implemented("sorting by scripts of nested objects")


FIELDS = {
    "script": SCRIPT,
    "type": Field(("VALUE_STRING",), _kind),
    "mode": Field(("VALUE_STRING",), _mode),
    "order": Field(("VALUE_STRING",), lambda value, place: read_order(text_of(value))),
    "nested": Field(("START_OBJECT",), _nested),
}


def read_script_key(options: dict[str, Json], place: Place) -> SortKey:
    """The criterion `_script` of a body."""
    if "script" in options and not isinstance(options["script"], str | dict):
        raise wrong_token("_script", "script", token_name(options["script"]), (place / "script").value())
    known: dict[str, Any] = read_object("_script", options, place, FIELDS | {"_name": TEXT}, ("script", "type"))
    mode = known.get("mode")
    if known["type"] == "string" and mode in OF_NUMBERS:
        problem = illegal_argument(f"script sort of type [string] doesn't support mode [{mode}]")
        raise failed_field("_script", "mode", (place / "mode").value(), problem)
    return SortKey("_script", known.get("order", False), script=known["script"], kind=known["type"])


def reader(view: View, key: SortKey) -> Callable[[int, float], Any]:
    """What a script compares documents by, from number and score."""
    assert key.script is not None
    if key.kind == "string":
        return over(key.script, view, "String", scored=True)
    made = over(key.script, view, "double", scored=True)
    return lambda number, score: float(made(number, score))
