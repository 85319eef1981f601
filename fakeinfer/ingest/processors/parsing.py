"""Processors that read values out of texts: convert, json, kv, csv, dot_expander."""

from __future__ import annotations

import csv as tables
import ipaddress
import re
from typing import Any

from ...errors import ApiError, illegal_argument, number_format
from ...formats.jackson import NOTHING, Malformed
from ...formats.javanumbers import whole
from ...formats.javatext import to_text
from ...formats.jsontext import loads, source_redacted
from ...wire import Json
from .. import errors, regexes
from ..declaring import Options, processor
from ..options import Bool, Config, Custom, ListOf, Taken, Text, Value
from ..running import Run

_SOURCE = "opensearch-project/OpenSearch:modules/ingest-common/src/main/java/org/opensearch/ingest/common"


def _same_field(taken: Taken) -> Any:
    return taken["field"]


# --- convert ----------------------------------------------------------------------------------------------------------

_BITS = {"integer": 32, "long": 64}


def _whole(type: str, value: Json) -> Json:
    text = to_text(value)
    bits = _BITS[type]
    number = None if isinstance(value, bool) else whole(text, bits)
    if re.fullmatch(r"[+-]?0[xX][0-9a-fA-F]+", text):
        number = int(text, 16)
    if number is None or not -(2 ** (bits - 1)) <= number < 2 ** (bits - 1):
        raise _unconvertible(type, text)
    return number


def _fraction(type: str, value: Json) -> Json:
    text = to_text(value)
    try:
        if "_" in text:
            raise ValueError(text)
        return float(text.strip())
    except ValueError:
        raise _unconvertible(type, text) from None


def _unconvertible(type: str, text: str) -> ApiError:
    return illegal_argument(f"unable to convert [{text}] to {type}", caused_by=number_format(text))


def _boolean(type: str, value: Json) -> Json:
    text = to_text(value)
    if text.lower() not in ("true", "false"):
        raise illegal_argument(f"[{text}] is not a boolean value, cannot convert to boolean")
    return text.lower() == "true"


def _address(type: str, value: Json) -> Json:
    text = to_text(value)
    try:
        ipaddress.ip_address(text)
    except ValueError:
        raise illegal_argument(f"[{text}] is not a valid ipv4/ipv6 address") from None
    return text


def _best(type: str, value: Json) -> Json:
    if not isinstance(value, str):
        return value
    for kind, read in (("boolean", _boolean), ("integer", _whole), ("long", _whole), ("float", _fraction)):
        try:
            return read(kind, value)
        except ApiError:
            continue
    return value


_CONVERSIONS = {
    "integer": _whole,
    "long": _whole,
    "float": _fraction,
    "double": _fraction,
    "boolean": _boolean,
    "ip": _address,
    "string": lambda type, value: to_text(value),
    "auto": _best,
}


def _type(config: Config, taken: Taken) -> str:
    type = str(Text("type").read(config, taken)).lower()
    if type not in _CONVERSIONS:
        raise errors.about_property("type", f"type [{type}] not supported, cannot convert field.")
    return type


@processor(
    "convert",
    [
        Text("field"),
        Custom("type", reading=_type),
        Text("target_field", _same_field),
        Bool("ignore_missing", False),
    ],
    source=f"{_SOURCE}/ConvertProcessor.java",
)
def convert(run: Run, options: Options) -> None:
    """Change the type of a value, or of every item of a list."""
    document = run.document
    value = document.find(options.field) if options.ignore_missing else document.get(options.field)
    if value is None:
        if options.ignore_missing:
            return
        raise illegal_argument(f"Field [{options.field}] is null, cannot be converted to type [{options.type}]")
    change = _CONVERSIONS[options.type]
    items = [change(options.type, item) for item in value] if isinstance(value, list) else change(options.type, value)
    document.set(options.target_field, items)


# --- json -------------------------------------------------------------------------------------------------------------


def _root(config: Config, taken: Taken) -> bool:
    root = Bool("add_to_root", False).read(config, taken)
    if root and taken["target_field"] is not None:
        problem = "Cannot set a target field while also setting `add_to_root` to true"
        raise errors.about_property("target_field", problem)
    return bool(root)


JSON_OPTIONS = (Text("field"), Text("target_field", None), Custom("add_to_root", reading=_root))


@processor("json", JSON_OPTIONS, source=f"{_SOURCE}/JsonProcessor.java")
def json(run: Run, options: Options) -> None:
    """Read a text as JSON."""
    parse_json(run, options, merge=False)


def parse_json(run: Run, options: Options, *, merge: bool) -> None:
    """Read a field's text as JSON into the target field, or into the document itself."""
    document = run.document
    held = document.get(options.field)
    text = "null" if held is None else to_text(held)
    try:
        value = loads(text.encode(errors="replace"), source_redacted)
    except Malformed as broken:
        raise _no_json(broken) from None
    if value is NOTHING:  # the server's parser has no token to look at, and leaves null
        value = None
    if not options.add_to_root:
        document.set(options.target_field or options.field, value)
    elif isinstance(value, dict):
        for name, item in value.items():
            held = document.ctx.get(name)
            document.ctx[name] = _merged(held, item) if merge else item
    else:
        raise illegal_argument("cannot add non-map fields to root of document")


