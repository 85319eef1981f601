"""Statements compiled: functions of a frame that give None, or say that a loop or the whole function ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import unused
from .building import Code, Context, Frame, Run, Scope, as_type, check_fit, check_type, tick
from .casts import DEFAULTS, PRIMITIVES, cast, full_name, misfit
from .classes import EXCEPTIONS
from .containers import items_of, watched
from .errors import Thrown, class_cast
from .expressions import compile_condition, compile_expression
from .objects import is_a
from .syntax import (
    Block,
    Constant,
    Declare,
    Do,
    Each,
    Expression,
    For,
    If,
    Jump,
    Return,
    Throw,
    Try,
    While,
)
from .whitelist import class_named, is_one_of

_BREAK, _CONTINUE, _RETURN = "break", "continue", "return"

_NO_MORE = object()

Returns = str
"""The type of the function that statements are part of."""


def compile_body(body: Block, context: Context, scope: Scope, returns: Returns = "def") -> Run:
    """A function's body: what it returns, or the value of its last expression."""
    run = compile_statements(body.statements, context, scope, returns, last=returns != "void")

    def evaluate(frame: Frame) -> Any:
        return frame.pop("#value", None) if run(frame) is _RETURN else None

    return evaluate


def compile_statements(
    statements: tuple[Any, ...], context: Context, scope: Scope, returns: Returns, *, last: bool = False
) -> Run:
    """Several statements in a row; the value of the `last` one is the function's."""
    runs: list[Run] = []
    end = len(statements) - 1
    for number, statement in enumerate(statements):
        runs.append(_compiled(statement, context, scope, returns, last=last and number == end))
        if number < end and isinstance(statement, Return | Throw | Jump):
            raise context.illegal(statement.at, "invalid block: unreachable statement")
    if len(runs) == 1:
        return runs[0]

    def evaluate(frame: Frame) -> Any:
        for run in runs:
            ended = run(frame)
            if ended is not None:
                return ended
        return None

    return evaluate


def _compiled(node: Any, context: Context, scope: Scope, returns: Returns, *, last: bool) -> Run:
    if not isinstance(node, Block):
        context.statements.append(node.at)
    return _COMPILERS[type(node)](node, context, scope, returns, last)


def _inner(
    node: Any, context: Context, scope: Scope, returns: Returns, *, last: bool = False, loop: bool = False
) -> Run:
    """The body of something, in which names of its own may be declared."""
    inner = Scope(scope, loops=loop)
    if isinstance(node, Block):
        return compile_statements(node.statements, context, inner, returns, last=last)
    return _compiled(node, context, inner, returns, last=last)


