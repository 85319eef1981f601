"""One setting: from its entry in a service's file to a quick check of a value, and to the JSON Schema that says the same.

`compile_setting` turns an entry, already narrowed to one version and task type (`service.py` describes the form), into a
`Setting`. A check returns the clean value, or appends what is wrong to the problems of the object being read. The schema
is for the validator of record (`body_schema.py`); a property test holds both to the same yes and no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ...errors import illegal_argument, status_error
from ...formats.javatext import INT_MAX, LONG_MAX
from ...wire import Json
from ..inference import endpoint_errors as errors
from ..inference.task_types import BLANKS
from . import collections_of, java_uri, private_keys, problems
from .leftovers import LEFTOVERS, Wording

Check = Callable[[Json, list[str]], Json]
"""The clean value; None after appending a problem."""
Entry = Mapping[str, Any]

NULL = {"type": "null"}


class Setting(NamedTuple):
    """A setting at one version and task type."""

    name: str
    check: Check
    schema: Json
    """Of a value that is there."""
    missing: str | None = None
    """What is said when it is absent; None: it may be."""
    default: Json = None
    fixed: Json = None
    """A value that is always printed and never read."""
    old_names: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """What else is said when it is not there: what was to be in it."""
    stops: bool = False
    """Problems found so far are answered once it is read."""
    if_any: bool = False
    """It may be absent where nothing else is left to read."""
    tells: str | None = None
    """A flag: whether the setting of this name was sent."""
    nullable: bool = True
    """null counts as absent, not as a wrong value."""


def read_settings(settings: tuple[Setting, ...], source: dict[str, Any], found: list[str]) -> dict[str, Any]:
    """Take the settings out of `source`, in order; what is wrong goes to `found`, what is left stays in `source`."""
    clean: dict[str, Any] = {}
    for setting in settings:
        name = setting.name
        if setting.fixed is not None:
            clean[name] = setting.fixed
            continue
        may_be_absent = setting.if_any and not source
        value = source.pop(name, None)
        if setting.old_names:
            for old_name in setting.old_names:
                old = source.pop(old_name, None)
                if old is not None:
                    old = setting.check(old, found)
                    value = old if value is None else value
        if value is not None:
            value = setting.check(value, found)
            if value is not None:
                clean[name] = value
        elif setting.missing is not None and not may_be_absent:
            found += (setting.missing, *setting.lost)
        elif setting.default is not None:
            clean[name] = setting.default
        if setting.tells is not None:
            clean[name] = setting.tells in clean
        if setting.stops and found:
            raise errors.settings_invalid(found)
    return clean


def compile_setting(name: str, entry: Entry, scope: str, wording: Wording) -> Setting:
    """The entry as a check and as a schema."""
    texts: Mapping[str, str] = entry.get("texts", {})
    if "fixed" in entry:
        return Setting(name, _keep, False, fixed=entry["fixed"])
    if entry.get("forbidden"):
        text = entry["forbidden"] if isinstance(entry["forbidden"], str) else problems.not_allowed(name, scope)
        return Setting(name, _refused(text), False, tells=entry.get("says_if_sent"))
    check, schema = _KINDS[entry["type"]](name, entry, scope, wording)
    required = entry.get("required", False)
    missing = texts.get("required", problems.missing(name, scope)) if required else None
    return Setting(
        name,
        check,
        schema,
        missing,
        entry.get("default"),
        old_names=tuple(entry.get("old_names", ())),
        lost=tuple(_missing_inside(name, entry, scope)),
        stops=entry.get("stops", False),
        if_any=required == "if_any",
    )


# --- kinds ------------------------------------------------------------------------------------------------------------


def _string(name: str, entry: Entry, scope: str, wording: Wording) -> tuple[Check, Json]:
    wrong = _type_refusal(name, entry, "String")
    empty = problems.empty_text(name, scope) if entry.get("minLength") or "enum" in entry else None
    if "enum" in entry:
        return _word(name, entry, scope, wrong, problems.empty_text(name, scope))
    uri = entry.get("format") == "java-uri"
    key = entry.get("format") == "rsa-private-key"
    alone = entry.get("type_error") == "argument"

    def check(value: Json, found: list[str]) -> Json:
        if not isinstance(value, str):
            return wrong(value, found)
        if not value and empty is not None:
            found.append(empty)
            return None
        if uri and (reason := java_uri.why_not(value)) is not None:
            if alone:
                raise illegal_argument(problems.unparsable_url(value, reason))
            found.append(problems.bad_url(name, scope, value, reason))
            return None
        if key and (reason := private_keys.why_not(value)) is not None:
            found.append(problems.bad_key(name, scope, reason))
            return None
        return value

    schema: dict[str, Json] = {"type": "string"}
    if empty is not None:
        schema["minLength"] = 1
    if uri or key:
        schema["format"] = entry["format"]
    return check, schema


def _word(name: str, entry: Entry, scope: str, wrong: Check, empty: str) -> tuple[Check, Json]:
    options = tuple(entry["enum"])
    ignore_case = entry.get("ignore_case", True)
    refusal = entry.get("texts", {}).get("enum")
    clean = {option: option for option in options}
    echo: Mapping[str, str] = entry.get("stored_as", {})

    def check(value: Json, found: list[str]) -> Json:
        if not isinstance(value, str):
            return wrong(value, found)
        word = clean.get(value)
        if word is None and ignore_case and value.isascii():
            word = clean.get(value.strip(BLANKS).lower())
        if word is None:
            found.append((refusal or problems.not_among(name, scope, value, options)) if value else empty)
            return None
        return echo.get(word, word)

    return check, word_schema(options, ignore_case=ignore_case)


def word_schema(options: tuple[str, ...], *, ignore_case: bool) -> Json:
    """One of a few words, blanks around them and case ignored if the server does."""
    if not ignore_case:
        return {"enum": list(options)}
    spelled = ("".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in option) for option in options)
    return {"type": "string", "pattern": rf"^[\x00-\x20]*(?:{'|'.join(spelled)})[\x00-\x20]*$"}


def _integer(name: str, entry: Entry, scope: str, wording: Wording) -> tuple[Check, Json]:
    long = entry.get("format") == "int64"
    limit = LONG_MAX if long else INT_MAX
    wrong = _type_refusal(name, entry, "Integer", "Long") if long else _type_refusal(name, entry, "Integer")
    kind = "long" if long else "integer"
    least, most = entry.get("minimum"), entry.get("maximum")
    unset = entry.get("unset")
    texts = entry.get("texts", {})

    def check(value: Json, found: list[str]) -> Json:
        if type(value) is not int or not -limit - 1 <= value <= limit:
            return wrong(value, found)
        if value == unset:
            return None
        if least is not None and value < least:
            positive = least == 1 or (value <= 0 and entry.get("positive", False))
            found.append(
                texts.get("minimum")
                or (
                    problems.not_positive(name, scope, value, kind)
                    if positive
                    else problems.too_small(name, scope, value, least, article=wording.article)
                )
            )
            return None
        if most is not None and value > most:
            found.append(texts.get("maximum") or problems.too_big(name, scope, value, most, article=wording.article))
            return None
        return value

    low, high = -limit - 1 if least is None else least, limit if most is None else most
    schema: Json = {"type": "integer", "minimum": low, "maximum": high}
    return check, schema if unset is None else {"anyOf": [{"const": unset, "type": "integer"}, schema]}


def _number(name: str, entry: Entry, scope: str, wording: Wording) -> tuple[Check, Json]:
    wrong = _type_refusal(name, entry, "Double")
    least, most = entry.get("minimum"), entry.get("maximum")

    def check(value: Json, found: list[str]) -> Json:
        if not isinstance(value, float):
            return wrong(value, found)
        if least is not None and value < least:
            found.append(problems.too_small(name, scope, value, least, article=wording.article))
            return None
        if most is not None and value > most:
            found.append(problems.too_big(name, scope, value, most, article=wording.article))
            return None
        return value

    limits = {key: entry[key] for key in ("minimum", "maximum") if key in entry}
    return check, {"type": "number", "not": {"type": "integer"}, **limits}


def _boolean(name: str, entry: Entry, scope: str, wording: Wording) -> tuple[Check, Json]:
    if entry.get("type_error") == "ignored":
        return (lambda value, found: value if isinstance(value, bool) else entry.get("default")), True
    wrong = _type_refusal(name, entry, "Boolean")
    return (lambda value, found: value if isinstance(value, bool) else wrong(value, found)), {"type": "boolean"}


def _array(name: str, entry: Entry, scope: str, wording: Wording) -> tuple[Check, Json]:
    if "pairs" in entry:
        return collections_of.pairs(name, scope)
    wrong = _type_refusal(name, entry, "List")
    return (
        (lambda value, found: value if isinstance(value, list) else wrong(value, found)),
        {"type": "array"},
    )


def _object(name: str, entry: Entry, scope: str, wording: Wording) -> tuple[Check, Json]:
    if "nested" in entry:
        return _nested(name, entry, scope, wording)
    if "values" in entry:
        return collections_of.values(name, tuple(entry["values"]), hidden=entry.get("hidden", False))
    if "keys" in entry:
        return collections_of.words(name, tuple(entry["keys"]))
    if "properties" not in entry:
        wrong = _type_refusal(name, entry, "Map")
        return (
            (lambda value, found: value if isinstance(value, dict) else wrong(value, found)),
            {"type": "object"},
        )
    fields = tuple(compile_setting(key, sub, name, wording) for key, sub in entry["properties"].items())
    default = entry.get("default")
    ordered: tuple[str, str] | None = entry.get("ordered")
    leave = LEFTOVERS[entry.get("leftovers", "status")]

    def check(value: Json, found: list[str]) -> Json:
        if not isinstance(value, dict):
            raise errors.not_castable(value, "java.util.Map")
        left = dict(value)
        before = len(found)
        clean = read_settings(fields, left, found)
        if left:
            leave(name, left, len(value), found, wording)
        if ordered and len(found) == before and all(key in clean for key in ordered):
            low, high = ordered
            if clean[low] > clean[high]:
                found.append(problems.not_in_order(low, high))
        return default if not clean and default is not None else clean

    return check, object_schema(fields, closed=True)


def _nested(name: str, entry: Entry, scope: str, wording: Wording) -> tuple[Check, Json]:
    """Settings inside of a setting, collected like those around it."""
    fields = tuple(compile_setting(key, sub, f"{scope}.{name}", wording) for key, sub in entry["properties"].items())
    lost = tuple(_missing_inside(name, entry, scope))
    filled = entry.get("minProperties", 0) > 0
    leftovers_first = entry.get("leftovers") == "first"

    def check(value: Json, found: list[str]) -> Json:
        if not isinstance(value, dict) or (filled and not value):
            empty = isinstance(value, dict)
            found += (problems.empty_map(name, scope) if empty else problems.wrong_type(name, value, "Map"), *lost)
            return None
        left = dict(value)
        clean = read_settings(fields, left, found)
        if left and (leftovers_first or not found):
            raise wording.nested_leftovers(left, len(value), name, entry["nested"])
        return clean

    return check, object_schema(fields, closed=True) | ({"minProperties": 1} if filled else {})


def _missing_inside(name: str, entry: Entry, scope: str) -> Iterator[str]:
    """What is said of required objects in an object that is not there."""
    for key, sub in entry.get("properties", {}).items():
        if "nested" in sub and sub.get("required"):
            yield problems.missing(key, f"{scope}.{name}")


def object_schema(settings: tuple[Setting, ...], *, closed: bool) -> dict[str, Json]:
    """An object with these settings; null counts as absent, and what is required is not null."""
    names: dict[str, Json] = {}
    needed: list[Json] = []
    for setting in settings:
        if setting.fixed is not None:
            continue
        for name in (setting.name, *setting.old_names):
            names[name] = {"anyOf": [NULL, setting.schema]} if setting.nullable else setting.schema
            if setting.schema is False and setting.nullable:
                names[name] = NULL
        if setting.if_any:
            names[setting.name] = setting.schema
        elif setting.missing is not None:
            needed.append({"anyOf": [present(name) for name in (setting.name, *setting.old_names)]})
    schema: dict[str, Json] = {"type": "object", "properties": names}
    if closed:
        schema["additionalProperties"] = False
    if needed:
        schema["allOf"] = needed
    return schema


def present(name: str) -> Json:
    """The setting is there and not null."""
    return {"required": [name], "properties": {name: {"not": NULL}}}


# --- refusals ---------------------------------------------------------------------------------------------------------


def _keep(value: Json, found: list[str]) -> Json:
    return value


def _refused(text: str) -> Check:
    def refuse(value: Json, found: list[str]) -> Json:
        found.append(text)

    return refuse


def _type_refusal(name: str, entry: Entry, *wanted: str) -> Check:
    """Collected with the others, or thrown at once where the server does not read the setting through its collector."""
    at_once = entry.get("type_error") == "status"

    def refuse(value: Json, found: list[str]) -> Json:
        text = problems.wrong_type(name, value, *wanted)
        if at_once:
            raise status_error(400, text)
        found.append(text)

    return refuse


_KINDS: dict[str, Callable[[str, Entry, str, Wording], tuple[Check, Json]]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "array": _array,
    "object": _object,
}
