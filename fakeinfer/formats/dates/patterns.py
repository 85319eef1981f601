"""Patterns of letters, as Java's `DateTimeFormatterBuilder.appendPattern` compiles them, with its refusals."""

from __future__ import annotations

from .elements import Element, Fraction, Literal, Names, Number, Offset, Optional, Padded, Region, ShortYear
from .names import names_of

_FIELDS = {
    "G": "Era", "u": "Year", "y": "YearOfEra", "Q": "QuarterOfYear", "q": "QuarterOfYear", "M": "MonthOfYear",
    "L": "MonthOfYear", "D": "DayOfYear", "d": "DayOfMonth", "F": "AlignedDayOfWeekInMonth", "E": "DayOfWeek",
    "c": "DayOfWeek", "e": "DayOfWeek", "a": "AmPmOfDay", "H": "HourOfDay", "k": "ClockHourOfDay",
    "K": "HourOfAmPm", "h": "ClockHourOfAmPm", "m": "MinuteOfHour", "s": "SecondOfMinute", "S": "NanoOfSecond",
    "A": "MilliOfDay", "n": "NanoOfSecond", "N": "NanoOfDay", "Y": "WeekBasedYear", "w": "WeekOfWeekBasedYear",
    "W": "AlignedWeekOfMonth",
}  # fmt: skip
_LETTERS = frozenset("GuyQqMLDdFEceaHkKhmsSAnNYwWVvzOXxZpgB")
_QUARTERS = ("1st quarter", "2nd quarter", "3rd quarter", "4th quarter")
_WIDEST = 19
_NANO_DIGITS = 9


class BadPattern(Exception):
    """A pattern that Java refuses; the text is its reason."""


class UnknownPattern(Exception):
    """A pattern that Java takes and this does not."""


def compiled(pattern: str, language: str, names: str) -> list[Element]:
    """The elements of a pattern. `language` and `names` ("jre" or "cldr") say how months are called."""
    return _join(_Reader(pattern, language, names).read())


