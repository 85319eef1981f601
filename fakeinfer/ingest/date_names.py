"""Names of indices with date math in them, `<logs-{2020-02-13||/M{yyyy-MM|UTC}}>`, as pipelines leave them.

Sources, of both products: server/src/main/java/org/opensearch/cluster/metadata/IndexNameExpressionResolver.java.
"""

from __future__ import annotations

import re

from ..errors import illegal_argument, not_implemented

_PART = re.compile(r"\{([^{}]*)(?:\{([^{}|]*)(?:\|([^{}|]*))?\})?\}")
_FORMAT = "uuuu.MM.dd"


def resolved_name(name: str | None, now: int) -> str | None:
    """The name an expression means at the moment `now` (milliseconds); other names are left as they are."""
    if name is None or not (name.startswith("<") and name.endswith(">")):
        return name
    inside = name[1:-1]
    done, at = "", 0
    for part in _PART.finditer(inside):
        done += inside[at : part.start()] + _shown(part[1], part[2] or _FORMAT, part[3] or "UTC", now)
        at = part.end()
    rest = done + inside[at:]
    if "{" in rest or "}" in rest or "\\" in rest:
        raise not_implemented(f"the index name [{name}]")
    return rest


def _shown(math: str, format: str, zone: str, now: int) -> str:
    from ..formats.dates.format import BadFormat, Unparsed, date_format
    from ..formats.dates.moments import NANOS, BadDate, Moment, of_local
    from ..formats.dates.patterns import UnknownPattern
    from ..formats.dates.resolving import moment_of
    from ..formats.dates.zones import BadZone, zone_of
    from ..search.values import millis_of  # what counts in days, months and years

    try:
        place, shape = zone_of(zone), date_format(format)
        anchor, bars, operations = math.partition("||")
        if bars:
            begin = moment_of(shape.parse(anchor), place)
        else:
            begin, operations = Moment(now // 1000, now % 1000 * (NANOS // 1000), place), math.removeprefix("now")
    except (BadFormat, BadZone, BadDate, Unparsed) as problem:
        raise illegal_argument(f"failed to parse date field [{math}] with format [{format}]: {problem}") from None
    except UnknownPattern as unknown:
        raise not_implemented(str(unknown)) from None
    begin = begin.inside(place)
    local = millis_of(f"now{operations}", now=begin.millis + begin.offset * 1000)
    if local is None:  # observed: opensearch 2.19.1 never answers
        raise not_implemented(f"the date math [{math}] of an index name")
    days, millis = divmod(local, 86_400_000)
    return shape.show(of_local(days, millis * (NANOS // 1000), place))
