"""What expressions and statements become: functions of a frame, which holds the variables of one call.

A frame is a dict; `#` is what the whole run may still do, `#loops` what this call may, `#value` what it returns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..errors import ApiError, illegal_argument, not_implemented
from . import errors
from .casts import BOXES, PRIMITIVES, cast, convert, full_name, is_class
from .errors import Thrown
from .whitelist import class_named, is_one_of

Frame = dict[str, Any]
Run = Callable[[Frame], Any]

MOST_LOOPS = 1_000_000
"""`compiler settings: maxLoopCounter`, for each call of a function."""
MOST_STEPS = 1_500_000
"""Loops of one run of a script, all functions taken together: more than any test wants to wait for."""

_RANKS = {"byte": 0, "short": 1, "char": 1, "int": 2, "long": 3, "float": 4, "double": 5}


class Code(NamedTuple):
    """An expression, compiled: what it does, the type it has as far as that is known, where a failure points to."""

    run: Run
    type: str = "def"
    last: int | None = None
    linked: bool = False
    """Whether the value comes of a call that is linked when it is made, which then casts it itself, in words of its own."""


class Scope:
    """The names that are known at a place, with their types; inner places see those of outer ones."""

    def __init__(
        self,
        outer: Scope | None = None,
        names: Mapping[str, str] | None = None,
        *,
        loops: bool = False,
        function: bool = False,
    ) -> None:
        self.outer = outer
        self.names = dict(names or {})
        self.in_loop: bool = loops or (outer is not None and outer.in_loop and not function)
        self.function = function
        """Whether a function of its own begins here, which sees the variables around it and cannot set them."""

    def find(self, name: str) -> str | None:
        """The type of a variable, or None."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return None

    def is_own(self, name: str) -> bool:
        """Whether a variable belongs to the function at work, not to one around it."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return True
            scope = None if scope.function else scope.outer
        return False


class Context(NamedTuple):
    """What is the same all over a script: its source, functions, and the places where statements begin."""

    source: str
    functions: dict[str, tuple[str, tuple[tuple[str, str], ...]]]
    hosted: Mapping[str, Callable[..., Any]]
    bodies: dict[str, Callable[..., Any]]
    statements: list[int]
    notes: set[str]
    """"changes" once something in the script changes what it did not make itself."""

    def refusal(self, at: int, cause: ApiError) -> ApiError:
        """A compile error there."""
        return errors.not_compiled(self.source, at, cause)

    def illegal(self, at: int, reason: str) -> ApiError:
        """The usual kind of compile error."""
        return self.refusal(at, illegal_argument(reason))


def tick(frame: Frame, at: int) -> None:
    """One more round of a loop, unless there were too many."""
    left = frame["#loops"] - 1
    frame["#loops"] = left
    if left < 0:
        text = "The maximum number of statements that can be executed in a loop has been reached."
        raise Thrown("org.opensearch.painless.PainlessError", text).located(at)
    steps = frame["#"]
    steps[0] -= 1
    if steps[0] < 0:
        raise not_implemented(f"scripts of more than {MOST_STEPS} rounds of loops")


def fits(given: str, wanted: str, *, boxing: bool = False) -> bool:
    """Whether a value of one static type may be one of another; `boxing`: primitive values may become objects and back."""
    if "def" in (given, wanted) or given == wanted:
        return "void" not in (given, wanted)
    if "void" in (given, wanted):
        return False
    if given in BOXES and wanted in BOXES:
        return given in _RANKS and wanted in _RANKS and _RANKS[given] <= _RANKS[wanted] and wanted != "char"
    if given in BOXES:
        return boxing and is_one_of(BOXES[given], wanted)
    if wanted in BOXES:
        return boxing and given in _UNBOXED and fits(_UNBOXED[given], wanted)
    if wanted == "Object":
        return True
    if given.endswith("[]") or wanted.endswith("[]"):
        return wanted == "Object[]" and given.removesuffix("[]") not in BOXES
    return "Function" in (given, wanted) or class_named(given) is None or is_one_of(given, wanted)


_UNBOXED = {box: primitive for primitive, box in BOXES.items()}


def check_fit(context: Context, at: int, given: str, wanted: str, *, boxing: bool = False) -> None:
    """Refuse what does not fit."""
    if given == "null":
        if wanted in PRIMITIVES or wanted == "void":
            raise context.illegal(at, f"Cannot cast null to a primitive type [{wanted}].")
        return
    if not fits(given, wanted, boxing=boxing):
        cause = errors.class_cast(f"Cannot cast from [{full_name(given)}] to [{full_name(wanted)}].")
        raise context.refusal(at, cause)


def located(run: Run, at: int | None) -> Run:
    """The same, whose failures come from there."""
    if at is None:
        return run
    place = at

    def evaluate(frame: Frame) -> Any:
        try:
            return run(frame)
        except Thrown as thrown:
            raise thrown.located(place) from None

    return evaluate


def as_boolean(code: Code) -> Run:
    """A value that has to be true or false."""
    if code.type == "boolean":
        return code.run
    run, at = code.run, code.last or 0

    def evaluate(frame: Frame) -> Any:
        value = run(frame)
        if value is True or value is False:
            return value
        try:
            return cast(value, "boolean", explicit=False)
        except Thrown as thrown:
            raise thrown.located(at) from None

    return evaluate


def as_type(code: Code, type: str, at: int) -> Run:
    """A value as one of a type, when it is assigned or handed on; the value stands at `at`."""
    if type in ("def", "Object") or (code.type == type and type not in ("long", "float", "double")):
        return code.run
    run = code.run
    if code.type == type == "float":  # known to be one, though it is held like a double
        return run
    if code.type in BOXES and type in BOXES and code.type != "boolean":
        return lambda frame: (
            convert(number, type)
            if type != "char" and not isinstance(number := run(frame), str)
            else cast(number, type, explicit=False)
        )
    linked = code.linked
    place = code.last if linked and code.last is not None else at
    return located(lambda frame: cast(run(frame), type, explicit=False, linked=linked), place)


def check_type(context: Context, at: int, type: str) -> str:
    """A type that values may be declared to have."""
    plain = type.rstrip("[]")
    if plain in PRIMITIVES or is_class(plain):
        return type
    raise context.illegal(at, f"invalid declaration: cannot resolve type [{type}]")
