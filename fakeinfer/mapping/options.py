"""Options that field types share, with the servers' refusals for values of the wrong kind."""

from __future__ import annotations

from ..search.values import java_double, number_of, text_of, truth_of
from ..wire import Json
from .types import Option, Refused


def _flag(name: str, option: str, value: Json) -> bool:
    truth = truth_of(value)
    if truth is not None:
        return truth
    raise Refused(f"Failed to parse value [{text_of(value)}] as only [true] or [false] are allowed.", as_argument=True)


def flag(default: bool, *, updatable: bool = False) -> Option:
    """`true` or `false`, also as texts."""
    return Option(default, updatable, _flag)


def _whole(name: str, option: str, value: Json) -> int:
    number = number_of(value)
    if number is None:
        raise Refused(f"Property [{option}] on field [{name}] must be an integer but got [{text_of(value)}]")
    return int(number)


def whole(default: int | None = None, *, updatable: bool = False) -> Option:
    """An integer, also as text."""
    return Option(default, updatable, _whole)


def _decimal(name: str, option: str, value: Json) -> float:
    number = number_of(value)
    if number is None:
        raise Refused(f"Property [{option}] on field [{name}] must be a number but got [{text_of(value)}]")
    return float(number)


def decimal(default: float | None = None) -> Option:
    """A number."""
    return Option(default, False, _decimal)


def word(default: str | None = None, *, updatable: bool = False, of: tuple[str, ...] = ()) -> Option:
    """A text, one of a few when `of` lists them."""

    def read(name: str, option: str, value: Json) -> str:
        text = text_of(value)
        if of and text not in of:
            accepted = ", ".join(of)
            raise Refused(f"Unknown value [{text}] for field [{option}] - accepted values are [{accepted}]")
        return text

    return Option(default, updatable, read)


def _meta(name: str, option: str, value: Json) -> Json:
    if not isinstance(value, dict):
        raise Refused(f"[meta] must be an object, got {_java_class(value)}[{text_of(value)}] for field [{name}]")
    if len(value) > 5:
        raise Refused(f"[meta] can't have more than 5 entries, but got {len(value)} on field [{name}]")
    for sub in value.values():
        if not isinstance(sub, str):
            raise Refused(
                f"[meta] values can only be strings, but got {_java_class(sub)}[{text_of(sub)}] for field [{name}]"
            )
    return dict(sorted(value.items()))


def _java_class(value: Json) -> str:
    if isinstance(value, str):
        return "String"
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, int):
        return "Integer"
    if isinstance(value, float):
        return "Double"
    return "null" if value is None else "ArrayList" if isinstance(value, list) else "LinkedHashMap"


def java_text(value: Json) -> str:
    """A value as Java prints it in messages: `{b=1}`, `[a, b]`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}={java_text(sub)}" for name, sub in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(java_text(item) for item in value) + "]"
    if value is None:
        return "null"
    return java_double(value) if isinstance(value, float) else text_of(value)


def not_cast_to_a_map(value: Json) -> str:
    """What Java says of a value that is no map."""
    classes: dict[type, str] = {list: "util.ArrayList", str: "lang.String", bool: "lang.Boolean", int: "lang.Integer"}
    name = f"java.{classes.get(type(value), 'lang.Double')}"
    return (
        f"class {name} cannot be cast to class java.util.Map ({name} and java.util.Map are in module java.base of loader"
        " 'bootstrap')"
    )


META = Option({}, True, _meta)
ANY = Option(None, True)
FIXED = Option(None, False)
