"""What never shows: one place that hides keys, passwords and credentials in whatever the fake prints about requests.

A value is secret because of the name it stands under: a name that says so (`api_key`, `secret_parameters`, `credential`
with all that is below), or a property marked `x-secret` in the schema of the operation. A secret that is known is hidden
wherever else it turns up, e.g. in an error that quotes it. Where a text cannot be read, all that follows a secret's name is
left out. The real servers' answers are not touched: this is for journal, reports, messages and admin paths.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus, unquote_plus

from .wire import Json

if TYPE_CHECKING:
    from .contract import Contract

HIDDEN = "***"
SHORTEST = 6
"""Secrets shorter than this are hidden under their name only; elsewhere they would blot out ordinary words."""

_SECRET_NAME = re.compile(
    r"api_?key|access_?key|private_?key|secret|credential|passw(or)?d|passphrase|authorization|cookie"
    r"|service_?account|entra_?id|(^|_)(access|auth|bearer|id|refresh|security|session)_?tokens?($|_)"
)
_WORD = re.compile(r"[\w-]+")
_JSON_BEGINS = re.compile(r"\s*(\{|\[\s*[\[{\"])")
_USER_INFO = re.compile(r"(://[^/\s:@]*:)[^/\s@]+(?=@)")
_QUERY_PAIR = re.compile(r"(^|[?&;,\s])([^=&;,?\s\[\]]+)=([^&;\s\[\]\"']+)")
_ASSIGNS = re.compile(r"[\\\"']*\s*:")


def is_secret(name: str, more: frozenset[str] = frozenset()) -> bool:
    """Whether what stands under `name` is hidden; `more` are further names, in lower case."""
    folded = name.lower()
    return folded in more or _SECRET_NAME.search(folded.replace("-", "_")) is not None


def masked(value: Json, contract: Contract | None = None, operation: str | None = None) -> Json:
    """A copy of `value` to show; with the operation it was sent to, that operation's own secrets are hidden too."""
    return Mask(names_of(contract, operation)).value(value)


def names_of(contract: Contract | None, operation: str | None) -> frozenset[str]:
    """The names, in lower case, that the operation's schema marks `x-secret`, and those the product knows of besides."""
    if contract is None or operation is None or operation not in contract.operations:
        return frozenset()
    key = f"secrets of {operation}"
    found: frozenset[str] | None = contract.memo.get(key)
    if found is None:
        schema = contract.schema(operation)
        parts = [part for part in (schema.query, schema.body, schema.response) if part is not None]
        declared = {*contract.product.secret_names(contract, operation)}.union(*(part.secret_names() for part in parts))
        found = contract.memo[key] = frozenset(name.lower() for name in declared)
    return found


