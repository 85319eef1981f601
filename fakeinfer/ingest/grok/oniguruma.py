"""Regular expressions of Oniguruma's Ruby syntax, as the servers' grok uses them, in Python's.

Both know groups, possessive and lazy quantifiers and looking around. What differs is translated: `^` and `$` are ends of
lines, `(?m)` lets the dot match them, options in the middle hold to the end of the group, groups without a name do not
capture beside those with one, names may repeat and hold any character, `\\h` is a hexadecimal digit, `[[:alpha:]]`.
What Python cannot do (calls of groups, intersections of classes, looking behind without a fixed width) answers 501.
"""

from __future__ import annotations

import re

from ...errors import ApiError, not_implemented
from .expression import BadPattern

_POSIX = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z", "punct": r"!-/:-@\[-`{-~",
    "space": r"\s", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f", "xdigit": "0-9a-fA-F", "graph": "!-~", "print": " -~",
    "word": r"\w", "ascii": r"\x00-\x7f",
}  # fmt: skip
_SAME = frozenset("dDwWsSbBAfnrtv")
_QUANTIFIER = re.compile(r"[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\}")
_OPTIONS = re.compile(r"([imx]*)(?:-([imx]*))?([:)])")
_FLAGS = {"i": "i", "m": "s", "x": "x"}
_LOOKS = ("?=", "?!", "?<=", "?<!", "?>", "?:")
_NAME = re.compile(r"\?<([^>]*)>")


def translated(expression: str) -> tuple[re.Pattern[str], dict[str, list[int]]]:
    """The compiled expression, and the numbers of the groups of each name (they are called `g1`, `g2`..)."""
    reader = _Reader(expression)
    text = reader.read()
    try:
        return re.compile(text, re.MULTILINE | re.ASCII), reader.groups
    except (re.error, OverflowError, RecursionError) as problem:
        raise _cannot(f"this regular expression ({problem})") from None


def _cannot(what: str) -> ApiError:
    return not_implemented(f"grok with {what}")


class _Reader:
    def __init__(self, expression: str) -> None:
        self.text = expression
        self.at = 0
        self.groups: dict[str, list[int]] = {}
        self._count = 0
        self._named = re.search(r"(?<!\\)\(\?<[^=!]", expression) is not None

    def read(self) -> str:
        parts = self._alternatives(extended=False)
        if self.at < len(self.text):
            raise BadPattern("unmatched close parenthesis")
        return parts

    def _alternatives(self, *, extended: bool) -> str:
        """Everything up to the end of the group or of the text."""
        done: list[str] = []
        while self.at < len(self.text) and self.text[self.at] != ")":
            character = self.text[self.at]
            if character == "|":
                self.at += 1
                done.append("|")
            elif extended and character.isspace():
                self.at += 1
            elif extended and character == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end + 1
            else:
                self._piece(done, extended=extended)
        return "".join(done)

    def _piece(self, done: list[str], *, extended: bool) -> None:
        """One thing to match, with its quantifiers."""
        quantified = _QUANTIFIER.match(self.text, self.at)
        if quantified is not None and not quantified[0].startswith("{,"):
            if quantified[0][0] != "{":
                raise BadPattern("target of repeat operator is not specified")
            self.at = quantified.end()
            done.append(re.escape(quantified[0]))
            return
        atom = self._atom(extended=extended)
        times = 0
        while atom and (found := _QUANTIFIER.match(self.text, self.at)) is not None:
            self.at = found.end()
            quantifier = found[0]
            mark = self.text[self.at : self.at + 1]
            if mark == "?" or (mark == "+" and quantifier[0] != "{"):
                quantifier += mark
                self.at += 1
            atom = f"(?:{atom}){quantifier}" if times else atom + quantifier
            times += 1
        done.append(atom)

    def _atom(self, *, extended: bool) -> str:
        character = self.text[self.at]
        if character == "(":
            return self._group(extended=extended)
        if character == "[":
            self.at += 1
            return self._class()
        if character == "\\":
            return self._escape()
        self.at += 1
        if character in ".^$":
            return character
        return re.escape(character)

    # --- groups -------------------------------------------------------------------------------------------------------

    def _group(self, *, extended: bool) -> str:
        self.at += 1
        if self.text.startswith("?#", self.at):
            end = self.text.find(")", self.at)
            if end < 0:
                raise BadPattern("end pattern in group")
            self.at = end + 1
            return ""
        for look in _LOOKS:
            if self.text.startswith(look, self.at):
                self.at += len(look)
                return f"({look}{self._inside(extended=extended)})"
        if not self.text.startswith("?", self.at):
            return f"({'?:' if self._named else ''}{self._inside(extended=extended)})"
        name = _NAME.match(self.text, self.at)
        if name is not None:
            return self._named_group(name, extended=extended)
        options = _OPTIONS.match(self.text, self.at + 1)
        if options is None:
            raise BadPattern("end pattern in group" if self.at + 1 >= len(self.text) else "undefined group option")
        self.at = options.end()
        on, off = options[1], options[2] or ""
        extended = "x" in on or (extended and "x" not in off)
        flags = "".join(_FLAGS[flag] for flag in on if flag != "x")
        without = "".join(_FLAGS[flag] for flag in off if flag != "x")
        opening = f"(?{flags}{'-' + without if without else ''}:"
        if options[3] == ":":
            return f"{opening}{self._inside(extended=extended)})"
        # The options hold until the group ends, whatever alternatives follow.
        return f"{opening}{self._alternatives(extended=extended)})"

    def _named_group(self, found: re.Match[str], *, extended: bool) -> str:
        name = found[1]
        if not name:
            raise BadPattern("group name is empty")
        if name[0].isdigit() or name[0] == "-":
            raise BadPattern(f"invalid group name <{name}>")
        self.at = found.end()
        self._count += 1
        number = self._count
        self.groups.setdefault(name, []).append(number)
        return f"(?P<g{number}>{self._inside(extended=extended)})"

    def _inside(self, *, extended: bool) -> str:
        inside = self._alternatives(extended=extended)
        if self.at >= len(self.text):
            raise BadPattern("end pattern with unmatched parenthesis")
        self.at += 1
        return inside

    # --- escapes ------------------------------------------------------------------------------------------------------

    def _escape(self) -> str:
        if self.at + 1 >= len(self.text):
            raise BadPattern("end pattern at escape")
        letter = self.text[self.at + 1]
        begin = self.at
        self.at += 2
        if letter in _SAME:
            return f"\\{letter}"
        if letter == "k":
            return self._back_reference()
        if letter == "g":
            raise _cannot("a call of a group")
        if letter in "123456789":
            if self._named:
                raise BadPattern("numbered backref/call is not allowed. (use name)")
            raise _cannot("references by number")
        plain = {"Z": r"(?=\n?\Z)", "z": r"\Z", "G": r"\A", "h": "[0-9a-fA-F]", "H": "[^0-9a-fA-F]"}.get(letter)
        if plain is not None:
            return plain
        if letter == "R":
            return "(?:\r\n|[\n\x0b\x0c\r\x85\u2028\u2029])"
        if letter in "pP":
            return f"[{self._property(letter, begin)}]"
        if letter == "x" or letter == "0":
            return re.escape(self._coded(letter))
        return re.escape({"a": "\x07", "e": "\x1b"}.get(letter, letter))

    def _back_reference(self) -> str:
        found = re.compile(r"<([^>]+)>").match(self.text, self.at)
        if found is None:
            raise BadPattern("invalid backref number/name")
        self.at = found.end()
        numbers = self.groups.get(found[1])
        if not numbers:
            raise BadPattern(f"undefined name <{found[1]}> reference")
        return f"(?P=g{numbers[-1]})"

    def _property(self, letter: str, begin: int) -> str:
        found = re.compile(r"\{(\^?)(\w+)\}").match(self.text, self.at)
        inside = _POSIX.get(found[2].lower()) if found else None
        if found is None or inside is None or letter == "P" or found[1]:
            raise _cannot(f"the property {self.text[begin : self.at + 12]}")
        self.at = found.end()
        return inside

    def _coded(self, letter: str) -> str:
        pattern = r"\{([0-9a-fA-F]{1,8})\}|([0-9a-fA-F]{1,2})" if letter == "x" else r"()([0-7]{0,2})"
        found = re.compile(pattern).match(self.text, self.at)
        if found is None:
            return "\x00"
        self.at = found.end()
        code = int(found[1] or found[2] or "0", 16 if letter == "x" else 8)
        if code > 0x10FFFF:
            raise BadPattern("too big wide-char value")
        return chr(code)

    # --- classes ------------------------------------------------------------------------------------------------------

    def _class(self) -> str:
        """A class of characters, after its opening bracket."""
        negated = self.text.startswith("^", self.at)
        self.at += negated
        return f"[{'^' if negated else ''}{self._characters()}]"

    def _characters(self) -> str:
        """What is in a class, up to and with its closing bracket."""
        parts: list[str] = []
        first = True
        while True:
            if self.at >= len(self.text):
                raise BadPattern("premature end of char-class")
            character = self.text[self.at]
            if character == "]" and not first:
                self.at += 1
                return "".join(parts)
            if character == "]" and "]" not in self.text[self.at + 1 :]:
                raise BadPattern("empty char-class")
            first = False
            if self.text.startswith("&&", self.at):
                raise _cannot("an intersection of classes")
            if character == "[":
                parts.append(self._inner_class())
            elif character == "\\":
                parts.append(self._class_escape())
            elif character == "-" and self._is_range(parts):
                self.at += 1
                parts.append("-")
            else:
                self.at += 1
                parts.append(re.escape(character))

    def _is_range(self, parts: list[str]) -> bool:
        """Whether a `-` stands between two characters."""
        following = self.text[self.at + 1 : self.at + 2]
        before = parts[-1] if parts else ""
        single = len(before) == 1 or (len(before) == 2 and before[0] == "\\" and before[1] not in "dDwWsS")
        ranged = len(parts) > 1 and parts[-2] == "-"
        return single and before != "-" and not ranged and following not in ("]", "", "[")

    def _inner_class(self) -> str:
        """A class inside a class: `[:alpha:]`, or one whose characters join the others."""
        found = re.compile(r"\[:(\^?)(\w+):\]").match(self.text, self.at)
        if found is not None and not found[1] and found[2] in _POSIX:
            self.at = found.end()
            return _POSIX[found[2]]
        if found is not None or self.text.startswith("[^", self.at):
            raise _cannot("a negated class inside a class")
        self.at += 1
        return self._characters()

    def _class_escape(self) -> str:
        if self.at + 1 >= len(self.text):
            raise BadPattern("end pattern at escape")
        letter = self.text[self.at + 1]
        begin = self.at
        self.at += 2
        if letter in "dDwWsSfnrtv":
            return f"\\{letter}"
        if letter == "h":
            return "0-9a-fA-F"
        if letter == "p":
            return self._property(letter, begin)
        if letter in "HPR":
            raise _cannot(f"\\{letter} inside a class")
        if letter in "x0":
            return re.escape(self._coded(letter))
        return re.escape({"a": "\x07", "b": "\x08", "e": "\x1b"}.get(letter, letter))
