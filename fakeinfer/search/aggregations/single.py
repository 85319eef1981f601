"""Documents that fit a query, or lack a value; all there are; nested objects of documents, and documents around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument, not_implemented
from ...formats.positions import token_name
from ...wire import Json
from .. import errors
from ..locate import Place
from ..query import Query, Reading
from .columns import Column
from .options import column_of, over_values, read_options
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ..view import View


def _kept(matches: Matches, query: Query) -> Matches:
    found = []
    for view, numbers in matches:
        scores = query.scores(view, 1.0)
        found.append((view, [number for number in numbers if number in scores]))
    return found


class Filter(NamedTuple):
    """Documents that fit a query."""

    query: Query

    def check(self, wanted: Aggregation, view: View) -> None:
        self.query.scores(view, 1.0)

    def prefix(self, matches: Matches) -> str:
        return "filter"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        return wanted.within(_kept(matches, self.query), around)


class Filters(NamedTuple):
    """Documents by the queries that they fit, and perhaps those that fit none."""

    queries: tuple[tuple[str, Query], ...]
    keyed: bool
    other: str | None = None

    def check(self, wanted: Aggregation, view: View) -> None:
        for _, query in self.queries:
            query.scores(view, 1.0)

    def prefix(self, matches: Matches) -> str:
        return "filters"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        found = [(name, _kept(matches, query)) for name, query in self.queries]
        if self.other is not None:
            taken = {id(view): set[int]() for view, _ in matches}
            for _, kept in found:
                for view, numbers in kept:
                    taken[id(view)].update(numbers)
            rest = [
                (view, [number for number in numbers if number not in taken[id(view)]]) for view, numbers in matches
            ]
            found.append((self.other, rest))
        if self.keyed:
            return {"buckets": {name: wanted.within(kept, around) for name, kept in found}}
        return {"buckets": [wanted.within(kept, around) for _, kept in found]}


class Missing(NamedTuple):
    """Documents without a value."""

    column: Column

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check("missing", view)

    def prefix(self, matches: Matches) -> str:
        return "missing"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        having = {(id(view), number) for view, number, _ in self.column.held(matches)}
        lacking = [
            (view, [number for number in numbers if (id(view), number) not in having]) for view, numbers in matches
        ]
        return wanted.within(lacking, around)


class Global(NamedTuple):
    """All documents, whatever the query finds."""

    def check(self, wanted: Aggregation, view: View) -> None:
        pass

    def prefix(self, matches: Matches) -> str:
        return "global"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        return wanted.within([(view, list(range(len(view)))) for view in around.views], around)


class Nested(NamedTuple):
    """The nested objects of documents."""

    path: str

    def check(self, wanted: Aggregation, view: View) -> None:
        pass

    def prefix(self, matches: Matches) -> str:
        return "nested"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        found: Matches = []
        for view, numbers in matches:
            if self.path in view.fields.nested:
                inside, wanted_numbers = view.nested(self.path), set(numbers)
                assert inside.owners is not None
                found.append(
                    (inside, [number for number, owner in enumerate(inside.owners) if owner in wanted_numbers])
                )
        return wanted.within(found, around)


class ReverseNested(NamedTuple):
    """The documents around nested objects."""

    path: str | None = None

    def check(self, wanted: Aggregation, view: View) -> None:
        if self.path is not None:
            raise not_implemented("[path] of the aggregation [reverse_nested]")

    def prefix(self, matches: Matches) -> str:
        return "reverse_nested"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        found: Matches = []
        for view, numbers in matches:
            around_them = [view.outermost(number) for number in numbers]
            if around_them:
                found.append((around_them[0][0], sorted({number for _, number in around_them})))
        return wanted.within(found, around)


def read(
    kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading
) -> Filter | Filters | Missing | Global | Nested | ReverseNested:
    """Read one."""
    if kind == "filter":
        return Filter(reading.query(options, place))
    if kind == "filters":
        return _read_filters(name, options, place, reading)
    if kind == "global":
        for option, value in options.items():
            raise errors.no_options(name, token_name(value), (place / option).value())
        return Global()
    if kind == "missing":
        return Missing(column_of(read_options(MISSING_PARSER, options, place)))
    path = _read_path(name, options, place)
    if kind == "reverse_nested":
        return ReverseNested(path)
    if path is None:
        raise errors.parsing(f"Missing [path] field for nested aggregation [{name}]", place.end())
    return Nested(path)


MISSING_PARSER = over_values("missing", {})


def _read_path(name: str, options: dict[str, Json], place: Place) -> str | None:
    """The only option that nested aggregations have."""
    path: str | None = None
    for key, value in options.items():
        here = (place / key).value()
        if not isinstance(value, str):
            raise errors.parsing(f"Unexpected token {token_name(value)} in [{name}].", here)
        if key != "path":
            raise errors.unknown_key("VALUE_STRING", key, here, name)
        path = value
    return path


def _check_objects(pairs: list[tuple[Any, Json]], place: Place, keyed: bool) -> None:
    """Refuse a filter that is none; the server looks at what follows a value, and complains there."""
    for number, (_, query) in enumerate(pairs):
        if isinstance(query, list):
            here = place / pairs[number][0]
            raise errors.not_an_object((here / 0).value() if query else here.end())
        if not isinstance(query, dict):
            if number + 1 == len(pairs):
                raise errors.not_an_object(place.end())
            after = place / pairs[number + 1][0]
            raise errors.not_an_object(after.key() if keyed else after.value())


def _read_filters(name: str, options: dict[str, Json], place: Place, reading: Reading) -> Filters:
    """The queries; keys are refused with values of a wrong kind as they come."""
    queries: tuple[tuple[str, Query], ...] = ()
    keyed = True
    other_key = "_other_"
    wants_other: bool | None = None
    for key, value in options.items():
        here = place / key
        token = token_name(value)
        if (key, token) == ("other_bucket", "VALUE_BOOLEAN"):
            wants_other = value
        elif (key, token) == ("other_bucket_key", "VALUE_STRING"):
            other_key = value
            wants_other = True if wants_other is None else wants_other
        elif key == "filters" and isinstance(value, dict | list):
            keyed = isinstance(value, dict)
            pairs: list[tuple[Any, Json]] = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
            _check_objects(pairs, here, keyed)
            read = [(str(one), reading.query(query, here / one)) for one, query in pairs]
            queries = tuple(sorted(read, key=lambda pair: pair[0]) if keyed else read)
        else:
            raise errors.unknown_key(token, key, here.value(), name)
    if not queries:
        raise illegal_argument("[filters] cannot be empty.")
    return Filters(queries, keyed, other_key if wants_other else None)
