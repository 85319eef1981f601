"""Processors of texts and lists: lowercase, uppercase, trim, gsub, html_strip, bytes, urldecode, split, join, sort.

Sources: elastic/elasticsearch:modules/ingest-common/src/main/java/org/elasticsearch/ingest/common/AbstractStringProcessor.java,
opensearch-project/OpenSearch:modules/ingest-common/src/main/java/org/opensearch/ingest/common/AbstractStringProcessor.java.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

from ...errors import illegal_argument, parse_error
from ...formats.javatext import java_class, to_text
from ...wire import Json
from .. import errors, regexes
from ..declaring import Options, processor
from ..html import stripped
from ..options import Bool, Config, Custom, Option, Taken, Text
from ..running import Run

_SOURCE = "opensearch-project/OpenSearch:modules/ingest-common/src/main/java/org/opensearch/ingest/common"
_STRING = "java.lang.String"


def _same_field(taken: Taken) -> Any:
    return taken["field"]


ON_TEXT: tuple[Option, ...] = (Text("field"), Bool("ignore_missing", False), Text("target_field", _same_field))
"""What every processor of texts takes."""


def change_text(run: Run, options: Options, change: Callable[[str], Json]) -> None:
    """Change a text, or every text of a list, and put it into the target field."""
    document = run.document
    value = document.find(options.field) if options.ignore_missing else document.get(options.field)
    if value is None:
        if options.ignore_missing:
            return
        raise errors.field_is_null(options.field, "cannot process it.")
    if isinstance(value, list):
        document.set(options.target_field, [change(_item(item, options.field)) for item in value])
    elif isinstance(value, str):
        document.set(options.target_field, change(value))
    else:
        raise errors.field_of_type(options.field, value, _STRING)


def _item(item: Json, field: str) -> str:
    if isinstance(item, str):
        return item
    raise illegal_argument(
        f"value [{to_text(item)}] of type [{java_class(item)}] in list field [{field}] cannot be cast to [{_STRING}]"
    )


@processor("lowercase", ON_TEXT, source=f"{_SOURCE}/LowercaseProcessor.java")
def lowercase(run: Run, options: Options) -> None:
    """Lower case."""
    change_text(run, options, str.lower)


@processor("uppercase", ON_TEXT, source=f"{_SOURCE}/UppercaseProcessor.java")
def uppercase(run: Run, options: Options) -> None:
    """Upper case."""
    change_text(run, options, str.upper)


@processor("trim", ON_TEXT, source=f"{_SOURCE}/TrimProcessor.java")
def trim(run: Run, options: Options) -> None:
    """Take blanks and control characters off both ends."""
    change_text(run, options, lambda text: text.strip("".join(map(chr, range(33)))))


@processor("html_strip", ON_TEXT, source=f"{_SOURCE}/HtmlStripProcessor.java")
def html_strip(run: Run, options: Options) -> None:
    """Take the tags out of HTML."""
    change_text(run, options, stripped)


_UNITS = {"b": 0, "k": 1, "kb": 1, "m": 2, "mb": 2, "g": 3, "gb": 3, "t": 4, "tb": 4, "p": 5, "pb": 5}


def _bytes(text: str) -> int:
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", text.lower())
    if found is None or found[2] not in _UNITS:
        if text in ("0", "-1"):
            return int(text)
        raise parse_error(
            f"failed to parse setting [Ingest Field] with value [{text}] as a size in bytes: unit is missing or unrecognized"
        )
    return int(float(found[1]) * 1024 ** _UNITS[found[2]])


@processor("bytes", ON_TEXT, source=f"{_SOURCE}/BytesProcessor.java")
def count_bytes(run: Run, options: Options) -> None:
    """`1kb` to 1024."""
    change_text(run, options, _bytes)


def _url_decoded(text: str) -> str:
    for found in re.finditer("%", text):
        pair = text[found.end() : found.end() + 2]
        if len(pair) < 2:
            raise illegal_argument("URLDecoder: Incomplete trailing escape (%) pattern")
        if re.fullmatch("[0-9a-fA-F]{2}", pair) is None:
            wrong = next(n for n, character in enumerate(pair) if character not in "0123456789abcdefABCDEF")
            raise illegal_argument(
                f'URLDecoder: Illegal hex characters in escape (%) pattern - Error at index {wrong} in: "{pair}"'
            )
    return unquote_plus(text)


@processor("urldecode", ON_TEXT, source=f"{_SOURCE}/URLDecodeProcessor.java")
def urldecode(run: Run, options: Options) -> None:
    """Undo URL encoding."""
    change_text(run, options, _url_decoded)


def _pattern(config: Config, taken: Taken) -> re.Pattern[str]:
    return regexes.compiled("pattern", Text("pattern").read(config, taken))


@processor(
    "gsub",
    [*ON_TEXT, Custom("pattern", reading=_pattern), Text("replacement")],
    source=f"{_SOURCE}/GsubProcessor.java",
)
def gsub(run: Run, options: Options) -> None:
    """Replace every match of a regular expression."""
    change_text(run, options, lambda text: regexes.replaced(options.pattern, options.replacement, text))


@processor(
    "split",
    [*ON_TEXT, Bool("preserve_trailing", False), Text("separator")],
    source=f"{_SOURCE}/SplitProcessor.java",
)
def split(run: Run, options: Options) -> None:
    """Cut a text into a list by a regular expression."""
    document = run.document
    if options.ignore_missing and document.find(options.field) is None:
        return
    text = document.text(options.field)
    if text is None:
        raise errors.field_is_null(options.field, "cannot split.")
    pattern = regexes.compiled("separator", options.separator)
    document.set(options.target_field, regexes.split(pattern, text, keep_trailing=options.preserve_trailing))


@processor(
    "join",
    [Text("field"), Text("separator"), Text("target_field", _same_field)],
    source=f"{_SOURCE}/JoinProcessor.java",
)
def join(run: Run, options: Options) -> None:
    """Make one text of a list."""
    items = _list(run, options.field, "cannot join.")
    run.document.set(options.target_field, options.separator.join(map(to_text, items)))


def _list(run: Run, field: str, done: str) -> list[Any]:
    value = run.document.get(field)
    if value is None:
        raise errors.field_is_null(field, done)
    if not isinstance(value, list):
        raise errors.field_of_type(field, value, "java.util.List")
    return value


def _order(config: Config, taken: Taken) -> str:
    order = Text("order", "asc").read(config, taken)
    if order not in ("asc", "desc"):
        problem = f"Sort direction [{order}] not recognized. Valid values are: [asc, desc]"
        raise errors.about_property("order", problem)
    return str(order)


@processor(
    "sort",
    [Text("field"), Text("target_field", _same_field), Custom("order", reading=_order)],
    source=f"{_SOURCE}/SortProcessor.java",
)
def sort(run: Run, options: Options) -> None:
    """Order a list."""
    items = _list(run, options.field, "cannot sort.")
    if len(items) > 1:
        kinds = {java_class(item) for item in items}
        if len(kinds) > 1:
            first = java_class(items[0])
            other = next(item for item in items if java_class(item) != first)
            raise errors.class_cast(items[0], java_class(other))
    run.document.set(options.target_field, sorted(items, reverse=options.order == "desc"))
