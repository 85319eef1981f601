"""Objects of settings that the server reads with an object parser: the first thing that is wrong is answered, alone.

The parser sees the object as Java prints the map that holds it: on one line, its keys in the order of a `HashMap`; line and
column count in that text. When all fields are read, what is missing or empty is missed in the order of the entries (or of
`builds`), then the rules of the object hold, then URLs are looked at. A service's file says under `parsed` (and for updates alone
under `parsed_updates`) which objects are read so, and since when; see `service.py`.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/common/parser/{ServiceSettingsOPBuilder,UpdateServiceSettingsOPBuilder,EnumParser}.java
and the settings classes of the services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ...errors import ApiError, illegal_argument, parse_error, request_invalid
from ...formats.javatext import hash_order
from ...formats.jsontext import dumps
from ...object_parser import (
    BOOLEAN,
    FLOAT,
    INT,
    LONG,
    TEXT,
    TEXTS,
    Field,
    ObjectParser,
    Path,
    Read,
    Source,
    Unreadable,
    within,
)
from ...wire import Json
from ..inference import endpoint_errors as errors
from ..inference.task_types import BLANKS
from . import collections_of, java_uri, problems
from .rules import Rule

Entry = Mapping[str, Any]
Values = dict[str, Any]
NULL_TOKEN = "VALUE_NULL"
SCALARS = ("VALUE_BOOLEAN", NULL_TOKEN, "VALUE_NUMBER", "VALUE_STRING")
_SAYS_NOTHING = object()
"""An object in an update that changes nothing."""


class Built(NamedTuple):
    """What is asked of one setting once all are read."""

    name: str
    names: tuple[str, ...]
    """Its own name, then those it had."""
    missing: str | None
    empty: str | None
    empty_is_invalid: bool
    """Whether an empty text is a `validation_exception`, not an argument refused."""
    uri: bool
    default: Json
    word: Callable[[str], Json] | None
    """Reads a word that is looked at so late, or refuses it."""


class ParsedObject(NamedTuple):
    """How one object of a body is parsed, at creation and in an update."""

    parser: ObjectParser
    updates: ObjectParser
    built: tuple[Built, ...]
    secrets: frozenset[str]
    """Fields that it lets pass unread: whoever reads the secrets takes them."""
    collects: bool
    """Whether all that is missing and all rules that do not hold are told together, not the first alone."""

    def create(self, sent: Values, rules: tuple[Rule, ...], task_type: str) -> Values:
        """The clean settings of a new endpoint; `sent` is left with the secrets alone."""
        read = _run(self.parser, sent)
        self._leave_secrets(sent)
        clean: Values = {}
        found: list[str] = []
        for built in self.built:
            value = next((read[name] for name in built.names if read.get(name) is not None), None)
            if value is None and built.missing is not None:
                self._refuse(built.missing, found)
            if value == "" and built.empty is not None:
                raise (
                    errors.settings_invalid([built.empty]) if built.empty_is_invalid else illegal_argument(built.empty)
                )
            if value is not None:
                clean[built.name] = value if built.word is None else built.word(value)
        for rule in rules:
            if not rule.holds(clean):
                self._refuse(rule.text(clean, task_type), found)
        if found:
            raise errors.settings_invalid(found)
        for built in self.built:
            if built.uri and (reason := java_uri.why_not(clean.get(built.name, ""))) is not None:
                raise illegal_argument(problems.unparsable_url(clean[built.name], reason))
        return {b.name: b.default for b in self.built if b.default is not None and b.name not in clean} | clean

    def change(self, sent: Values) -> Values:
        """What an update changes: a setting that it takes back stands at its default, None where it has none."""
        read = _run(self.updates, sent)
        self._leave_secrets(sent)
        changes: Values = {}
        for built in self.built:
            if built.name in read and read[built.name] is not _SAYS_NOTHING:
                if read[built.name] == "" and built.empty is not None:
                    raise errors.settings_invalid([built.empty])
                changes[built.name] = built.default if read[built.name] is None else read[built.name]
        return changes

    def _refuse(self, problem: str, found: list[str]) -> None:
        if not self.collects:
            raise illegal_argument(problem)
        found.append(problem)

    def _leave_secrets(self, sent: Values) -> None:
        for name in [name for name in sent if name not in self.secrets]:
            del sent[name]


def compile_parsed(
    written: Entry, scope: str, entries: Mapping[str, Entry], secrets: tuple[str, ...], updatable: tuple[str, ...]
) -> ParsedObject:
    """The parsers of one object, from what the file says of it and its entries at one version and task type."""
    known = {name: entry for name, entry in entries.items() if is_declared(entry)}
    parser_name = written.get("name", scope)
    passed = dict.fromkeys((*secrets, *written.get("passes", ())), TEXT)
    refused = {
        name: _not_to_change(entry["not_to_change"]) for name, entry in known.items() if "not_to_change" in entry
    }
    first = [name for name in written.get("builds", ()) if name in known]
    order = first + [name for name in known if name not in first]
    return ParsedObject(
        ObjectParser(
            parser_name,
            {alias: _field(name, known[name], scope) for name in known for alias in _names(name, known[name])} | passed,
        ),
        ObjectParser(
            parser_name,
            {name: _field(name, known[name], scope, update=True) for name in known if name in updatable}
            | refused
            | dict.fromkeys(secrets, TEXT),
        ),
        tuple(_built(name, known[name], scope) for name in order) + _fixed(entries),
        frozenset(secrets),
        written.get("collects", False),
    )


# --- fields -----------------------------------------------------------------------------------------------------------


def _run(parser: ObjectParser, sent: Values) -> Values:
    ordered = _as_java_holds(sent)
    found: Values = parser.parse(ordered, Source(dumps(ordered).encode(errors="replace")))
    return found


def _as_java_holds(value: Json) -> Json:
    """The value with its maps in the order of a `HashMap`."""
    if isinstance(value, dict):
        return {name: _as_java_holds(value[name]) for name in hash_order(value)}
    return [_as_java_holds(item) for item in value] if isinstance(value, list) else value


def is_declared(entry: Entry) -> bool:
    """Whether the parser knows a setting: what a request may not have is not declared, or only to be refused in words."""
    return "fixed" not in entry and (not entry.get("forbidden") or entry["type"] == "object")


def _names(name: str, entry: Entry) -> tuple[str, ...]:
    return (name, *entry.get("old_names", ()))


def _built(name: str, entry: Entry, scope: str) -> Built:
    texts: Mapping[str, str] = entry.get("texts", {})
    required = bool(entry.get("required"))
    empty = entry.get("empty", "argument" if required else "taken")
    checked = entry["type"] == "string" and "enum" not in entry and empty != "taken"
    return Built(
        name,
        _names(name, entry),
        texts.get("required", problems.missing(name, scope)) if required else None,
        problems.empty_text(name, scope) if checked else None,
        empty == "invalid",
        entry.get("format") == "java-uri",
        None if entry.get("forbidden") else entry.get("default"),
        _word(entry) if _is_late(entry) else None,
    )


def _fixed(entries: Mapping[str, Entry]) -> tuple[Built, ...]:
    """Values that are always printed and never read."""
    return tuple(
        Built(name, (), None, None, False, False, entry["fixed"], None)
        for name, entry in entries.items()
        if "fixed" in entry
    )


def _is_late(entry: Entry) -> bool:
    """A word with a refusal of its own is looked at when all is read; in an update, with its field."""
    return "enum" in entry.get("texts", {})


def _field(name: str, entry: Entry, scope: str, *, update: bool = False) -> Field:
    field = _KINDS[entry["type"]](name, entry, scope, update)
    taken = ("taken", "clears") if update else ("taken",)
    if entry.get("null") not in taken:
        return field
    return Field((*field.tokens, NULL_TOKEN), _or_null(field.read))


def _or_null(read: Read) -> Read:
    return lambda value, source, path: None if value is None else read(value, source, path)


def _string(name: str, entry: Entry, scope: str, update: bool) -> Field:
    if "enum" not in entry or (_is_late(entry) and not update):
        return TEXT
    read = _word(entry)
    return Field(TEXT.tokens, lambda value, source, path: read(value))


def _word(entry: Entry) -> Callable[[str], Json]:
    options: tuple[str, ...] = tuple(entry["enum"])
    stored: Mapping[str, str] = entry.get("stored_as", {})
    ignore_case = entry.get("ignore_case", True)
    refusal = entry.get("texts", {}).get("enum")

    def read(value: str) -> Json:
        word = value.strip(BLANKS).lower() if ignore_case else value
        if word not in options:
            raise illegal_argument(refusal or problems.not_expected(value, options))
        return stored.get(word, word)

    return read


def _integer(name: str, entry: Entry, scope: str, update: bool) -> Field:
    number = LONG if entry.get("format") == "int64" else INT
    least, most = entry.get("minimum"), entry.get("maximum")

    def read(value: Json, source: Source, path: Path) -> Json:
        found = number.read(value, source, path)
        if least == 1 and found < 1:
            raise illegal_argument(problems.not_positive(name, scope, found, "integer"))
        if most is not None and found > most:
            raise illegal_argument(problems.too_big(name, scope, found, most, article=False))
        return found

    return Field(number.tokens, read)


def _object(name: str, entry: Entry, scope: str, update: bool) -> Field:
    if entry.get("forbidden"):
        return Field(("START_OBJECT",), _refuse(parse_error(str(entry["forbidden"]))))
    if "properties" not in entry:
        return Field(("START_OBJECT",), _map(f"{scope}.{name}", tuple(entry.get("values", ()))))
    inner = {key: _inner(key, sub, name, update) for key, sub in entry["properties"].items()}
    if "ordered" in entry:
        return Field(("START_OBJECT",), _limits(ObjectParser(entry.get("parser", name), inner), entry))
    unsaid = _SAYS_NOTHING if update else entry.get("default")
    return within(ObjectParser(name, inner, build=_rate_limit(unsaid)))


def _inner(key: str, entry: Entry, name: str, update: bool) -> Field:
    field = _KINDS[entry["type"]](key, {**entry, "minimum": None}, name, update)
    if "unset" not in entry:
        return field
    read, unset = field.read, entry["unset"]
    return Field(
        (*field.tokens, NULL_TOKEN), lambda value, source, path: unset if value is None else read(value, source, path)
    )


def _limits(parser: ObjectParser, entry: Entry) -> Read:
    """An object of two numbers in order, looked at when it is read: all that is wrong with them is told."""
    subs: Mapping[str, Entry] = entry["properties"]
    low, high = entry["ordered"]
    defaults = {key: sub["default"] for key, sub in subs.items() if "default" in sub}

    def read(value: Json, source: Source, path: Path) -> Json:
        found: Values = defaults | parser.read(value, source, path)
        said = {key: number for key, number in found.items() if number != subs[key].get("unset")}
        wrong = [
            sub["texts"]["minimum"]
            for key, sub in subs.items()
            if "minimum" in sub and key in said and said[key] < sub["minimum"]
        ]
        if low in said and high in said and said[low] > said[high]:
            wrong.append(problems.not_in_order(low, high))
        if wrong:
            raise Unreadable(request_invalid(*wrong), path, "end")
        return {key: found[key] for key in subs if key in found}

    return read


def _not_to_change(sentence: str) -> Field:
    return Field(SCALARS, _refuse(parse_error(sentence)))


def _map(name: str, classes: tuple[str, ...]) -> Read:
    if not classes:
        return lambda value, source, path: value
    check, _ = collections_of.values(name, classes, hidden=False)

    def read(value: Json, source: Source, path: Path) -> Json:
        return check(value, [])

    return read


def _rate_limit(unsaid: Any) -> Callable[[dict[str, Any]], Any]:
    """`RateLimitSettings` is built when its parser is done, and refuses what is not positive."""

    def build(found: dict[str, Any]) -> Any:
        if any(number <= 0 for number in found.values()):
            raise illegal_argument("requests per minute must be positive")
        return found or unsaid

    return build


def _refuse(refusal: ApiError) -> Read:
    def read(value: Json, source: Source, path: Path) -> Json:
        raise refusal

    return read


_KINDS: dict[str, Callable[[str, Entry, str, bool], Field]] = {
    "string": _string,
    "integer": _integer,
    "number": lambda name, entry, scope, update: FLOAT,
    "boolean": lambda name, entry, scope, update: BOOLEAN,
    "array": lambda name, entry, scope, update: TEXTS,
    "object": _object,
}
