"""Calls compiled: of methods, functions and constructors, and what is handed to them, lambdas and references."""

from __future__ import annotations

import zlib
from typing import Any

from ..errors import not_implemented
from . import classes
from .building import MOST_LOOPS, Code, Context, Frame, Run, Scope, as_type, check_fit
from .casts import BOXES, full_name, is_class
from .errors import Thrown
from .members import owner_of
from .methods import CHANGING, missing_receiver
from .methods import call as call_method
from .objects import ANY
from .syntax import Block, Call, Constant, Lambda, Method, Name, New, NewArray, Reference
from .values import Function, Long
from .whitelist import Signature, class_named, method_of, static_of

_NODES = {
    "Constant": "ENumeric", "Name": "ESymbol", "Field": "EDot", "Index": "EBrace", "Method": "ECall", "Call": "ECallLocal",
    "New": "ENewObj", "ListOf": "EListInit", "MapOf": "EMapInit", "Unary": "EUnary", "Binary": "EBinary",
    "Lambda": "ELambda", "Choice": "EConditional", "Cast": "EExplicit", "Assign": "EAssignment", "Regex": "ERegex",
}  # fmt: skip


def arguments_of(nodes: tuple[Any, ...], context: Context, scope: Scope) -> tuple[list[Run], int | None]:
    """Arguments compiled, and where the last of them points."""
    from .expressions import compile_expression

    codes = [compile_expression(node, context, scope) for node in nodes]
    return [code.run for code in codes], next((code.last for code in codes[::-1] if code.last is not None), None)


def typed_arguments(
    nodes: tuple[Any, ...], types: Signature, context: Context, scope: Scope
) -> tuple[list[Run], int | None]:
    """Arguments compiled for parameters whose types are known; what does not fit is refused."""
    from .expressions import compile_expression

    codes = [compile_expression(node, context, scope) for node in nodes]
    runs = []
    pointed = None
    for node, code, type in zip(nodes, codes, types, strict=True):
        if code.last is not None:
            pointed = code.last
        if code.type == "Function":
            runs.append(code.run)
            continue
        check_fit(context, node.at, code.type, type, boxing=True)
        runs.append(as_type(code, type, node.at))
        if (
            code.type != type
            and (code.type != "def" or code.last is None)
            and not (isinstance(node, Constant) and type in BOXES)
        ):  # a cast is pointed at
            pointed = pointed if code.type == "null" else node.at
    return runs, pointed


def _constant_types(nodes: tuple[Any, ...]) -> tuple[str, ...]:
    """The types of constants among arguments; of all else, `def`."""
    return tuple(getattr(node, "type", "def") if isinstance(node, Constant) else "def" for node in nodes)


def _as_told(run: Run, type: str) -> Run:
    """A result as the method says it is: a `long` is one however small it is."""
    if type != "long":
        return run
    return lambda frame: Long(value) if (value := run(frame)) is not None else None


def method(node: Method, context: Context, scope: Scope) -> Code:
    """`target.name(arguments)`, of a value or of a class."""
    from .expressions import compile_expression

    owner = owner_of(node.target, scope)
    name = node.name
    if name in CHANGING or name in ("sort", "reverse"):
        context.notes.add("changes")
    if owner is not None:
        return _static(node, owner, context, scope)
    if isinstance(node.target, Name) and scope.find(node.target.name) is None:
        raise context.illegal(node.at, f"cannot resolve symbol [{node.target.name}]")
    receiver_of = compile_expression(node.target, context, scope)
    signature = _signature(node, receiver_of.type, context)
    if signature is None:
        arguments, pointed = arguments_of(node.arguments, context, scope)
    else:
        arguments, pointed = typed_arguments(node.arguments, signature[1:], context, scope)
    last = node.at if pointed is None else pointed
    target, safe, types = receiver_of.run, node.safe, _constant_types(node.arguments)

    def evaluate(frame: Frame) -> Any:
        receiver = target(frame)
        if receiver is None and safe:
            return None
        given = [argument(frame) for argument in arguments]
        try:
            return call_method(receiver, name, given, types)
        except Thrown as thrown:
            raise thrown.located(last) from None

    type = "def" if signature is None else signature[0]
    if safe and type in BOXES:
        refusal = context.illegal(node.at, "Result of null safe operator must be nullable")
        refusal.metadata = {**refusal.metadata, "script_stack": []}
        del refusal.metadata["position"]
        raise refusal
    return Code(_as_told(evaluate, type), type, last, linked=signature is None)


