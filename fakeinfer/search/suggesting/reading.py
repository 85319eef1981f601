"""Reading `suggest` of a body, and putting together what the indices suggest.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/suggest/{SuggestBuilder,SuggestionBuilder}.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ...errors import ApiError, illegal_argument, parse_error
from ...formats.positions import token_name
from ...wire import Json
from .. import errors
from ..locate import Place
from ..queries.one_field import read_number
from ..values import text_of
from .texts import Asked

if TYPE_CHECKING:
    from ..request import SearchRequest
    from ..view import View

TEXTS = ("text", "prefix", "regex")


class Suggester(Protocol):
    """One way to suggest, with its options."""

    kind: str

    def check(self, view: View) -> None:
        """Refuse what an index cannot suggest by."""
        ...

    def entries(self, view: View, asked: Asked) -> list[dict[str, Any]]:
        """What one index suggests: a list of texts, each with options."""
        ...

    def merged(self, parts: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """What several indices suggest, as one."""
        ...

    def shown(self, entries: list[dict[str, Any]], request: SearchRequest) -> Json:
        """As the answer shows it."""
        ...


class Suggestion(NamedTuple):
    """One suggestion that was asked for."""

    name: str
    suggester: Suggester
    asked: Asked


Read = Callable[[dict[str, Json], Place, str], Any]


def _suggesters() -> dict[str, Read]:
    from .completing import read_completion
    from .phrases import read_phrase
    from .words import read_term

    return {"term": read_term, "phrase": read_phrase, "completion": read_completion}


def read_suggest(value: dict[str, Json], place: Place, product: str) -> tuple[Suggestion, ...]:
    """`suggest` of a body."""
    text: str | None = None
    found: list[Suggestion] = []
    for name, options in value.items():
        here = place / name
        if isinstance(options, dict):
            found.append(_suggestion(name, options, here, product))
        elif name == "text" and not isinstance(options, list):
            text = text_of(options)
        else:
            raise illegal_argument(f"[suggest] does not support [{name}]")
    return tuple(one._replace(asked=one.asked.or_text(text)) for one in found)


def _suggestion(name: str, options: dict[str, Json], place: Place, product: str) -> Suggestion:
    texts: dict[str, str] = {}
    suggester: Suggester | None = None
    for key, value in options.items():
        here = place / key
        if isinstance(value, dict):
            read = _suggesters().get(key)
            if read is None:
                raise ApiError(400, "named_object_not_found_exception", f"[{here.value()}] unknown field [{key}]")
            suggester = read(value, here, product)
        elif key in TEXTS and not isinstance(value, list):
            texts[key] = text_of(value)
        else:
            raise errors.parsing(f"suggestion does not support [{key}]", here.value())
    if suggester is None:
        raise parse_error("missing suggestion object")
    return Suggestion(name, suggester, Asked(texts.get("text"), texts.get("prefix"), texts.get("regex")))


def check_suggestions(view: View, suggestions: Sequence[Suggestion]) -> None:
    """Refuse what an index cannot suggest by."""
    for one in suggestions:
        one.suggester.check(view)
        one.asked.check()
        if one.asked.regex is not None and getattr(one.suggester, "near", None) is not None:
            raise illegal_argument("can not use 'fuzzy' options with 'regex")


def suggested(views: Sequence[View], request: SearchRequest, *, typed_keys: bool) -> dict[str, Json]:
    """`suggest` of an answer."""
    found: dict[str, Json] = {}
    for one in request.suggestions or ():
        parts = [one.suggester.entries(view, one.asked) for view in views]
        name = f"{one.suggester.kind}#{one.name}" if typed_keys else one.name
        found[name] = one.suggester.shown(one.suggester.merged(parts), request)
    return found


# --- what suggesters read alike ---------------------------------------------------------------------------------------


def unsupported(kind: str, key: str, place: Place) -> ApiError:
    """An option that a suggester does not have."""
    return errors.parsing(f"suggester[{kind}] doesn't support field [{key}]", place.value())


def field_missing() -> ApiError:
    """A suggester that says no field."""
    return parse_error("the required field option [field] is missing")


def positive(value: Json, name: str) -> int:
    """A number above zero."""
    number = int(read_number(value))
    if number <= 0:
        raise illegal_argument(f"{name} must be positive")
    return number


def scalar(kind: str, key: str, value: Json, place: Place) -> None:
    """Refuse lists and objects where an option is one value."""
    if isinstance(value, dict | list) or value is None:
        raise errors.parsing(
            f"suggester[{kind}] parsing failed on [{key}] of type [{token_name(value)}]", place.value()
        )
