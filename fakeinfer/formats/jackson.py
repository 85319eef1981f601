"""A JSON reader that accepts and refuses what Jackson does, with its words and positions.

The slow path of `jsontext.py`: only texts that the standard library refuses come here. It reads one value and says where it
ended; comments and a byte order mark are skipped. It never recurses, so no nesting and no garbage can crash it.
Messages and columns are those of `FasterXML/jackson-core:src/main/java/com/fasterxml/jackson/core/json/UTF8StreamJsonParser.java`,
with the features both servers switch on: comments allowed, duplicate keys refused.
"""

from __future__ import annotations

from ..wire import Json
from .jackson_source import Malformed, Source, described, is_name_part, is_name_start

__all__ = ["MAX_DEPTH", "NOTHING", "Malformed", "Reader"]

MAX_DEPTH = 1000
MAX_NUMBER = 1000
MAX_TOKEN = 256
"""How much of an unrecognized token is quoted."""

TOKENS = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
NOTHING = object()
"""What a text without any value holds."""


class _Open:
    """An object or list that is being read; `key` is the name whose value comes next."""

    __slots__ = ("key", "line_and_column", "value")

    def __init__(self, value: dict[str, Json] | list[Json], line_and_column: tuple[int, int]) -> None:
        self.value = value
        self.line_and_column = line_and_column
        self.key = ""


