"""A JSON reader that accepts and refuses what Jackson does, with its words and positions.

The slow path of `jsontext.py`: only texts that the standard library refuses come here. It reads one value and says where it
ended; comments and a byte order mark are skipped. It never recurses, so no nesting and no garbage can crash it.
Messages and columns are those of `FasterXML/jackson-core:src/main/java/com/fasterxml/jackson/core/json/UTF8StreamJsonParser.java`,
with the features both servers switch on: comments allowed, duplicate keys refused.
"""

from __future__ import annotations

from .wire import Json

MAX_DEPTH = 1000
MAX_NUMBER = 1000
MAX_TOKEN = 256
"""How much of an unrecognized token is quoted."""

TOKENS = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
NOTHING = object()
"""What a text without any value holds."""


class Malformed(ValueError):
    """A text that is no JSON. `kind` is "parse", "end" (it ends too early) or "limit" (it is more than the reader takes).

    The message says where, as far as Jackson does: `line` and `column` are 0 for a limit.
    """

    def __init__(self, kind: str, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.line = line
        self.column = column


class _Open:
    """An object or list that is being read; `key` is the name whose value comes next."""

    __slots__ = ("key", "line_and_column", "value")

    def __init__(self, value: dict[str, Json] | list[Json], line_and_column: tuple[int, int]) -> None:
        self.value = value
        self.line_and_column = line_and_column
        self.key = ""


class Reader:
    """Reads values from bytes; `at` is the offset of the next byte, `source` what messages say the text is."""

    def __init__(self, data: bytes, source: str, at: int = 0) -> None:
        self.data = data
        self.source = source
        self.at = at or (3 if data.startswith(b"\xef\xbb\xbf") else 0)
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
                    f"Illegal unquoted character ({_described(byte)}): has to be escaped using backslash to be included in {what}",
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
            raise self._refused(f"Unrecognized character escape {_described(byte)}")
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
        if self.at < len(self.data) and _is_name_part(self._character(self.at)[0]):
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
        if _is_name_start(character):
            self.at += length - 1
            return self._unrecognized(character)
        return self._unexpected(byte, f"expected a valid value {TOKENS}")

    def _unrecognized(self, matched: str) -> Malformed:
        """A word that is no token; the rest of it is taken, and the character that ends it."""
        word = matched
        while self.at < len(self.data):
            character, length = self._character(self.at)
            self.at += length
            if not _is_name_part(character):
                break
            word += character
            if len(word) >= MAX_TOKEN:
                word += "..."
                break
        return self._refused(f"Unrecognized token '{word}': was expecting {TOKENS}")

    def _character(self, at: int) -> tuple[str, int]:
        """The character at an offset and how many bytes it takes; a broken one counts as U+FFFD."""
        byte = self.data[at]
        length = 1 if byte < 0xC0 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
        text = self.data[at : at + length].decode(errors="replace")
        return (text, length) if len(text) == 1 else ("\ufffd", 1)

    # --- blanks and comments ------------------------------------------------------------------------------------------

    def _next_after_blanks(self) -> int:
        """Take the next byte that is neither blank nor part of a comment; -1 at the end."""
        data = self.data
        while self.at < len(data):
            byte = data[self.at]
            self.at += 1
            if byte == 0x2F:
                self._skip_comment()
            elif byte > 0x20:
                return byte
            elif byte not in b" \t\r\n":
                raise self._refused(
                    f"Illegal character ({_described(byte)}): only regular white space (\\r, \\n, \\t) is allowed between tokens",
                    back=1,
                )
        return -1

    def _skip_comment(self) -> None:
        if self.at >= len(self.data):
            raise self._ends(" in a comment")
        byte = self.data[self.at]
        self.at += 1
        if byte == 0x2F:
            end = self.data.find(b"\n", self.at)
            self.at = len(self.data) if end < 0 else end + 1
        elif byte == 0x2A:
            end = self.data.find(b"*/", self.at)
            if end < 0:
                self.at = len(self.data)
                raise self._ends(" in a comment")
            self.at = end + 2
        else:
            raise self._unexpected(byte, "was expecting either '*' or '/' for a comment")

    # --- refusals -----------------------------------------------------------------------------------------------------

    def _position(self, at: int) -> tuple[int, int]:
        """Line and column of an offset; columns count bytes."""
        return self.data.count(b"\n", 0, at) + 1, at - self.data.rfind(b"\n", 0, at)

    def _refused(self, message: str, *, back: int = 0, kind: str = "parse") -> Malformed:
        """A refusal located behind what was read, or `back` bytes before that."""
        line, column = self._position(self.at - back)
        return Malformed(kind, f"{message}\n at {self._location(line, column)}", line, column)

    def _location(self, line: int, column: int) -> str:
        return f"[Source: {self.source}; line: {line}, column: {column}]"

    def _ends(self, where: str) -> Malformed:
        return self._refused(f"Unexpected end-of-input{where}", kind="end")

    def _unexpected(self, byte: int, comment: str) -> Malformed:
        character, _ = self._character(self.at - 1) if byte >= 0x80 else (chr(byte), 1)
        return self._refused(f"Unexpected character ({_described(ord(character))}): {comment}", back=1)

    def _bad_digit(self, byte: int, comment: str) -> Malformed:
        if byte == 0x49 and self.data[self.at - 1 : self.at + 7] == b"Infinity":
            self.at += 7
            return self._not_a_number("-Infinity")
        return self._refused(f"Unexpected character ({_described(byte)}) in numeric value: {comment}", back=1)

    def _not_a_number(self, word: str) -> Malformed:
        return self._refused(
            f"Non-standard token '{word}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"
        )


_ESCAPES = dict(zip(b'"\\/bfnrt', '"\\/\b\f\n\r\t', strict=True))


def _described(code: int) -> str:
    """A character as Jackson's messages show it."""
    if code < 0x20 or 0x7F <= code < 0xA0:
        return f"(CTRL-CHAR, code {code})"
    hexadecimal = f" / 0x{code:x}" if code > 255 else ""
    return f"'{chr(code)}' (code {code}{hexadecimal})"


def _is_name_start(character: str) -> bool:
    """`Character.isJavaIdentifierStart`."""
    return character.isidentifier() or character == "$"


def _is_name_part(character: str) -> bool:
    """`Character.isJavaIdentifierPart`, which counts some control characters in."""
    return f"a{character}".isidentifier() or character == "$" or character in _IGNORABLE


_IGNORABLE = "".join(map(chr, [*range(9), *range(0x0E, 0x1C), *range(0x7F, 0xA0)]))


def _joined_surrogates(text: str) -> str:
    """Escaped halves of one character become the character; a lonely half stays."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
