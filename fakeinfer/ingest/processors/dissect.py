"""The `dissect` processor: a text is cut at the delimiters that stand between the keys of a pattern.

The server walks over bytes, and so does this: a delimiter in front of the first key is skipped by its number of
characters, which is too few when it has others than ASCII. Source:
opensearch-project/OpenSearch:libs/dissect/src/main/java/org/opensearch/dissect/DissectParser.java.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ...errors import ApiError
from .. import errors
from ..declaring import Options, processor
from ..options import Bool, Config, Taken, Text
from ..running import Run

_KEY = re.compile(r"%\{([^}]*)\}([^%]*)")
_LEADING = re.compile(r".*?(?=%)")
_MODIFIERS = re.compile(r"[/+*&?]")
_NAME = {
    "": re.compile(r"()(.*?)(->)?", re.DOTALL),
    "+": re.compile(r".*?([+*&?])(.*?)(->)?", re.DOTALL),
    "/": re.compile(r".*?[+](.*?)/([0-9]+)(->)?", re.DOTALL),
}
_GREATEST_PLACE = 2**15 - 1
_FIRST_PLACE = -1000
"""Where the appended values without a place of their own begin."""


class _Key(NamedTuple):
    name: str
    modifier: str
    """One of `+`, `/` (append with a place), `*` (names), `&` (is named), `?` (skip), or nothing."""
    place: int
    padded: bool
    """`->`: the delimiter may be repeated."""
    delimiter: bytes

    @property
    def skipped(self) -> bool:
        return self.modifier == "?" or not self.name


class Dissector:
    """A compiled pattern; `dissect` gives the fields of a text."""

    def __init__(self, pattern: str, separator: str, package: str) -> None:
        self.pattern = pattern
        self._separator = separator
        self._package = package
        leading = _LEADING.match(pattern)
        self._leading = leading[0] if leading else ""
        rest = pattern[len(self._leading) :]
        keys = [self._key(found[1], found[2].encode(errors="replace")) for found in _KEY.finditer(rest)]
        self._wanted = len({key.name for key in keys if not key.skipped})
        if not self._wanted:
            raise self._broken("Unable to find any keys or delimiters.")
        appended = {key.name for key in keys if key.modifier in ("+", "/")}
        self._keys = [key._replace(modifier="+") if not key.modifier and key.name in appended else key for key in keys]
        referring = [key.name for key in keys if key.modifier in ("*", "&")]
        for name in dict.fromkeys(referring):
            count = referring.count(name)
            if count != 2:
                named = ",".join([name] * count)
                raise self._broken(
                    f"Found invalid key/reference associations: '{named}' "
                    "Please ensure each '*<key>' is matched with a matching '&<key>"
                )

    def _key(self, text: str, delimiter: bytes) -> _Key:
        modifier = ""
        for count, found in enumerate(_MODIFIERS.findall(text)):
            if count and not (modifier == "+" and found == "/"):
                raise self._bad_key(text, "multiple modifiers are not allowed.")
            modifier = found
        read = _NAME.get(modifier, _NAME["+"]).fullmatch(text)
        if read is None:
            raise self._bad_key(text, "The key name could be determined")
        place = 0
        if modifier == "/":
            name = read[1]
            if len(read[2].lstrip("0")) > len(str(_GREATEST_PLACE)) or int(read[2]) > _GREATEST_PLACE:
                raise illegal_number(read[2])
            place = int(read[2])
        else:
            name = read[2]
        if not name and modifier not in ("", "?"):
            raise self._bad_key(text, "The key name could be determined")
        return _Key(name, modifier, place, read[3] is not None, delimiter)

    def _bad_key(self, key: str, why: str) -> ApiError:
        cause = ApiError(500, "key_parse", f"Unable to parse key: {key} Reason: {why}")
        return errors.wrapped(cause, f"{self._package}.dissect.DissectException$KeyParse")

    def _broken(self, why: str) -> ApiError:
        cause = ApiError(500, "pattern_parse", f"Unable to parse pattern: {self.pattern} Reason: {why}")
        return errors.wrapped(cause, f"{self._package}.dissect.DissectException$PatternParse")

    def dissect(self, text: str) -> dict[str, Any]:
        """The fields of a text; a text that does not fit is refused."""
        found: list[tuple[_Key, str]] = []
        if len(text) > len(self._leading) and text.startswith(self._leading):
            found = self._walk(text.encode("utf-8", errors="replace"))
        fields = self._fields(found)
        if len(found) != len(self._keys) or len(fields) != self._wanted:
            raise no_match(self.pattern, text)
        return fields

    def _walk(self, text: bytes) -> list[tuple[_Key, str]]:
        """Each key with its piece of the text, as far as delimiters are found."""
        found: list[tuple[_Key, str]] = []
        at = len(self._leading)
        keys = iter(self._keys)
        key = next(keys)
        delimiter = key.delimiter
        while delimiter and (end := text.find(delimiter, at)) >= 0:
            found.append((key, text[at:end].decode(errors="replace")))
            at = end + len(delimiter)
            while text.startswith(delimiter, at):
                at += len(delimiter)
                if not key.padded:
                    following = next(keys, None)
                    if following is None:
                        break
                    key = following
                    found.append((key, ""))
            following = next(keys, None)
            if following is None:
                break
            key = following
            delimiter = key.delimiter
        if len(found) != len(self._keys) and not delimiter:
            found.append((key, text[at:].decode(errors="replace")))
        return found

    def _fields(self, found: list[tuple[_Key, str]]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        appended: dict[str, list[tuple[int, str]]] = {}
        names: dict[str, str | None] = {}
        values: dict[str, str | None] = {}
        for number, (key, value) in enumerate(found):
            if key.skipped:
                continue
            if not key.modifier:
                fields[key.name] = value
            elif key.modifier == "*":
                names[key.name] = value
            elif key.modifier == "&":
                values[key.name] = value
            else:
                place = key.place if key.modifier == "/" else _FIRST_PLACE + number
                appended.setdefault(key.name, []).append((place, value))
        for reference in {**names, **values}:
            fields[names.get(reference) or ""] = values.get(reference)
        for name, pieces in appended.items():
            fields[name] = self._separator.join(value for _, value in sorted(pieces, key=lambda piece: piece[0]))
        return fields


def illegal_number(text: str) -> ApiError:
    """A place that is no Java short."""
    return ApiError(400, "number_format_exception", f'Value out of range. Value:"{text}" Radix:10')


def no_match(pattern: str, text: str) -> ApiError:
    """A text that the pattern does not fit (observed: opensearch 2.19.1)."""
    return ApiError(500, "find_match", f"Unable to find match for dissect pattern: {pattern} against source: {text}")


def _dissector(config: Config, taken: Taken) -> Dissector:
    assert config.builder is not None
    return Dissector(taken["pattern"], taken["append_separator"], config.builder.catalog.dialect.java_package)


@processor(
    "dissect",
    [Text("field"), Text("pattern"), Text("append_separator", ""), Bool("ignore_missing", False)],
    prepare=_dissector,
    source="opensearch-project/OpenSearch:modules/ingest-common/src/main/java/org/opensearch/ingest/common/DissectProcessor.java",
)
def dissect(run: Run, options: Options) -> None:
    """Cut a text into fields by a pattern of keys and delimiters."""
    text = run.document.wanted_text(options.field, ignore_missing=options.ignore_missing)
    if text is not None:
        for name, value in options.prepared.dissect(text).items():
            run.document.set(name, value)