class Reader(Source):
    """Reads values from bytes."""

    def __init__(self, data: bytes, source: str, at: int = 0) -> None:
        super().__init__(data, source, at)
        self._open: list[_Open] = []

    # --- values -------------------------------------------------------------------------------------------------------

    def value(self) -> Json:
        """The next value at the top level, or NOTHING at the end of the text."""
        byte = self._next_after_blanks()
        if byte < 0:
            return NOTHING
        done, value = self._begin(byte)
        while not done:
            done, value = self._step()
        return value

    def token(self) -> tuple[str, int, int] | None:
        """The name and position of the next token at the top level, or None at the end of the text."""
        byte = self._next_after_blanks()
        if byte < 0:
            return None
        line, column = self._position(self.at - 1)
        whole, value = self._begin(byte)
        if not whole:
            return ("START_OBJECT" if byte == 0x7B else "START_ARRAY"), line, column
        names = {bool: "VALUE_BOOLEAN", str: "VALUE_STRING", type(None): "VALUE_NULL"}
        return names.get(type(value), "VALUE_NUMBER"), line, column

    def _begin(self, byte: int) -> tuple[bool, Json]:
        """Begin the value whose first byte was just taken: (True, it) for a whole one, (False, None) for a container."""
        if byte == 0x22:
            return True, self._text()
        if byte in b"{[":
            if len(self._open) >= MAX_DEPTH:
                raise Malformed(
                    "limit",
                    f"Document nesting depth ({MAX_DEPTH + 1}) exceeds the maximum allowed ({MAX_DEPTH}, from "
                    "`StreamReadConstraints.getMaxNestingDepth()`)",
                )
            self._open.append(_Open({} if byte == 0x7B else [], self._position(self.at - 1)))
            return False, None
        if byte == 0x2D or 0x30 <= byte <= 0x39:
            return True, self._number(byte)
        for word, value in ((b"true", True), (b"false", False), (b"null", None)):
            if byte == word[0]:
                self._word(word)
                return True, value
        raise self._unexpected_value(byte)

    def _step(self) -> tuple[bool, Json]:
        """Read on in the innermost container: one entry, or its end."""
        here = self._open[-1]
        in_object = isinstance(here.value, dict)
        byte = self._next_after_blanks()
        if byte < 0:
            line, column = here.line_and_column
            what = "Object" if in_object else "Array"
            raise self._ends(f": expected close marker for {what} (start marker at {self._location(line, column)})")
        if byte == (0x7D if in_object else 0x5D):
            return self._close()
        if here.value:
            if byte != 0x2C:
                raise self._unexpected(byte, f"was expecting comma to separate {self._kind()} entries")
            byte = self._next_after_blanks()
            if byte < 0:
                raise self._refused(f"Unexpected end-of-input within/between {self._kind()} entries")
        if isinstance(here.value, dict):
            byte = self._name(byte, here)
        done, value = self._begin(byte)
        if done:
            self._put(here, value)
        return False, None

    def _close(self) -> tuple[bool, Json]:
        value = self._open.pop().value
        if not self._open:
            return True, value
        self._put(self._open[-1], value)
        return False, None

    @staticmethod
    def _put(here: _Open, value: Json) -> None:
        if isinstance(here.value, dict):
            here.value[here.key] = value
        else:
            here.value.append(value)

    def _name(self, byte: int, here: _Open) -> int:
        """A field's name and its colon; returns the first byte of the value."""
        if byte != 0x22:
            raise self._unexpected(byte, "was expecting double-quote to start field name")
        here.key = self._text(name=True)
        if here.key in here.value:
            raise self._refused(f"Duplicate field '{here.key}'")
        byte = self._next_after_blanks()
        if byte >= 0 and byte != 0x3A:
            raise self._unexpected(byte, "was expecting a colon to separate field name and value")
        byte = self._next_after_blanks() if byte >= 0 else byte
        if byte < 0:
            raise self._ends(" within/between Object entries")
        return byte

    def _kind(self) -> str:
        return "Object" if isinstance(self._open[-1].value, dict) else "Array"

    # --- texts --------------------------------------------------------------------------------------------------------

    def _text(self, name: bool = False) -> str:
        """A text whose opening quote was taken."""
        parts: list[str] = []
        data, start = self.data, self.at
        while True:
            if self.at >= len(data):
                raise self._ends(" in field name" if name else " in VALUE_STRING")
            byte = data[self.at]
            if byte == 0x22 or byte == 0x5C:
                parts.append(data[start : self.at].decode())
                self.at += 1
                if byte == 0x22:
                    break
                parts.append(self._escaped())
                start = self.at
            elif byte < 0x20:
                self.at += 1
                what = "name" if name else "string value"
                raise self._refused(
                    f"Illegal unquoted character ({described(byte)}): has to be escaped using backslash to be included in {what}",
                    back=1,
                )
            elif byte < 0x80:
                self.at += 1
            else:
                self._skip_multibyte(byte)
        return parts[0] if len(parts) == 1 else _joined_surrogates("".join(parts))

    def _skip_multibyte(self, byte: int) -> None:
        """Pass one character of several bytes, which has to be UTF-8."""
        length = 2 if byte >> 5 == 0b110 else 3 if byte >> 4 == 0b1110 else 4 if byte >> 3 == 0b11110 else 0
        start = self.at
        self.at += 1
        if not length:
            raise self._refused(f"Invalid UTF-8 start byte 0x{byte:x}")
        for _ in range(length - 1):
            if self.at >= len(self.data):
                raise self._ends(" in VALUE_STRING")
            following = self.data[self.at]
            self.at += 1
            if following >> 6 != 0b10:
                raise self._refused(f"Invalid UTF-8 middle byte 0x{following:x}")
        try:
            self.data[start : self.at].decode()
        except UnicodeDecodeError:  # overlong forms and surrogates, which Jackson decodes; no text can hold them
            raise self._refused(f"Invalid UTF-8 start byte 0x{byte:x}") from None

    def _escaped(self) -> str:
        """What stands behind a backslash."""
        if self.at >= len(self.data):
            raise self._ends(" in character escape sequence")
        byte = self.data[self.at]
        self.at += 1
        plain = _ESCAPES.get(byte)
        if plain is not None:
            return plain
        if byte != 0x75:
            raise self._refused(f"Unrecognized character escape {described(byte)}")
        code = 0
        for _ in range(4):
            if self.at >= len(self.data):
                raise self._ends(" in character escape sequence")
            byte = self.data[self.at]
            self.at += 1
            if byte not in b"0123456789abcdefABCDEF":
                raise self._unexpected(byte, "expected a hex-digit for character escape sequence")
            code = code * 16 + int(chr(byte), 16)
        return chr(code)

    # --- numbers and words --------------------------------------------------------------------------------------------

    def _number(self, byte: int) -> int | float:
        start = self.at - 1
        if byte == 0x2D:
            if self.at >= len(self.data):
                raise self._ends(" in a value")
            byte = self.data[self.at]
            self.at += 1
            if not 0x30 <= byte <= 0x39:
                raise self._bad_digit(byte, "expected digit (0-9) to follow minus sign, for valid numeric value")
        if byte == 0x30 and self._peek(b"0123456789"):
            raise self._refused("Invalid numeric value: Leading zeroes not allowed")
        self._digits()
        whole = True
        if self._peek(b"."):
            whole = False
            self.at += 1
            if not self._digits():
                raise self._bad_digit(self._taken(0x2E), "Decimal point not followed by a digit")
        if self._peek(b"eE"):
            whole = False
            byte = self.data[self.at]
            self.at += 1
            if self._peek(b"+-"):
                byte = self.data[self.at]
                self.at += 1
            if not self._digits():
                raise self._bad_digit(self._taken(byte), "Exponent indicator not followed by a digit")
        if not self._open and self.at < len(self.data) and self.data[self.at] not in b" \t\r\n":
            byte = self.data[self.at]
            self.at += 1
            raise self._unexpected(byte, "Expected space separating root-level values")
        if self.at - start > MAX_NUMBER:
            raise Malformed(
                "limit",
                f"Number value length ({self.at - start}) exceeds the maximum allowed ({MAX_NUMBER}, from "
                "`StreamReadConstraints.getMaxNumberLength()`)",
            )
        text = self.data[start : self.at].decode()
        return int(text) if whole else float(text)

    def _digits(self) -> bool:
        start = self.at
        while self._peek(b"0123456789"):
            self.at += 1
        return self.at > start

    def _peek(self, wanted: bytes) -> bool:
        return self.at < len(self.data) and self.data[self.at] in wanted

    def _taken(self, otherwise: int) -> int:
        """The next byte, taken, or `otherwise` at the end."""
        if self.at >= len(self.data):
            return otherwise
        self.at += 1
        return self.data[self.at - 1]

    def _word(self, word: bytes) -> None:
        """The rest of true, false or null."""
        for matched in range(1, len(word)):
            if not self._peek(word[matched : matched + 1]):
                raise self._unrecognized(word[:matched].decode())
            self.at += 1
        if self.at < len(self.data) and is_name_part(self._character(self.at)[0]):
            raise self._unrecognized(word.decode())

    def _unexpected_value(self, byte: int) -> Malformed:
        """Something that begins no value."""
        in_list = bool(self._open) and isinstance(self._open[-1].value, list)
        if byte == 0x7D or (byte == 0x5D and in_list) or byte == 0x2C:
            return self._unexpected(byte, "expected a value")
        for word in (b"NaN", b"Infinity"):
            if byte == word[0]:
                try:
                    self._word(word)
                except Malformed as refused:
                    return refused
                return self._not_a_number(word.decode())
        if byte == 0x2B:
            if self.at >= len(self.data):
                return self._ends(" in a value")
            byte = self._taken(byte)
            return self._bad_digit(
                byte,
                "JSON spec does not allow numbers to have plus signs: enable "
                "`JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow",
            )
        character, length = self._character(self.at - 1)
        if is_name_start(character):
            self.at += length - 1
            return self._unrecognized(character)
        return self._unexpected(byte, f"expected a valid value {TOKENS}")

    def _unrecognized(self, matched: str) -> Malformed:
        """A word that is no token; the rest of it is taken, and the character that ends it."""
        word = matched
        while self.at < len(self.data):
            character, length = self._character(self.at)
            self.at += length
            if not is_name_part(character):
                break
            word += character
            if len(word) >= MAX_TOKEN:
                word += "..."
                break
        return self._refused(f"Unrecognized token '{word}': was expecting {TOKENS}")


_ESCAPES = dict(zip(b'"\\/bfnrt', '"\\/\b\f\n\r\t', strict=True))


def _joined_surrogates(text: str) -> str:
    """Escaped halves of one character become the character; a lonely half stays."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