def _signature(node: Method, type: str, context: Context) -> Signature | None:
    """The method, where the type of the receiver is known beforehand; one that it has not is refused."""
    known = BOXES.get(type, type)
    if class_named(known) is None and not type.endswith("[]"):
        return None
    key = f"{node.name}/{len(node.arguments)}"
    found = method_of(known, key)
    if found is None and key not in ANY:
        raise context.illegal(node.at, f"member method [{full_name(type)}, {key}] not found")
    return found


def _static(node: Method, owner: str, context: Context, scope: Scope) -> Code:
    name, count = node.name, len(node.arguments)
    signature = static_of(owner, f"{name}/{count}")
    if signature is None:
        raise context.illegal(node.at, f"static method [{full_name(owner)}, {name}/{count}] not found")
    arguments, pointed = typed_arguments(node.arguments, signature[1:], context, scope)
    last = node.at if pointed is None else pointed
    if owner == "System" and name in ("currentTimeMillis", "nanoTime"):
        unit = 1 if name == "currentTimeMillis" else 1_000_000
        return Code(lambda frame: _now(frame) * unit, "long", last)
    if (key := f"{owner}.{name}/{count}") in _DRAWN:
        from .utilities import DRAWN

        return Code(lambda frame: DRAWN[key](_random(frame)), signature[0], last)
    if classes.method_at_hand(owner, f"{name}/{count}") is None:
        raise not_implemented(f"{owner}.{name} with {count} arguments in a script")

    def evaluate(frame: Frame) -> Any:
        given = [argument(frame) for argument in arguments]
        try:
            return classes.call_static(owner, name, given)
        except Thrown as thrown:
            raise thrown.located(last) from None

    return Code(_as_told(evaluate, signature[0]), signature[0], last)


_DRAWN = ("Math.random/0", "UUID.randomUUID/0")


def _random(frame: Frame) -> Any:
    """A source of random numbers that goes by the clock: the same in the same test, another at each call."""
    from .utilities import Random

    run = frame["#"]
    run[2] += 1
    return Random((run[1] or 0) * 31 + run[2])


def _now(frame: Frame) -> Any:
    now = frame["#"][1]
    if now is None:
        raise not_implemented("the time of day in this script")
    return Long(now)


def call(node: Call, context: Context, scope: Scope) -> Code:
    """`name(arguments)`: a function of the script, or one of its surroundings."""
    arguments, pointed = arguments_of(node.arguments, context, scope)
    last = node.at if pointed is None else pointed
    name = node.name
    declared = context.functions.get(name)
    if declared is not None:
        if len(declared[1]) != len(arguments):
            raise _unknown_call(node, context)
        bodies = context.bodies
        arguments = [
            _fitting(argument, type, context, scope)
            for argument, (type, _) in zip(node.arguments, declared[1], strict=True)
        ]

        def run_own(frame: Frame) -> Any:
            given = [argument(frame) for argument in arguments]
            try:
                return bodies[name](frame["#"], given)
            except Thrown as thrown:
                raise thrown.located(last) from None
            except RecursionError:
                raise Thrown("java.lang.StackOverflowError").located(last) from None

        return Code(run_own, declared[0], last)
    hosted = context.hosted.get(name)
    if hosted is None or len(arguments) not in getattr(hosted, "arities", (len(arguments),)):
        raise _unknown_call(node, context)
    function = hosted

    def run_hosted(frame: Frame) -> Any:
        given = [argument(frame) for argument in arguments]
        try:
            return function(*given)
        except Thrown as thrown:
            raise thrown.located(last) from None

    return Code(run_hosted, getattr(hosted, "returns", "def"), last)


def _fitting(node: Any, type: str, context: Context, scope: Scope) -> Run:
    from .expressions import compile_expression

    code = compile_expression(node, context, scope)
    check_fit(context, node.at, code.type, type)
    return as_type(code, type, node.at)


def _unknown_call(node: Call, context: Context) -> Exception:
    """The server prints its own objects for the arguments, by class and address."""
    shown = ", ".join(f"org.opensearch.painless.node.{_node_name(each)}@{_address(each)}" for each in node.arguments)
    return context.illegal(node.at, f"Unknown call [{node.name}] with [[{shown}]] arguments.")


