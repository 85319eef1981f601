"""Base64 as Java decodes it: padding may be missing, and what cannot be decoded is told in Java's words."""

from __future__ import annotations

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUES = {ord(letter): value for value, letter in enumerate(_ALPHABET)}
_PADDING = ord("=")


class BadBase64(ValueError):
    """The message of Java's `IllegalArgumentException`."""


def decode(text: str) -> bytes:
    """The bytes; `BadBase64` as `java.util.Base64.getDecoder()` words it."""
    data = text.encode("latin-1", "replace")
    if not data:
        return b""
    if len(data) < 2:
        raise BadBase64("Input byte[] should at least have 2 bytes for base64 bytes")
    found, bits, missing, at = bytearray(), 0, 18, 0
    while at < len(data):
        letter = data[at]
        at += 1
        if letter == _PADDING:
            if missing == 18 or (missing == 6 and (at == len(data) or data[at] != _PADDING)):
                raise BadBase64("Input byte array has wrong 4-byte ending unit")
            at += missing == 6
            break
        if letter not in _VALUES:
            raise BadBase64(f"Illegal base64 character {_signed_hex(letter)}")
        bits |= _VALUES[letter] << missing
        missing -= 6
        if missing < 0:
            found += bits.to_bytes(3, "big")
            bits, missing = 0, 18
    if missing == 12:
        raise BadBase64("Last unit does not have enough valid bits")
    found += bits.to_bytes(3, "big")[: {6: 1, 0: 2}.get(missing, 0)]
    if at < len(data):
        raise BadBase64(f"Input byte array has incorrect ending byte at {at}")
    return bytes(found)


def _signed_hex(byte: int) -> str:
    """A Java byte, which has a sign."""
    return format(byte if byte < 128 else byte - 256, "x")
