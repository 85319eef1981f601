"""A server's date format: one or several, each a name or a pattern. Start at `date_format`."""

from __future__ import annotations

from functools import lru_cache

from .elements import Element, Found
from .moments import BadDate, Moment
from .named import NAMED, UNKNOWN, named_elements
from .patterns import BadPattern, UnknownPattern, compiled
from .resolving import Parsed, resolved

_SHOWN = 64
"""How much of a text Java repeats in its refusals."""


class BadFormat(Exception):
    """A format the server refuses; `why` is what the pattern's own refusal says, if it got so far."""

    def __init__(self, reason: str, why: str | None = None) -> None:
        super().__init__(reason)
        self.why = why


class Unparsed(Exception):
    """A text that is not in the format: Java's `DateTimeParseException`; `why` if its parts are no date."""

    def __init__(self, reason: str, why: str | None = None) -> None:
        super().__init__(reason)
        self.why = why


class Pattern:
    """One pattern; `shown` are the elements it shows by, where those are not the ones it reads by."""

    def __init__(self, text: str, elements: list[Element], shown: list[Element] | None = None) -> None:
        self.text = text
        self._elements = elements
        self._shown = shown or elements

    def parse(self, text: str) -> Parsed:
        """What a text says, or Unparsed."""
        found: Found = {}
        at = 0
        for element in self._elements:
            at = element.read(text, at, found)
            if at < 0:
                raise Unparsed(f"{_could_not(text)} at index {~at}")
        if at < len(text):
            raise Unparsed(f"{_could_not(text)}, unparsed text found at index {at}")
        try:
            return resolved(found)
        except BadDate as bad:
            raise Unparsed(f"{_could_not(text)}: {bad}", str(bad)) from None

    def show(self, moment: Moment) -> str:
        """A moment as text."""
        return "".join(element.show(moment) for element in self._shown)


def _could_not(text: str) -> str:
    return f"Text '{text if len(text) <= _SHOWN else text[:_SHOWN] + '...'}' could not be parsed"


class DateFormat:
    """Patterns of which the first that fits counts, and the first shows."""

    def __init__(self, text: str, patterns: list[Pattern], *, several: bool) -> None:
        self.text = text
        self._patterns = patterns
        self._several = several

    def parse(self, text: str) -> Parsed:
        """What a text says, or Unparsed."""
        if not self._several:
            return self._patterns[0].parse(text)
        for pattern in self._patterns:
            try:
                return pattern.parse(text)
            except Unparsed:
                continue
        raise Unparsed("Failed to parse with all enclosed parsers")

    def show(self, moment: Moment) -> str:
        """A moment as text."""
        return self._patterns[0].show(moment)


@lru_cache(maxsize=256)
def date_format(text: str, language: str = "en", names: str = "jre") -> DateFormat:
    """The format of a name, a pattern or several with `||` between them; BadFormat, or UnknownPattern for ours."""
    if not text:
        raise BadFormat("No date pattern provided")
    parts = text.removeprefix("8").split("||")  # once the sign of a pattern of Java's own
    while parts and not parts[-1] and len(parts) > 1:  # as Java splits
        parts.pop()
    if "||" in text and ("" in parts or text.endswith("||")):
        raise BadFormat(f"Cannot have empty element in multi date format pattern: {text}")
    patterns = [_pattern(part, language, names) for part in parts]
    alone = len(parts) == 1 and not parts[0].startswith("epoch_")
    return DateFormat(text, patterns, several=not alone)


def _pattern(text: str, language: str, names: str) -> Pattern:
    if text in UNKNOWN:
        raise UnknownPattern(f"the date format [{text}]")
    if text in NAMED:
        strict = f"strict_{text}"
        shown = named_elements(strict, language, names) if strict in NAMED else None
        return Pattern(text, named_elements(text, language, names), shown)
    try:
        return Pattern(text, compiled(text, language, names))
    except BadPattern as bad:
        raise BadFormat(f"Invalid format: [{text}]: {bad}", str(bad)) from None