def _node_name(node: Any) -> str:
    if getattr(node, "type", None) == "String":
        return "EString"
    return _NODES.get(type(node).__name__, "AExpression")


def _address(node: Any) -> str:
    return f"{zlib.crc32(repr(node).encode('utf-8', 'replace')):x}"


def new(node: New, context: Context, scope: Scope) -> Code:
    """`new type(arguments)`."""
    name, count = node.type, len(node.arguments)
    known = class_named(name)
    if known is None:
        raise context.illegal(node.at, f"Not a type [{name}].")
    types = next((types for types in known.constructors if len(types) == count), None)
    if types is None:
        raise context.illegal(node.at, f"constructor [{known.full}, <init>/{count}] not found")
    arguments, pointed = typed_arguments(node.arguments, types, context, scope)
    last = node.at if pointed is None else pointed
    if not arguments and name in ("Date", "Random"):
        from .utilities import Date

        return Code(lambda frame: Date(_now(frame)) if name == "Date" else _random(frame), name, last)
    if classes.constructor_at_hand(name) is None:
        raise not_implemented(f"the class [{name}] in a script")

    def evaluate(frame: Frame) -> Any:
        given = [argument(frame) for argument in arguments]
        try:
            return classes.construct(name, given)
        except Thrown as thrown:
            raise thrown.located(last) from None

    return Code(evaluate, name, last)


def new_array(node: NewArray, context: Context, scope: Scope) -> Code:
    """`new type[size]` or `new type[] {items}`."""
    from .values import Array

    kind = node.type
    if node.items is not None:
        items, _ = typed_arguments(node.items, (kind,) * len(node.items), context, scope)
        return Code(lambda frame: Array(kind, [item(frame) for item in items]), f"{kind}[]", node.at)
    sizes, _ = typed_arguments(node.sizes, ("int",) * len(node.sizes), context, scope)
    at = node.at

    def evaluate(frame: Frame) -> Any:
        try:
            return classes.array(kind, [size(frame) for size in sizes])
        except Thrown as thrown:
            raise thrown.located(at) from None

    return Code(evaluate, kind + "[]" * len(node.sizes), node.at)


def lambda_(node: Lambda, context: Context, scope: Scope) -> Code:
    """`(a, b) -> ..`; it sees the variables around it as they are when it is handed on."""
    from .expressions import compile_expression
    from .statements import compile_body

    inner = Scope(scope, dict.fromkeys(node.parameters, "def"), function=True)
    if not isinstance(node.body, Block):
        context.statements.append(node.at)
    body = (
        compile_body(node.body, context, inner)
        if isinstance(node.body, Block)
        else compile_expression(node.body, context, inner).run
    )
    names = node.parameters

    def make(frame: Frame) -> Function:
        def called(*given: Any) -> Any:
            if len(given) != len(names):
                raise not_implemented(f"lambdas of {len(names)} parameters where {len(given)} are given, in a script")
            return body({**frame, **dict(zip(names, given, strict=True)), "#loops": MOST_LOOPS})

        return Function(called)

    return Code(make, "Function", node.at)


def reference(node: Reference, context: Context, scope: Scope) -> Code:
    """`Type::method`, `Type::new`, `this::function`, `variable::method`."""
    context.notes.add("changes")
    owner, name = node.owner, node.name
    if owner == "this":
        if name not in context.functions:
            raise not_implemented(f"a reference to [this::{name}], which is not there, in a script")
        bodies = context.bodies
        return Code(lambda frame: Function(lambda *given: bodies[name](frame["#"], list(given))), "Function", node.at)
    if scope.find(owner) is not None:
        return Code(lambda frame: Function(lambda *given: _bound(frame[owner], name, given)), "Function", node.at)
    if not is_class(owner):
        raise context.illegal(node.at, f"variable [{owner}] is not defined")
    if name == "new":
        return Code(lambda frame: Function(lambda *given: classes.construct(owner, list(given))), "Function", node.at)

    def called(*given: Any) -> Any:
        if classes.method_at_hand(owner, f"{name}/{len(given)}") is not None:
            return classes.call_static(owner, name, list(given))
        return _bound(given[0], name, given[1:])

    return Code(lambda frame: Function(called), "Function", node.at)


def _bound(receiver: Any, name: str, given: tuple[Any, ...]) -> Any:
    if receiver is None:
        raise missing_receiver()
    return call_method(receiver, name, list(given))
