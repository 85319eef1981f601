"""The processors `date` and `date_index_name`: texts become moments, and moments times or names of indices.

Sources, of both products: modules/ingest-common/src/main/java/org/opensearch/ingest/common/DateProcessor.java,
DateIndexNameProcessor.java and DateFormat.java. How patterns are read is in `formats/dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument, not_implemented, number_format
from ...formats.javanumbers import whole
from ...formats.javatext import LONG_MAX, to_text
from .. import errors
from ..declaring import Catalog, Options, processor
from ..options import Config, Custom, ListOf, Taken, Template, Text
from ..running import Run

if TYPE_CHECKING:
    from ...formats.dates.format import DateFormat
    from ...formats.dates.moments import Moment
    from ...formats.dates.zones import Zone

_SOURCE = "opensearch-project/OpenSearch:modules/ingest-common/src/main/java/org/opensearch/ingest/common"
_OUTPUT = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"
_INDEX_FORMATS = ("yyyy-MM-dd'T'HH:mm:ss.SSSXX",)

Reader = Callable[[str | None, int], "Moment"]
"""From a text, and the current year, to a moment; ApiError if it is not in the format."""


# --- formats, zones and languages as the server refuses them ----------------------------------------------------------


def _format(text: str, language: str, catalog: Catalog) -> DateFormat:
    from ...formats.dates.format import BadFormat, date_format
    from ...formats.dates.patterns import UnknownPattern

    try:
        return date_format(text, language, catalog.month_names)
    except BadFormat as bad:
        cause = None if bad.why is None else illegal_argument(bad.why)
        raise illegal_argument(str(bad), caused_by=cause) from None
    except UnknownPattern as unknown:
        raise not_implemented(str(unknown)) from None


def _zone(id: str | None) -> Zone:
    from ...formats.dates.zones import UTC, BadZone, zone_of

    if id is None:
        return UTC
    try:
        return zone_of(id)
    except BadZone as bad:
        type = "zone_rules_exception" if bad.unknown else "date_time_exception"
        raise ApiError(500, type, str(bad)) from None


def _language(locale: str | None) -> str:
    """The language of a locale as texts write it: `de`, `de_DE`, `de-DE`."""
    from ...formats.dates.names import COUNTRIES, LANGUAGES

    if not locale:
        return "en"
    parts = re.split("[-_]", locale)
    if len(parts) > 3:
        listed = ", ".join(parts)
        raise illegal_argument(f"Locales can have at most 3 parts but got {len(parts)}: [{listed}]")
    if len(parts) == 1 and parts[0].upper() == "ROOT":
        return "en"
    language = parts[0].lower()
    if language not in LANGUAGES:
        cause = ApiError(500, "missing_resource_exception", f"Couldn't find 3-letter language code for {language}")
        raise illegal_argument(f"Unknown language: {parts[0]}", caused_by=cause)
    country = parts[1].upper() if len(parts) > 1 else ""
    if country and country not in COUNTRIES:
        cause = ApiError(500, "missing_resource_exception", f"Couldn't find 3-letter country code for {country}")
        raise illegal_argument(f"Unknown country: {parts[1]}", caused_by=cause)
    return language


# --- readers ----------------------------------------------------------------------------------------------------------


def _reader(format: str, zone: Zone, language: str, catalog: Catalog) -> Reader:
    plain = _PLAIN.get(format)
    if plain is not None:
        return lambda text, year: _at_millis(plain(text), zone)
    if format == "ISO8601":
        return _by_pattern("iso8601", zone, "en", catalog, converts=True)
    return _by_pattern(format, zone, language, catalog, converts=not catalog.dialect.older_dates)


def _at_millis(millis: int, zone: Zone) -> Moment:
    from ...formats.dates.moments import from_millis

    return from_millis(millis, zone)


def _by_pattern(text: str, zone: Zone, language: str, catalog: Catalog, *, converts: bool) -> Reader:
    """A reader by a pattern. Unless it `converts`, a zone other than UTC goes before an offset in the text."""
    from ...formats.dates.format import Unparsed
    from ...formats.dates.moments import BadDate
    from ...formats.dates.resolving import in_year, moment_of
    from ...formats.dates.zones import UTC

    format = _format(text, language, catalog)

    def read(value: str | None, year: int) -> Moment:
        if not value:
            raise illegal_argument("cannot parse empty date")
        try:
            parsed = format.parse(value)
        except Unparsed as refusal:
            raise _not_in(format.text, value, refusal) from None
        if not converts and zone != UTC:
            parsed = parsed._replace(offset=None)
        try:
            if text != "iso8601" and not _says_a_year(parsed, catalog):
                return in_year(parsed, year, zone)
            moment = moment_of(parsed, zone)
        except BadDate as bad:
            raise ApiError(500, "date_time_exception", str(bad)) from None
        return moment.inside(zone) if converts or zone == UTC else moment

    return read


def _says_a_year(parsed: Any, catalog: Catalog) -> bool:
    """OpenSearch looks for the week in place of the year that weeks are counted in, so that year alone is none."""
    by_week = "WeekOfWeekBasedYear" if catalog.dialect.older_dates else "WeekBasedYear"
    return parsed.says_a_year or by_week in parsed.fields


def _not_in(format: str, value: str, refusal: Any) -> ApiError:
    why = None if refusal.why is None else ApiError(500, "date_time_exception", refusal.why)
    cause = ApiError(500, "date_time_parse_exception", str(refusal), caused_by=why)
    return illegal_argument(f"failed to parse date field [{value}] with format [{format}]", caused_by=cause)


def _null_pointer(call: str, name: str) -> ApiError:
    return ApiError(500, "null_pointer_exception", f'Cannot invoke "String.{call}" because "{name}" is null')


_DOUBLE = re.compile(
    r"[\x00-\x20]*([+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?))[\x00-\x20]*", re.ASCII
)


def _unix(text: str | None) -> int:
    if text is None:
        raise _null_pointer("trim()", "in")
    found = _DOUBLE.fullmatch(text)
    if found is None:
        reason = number_format(text).reason if text.strip() else "empty String"
        raise ApiError(400, "number_format_exception", reason)
    number = float(found[1].rstrip("fFdD") if found[1][-1] in "fFdD" else found[1]) * 1000.0
    if number != number:
        return 0
    return int(max(-LONG_MAX - 1, min(number, LONG_MAX)))


def _unix_millis(text: str | None) -> int:
    if text is None:
        raise ApiError(400, "number_format_exception", "Cannot parse null string")
    number = whole(text, 64)
    if number is None:
        raise number_format(text)
    return number


_TAI_SECONDS, _TAI_NANOS = (1, 16), (16, 24)
_TAI_AHEAD = 10_000
"""Milliseconds that atomic time was ahead when leap seconds began."""


def _tai64n(text: str | None) -> int:
    if text is None:
        raise _null_pointer("startsWith(String)", "date")
    text = text.removeprefix("@")
    seconds, nanos = (_hex(text, *part) for part in (_TAI_SECONDS, _TAI_NANOS))
    return seconds * 1000 - _TAI_AHEAD + nanos // 1_000_000


def _hex(text: str, begin: int, end: int) -> int:
    if len(text) < end:
        reason = f"begin {begin}, end {end}, length {len(text)}"
        raise ApiError(500, "string_index_out_of_bounds_exception", reason)
    digits = text[begin:end]
    if re.fullmatch("[+-]?[0-9a-fA-F]+", digits) is None:
        raise ApiError(400, "number_format_exception", f'For input string: "{digits}" under radix 16')
    return int(digits, 16)


_PLAIN: dict[str, Callable[[str | None], int]] = {"UNIX": _unix, "UNIX_MS": _unix_millis, "TAI64N": _tai64n}


def _read(run: Run, value: Any, readers: Iterable[Callable[[], Reader]]) -> Moment:
    """The moment of a value in one of several formats."""
    from ...formats.dates.moments import date_of

    text = None if value is None else to_text(value)
    year = date_of(run.state.clock.millis // 86_400_000)[0]
    moment: Moment | None = None
    refusals: list[ApiError] = []
    for reader in readers:
        try:
            moment = reader()(text, year)
        except ApiError as refusal:
            if refusal.status == 501:
                raise
            refusals.append(refusal)
            continue
        if not run.catalog.dialect.older_dates:
            break
    if moment is not None:
        return moment
    if refusals:
        refusals[0].suppressed = tuple(refusals[1:])
    cause = refusals[0] if refusals else None
    raise illegal_argument(f"unable to parse date [{to_text(text)}]", caused_by=cause)


def _ready(reader: Reader) -> Callable[[], Reader]:
    return lambda: reader


def _checked_formats(formats: list[Any]) -> list[str]:
    for format in formats:
        if format is None:
            reason = 'Cannot invoke "String.hashCode()" because "<local1>" is null'
            raise ApiError(500, "null_pointer_exception", reason)
        if not isinstance(format, str):
            raise errors.class_cast(format, "java.lang.String")
    return formats


# --- date -------------------------------------------------------------------------------------------------------------


def _catalog(config: Config) -> Catalog:
    assert config.builder is not None
    return config.builder.catalog


def _output(config: Config, taken: Taken) -> DateFormat:
    text = Text("output_format", _OUTPUT).read(config, taken)
    try:
        return _format(text, "en", _catalog(config))
    except ApiError as refusal:
        if refusal.status == 501:
            raise
        raise illegal_argument(f"invalid output format [{text}]", caused_by=refusal) from None


def _date_formats(config: Config, taken: Taken) -> list[str]:
    return _checked_formats(taken["formats"])


@processor(
    "date",
    [
        Text("field"),
        Text("target_field", "@timestamp"),
        Template("timezone", None),
        Template("locale", None),
        ListOf("formats"),
        Custom("output_format", _OUTPUT, reading=_output),
    ],
    prepare=_date_formats,
    source=f"{_SOURCE}/DateProcessor.java",
)
def date(run: Run, options: Options) -> None:
    """Read a text as a date, and write it as a time."""
    document = run.document
    catalog = run.catalog
    value = document.get(options.field)
    zone, locale = (part and part.render(document) for part in (options.timezone, options.locale))

    def reader(format: str) -> Callable[[], Reader]:
        return lambda: _reader(format, _zone(zone), _language(locale), catalog)

    moment = _read(run, value, [reader(format) for format in options.prepared])
    document.set(options.target_field, options.output_format.show(moment))


# --- date_index_name --------------------------------------------------------------------------------------------------

_TAG = re.compile(r"[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8})*")


def _tag(config: Config, taken: Taken) -> str:
    """The language of a tag such as `de-DE`; one that is unknown is as good as any."""
    tag = Text("locale", None).read(config, taken)
    if tag is None:
        return "en"
    if _TAG.fullmatch(tag) is None:
        raise illegal_argument(f"Invalid language tag specified: {tag}")
    return str(tag.split("-")[0].lower())


_ZONE_CLASSES = {
    "zone_rules_exception": "java.time.zone.ZoneRulesException",
    "date_time_exception": "java.time.DateTimeException",
}


def _named_zone(config: Config, taken: Taken) -> Zone:
    try:
        return _zone(Text("timezone", None).read(config, taken))
    except ApiError as refusal:
        if refusal.type in _ZONE_CLASSES:
            raise errors.wrapped(refusal, _ZONE_CLASSES[refusal.type]) from None
        raise


def _readers(config: Config, taken: Taken) -> list[Reader]:
    formats = ListOf("date_formats", list(_INDEX_FORMATS)).read(config, taken)
    zone, language, catalog = taken["timezone"], taken["locale"], _catalog(config)
    return [_reader(format, zone, language, catalog) for format in _checked_formats(formats)]


@processor(
    "date_index_name",
    [
        Custom("locale", None, reading=_tag),
        Custom("timezone", None, reading=_named_zone),
        Custom("date_formats", list(_INDEX_FORMATS), reading=_readers),
        Text("field"),
        Template("index_name_prefix", None),
        Template("date_rounding"),
        Template("index_name_format", None),
    ],
    source=f"{_SOURCE}/DateIndexNameProcessor.java",
)
def date_index_name(run: Run, options: Options) -> None:
    """Name the index by a date of the document, in date math that rounds it."""
    document = run.document
    value = document.get(options.field)
    moment = _read(run, value, [_ready(reader) for reader in options.date_formats])
    prefix = options.index_name_prefix.render(document) if options.index_name_prefix else ""
    format = options.index_name_format.render(document) if options.index_name_format else "yyyy-MM-dd"
    rounding = options.date_rounding.render(document)
    shown = _format(format, "en", run.catalog).show(moment)
    zone = "UTC" if options.timezone.id == "Z" else options.timezone.id
    document.set("_index", f"<{prefix}{{{shown}||/{rounding}{{{format}|{zone}}}}}>")