def _block(node: Block, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    return compile_statements(node.statements, context, scope, returns, last=last)


def _declare(node: Declare, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    type = check_type(context, node.at, node.type)
    if scope.find(node.name) is not None:
        raise context.illegal(node.at, f"variable [{node.name}] is already defined")
    name = node.name
    if node.value is None:
        scope.names[name] = type
        default = DEFAULTS.get(type)
        return lambda frame: frame.__setitem__(name, default)
    code = compile_expression(node.value, context, scope)
    small = {"byte": 2**7, "short": 2**15, "char": 2**16}.get(type, 0)
    whole = isinstance(node.value, Constant) and node.value.type == "int"
    if not (whole and small and (0 if type == "char" else -small) <= node.value.value < small):
        check_fit(context, node.value.at, code.type, type)
    scope.names[name] = type
    run = as_type(code, type, node.value.at)
    return lambda frame: frame.__setitem__(name, run(frame))


def _expression(node: Expression, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    code = compile_expression(node.value, context, scope)
    run = code.run
    if last and code.type != "void":
        return _returning(code, node.value.at, context, returns)
    reason = unused.reason(node.value)
    if reason is not None:
        raise context.illegal(node.value.at, reason)

    def evaluate(frame: Frame) -> None:
        run(frame)

    return evaluate


def _return(node: Return, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    if node.value is None:
        if returns not in ("void", "def"):
            cause = class_cast(f"cannot cast from [{full_name(returns)}] to [void]")
            raise context.refusal(node.at, cause)
        return _returning(Code(lambda frame: None, "def"), node.at, context, "def")
    return _returning(compile_expression(node.value, context, scope), node.value.at, context, returns)


def _returning(code: Code, at: int, context: Context, returns: Returns) -> Run:
    check_fit(context, at, code.type, returns)
    run = as_type(code, "def" if returns == "void" else returns, at)

    def evaluate(frame: Frame) -> str:
        frame["#value"] = run(frame)
        return _RETURN

    return evaluate


def _throw(node: Throw, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    code = compile_expression(node.value, context, scope)
    if code.type in PRIMITIVES or code.type == "String":
        cause = class_cast(f"Cannot cast from [{full_name(code.type)}] to [java.lang.Exception].")
        raise context.refusal(node.value.at, cause)
    run, at = code.run, node.value.at
    pointed = at if code.last is None else code.last

    def evaluate(frame: Frame) -> None:
        thrown = run(frame)
        if not isinstance(thrown, Thrown):
            raise misfit(thrown, "Exception").located(pointed)
        raise thrown.located(pointed)

    return evaluate


def _jump(node: Jump, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    if not scope.in_loop:
        raise context.illegal(node.at, f"invalid {node.kind} statement: not inside loop")
    kind = _BREAK if node.kind == "break" else _CONTINUE
    return lambda frame: kind


def _if(node: If, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    test = compile_condition(node.condition, context, scope)
    if _is_constant(node.condition) or _is_empty(node.yes):
        raise context.illegal(node.at, "extraneous if block")
    if node.no is not None and _is_empty(node.no):
        raise context.illegal(node.at, "extraneous else block")
    yes = _inner(node.yes, context, scope, returns, last=last)
    if node.no is None:
        return lambda frame: yes(frame) if test(frame) else None
    no = _inner(node.no, context, scope, returns, last=last)
    return lambda frame: yes(frame) if test(frame) else no(frame)


# --- loops ------------------------------------------------------------------------------------------------------------


def _check_loop(node: Any, name: str, context: Context) -> None:
    """Refuse a loop that ends in its first round, and a `continue` where it would go on anyway."""
    if node.body is None:
        return
    needless = _last_continue(node.body)
    if needless is not None:
        raise context.illegal(needless.at, "extraneous continue statement")
    if _escapes(node.body) and not _continues(node.body):
        raise context.illegal(node.at, f"extraneous {name} loop")


def _last_continue(node: Any) -> Jump | None:
    if isinstance(node, Jump):
        return node if node.kind == "continue" else None
    if isinstance(node, Block) and node.statements:
        return _last_continue(node.statements[-1])
    if isinstance(node, If):
        return _last_continue(node.yes) or (None if node.no is None else _last_continue(node.no))
    return None


def _escapes(node: Any) -> bool:
    """Whether a statement leaves the loop around it in any case."""
    if isinstance(node, Return | Throw):
        return True
    if isinstance(node, Jump):
        return node.kind == "break"
    if isinstance(node, Block):
        return bool(node.statements) and _escapes(node.statements[-1])
    if isinstance(node, If):
        return node.no is not None and _escapes(node.yes) and _escapes(node.no)
    return isinstance(node, Try) and _escapes(node.body) and all(_escapes(caught.body) for caught in node.catches)


def _continues(node: Any) -> bool:
    """Whether there is a `continue` in a statement, for the loop around it."""
    if isinstance(node, Jump):
        return node.kind == "continue"
    if isinstance(node, Block):
        return any(map(_continues, node.statements))
    if isinstance(node, If):
        return _continues(node.yes) or (node.no is not None and _continues(node.no))
    return isinstance(node, Try) and (_continues(node.body) or any(_continues(caught.body) for caught in node.catches))


def _loop_body(node: Any, context: Context, scope: Scope, returns: Returns) -> Run:
    return (lambda frame: None) if node is None else _inner(node, context, scope, returns, loop=True)


def _while(node: While, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    test = compile_condition(node.condition, context, scope)
    body, at = _loop_body(node.body, context, scope, returns), node.at
    if _is_true(node.condition) and _is_empty(node.body):
        raise context.illegal(at, "no paths escape from while loop")
    if _is_empty(node.body) or (_is_constant(node.condition) and not _is_true(node.condition)):
        raise context.illegal(at, "extraneous while loop")
    _check_loop(node, "while", context)

    def evaluate(frame: Frame) -> Any:
        while test(frame):
            tick(frame, at)
            ended = body(frame)
            if ended is not None and ended is not _CONTINUE:
                return None if ended is _BREAK else ended
        return None

    return evaluate


def _is_true(node: Any) -> bool:
    return isinstance(node, Constant) and node.value is True


def _is_constant(node: Any) -> bool:
    """`true` or `false`, which makes a condition none."""
    return isinstance(node, Constant) and node.type == "boolean"


def _is_empty(node: Any) -> bool:
    return isinstance(node, Block) and not node.statements


def _do(node: Do, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    body, at = _loop_body(node.body, context, scope, returns), node.at
    test = compile_condition(node.condition, context, scope)
    if _is_empty(node.body) or (_is_constant(node.condition) and not _is_true(node.condition)):
        raise context.illegal(at, "extraneous do-while loop")
    _check_loop(node, "do-while", context)

    def evaluate(frame: Frame) -> Any:
        while True:
            tick(frame, at)
            ended = body(frame)
            if ended is not None and ended is not _CONTINUE:
                return None if ended is _BREAK else ended
            if not test(frame):
                return None

    return evaluate


def _for(node: For, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    inner = Scope(scope)
    first = None if node.first is None else _compiled(node.first, context, inner, returns, last=False)
    test = None if node.condition is None else compile_condition(node.condition, context, inner)
    after = None if node.after is None else compile_expression(node.after.value, context, inner).run
    body, at = _loop_body(node.body, context, inner, returns), node.at
    _check_loop(node, "for", context)

    def evaluate(frame: Frame) -> Any:
        if first is not None:
            first(frame)
        while test is None or test(frame):
            tick(frame, at)
            ended = body(frame)
            if ended is not None and ended is not _CONTINUE:
                return None if ended is _BREAK else ended
            if after is not None:
                after(frame)
        return None

    return evaluate


def _each(node: Each, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    items = compile_expression(node.items, context, scope)
    if _is_empty(node.body):
        raise context.illegal(node.at, "extraneous foreach loop")
    type = check_type(context, node.at, node.type)
    if scope.find(node.name) is not None:
        raise context.illegal(node.at, f"variable [{node.name}] is already defined")
    iterates = items.type == "def" or items.type.endswith("[]") or is_one_of(items.type, "Iterable")
    if not iterates and (items.type in PRIMITIVES or class_named(items.type) is not None):
        problem = f"invalid foreach loop: cannot iterate over type [{full_name(items.type)}]."
        raise context.illegal(node.at, problem)
    inner = Scope(scope, {node.name: type})
    body, at, name = _loop_body(node.body, context, inner, returns), node.at, node.name
    _check_loop(node, "foreach", context)
    run, pointed = items.run, items.last
    from_here = at if pointed is None else pointed

    def evaluate(frame: Frame) -> Any:
        try:
            held = run(frame)
            found = watched(held, items_of(held))
        except Thrown as thrown:
            raise thrown.located(from_here) from None
        while True:
            try:
                item = next(found, _NO_MORE)
            except Thrown as thrown:
                raise thrown.located(from_here) from None
            if item is _NO_MORE:
                break
            tick(frame, at)
            try:
                frame[name] = item if type == "def" else cast(item, type, explicit=True)
            except Thrown as thrown:
                raise thrown.located(from_here) from None
            ended = body(frame)
            if ended is not None and ended is not _CONTINUE:
                return None if ended is _BREAK else ended
        return None

    return evaluate


def _try(node: Try, context: Context, scope: Scope, returns: Returns, last: bool) -> Run:
    if _is_empty(node.body):
        raise context.illegal(node.at, "extraneous try statement")
    body = _inner(node.body, context, scope, returns, last=last)
    catches: list[tuple[str, str, Run]] = []
    for caught in node.catches:
        if class_named(caught.type) is None:
            raise context.illegal(caught.at, f"invalid catch declaration: cannot resolve type [{caught.type}]")
        if caught.type not in EXCEPTIONS and not caught.type.endswith(("Exception", "Error")):
            cause = class_cast(f"cannot cast from [{full_name(caught.type)}] to [java.lang.Exception]")
            raise context.refusal(caught.at, cause)
        context.statements.append(caught.at)
        inner = Scope(scope, {caught.name: "def"})
        run = compile_statements(caught.body.statements, context, inner, returns, last=last)
        catches.append((caught.type, caught.name, run))

    def evaluate(frame: Frame) -> Any:
        try:
            return body(frame)
        except Thrown as thrown:
            handler = next((caught for caught in catches if is_a(thrown, caught[0])), None)
            if handler is None:
                raise
            frame[handler[1]] = thrown
        return handler[2](frame)

    return evaluate


_COMPILERS: dict[type, Callable[[Any, Context, Scope, Returns, bool], Run]] = {
    Block: _block,
    Declare: _declare,
    Expression: _expression,
    Return: _return,
    Throw: _throw,
    Jump: _jump,
    If: _if,
    While: _while,
    Do: _do,
    For: _for,
    Each: _each,
    Try: _try,
}
