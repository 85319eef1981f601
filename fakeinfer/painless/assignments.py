"""Assignments compiled: to variables, members and items, plain, with an operator, and by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import not_implemented
from . import operators
from .building import Code, Context, Frame, Run, Scope, as_type, check_fit
from .casts import BOXES, PRIMITIVES, cast, convert, full_name
from .errors import Thrown
from .members import check_index
from .methods import get_item, get_member, set_item, set_member
from .syntax import Assign, Call, Constant, Field, Increment, Index, Method, Name
from .values import Host, is_long, is_number
from .whitelist import class_named, is_one_of

Change = Callable[[Any], Any]
"""What becomes of the value that is there."""


def assign(node: Assign, context: Context, scope: Scope) -> Code:
    """`target = value` and `target += value`; gives the new value."""
    from .expressions import compile_expression

    value = compile_expression(node.value, context, scope)
    type = _target_type(node.target, context, scope)
    sign = node.operator
    if sign is None:
        check_fit(context, node.value.at, value.type, type)
        return _stored(node.target, as_type(value, type, node.value.at), value, context, scope, type)
    run = value.run
    last = node.value.at if value.last is None else value.last
    texts = value.type == "String"
    if texts and type in PRIMITIVES:
        check_fit(context, node.at, type, "String")

    joins = texts and sign == "+" and type == "def"

    def change_by(frame: Frame) -> Change:
        other = run(frame)
        if joins:
            return lambda held: operators.joined(_as_text(held, node.target.at), other)
        return lambda held: _like(held, operators.binary(sign, held, other))

    return _changed(node.target, change_by, last, context, scope, type)


def increment(node: Increment, context: Context, scope: Scope) -> Code:
    """`target++` gives the old value, `++target` the new one."""
    type = _target_type(node.target, context, scope)
    by = node.by
    change: Change = lambda held: operators.binary("+", held, by)  # noqa: E731
    return _changed(node.target, lambda frame: change, node.at, context, scope, type, old=not node.before)


def _as_text(held: Any, at: int) -> Any:
    """What a text is added to has to be one, or null."""
    try:
        return cast(held, "String", explicit=False)
    except Thrown as thrown:
        raise thrown.located(at) from None


def _like(held: Any, result: Any) -> Any:
    """With an operator, a number stays of the kind that it was."""
    if is_number(held) and is_number(result):
        kind = "double" if isinstance(held, float) else "long" if is_long(held) else "int"
        return convert(result, kind)
    return result


def _target_type(target: Any, context: Context, scope: Scope) -> str:
    """The type of what is assigned to."""
    if isinstance(target, Name):
        type = scope.find(target.name)
        if type is None:
            raise context.illegal(target.at, f"cannot resolve symbol [{target.name}]")
        if not scope.is_own(target.name):
            raise context.illegal(target.at, f"Variable [{target.name}] is read-only.")
        return type
    if isinstance(target, Field) and target.safe:
        text = "invalid assignment: cannot assign a value to a null safe operation [?.]"
        raise context.illegal(target.at, text)
    if isinstance(target, Field) and isinstance(target.target, Name) and scope.find(target.target.name) is None:
        raise context.illegal(target.at, f"cannot resolve symbol [{target.target.name}.{target.name}]")
    if isinstance(target, Field | Index):
        context.notes.add("changes")
        return _part_type(target, context, scope)
    raise context.illegal(target.at, f"invalid assignment: cannot assign a value to {_said(target)}")


def _part_type(target: Field | Index, context: Context, scope: Scope) -> str:
    """The type of a member or item, where that of what holds it is known; what cannot be set is refused."""
    from .expressions import compile_expression

    type = compile_expression(target.target, context, scope).type
    if isinstance(target, Index):
        check_index(target, type, compile_expression(target.key, context, scope).type, context)
        return type.removesuffix("[]") if type.endswith("[]") else "def"
    known = class_named(BOXES.get(type, type))
    if known is not None and not is_one_of(type, "Map") and not is_one_of(type, "List"):
        raise context.illegal(target.at, f"field [{full_name(type)}, {target.name}] not found")
    return "def"


def _said(target: Any) -> str:
    if isinstance(target, Method | Call):
        return f"method call [{target.name}/{len(target.arguments)}]"
    if isinstance(target, Constant):
        kinds = {"String": "string", "boolean": "boolean", "null": "null"}
        return f"{kinds.get(target.type, 'numeric')} constant [{target.value}]"
    return f"{type(target).__name__.lower()}"


def _stored(target: Any, value: Run, code: Code, context: Context, scope: Scope, type: str) -> Code:
    from .expressions import compile_expression

    if isinstance(target, Name):
        name = target.name

        def store(frame: Frame) -> Any:
            held = frame[name] = value(frame)
            return held

        return Code(store, type, code.last)
    held = compile_expression(target.target, context, scope)
    holder, held_at = held.run, target.at if held.last is None else held.last
    by_key = isinstance(target, Index)
    last = target.at
    key, put = _access(target, context, scope)[::2]

    def store_in(frame: Frame) -> Any:
        where, place, given = holder(frame), key(frame), value(frame)
        try:
            put(where, place, given)
        except Thrown as thrown:
            known = not by_key or isinstance(where, list | dict | Host)
            raise thrown.located(last if known else held_at) from None
        except TypeError:
            raise not_implemented("such a key in a script") from None
        return given

    return Code(store_in, "def", last)


def _changed(
    target: Any,
    change_by: Callable[[Frame], Change],
    at: int,
    context: Context,
    scope: Scope,
    type: str,
    *,
    old: bool = False,
) -> Code:
    from .expressions import compile_expression

    if isinstance(target, Name):
        name = target.name

        def change(frame: Frame) -> Any:
            before = frame[name]
            try:
                after = frame[name] = change_by(frame)(before)
            except Thrown as thrown:
                raise thrown.located(at) from None
            return before if old else after

        return Code(change, type, at)
    holder = compile_expression(target.target, context, scope).run
    key, get, put = _access(target, context, scope)

    def change_in(frame: Frame) -> Any:
        where, place = holder(frame), key(frame)
        try:
            before = get(where, place)
            after = change_by(frame)(before)
            put(where, place, after)
        except Thrown as thrown:
            raise thrown.located(at) from None
        except TypeError:
            raise not_implemented("such a key in a script") from None
        return before if old else after

    return Code(change_in, "def", at)


def _access(
    target: Field | Index, context: Context, scope: Scope
) -> tuple[Run, Callable[[Any, Any], Any], Callable[[Any, Any, Any], None]]:
    """The key of a member or item, and what reads and writes it."""
    from .expressions import compile_expression

    if isinstance(target, Field):
        name = target.name
        return lambda frame: name, get_member, set_member
    return compile_expression(target.key, context, scope).run, get_item, set_item
