"""What scripts are refused with: `compile error` and `runtime error`, pointing at a place, and Java's exceptions inside.

opensearch-project/OpenSearch:modules/lang-painless/src/main/java/org/opensearch/painless/{PainlessScript,PainlessScriptEngine}.java.
"""

from __future__ import annotations

import re

from ..errors import ApiError, illegal_argument
from ..wire import Json

_AROUND = 25
"""Characters that a compile error shows on either side."""
_NAME_LIMIT = 256


class Thrown(Exception):
    """A Java exception on its way through a script; `at` is where in the source, once that is known."""

    def __init__(self, java: str, message: str | None = None, stack: tuple[str, ...] = ()) -> None:
        super().__init__(java)
        self.java = java
        self.message = message
        self.stack = stack
        self.cause: Thrown | None = None
        self.told: dict[str, Json] = {}
        """More that is said of the failure."""
        self.at: int | None = None

    def located(self, at: int) -> Thrown:
        """Itself, known to come from there unless it is known better."""
        if self.at is None:
            self.at = at
        return self

    @property
    def type(self) -> str:
        """The wire name: `NumberFormatException` is `number_format_exception`."""
        return re.sub(r"(?<=.)([A-Z])", r"_\1", self.java.rpartition(".")[2]).lower()


def script_failed(
    reason: str,
    source: str,
    at: int,
    start: int = 0,
    end: int | None = None,
    *,
    lang: str = "painless",
    stack: tuple[str, ...] = (),
    cause: ApiError | None = None,
) -> ApiError:
    """`compile error` or `runtime error` with the part of the script from `start` to `end`, pointing at `at`."""
    end = len(source) if end is None else end
    before, after = ("... " if start else "", " ..." if end < len(source) else "")
    if reason != "compile error":
        before = after = ""
    metadata: dict[str, Json] = {
        "script_stack": [
            *stack,
            f"{before}{source[start:end]}{after}",
            " " * (len(before) + at - start) + "^---- HERE",
        ],
        "script": source if reason == "compile error" else _name(source),
        "lang": lang,
        "position": {"offset": at, "start": start, "end": end},
    }
    return ApiError(400, "script_exception", reason, metadata=metadata, caused_by=cause)


def not_compiled(source: str, at: int, cause: ApiError) -> ApiError:
    """The script is none, or says what cannot be."""
    start, end = max(0, at - _AROUND), min(len(source), at + _AROUND)
    return script_failed("compile error", source, at, start, end, cause=cause)


def failed(source: str, thrown: Thrown, statements: list[int]) -> ApiError:
    """An exception that nothing in the script caught; `statements` are the places where statements begin, in order."""
    at = thrown.at or 0
    start = max((place for place in statements if place <= at), default=0)
    end = min((place for place in statements if place > start), default=len(source))
    inner = thrown.cause
    cause = ApiError(500, thrown.type, thrown.message)
    cause.caused_by = None if inner is None else ApiError(500, inner.type, inner.message)
    error = script_failed("runtime error", source, at, start, end, stack=thrown.stack, cause=cause)
    error.metadata = {**thrown.told, **error.metadata}
    return error


def _name(source: str) -> str:
    """What the script is called: its first line, if that is not too long."""
    breaks = [place for place in (source.find("\n"), source.find("\r")) if place >= 0]
    limit = min([*breaks, _NAME_LIMIT, len(source)])
    return source if limit == len(source) else f"{source[:limit]} ..."


# --- what does not compile --------------------------------------------------------------------------------------------


def unexpected_end() -> ApiError:
    """The script ends within an expression."""
    return illegal_argument("unexpected end of script.", caused_by=ApiError(500, "no_viable_alt_exception", None))


def no_such_sequence(text: str) -> ApiError:
    """A token that nothing begins with here."""
    cause = ApiError(500, "no_viable_alt_exception", None)
    return illegal_argument(f"invalid sequence of tokens near ['{text}'].", caused_by=cause)


def unexpected_token(text: str, wanted: str) -> ApiError:
    """One token where only another one can be."""
    return illegal_argument(f"unexpected token ['{text}'] was expecting one of [{wanted}].")


def unexpected_character(text: str, hint: str = "") -> ApiError:
    """A character that begins no token, or a text that does not end."""
    cause = ApiError(500, "lexer_no_viable_alt_exception", None)
    return illegal_argument(f"unexpected character [{text}].{hint}", caused_by=cause)


def class_cast(text: str) -> ApiError:
    """Types that do not go together."""
    return ApiError(500, "class_cast_exception", text)


def too_long(source: str, most: int) -> ApiError:
    """A script above `script.max_size_in_bytes` (script/ScriptService.java)."""
    size = len(source.encode("utf-8", "surrogatepass"))
    return illegal_argument(
        f"exceeded max allowed inline script size in bytes [{most}] with size [{size}] for script [{source}]"
    )
