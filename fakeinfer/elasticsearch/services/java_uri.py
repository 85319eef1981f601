"""Whether Java's `URI` takes a text, and its reason when it does not.

Only the parser's first complaint is kept, as `URISyntaxException.getReason` gives it.
"""

from __future__ import annotations

import re

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-!.~'()*")


def _legal(punctuation: str) -> re.Pattern[str]:
    """Unreserved characters, `punctuation`, escapes, and all from U+00A1 on. Said by what is missing: that compiles fast."""
    missing = (chr(code) for code in range(0xA1) if chr(code) not in _UNRESERVED and chr(code) not in punctuation)
    return re.compile(rf"(?:[^{re.escape(''.join(missing))}]|%[0-9A-Fa-f]{{2}})*")


_PATH = _legal(":@&=+$,;/")
_QUERY = _legal(";/?:@&=+$,[]")
_AUTHORITY = _legal(";:@&=+$,[]")
_ORDINARY = re.compile(r"https?://[A-Za-z0-9.\-]+(?::[0-9]+)?(?:/[A-Za-z0-9._\-/]*)?")
_IPV6 = re.compile(r"\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[^\]]+)?\](?::[0-9]*)?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*")


def why_not(text: str) -> str | None:
    """None when `text` is a URI, else the reason Java gives."""
    if _ORDINARY.fullmatch(text):
        return None
    rest = text
    colon = re.match(r"[^/?#:]*:", text)
    if colon is not None:
        scheme = colon[0][:-1]
        if not scheme:
            return "Expected scheme name"
        if _SCHEME.fullmatch(scheme) is None:
            return "Illegal character in scheme name"
        rest = text[len(scheme) + 1 :]
        if not rest:
            return "Expected scheme-specific part"
        if rest[0] == "#":
            return "Expected scheme-specific part"
        if rest[0] != "/":
            return _first_fault(rest.partition("#")[0], _QUERY, "opaque part")
    hierarchy, _, fragment = rest.partition("#")
    path, _, query = hierarchy.partition("?")
    if path.startswith("//"):
        authority, slash, path = path[2:].partition("/")
        path = slash + path
        if rest == "//":
            return "Expected authority"
        fault = _first_fault(authority, _AUTHORITY, "authority") or _bracket_fault(authority)
        if fault:
            return fault
    return (
        _first_fault(path, _PATH, "path")
        or _first_fault(query, _QUERY, "query")
        or _first_fault(fragment, _QUERY, "fragment")
    )


def _bracket_fault(authority: str) -> str | None:
    """Brackets stand around an IPv6 address and nowhere else."""
    host = authority.rpartition("@")[2]
    if "[" not in host and "]" not in host:
        return None
    if not host.startswith("["):
        return "Illegal character in hostname"
    return None if _IPV6.fullmatch(host) else "Malformed IPv6 address"


def _first_fault(part: str, legal: re.Pattern[str], name: str) -> str | None:
    matched = legal.match(part)
    at = matched.end() if matched else 0
    if at == len(part):
        return None
    return "Malformed escape pair" if part[at] == "%" else f"Illegal character in {name}"
