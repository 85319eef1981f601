"""`script_fields` of a search: what scripts make of each hit.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/fetch/subphase/ScriptFieldsPhase.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import indices
from ...errors import ApiError, illegal_argument, is_ours, not_implemented
from ...formats.positions import token_name
from ...script_definitions import Script
from ...wire import Json
from .. import errors
from ..locate import Place
from ..scripts.search_scripts import over, read_script
from ..values import truth_of
from ..vectors.parsing import Unreadable

if TYPE_CHECKING:
    from ..view import View
    from .sorting import Hit

MOST = 32
"""`index.max_script_fields`."""


class ScriptField(NamedTuple):
    """One field that a script makes."""

    name: str
    script: Script | None
    ignores_failure: bool = False

    def of(self, hit: Hit) -> list[Json] | None:
        """The values for a hit; None where the script failed and nobody minds."""
        made = hit.view.memo.get(("script_field", self.name, id(self.script)))
        try:
            if made is None:
                if self.script is None:
                    raise ApiError(500, "null_pointer_exception", None)
                made = (self.script, over(self.script, hit.view, "def"))
                hit.view.memo["script_field", self.name, id(self.script)] = made
            value = made[1](hit.number, hit.score or 0.0)
        except ApiError as refused:
            if is_ours(refused):
                raise
            if self.ignores_failure:
                return None
            raise errors.all_shards_failed([(hit.view.index, refused)], hit.view.state) from None
        return _listed(value)


def _listed(value: Any) -> list[Json]:
    from ..scripts.doc_values import Values

    if isinstance(value, Values):
        return [_json(one) for one in value.held()]
    if isinstance(value, list | tuple | set):
        return [_json(one) for one in value]
    return [_json(value)]


def _json(value: Any) -> Json:
    from ..scripts.doc_values import Values

    if isinstance(value, Values):
        return [_json(one) for one in value.held()]
    if isinstance(value, dict):
        return {str(key): _json(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_json(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise not_implemented("fields with values of this kind, made by a script")


def read_script_fields(value: dict[str, Json], place: Place) -> tuple[ScriptField, ...]:
    """`script_fields` of a body."""
    found: dict[str, ScriptField] = {}
    for name, options in value.items():
        here = place / name
        if not isinstance(options, dict):
            reason = f"Expected [START_OBJECT] in [{name}] but found [{token_name(options)}]"
            raise errors.parsing(reason, here.value())
        script: Script | None = None
        ignores = False
        for key, given in options.items():
            inner = here / key
            if key == "script" and isinstance(given, str | dict):
                try:
                    script = read_script(given, inner)
                except Unreadable as unreadable:
                    raise unreadable.cause from None
            elif key == "ignore_failure" and (truth := truth_of(given)) is not None:
                ignores = truth
            else:
                raise errors.unknown_key(token_name(given), key, inner.value())
        found[name] = ScriptField(name, script, ignores)
    return tuple(found.values())


def check_script_fields(view: View, fields: Iterable[ScriptField]) -> None:
    """Refuse more fields than an index allows."""
    count = len(tuple(fields))
    most = int(indices.setting(indices.find(view.state, view.index), "max_script_fields", MOST))
    if count > most:
        raise illegal_argument(
            f"Trying to retrieve too many script_fields. Must be less than or equal to: [{most}] but was [{count}]. This"
            " limit can be set by changing the [index.max_script_fields] index level setting."
        )
