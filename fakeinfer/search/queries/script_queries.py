"""Queries that scripts decide: `script`, and `terms_set`, whose number of needed terms differs by document.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/index/query/{ScriptQueryBuilder,TermsSetQueryBuilder}.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from ...errors import ApiError
from ...formats.positions import token_name
from ...script_definitions import Script
from ...wire import Json
from .. import errors
from ..errors import QueryRefused
from ..highlighting.marks import Mark
from ..locate import Place
from ..query import Query, Reading, Scores, query
from ..scripts.search_scripts import not_created, over, read_script
from ..terms import added
from ..values import text_of
from ..vectors.parsing import Unreadable
from .leaves import Term
from .one_field import COMMON, read_number

if TYPE_CHECKING:
    from ..view import View


class Scripted(NamedTuple):
    """Documents of which a script says yes."""

    script: Script
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        try:
            fits = over(self.script, view, "boolean")
        except ApiError as refused:
            if refused.type != "script_exception":
                raise
            raise not_created(view, refused) from None
        return {number: boost * self.boost for number in range(len(view)) if fits(number, 0.0)}


@query("script")
def script(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Documents of which a script says yes."""
    found: Script | None = None
    for key, value in body.items():
        here = place / key
        if key == "script":
            if isinstance(value, list):
                problem = "[script] query does not support an array of scripts. Use a bool query with a clause per script instead."
                raise errors.parsing(problem, here.value())
            if not isinstance(value, dict | str):
                raise _no_script(body, place)
            found = _script(value, here)
        elif key not in COMMON or isinstance(value, dict | list):
            raise errors.unsupported("script", key, here.value())
    if found is None:
        raise errors.parsing("script must be provided with a [script] filter", place.end())
    return Scripted(found, read_number(body.get("boost", 1.0)))


def _no_script(body: dict[str, Json], place: Place) -> ApiError:
    """Neither a text nor an object: the parser stands at the token behind it."""
    names = list(body)
    later = names[names.index("script") + 1 :]
    if later:
        return errors.expected_object("script", "FIELD_NAME", (place / later[0]).key())
    return errors.expected_object("script", "END_OBJECT", place.end())


def _script(value: Json, place: Place) -> Script:
    try:
        return read_script(value, place)
    except Unreadable as unreadable:
        raise unreadable.cause from None


class TermsSet(NamedTuple):
    """Documents with enough of some terms; how many are enough, a field of theirs says, or a script."""

    path: str
    terms: tuple[Json, ...]
    counted_by: str | None
    script: Script | None
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        if not self.terms:
            return {}
        enough = self._enough(view)
        parts = [Term(self.path, term).scores(view, boost * self.boost) for term in self.terms]
        total = added(parts)
        counts: dict[int, int] = {}
        for part in parts:
            for number in part:
                counts[number] = counts.get(number, 0) + 1
        return {number: score for number, score in total.items() if counts[number] >= enough(number)}

    def _enough(self, view: View) -> Callable[[int], int]:
        never = len(self.terms) + 1
        if self.script is not None:
            made = self._made(view, self.script)
            return lambda number: max(int(made(number, 0.0)), 1)
        if self.counted_by is None:
            cause = ApiError(500, "illegal_state_exception", "No minimum should match has been specified")
            raise _failed(view, cause)
        field = view.fields.get(self.counted_by)
        if field is None:
            raise QueryRefused(f"failed to find minimum_should_match field [{self.counted_by}]", "")
        refused = errors.no_field_data(self.counted_by, field, view.index, view.state.contract.product.name)
        if refused is not None:
            raise _failed(view, refused)
        column = view.values(field)
        return lambda number: max(int(min(column[number])), 1) if column[number] else never

    def _made(self, view: View, script: Script) -> Callable[[int, float], float]:
        try:
            return over(script, view, "double", more={"num_terms": len(self.terms)})
        except ApiError as refused:
            if refused.type != "script_exception":
                raise
            raise not_created(view, refused) from None

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return [Mark(self.path, frozenset(map(text_of, self.terms)))]


def _failed(view: View, cause: ApiError) -> ApiError:
    """A query that cannot be made, which is the root of it."""
    error = not_created(view, cause)
    error.root_cause = ()
    return error


@query("terms_set")
def terms_set(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Documents with enough of some terms."""
    if not body:
        raise errors.parsing("[terms_set] unknown token [END_OBJECT]", place.end())
    field, *others = body
    options, here = body[field], place / field
    if not isinstance(options, dict):
        raise errors.parsing(f"[terms_set] unknown token [{token_name(options)}] after [{field}]", here.value())
    terms: tuple[Json, ...] = ()
    counted_by: str | None = None
    script: Script | None = None
    for key, value in options.items():
        inner = here / key
        if key == "terms" and isinstance(value, list):
            terms = tuple(value)
        elif key == "minimum_should_match_field" and not isinstance(value, dict | list):
            counted_by = text_of(value)
        elif key == "minimum_should_match_script" and isinstance(value, dict):
            script = _script(value, inner)
        elif key not in COMMON or isinstance(value, dict | list):
            raise errors.unsupported("terms_set", key, inner.value())
    if others:
        token = "FIELD_NAME"
        raise errors.parsing(f"[terms_set] unknown token [{token}]", (place / others[0]).key())
    return TermsSet(field, terms, counted_by, script, read_number(options.get("boost", 1.0)))
