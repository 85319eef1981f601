"""A script: compiled once, run with variables as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ..errors import ApiError, not_implemented
from . import errors
from .building import MOST_LOOPS, MOST_STEPS, Context, Run, Scope, check_type
from .casts import PRIMITIVES, cast
from .errors import Thrown
from .parser import Parser
from .statements import compile_body
from .syntax import Block, Function, Program

MOST_BYTES = 65_535
"""`script.max_size_in_bytes`."""
_MAPS = frozenset(("ctx", "params", "doc", "state"))
_ZERO = {"boolean": False, "double": 0.0, "long": 0, "int": 0}


class Script(NamedTuple):
    """A script that compiles."""

    source: str
    body: Run
    statements: list[int]
    returns: str
    changes: bool
    """Whether it may change what it is given."""
    name: str | None = None
    """What failures call it, if not by its source."""

    def run(self, variables: Mapping[str, Any], *, now: int | None = None) -> Any:
        """The value of the script; `now` is what `System.currentTimeMillis()` tells, which is a 501 without."""
        frame = {**variables, "#": [MOST_STEPS, now, 0], "#loops": MOST_LOOPS}
        try:
            value = self.body(frame)
        except Thrown as thrown:
            raise self._failed(thrown) from None
        except RecursionError:
            raise self._failed(Thrown("java.lang.StackOverflowError")) from None
        if value is None and self.returns in PRIMITIVES:
            return _ZERO[self.returns]
        return value

    def _failed(self, thrown: Thrown) -> ApiError:
        error = errors.failed(self.source, thrown, self.statements)
        if self.name is not None:
            error.metadata["script"] = self.name
        return error


@lru_cache(maxsize=256)
def _compiled(source: str, variables: tuple[str, ...], returns: str) -> Script:
    return _compile(source, variables, returns, {})


def compile(
    source: str,
    variables: tuple[str, ...] = ("ctx", "params"),
    *,
    returns: str = "def",
    functions: Mapping[str, Callable[..., Any]] | None = None,
) -> Script:
    """Compile a script that may name these variables and call these functions of its surroundings.

    A function may tell the type of its value (`returns`) and how many arguments it takes (`arities`).
    `returns` is the type of the script's value: "def" for any, "void", "boolean", "double", "String". Raises `compile error`, or
    501 for what the fake does not know.
    """
    if functions:
        return _compile(source, variables, returns, functions)
    return _compiled(source, variables, returns)


def _compile(source: str, variables: tuple[str, ...], returns: str, hosted: Mapping[str, Callable[..., Any]]) -> Script:
    if len(source) > MOST_BYTES:
        raise errors.too_long(source, MOST_BYTES)
    try:
        program = Parser(source, len([name for name in variables if name != "params"])).program()
        return _build(source, program, variables, returns, hosted)
    except RecursionError:
        raise not_implemented("a script that is nested so deeply") from None


def _build(
    source: str,
    program: Program,
    variables: tuple[str, ...],
    returns: str,
    hosted: Mapping[str, Callable[..., Any]],
) -> Script:
    declared: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}
    context = Context(source, declared, hosted, {}, [], set())
    for function in program.functions:
        if function.name in declared:
            arity = len(function.parameters)
            raise context.illegal(
                function.at, f"invalid function definition: found duplicate function [{function.name}/{arity}]."
            )
        declared[function.name] = (function.type, function.parameters)
    for function in program.functions:
        context.bodies[function.name] = _function(function, context)
    scope = Scope(names={name: "Map" if name in _MAPS else "def" for name in variables})
    body = compile_body(Block(0, program.statements), context, scope, returns)
    return Script(source, body, context.statements, returns, "changes" in context.notes)


def _function(function: Function, context: Context) -> Callable[[list[Any], list[Any]], Any]:
    """A function of the script's own; it sees its parameters only."""
    if function.type != "void":
        check_type(context, function.at, function.type)
    names: dict[str, str] = {}
    for type, name in function.parameters:
        names[name] = check_type(context, function.at, type)
    if not function.body.statements:
        text = f"invalid function definition: found no statements for function [{function.name}] with [{len(names)}] parameters"
        raise context.illegal(function.at, text)
    body = compile_body(function.body, context, Scope(names=names), function.type)

    def called(run: list[Any], given: list[Any]) -> Any:
        frame = {
            name: cast(value, type, explicit=False) for (name, type), value in zip(names.items(), given, strict=True)
        }
        return body({**frame, "#": run, "#loops": MOST_LOOPS})

    return called
