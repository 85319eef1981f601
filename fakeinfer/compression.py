"""`Content-Encoding` of bodies and answers: gzip and deflate, nothing else."""

from __future__ import annotations

import zlib

from .errors import NoAnswer

READABLE = ("gzip", "x-gzip", "deflate", "x-deflate")
_ZLIB, _GZIP = 15, 31
"""The largest window, with the header of either; gzip's names no time."""


def decompressed(body: bytes, coding: str) -> bytes:
    """A body as it was before it was compressed. One that is not what it says ends the connection, as on both servers."""
    try:
        # 47: a zlib or a gzip header, whichever it is
        return zlib.decompress(body, 47 if coding.lower() in READABLE[:2] else _window(body))
    except zlib.error as broken:
        raise NoAnswer(f"the body is no {coding}: {broken}") from None


def _window(body: bytes) -> int:
    """Deflate comes with a zlib header or bare."""
    return 15 if len(body) > 1 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0 else -15


def wanted(accept_encoding: str) -> str | None:
    """The coding to answer in, gzip before deflate when both are liked equally; None for plain."""
    likes: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, quality = part.partition(";")
        try:
            likes[name.strip()] = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            likes[name.strip()] = 0.0
    any_other = likes.get("*", 0.0)
    gzip_liked, deflate_liked = likes.get("gzip", any_other), likes.get("deflate", any_other)
    if max(gzip_liked, deflate_liked) <= 0:
        return None
    return "gzip" if gzip_liked >= deflate_liked else "deflate"


def compressed(body: bytes, coding: str) -> bytes:
    """A body in `coding`; the same bytes for the same body."""
    return zlib.compress(body, 3, _GZIP if coding == "gzip" else _ZLIB)