class Mask:
    """Hides the secrets of one exchange. `learn` what was sent first, then show as much as you like."""

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        self._names = names
        self._known: set[str] = set()

    def is_secret(self, name: str) -> bool:
        """Whether what stands under `name` is hidden."""
        return is_secret(name, self._names)

    def learn(self, sent: Json) -> None:
        """Take note of the secrets in a readable body or query, to hide them wherever they are quoted."""
        self._remember(_leaves(sent, self))

    def learn_query(self, query: str) -> None:
        """The same for a query string, as it was spelled."""
        for part in re.split("[&;]", query):
            name, _, value = part.partition("=")
            if self.is_secret(unquote_plus(name)):
                self._remember([value, unquote_plus(value)])

    def learn_unreadable(self, text: str) -> None:
        """The same for a text that cannot be parsed: every longer word after the first secret's name."""
        self._remember(self.words_after_secret_names(text))

    def _remember(self, secrets: Iterable[str]) -> None:
        for secret in secrets:
            if len(secret) >= SHORTEST and secret != HIDDEN:
                self._known |= {secret, json.dumps(secret)[1:-1], quote(secret), quote_plus(secret), quote(secret, "")}

    def value(self, value: Json) -> Json:
        """A copy of `value` with its secrets hidden."""
        if isinstance(value, dict):
            hidden_pair = _names_a_secret(value, self)
            return {
                name: self._hidden(item)
                if self.is_secret(name) or (hidden_pair and name == "value")
                else self.value(item)
                for name, item in value.items()
            }
        if isinstance(value, list):
            if _is_secret_pair(value, self):
                return [value[0], HIDDEN]
            return [self.value(item) for item in value]
        return self.text(value) if isinstance(value, str) else value

    def _hidden(self, value: Json) -> Json:
        """The shape of a secret: names stay, so do true, false, null and what is empty."""
        if isinstance(value, dict):
            return {name: self._hidden(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._hidden(item) for item in value]
        return value if value is None or isinstance(value, bool) or value == "" else HIDDEN

    def text(self, text: str) -> str:
        """A text with the secrets in it hidden: known ones, passwords in URLs, JSON inside of the text."""
        shown = text
        for secret in sorted(self._known, key=len, reverse=True):
            shown = shown.replace(secret, HIDDEN)
        if shown.lstrip()[:1] in ("{", "["):
            try:
                return json.dumps(self.value(json.loads(shown)), ensure_ascii=False)
            except (ValueError, RecursionError):
                pass
            if _JSON_BEGINS.match(shown):
                return self.unreadable(shown)
        return self._without_url_secrets(self._without_assignment(shown))

    def _without_assignment(self, text: str) -> str:
        """Prose as it is, but nothing after `api_key: `."""
        if ":" in text:
            for word in _WORD.finditer(text):
                if self.is_secret(word[0]) and _ASSIGNS.match(text, word.end()):
                    return text[: word.end()] + HIDDEN
        return text

    def _without_url_secrets(self, text: str) -> str:
        if "://" in text:
            text = _USER_INFO.sub(rf"\1{HIDDEN}", text)
        if "=" in text:
            text = _QUERY_PAIR.sub(self._query_pair, text)
        return text

    def _query_pair(self, found: re.Match[str]) -> str:
        before, name, value = found.groups()
        return f"{before}{name}={HIDDEN if name == 'key' or self.is_secret(name) else value}"

    def unreadable(self, text: str) -> str:
        """A text that should be JSON and is not: shown up to the first secret's name."""
        end = self._readable_length(text)
        return self._without_url_secrets(text[:end]) + (HIDDEN if end < len(text) else "")

    def words_after_secret_names(self, text: str) -> list[str]:
        """What may be secret in a text that cannot be parsed."""
        return re.findall(r"[^\s\"'{}\[\],:&=]+", text[self._readable_length(text) :])

    def _readable_length(self, text: str) -> int:
        escape = text.find("\\u")  # may spell a name
        end = len(text) if escape < 0 else escape
        for word in _WORD.finditer(text, 0, end):
            if self.is_secret(word[0]):
                return word.end()
        return end


def _names_a_secret(value: dict[str, Any], mask: Mask) -> bool:
    """`{"name": "Authorization", "value": ..}`: a pair written as an object, or as a step of a JSON patch by its `path`."""
    name = value.get("name", value.get("key", value.get("path")))
    return isinstance(name, str) and "value" in value and mask.is_secret(name.rpartition("/")[2])


def _is_secret_pair(value: list[Any], mask: Mask) -> bool:
    """`["api_key", ".."]`: a pair written as a list, as a custom service's query parameters are."""
    return len(value) == 2 and all(isinstance(item, str) for item in value) and mask.is_secret(value[0])


def _leaves(value: Json, mask: Mask, secret: bool = False) -> Iterator[str]:
    """The texts and numbers that stand under a secret's name."""
    if isinstance(value, dict):
        pair = _names_a_secret(value, mask)
        for name, item in value.items():
            yield from _leaves(item, mask, secret or mask.is_secret(name) or (pair and name == "value"))
    elif isinstance(value, list):
        pair = _is_secret_pair(value, mask)
        for item in value:
            yield from _leaves(item, mask, secret or (pair and item is value[1]))
    elif secret and isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            yield from _leaves(json.loads(value), mask)
        except (ValueError, RecursionError):
            if _JSON_BEGINS.match(value):
                yield from mask.words_after_secret_names(value)
