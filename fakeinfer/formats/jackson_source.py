"""Where Jackson's reader stands in a text: the next byte, blanks and comments, and refusals that say where.

The lower half of `jackson.py`.
"""

from __future__ import annotations


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


class Source:
    """Bytes being read; `at` is the offset of the next one, `source` what messages say the text is."""

    def __init__(self, data: bytes, source: str, at: int = 0) -> None:
        self.data = data
        self.source = source
        self.at = at or (3 if data.startswith(b"\xef\xbb\xbf") else 0)

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
                    f"Illegal character ({described(byte)}): only regular white space (\\r, \\n, \\t) is allowed between tokens",
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
        return self._refused(f"Unexpected character ({described(ord(character))}): {comment}", back=1)

    def _bad_digit(self, byte: int, comment: str) -> Malformed:
        if byte == 0x49 and self.data[self.at - 1 : self.at + 7] == b"Infinity":
            self.at += 7
            return self._not_a_number("-Infinity")
        return self._refused(f"Unexpected character ({described(byte)}) in numeric value: {comment}", back=1)

    def _not_a_number(self, word: str) -> Malformed:
        return self._refused(
            f"Non-standard token '{word}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"
        )


def described(code: int) -> str:
    """A character as Jackson's messages show it."""
    if code < 0x20 or 0x7F <= code < 0xA0:
        return f"(CTRL-CHAR, code {code})"
    hexadecimal = f" / 0x{code:x}" if code > 255 else ""
    return f"'{chr(code)}' (code {code}{hexadecimal})"


def is_name_start(character: str) -> bool:
    """`Character.isJavaIdentifierStart`."""
    return character.isidentifier() or character == "$"


def is_name_part(character: str) -> bool:
    """`Character.isJavaIdentifierPart`, which counts some control characters in."""
    return f"a{character}".isidentifier() or character == "$" or character in _IGNORABLE


_IGNORABLE = "".join(map(chr, [*range(9), *range(0x0E, 0x1C), *range(0x7F, 0xA0)]))