def _no_json(broken: Malformed) -> ApiError:
    """A text that is no JSON, in the words of the server's parser."""
    ends = broken.kind == "end"
    type, name = (
        ("json_e_o_f_exception", "io.JsonEOFException") if ends else ("json_parse_exception", "JsonParseException")
    )
    cause = ApiError(400, type, broken.message)
    return illegal_argument(f"com.fasterxml.jackson.core.{name}: {broken.message}", caused_by=cause)


def _merged(held: Json, item: Json) -> Json:
    if isinstance(held, dict) and isinstance(item, dict):
        return {**held, **{name: _merged(held.get(name), inner) for name, inner in item.items()}}
    return item


# --- kv, csv ----------------------------------------------------------------------------------------------------------


@processor(
    "kv",
    [
        Text("field"),
        Text("target_field", None),
        Text("field_split"),
        Text("value_split"),
        Text("trim_key", None),
        Text("trim_value", None),
        Bool("strip_brackets", False),
        Text("prefix", None),
        ListOf("include_keys", None),
        ListOf("exclude_keys", None),
        Bool("ignore_missing", False),
    ],
    source=f"{_SOURCE}/KeyValueProcessor.java",
)
def kv(run: Run, options: Options) -> None:
    """Read `a=1 b=2`."""
    document = run.document
    if not document.has(options.field):
        if options.ignore_missing:
            return
        raise errors.field_absent(options.field)
    text = document.text(options.field)
    if text is None:
        if options.ignore_missing:
            return
        raise errors.field_is_null(options.field, "cannot extract key-value pairs.")
    for part in regexes.split(regexes.compiled("field_split", options.field_split), text, keep_trailing=False):
        pieces = regexes.compiled("value_split", options.value_split).split(part, maxsplit=1)
        if len(pieces) != 2:
            raise illegal_argument(f"field [{options.field}] does not contain value_split [{options.value_split}]")
        key, value = pieces[0].strip(options.trim_key or ""), pieces[1].strip(options.trim_value or "")
        if options.include_keys is not None and key not in options.include_keys:
            continue
        if options.exclude_keys and key in options.exclude_keys:
            continue
        if options.strip_brackets:
            value = re.sub(r"""^[(\[<"']|[)\]>"']$""", "", value)
        path = f"{options.prefix or ''}{key}"
        path = f"{options.target_field}.{path}" if options.target_field else path
        if document.has(path):
            document.append(path, value)
        else:
            document.set(path, value)


def _one_character(option: str, default: str, problem: str) -> Custom:
    def reading(config: Config, taken: Taken) -> str:
        text = Text(option, default).read(config, taken)
        if len(text) != 1:
            raise errors.about_property(option, problem)
        return str(text)

    return Custom(option, reading=reading)


def _targets(config: Config, taken: Taken) -> list[str]:
    targets = ListOf("target_fields").read(config, taken)
    if not targets:
        raise errors.about_property("target_fields", "target fields list can't be empty")
    return [to_text(target) for target in targets]


@processor(
    "csv",
    [
        Text("field"),
        _one_character("quote", '"', "quote has to be single character like \" or '"),
        _one_character("separator", ",", "separator has to be single character like , or ;"),
        Bool("trim", False),
        Value("empty_value", None),
        Bool("ignore_missing", False),
        Custom("target_fields", reading=_targets),
    ],
    source=f"{_SOURCE}/CsvProcessor.java",
)
def csv(run: Run, options: Options) -> None:
    """Read one line of comma-separated values into fields."""
    document = run.document
    if options.ignore_missing and document.find(options.field) is None:
        return
    text = document.text(options.field)
    if text is None:
        raise errors.field_is_null(options.field, "cannot process it.")
    if not text:
        return
    rows = tables.reader([text], delimiter=options.separator, quotechar=options.quote, skipinitialspace=options.trim)
    for target, value in zip(options.target_fields, next(rows), strict=False):
        cell = value.strip() if options.trim else value
        if cell:
            document.set(target, cell)
        elif options.empty_value is not None:
            document.set(target, options.empty_value)


# --- dot_expander -----------------------------------------------------------------------------------------------------


def check_dots(field: str) -> None:
    """A field to expand: no dot at its ends, no two together."""
    if field.startswith(".") or field.endswith("."):
        raise errors.about_property("field", "Field can't start or end with a dot")
    if ".." in field:
        raise errors.about_property("field", "No space between dots")


def expand(run: Run, path: str | None, field: str, *, override: bool) -> None:
    """Make the key `"a.b"` the field `b` of the object `a`."""
    document = run.document
    holder = document.get(path) if path else document.ctx
    full = f"{path}.{field}" if path else field
    if not isinstance(holder, dict) or field not in holder:
        return
    if document.has(full):
        value = holder.pop(field)
        if override:
            document.set(full, value)
        else:
            document.append(full, value)
        return
    first, *others = field.split(".")[:-1]
    at = f"{path}.{first}" if path else first
    for part in ["", *others]:
        at = f"{at}.{part}" if part else at
        if document.has(at) and not isinstance(document.get(at), dict):
            problem = f"because [{at}] is not an object field, but a value field"
            raise illegal_argument(f"cannot expend [{full}], {problem}")
    document.set(full, holder.pop(field))
