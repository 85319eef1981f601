"""The text of a suggestion, cut into tokens with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...errors import illegal_argument
from .. import analysis

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ..view import View


class Asked(NamedTuple):
    """What a suggestion is asked of: a text, the beginning of one, or a regular expression."""

    text: str | None = None
    prefix: str | None = None
    regex: str | None = None

    def or_text(self, text: str | None) -> Asked:
        """With the text of all suggestions, where it has none of its own."""
        return self if text is None or any(part is not None for part in self) else self._replace(text=text)

    def whole(self) -> str:
        """The text that is shown."""
        given = self.text if self.text is not None else self.prefix if self.prefix is not None else self.regex
        return given or ""

    def check(self) -> None:
        """Refuse a suggestion of nothing."""
        if all(part is None for part in self):
            raise illegal_argument("The required text option is missing")


class Piece(NamedTuple):
    """A token of the text, and where it stands there."""

    text: str
    start: int
    end: int


def known_field(view: View, path: str) -> Field:
    """The field that a suggester looks at."""
    field = view.fields.get(path)
    if field is None:
        raise illegal_argument(f"no mapping found for field [{path}]")
    return field


def pieces(view: View, field: Field, text: str, analyzer: str | None) -> list[Piece]:
    """A text as the field cuts the texts of searches, or as a named analyzer does."""
    if analyzer is None and field.family != "text":
        normalize = view.normalizer(field)
        return [Piece(text if normalize is None else normalize(text), 0, len(text))] if text else []
    name = analyzer or field.options.get("search_analyzer") or field.options.get("analyzer", "standard")
    cut = view.named_analyzer(name)
    if cut is None:
        raise illegal_argument(f"analyzer [{name}] doesn't exists")
    tokens = getattr(cut, "tokens", None)
    if tokens is None:
        return [Piece(*one) for one in analysis.spans(name, text)]
    return [Piece(token.text, token.start, token.end) for token in tokens(text)]