class _Reader:
    def __init__(self, pattern: str, language: str, names: str) -> None:
        self.pattern = pattern
        self.language = language
        self.names = names

    def read(self) -> list[Element]:
        pattern, at = self.pattern, 0
        open_parts: list[list[Element]] = [[]]
        while at < len(pattern):
            letter = pattern[at]
            if letter.isascii() and letter.isalpha():
                count = self._run(at)
                at += count
                if letter == "p":
                    at = self._padded(at, count, open_parts[-1])
                else:
                    open_parts[-1].append(self._element(letter, count))
                continue
            if letter == "'":
                text, at = self._quoted(at)
                open_parts[-1].append(Literal(text))
                continue
            if letter == "[":
                open_parts.append([])
            elif letter == "]":
                if len(open_parts) == 1:
                    raise BadPattern("Pattern invalid as it contains ] without previous [")
                part = open_parts.pop()
                open_parts[-1].append(Optional(_join(part)))
            elif letter in "{}#":
                raise BadPattern(f"Pattern includes reserved character: '{letter}'")
            else:
                open_parts[-1].append(Literal(letter))
            at += 1
        while len(open_parts) > 1:
            part = open_parts.pop()
            open_parts[-1].append(Optional(_join(part)))
        return open_parts[0]

    def _run(self, at: int) -> int:
        end = at
        while end < len(self.pattern) and self.pattern[end] == self.pattern[at]:
            end += 1
        return end - at

    def _padded(self, at: int, width: int, into: list[Element]) -> int:
        letter = self.pattern[at : at + 1]
        if not (letter.isascii() and letter.isalpha()):
            raise BadPattern(f"Pad letter 'p' must be followed by valid pad pattern: {self.pattern}")
        count = self._run(at)
        into.append(Padded(self._element(letter, count), width))
        return at + count

    def _quoted(self, at: int) -> tuple[str, int]:
        text = ""
        end = at + 1
        while end < len(self.pattern):
            if self.pattern[end] == "'":
                if self.pattern[end + 1 : end + 2] != "'":
                    return text or "'", end + 1
                end += 1
            text += self.pattern[end]
            end += 1
        raise BadPattern(f"Pattern ends with an incomplete string literal: {self.pattern}")

    def _element(self, letter: str, count: int) -> Element:
        if letter not in _LETTERS:
            raise BadPattern(f"Unknown pattern letter: {letter}")
        field = _FIELDS.get(letter, "")
        if letter in "VvzOXxZ":
            return self._zone(letter, count)
        if letter in "uyY":
            if count == 2:
                return ShortYear(field)
            return Number(field, _width(count), _WIDEST, "normal" if count < 4 else "exceeds")
        if letter in "MLQqEec":
            return self._named(letter, field, count)
        if letter == "a":
            _most(letter, count, 1)
            return self._names("a", field, 0)
        if letter == "G":
            return self._era(count)
        if letter == "S":
            if count > _NANO_DIGITS:
                raise BadPattern(f"Minimum width must be from 0 to 9 inclusive but was {count}")
            return Fraction(count, count)
        if letter in "AnN":
            return Number(field, 1, _WIDEST, "normal") if count == 1 else Number(field, _width(count, "The"), count)
        if letter == "D":
            _most(letter, count, 3)
            return Number(field, 1, _WIDEST, "normal") if count == 1 else Number(field, count, 3)
        if letter in "vgB":
            raise UnknownPattern(f"the letter [{letter}] of a date format")
        _most(letter, count, 1 if letter in "FW" else 2)
        if letter in "FW":
            return Number(field, 1, _WIDEST, "normal")
        if letter == "w":
            return Number(field, count, 2)
        return Number(field, 1, _WIDEST, "normal") if count == 1 else Number(field, 2, 2)

    def _named(self, letter: str, field: str, count: int) -> Element:
        if letter == "c" and count == 2:
            raise BadPattern('Invalid pattern "cc"')
        _most(letter, count, 5)
        if count <= 2 and letter != "E":
            if letter in "ec":
                return Number(field, count, 2)
            return Number(field, 1, _WIDEST, "normal") if count == 1 else Number(field, 2, 2)
        if letter in "Qq":
            if self.language != "en" or count > 4:
                raise UnknownPattern(f"[{letter * count}] of a date format")
            long = count == 4 and self.names == "cldr"
            return Names(field, _QUARTERS if long else ("Q1", "Q2", "Q3", "Q4"), 1)
        key = {"M": "MMM", "L": "LLL"}.get(letter, "E")
        if count == 4:
            key = {"MMM": "MMMM", "LLL": "LLLL"}.get(key, "EEEE")
        element = self._names(key, field, 1)
        if count == 5:
            return Names(field, [name[:1].upper() for name in names_of(self.names, self.language, key)], 1)
        return element

    def _names(self, key: str, field: str, first: int) -> Element:
        try:
            return Names(field, names_of(self.names, self.language, key), first)
        except KeyError:
            raise UnknownPattern(f"names of months and days in the language [{self.language}]") from None

    def _era(self, count: int) -> Element:
        _most("G", count, 5)
        if self.language != "en":
            raise UnknownPattern("eras in a language other than English")
        if count == 5:
            return Names("Era", ("B", "A"), 0)
        long = count == 4 and self.names == "cldr"
        return Names("Era", ("Before Christ", "Anno Domini") if long else ("BC", "AD"), 0)

    def _zone(self, letter: str, count: int) -> Element:
        if letter == "V":
            if count != 2:
                raise BadPattern("Pattern letter count must be 2: V")
            return Region()
        if letter == "z":
            _most(letter, count, 4)
            if count == 4:
                raise UnknownPattern("the long names of time zones")
            return Region(names=True)
        if letter == "O":
            if count not in (1, 4):
                raise BadPattern("Pattern letter count must be 1 or 4: O")
            return _localized(full=count == 4)
        if letter == "Z":
            _most(letter, count, 5)
            if count == 4:
                return _localized(full=True)
            return Offset("+0000", "always") if count < 4 else Offset("Z", "always", ":", seconds=True)
        if letter == "v":
            raise UnknownPattern("the letter [v] of a date format")
        _most(letter, count, 5)
        none = "Z" if letter == "X" else {1: "+00", 3: "+00:00", 5: "+00:00"}.get(count, "+0000")
        minutes = "optional" if count == 1 else "always"
        return Offset(none, minutes, ":" if count in (3, 5) else "", seconds=count > 3)


def _localized(*, full: bool) -> Element:
    return Offset("GMT", "always" if full else "optional", ":", before="GMT")


def _width(count: int, words: str = "The minimum") -> int:
    if count > _WIDEST:
        raise BadPattern(f"{words} width must be from 1 to 19 inclusive but was {count}")
    return count


def _most(letter: str, count: int, most: int) -> None:
    if count > most:
        raise BadPattern(f"Too many pattern letters: {letter}")


def _join(elements: list[Element]) -> list[Element]:
    """Numbers right behind each other: the first leaves the others the digits they need."""
    first: Number | None = None
    for element in elements:
        if isinstance(element, Number):
            if first is not None and element.is_fixed:
                first.following += element.most
            else:
                first = element
        elif isinstance(element, Fraction) and not element.point and first is not None:
            first.following += element.most
        else:
            first = None
    return elements
