"""Members and items compiled: `value.name`, `Type.NAME`, `value[key]`."""

from __future__ import annotations

from typing import Any

from ..errors import ApiError, illegal_argument, not_implemented
from .building import Code, Context, Frame, Scope, check_fit
from .casts import BOXES, PRIMITIVES, full_name, is_class
from .classes import constant_at_hand
from .errors import Thrown
from .methods import get_item, get_member
from .syntax import Constant, Field, Index, Name
from .whitelist import class_named, is_one_of, method_of


def owner_of(node: Any, scope: Scope) -> str | None:
    """The class that a name means where no variable has it: `Integer`, `Map.Entry`."""
    if isinstance(node, Name):
        return node.name if scope.find(node.name) is None and is_class(node.name) else None
    if isinstance(node, Field):
        outer = _path(node)
        if outer and scope.find(outer.partition(".")[0]) is None:
            simple = outer if is_class(outer) else outer.rpartition(".")[2]
            return simple if is_class(simple) and (outer == simple or outer[:1].islower()) else None
    return None


def _path(node: Any) -> str | None:
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Field) and (outer := _path(node.target)) is not None:
        return f"{outer}.{node.name}"
    return None


def field(node: Field, context: Context, scope: Scope) -> Code:
    """`value.name`, or a constant of a class."""
    from .expressions import compile_expression

    owner = owner_of(node.target, scope)
    if owner is not None:
        return _constant_of(node, owner, context)
    if isinstance(node.target, Name) and scope.find(node.target.name) is None:
        raise context.illegal(node.at, f"cannot resolve symbol [{node.target.name}.{node.name}]")
    code = compile_expression(node.target, context, scope)
    member_type = _type_of_member(node, code.type, context)
    target, name, at, safe = code.run, node.name, node.at, node.safe

    def evaluate(frame: Frame) -> Any:
        holder = target(frame)
        if type(holder) is dict:
            return holder.get(name)
        if safe and holder is None:
            return None
        try:
            return get_member(holder, name)
        except Thrown as thrown:
            raise thrown.located(at) from None

    return Code(evaluate, "def" if safe else member_type, at, linked=code.type == "def")


def _constant_of(node: Field, owner: str, context: Context) -> Code:
    """`Type.NAME`."""
    known = class_named(owner)
    type = None if known is None else known.constants.get(node.name)
    if type is None:
        raise context.illegal(node.at, f"field [{full_name(owner)}, {node.name}] not found")
    value = constant_at_hand(owner, node.name)
    if value is None:
        raise not_implemented(f"{owner}.{node.name} in a script")
    return Code(lambda frame: value, type, node.at)


def _type_of_member(node: Field, type: str, context: Context) -> str:
    """The type of `value.name`, where that of the value is known beforehand; what it has not is refused."""
    known = class_named(BOXES.get(type, type))
    if is_one_of(type, "List") and not node.name.isdecimal() and node.name != "length":
        cause = ApiError(500, "number_format_exception", f'For input string: "{node.name}"')
        raise context.refusal(node.at, illegal_argument(f"invalid list index [{node.name}]", caused_by=cause))
    if type.endswith("[]") and node.name != "length":
        raise context.illegal(node.at, f"Field [{node.name}] does not exist for type [{full_name(type)}].")
    if known is None or is_one_of(type, "Map") or is_one_of(type, "List"):
        return "int" if type.endswith("[]") else "def"
    name = f"{node.name[:1].upper()}{node.name[1:]}/0"
    found = method_of(type, f"get{name}") or method_of(type, f"is{name}")
    if found is None:
        raise context.illegal(node.at, f"field [{full_name(type)}, {node.name}] not found")
    return found[0]


def index(node: Index, context: Context, scope: Scope) -> Code:
    """`value[key]`."""
    from .expressions import compile_expression

    code = compile_expression(node.target, context, scope)
    target, held_at = code.run, code.last
    key_code = compile_expression(node.key, context, scope)
    key, at = key_code.run, node.at
    check_index(node, code.type, key_code.type, context)
    odd_key = code.type == "def" and isinstance(node.key, Constant) and key_code.type in ("String", "long", "double")
    refused_at = node.key.at if code.type == "Map" and isinstance(node.key, Constant) else held_at

    def evaluate(frame: Frame) -> Any:
        holder, place = target(frame), key(frame)
        if odd_key and isinstance(holder, list):
            text = f"cannot convert MethodHandle(List,int)int to (Object,{key_code.type}){key_code.type}"
            raise Thrown("java.lang.invoke.WrongMethodTypeException", text).located(held_at or at)
        try:
            return get_item(holder, place)
        except Thrown as thrown:
            known = isinstance(holder, list | dict)
            raise thrown.located(at if known or refused_at is None else refused_at) from None
        except TypeError:
            raise not_implemented("such a key in a script") from None

    return Code(evaluate, "def", at, linked=code.type == "def")


def check_index(node: Index, type: str, key: str, context: Context) -> None:
    """Refuse what is known to have no items, and keys that are known to be none."""
    if type == "def" or is_one_of(type, "Map"):
        return
    if type.endswith("[]") or is_one_of(type, "List"):
        check_fit(context, node.key.at, key, "int")
    elif type in PRIMITIVES or class_named(type) is not None:
        raise context.illegal(node.at, f"Illegal array access on type [{full_name(type)}].")
