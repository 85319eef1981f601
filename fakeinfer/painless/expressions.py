"""Expressions compiled. A failure points at what was last evaluated, as the server's line numbers do.

opensearch-project/OpenSearch:modules/lang-painless/src/main/java/org/opensearch/painless/phase/.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..errors import ApiError, illegal_argument, not_implemented
from . import operators
from .assignments import assign, increment
from .building import Code, Context, Frame, Run, Scope, as_boolean, check_fit, check_type, fits, located
from .calls import call, lambda_, method, new, new_array, reference
from .casts import PRIMITIVES, cast, convert, full_name, is_class, is_instance
from .containers import put
from .errors import Thrown, class_cast
from .members import field, index
from .syntax import (
    Assign,
    Binary,
    Call,
    Cast,
    Choice,
    Constant,
    Field,
    Increment,
    Index,
    Instance,
    Lambda,
    ListOf,
    MapOf,
    Method,
    Name,
    New,
    NewArray,
    Reference,
    Regex,
    Unary,
)
from .values import Float, Long

_COMPARING = frozenset(("<", "<=", ">", ">=", "==", "!=", "===", "!==", "=~", "==~"))
_NUMBERS = ("int", "long", "float", "double")
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE, "u": 0, "U": 0}


def compile_expression(node: Any, context: Context, scope: Scope) -> Code:
    """What an expression does."""
    return _COMPILERS[type(node)](node, context, scope)


def compile_condition(node: Any, context: Context, scope: Scope) -> Run:
    """An expression that has to be true or false."""
    code = compile_expression(node, context, scope)
    check_fit(context, node.at, code.type, "boolean")
    return as_boolean(code)


# --- what stands for itself -------------------------------------------------------------------------------------------


def _constant(node: Constant, context: Context, scope: Scope) -> Code:
    value = Long(node.value) if node.type == "long" else Float(node.value) if node.type == "float" else node.value
    return Code(lambda frame: value, node.type)


def _regex(node: Regex, context: Context, scope: Scope) -> Code:
    from ..ingest.regexes import compiled

    flags = 0
    for letter in node.flags:
        if letter not in _FLAGS:
            raise not_implemented(f"the flag [{letter}] of a regular expression in a script")
        flags |= _FLAGS[letter]
    try:
        pattern = compiled("", node.pattern)
    except ApiError as refusal:
        words = (refusal.reason or "").partition("Invalid regex pattern. ")[2]
        cause = ApiError(500, "pattern_syntax_exception", words)
        text = (
            f"invalid regular expression: could not compile regex constant [{node.pattern}] with flags [{node.flags}]"
        )
        raise context.refusal(node.at + 2, illegal_argument(text, caused_by=cause)) from None
    if flags:
        pattern = re.compile(pattern.pattern, flags)
    return Code(lambda frame: pattern, "Pattern")


def _name(node: Name, context: Context, scope: Scope) -> Code:
    type = scope.find(node.name)
    if type is None:
        if is_class(node.name):
            raise context.illegal(node.at, f"value required: instead found unexpected type [{full_name(node.name)}]")
        raise context.illegal(node.at, f"cannot resolve symbol [{node.name}]")
    name = node.name
    return Code(lambda frame: frame[name], type)


def _list(node: ListOf, context: Context, scope: Scope) -> Code:
    items = [compile_expression(item, context, scope).run for item in node.items]
    return Code(lambda frame: [item(frame) for item in items], "ArrayList", node.at)


def _map(node: MapOf, context: Context, scope: Scope) -> Code:
    items = [
        (compile_expression(key, context, scope).run, compile_expression(value, context, scope).run)
        for key, value in node.items
    ]

    def evaluate(frame: Frame) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for key, value in items:
            name, held = key(frame), value(frame)
            try:
                put(made, name, held)
            except TypeError:
                raise not_implemented("such a key in a script") from None
        return made

    return Code(evaluate, "HashMap", node.at)


# --- operators --------------------------------------------------------------------------------------------------------


def _binary(node: Binary, context: Context, scope: Scope) -> Code:
    left = compile_expression(node.left, context, scope)
    right = compile_expression(node.right, context, scope)
    sign = node.operator
    last = next((at for at in (right.last, left.last) if at is not None), node.at)
    if sign in ("&&", "||"):
        return _logical(node, context, left, right, last)
    one, two = left.run, right.run
    if sign == "?:":
        _check_elvis(node, context)
        run: Run = lambda frame: value if (value := one(frame)) is not None else two(frame)  # noqa: E731
        return Code(run, "def", last)
    if sign in ("==", "!=", "===", "!=="):
        _type_of(node, context, left.type, right.type)
    if sign in ("==", "!="):
        wanted = sign == "=="
        return Code(lambda frame: operators.equal(one(frame), two(frame)) is wanted, "boolean", last)
    if sign in ("===", "!=="):
        wanted = sign == "==="
        return Code(lambda frame: operators.same(one(frame), two(frame)) is wanted, "boolean", last)
    if sign in ("=~", "==~"):
        check_fit(context, node.left.at, left.type, "String")
        check_fit(context, node.right.at, right.type, "Pattern")
        return Code(located(lambda frame: operators.matched(sign, one(frame), two(frame)), last), "boolean", last)
    type = _type_of(node, context, left.type, right.type)
    binary = operators.binary

    def evaluate(frame: Frame) -> Any:
        first, second = one(frame), two(frame)
        try:
            return binary(sign, first, second)
        except Thrown as thrown:
            raise thrown.located(last) from None

    return Code(evaluate, type, last)


def _check_elvis(node: Binary, context: Context) -> None:
    """Refuse `?:` where it is known what comes of it."""
    for part, side in ((node.left, "LHS"), (node.right, "RHS")):
        if isinstance(part, Constant) and (part.type == "null" or side == "LHS"):
            known = "null" if part.type == "null" else "a constant"
            raise context.illegal(node.at, f"Extraneous elvis operator. {side} is {known}.")


def _logical(node: Binary, context: Context, left: Code, right: Code, last: int) -> Code:
    for code, part in ((left, node.left), (right, node.right)):
        check_fit(context, part.at, code.type, "boolean")
    one, two = as_boolean(left), as_boolean(right)
    if node.operator == "&&":
        return Code(lambda frame: one(frame) and two(frame), "boolean", last)
    return Code(lambda frame: one(frame) or two(frame), "boolean", last)


def _type_of(node: Binary, context: Context, one: str, two: str) -> str:
    """The static type of an operator's result; what no types allow is refused."""
    sign = node.operator
    if sign in ("/", "%") and isinstance(node.right, Constant) and isinstance(node.left, Constant):
        whole = {node.left.type, node.right.type} <= {"int", "long"}
        if whole and node.right.value == 0:
            raise context.refusal(node.at, ApiError(500, "arithmetic_exception", "/ by zero"))
    if sign == "+" and "String" in (one, two):
        return "String"
    compares = sign in _COMPARING
    if "def" in (one, two) or "void" in (one, two):
        return "boolean" if compares else "def"
    type = _promoted(sign, one, two)
    if type is None:
        types = f"types [{full_name(one)}] and [{full_name(two)}]"
        raise context.refusal(
            node.at, class_cast(f"cannot apply the {_OPERATIONS[sign]} operator [{sign}] to the {types}")
        )
    if sign not in _SHIFTS:
        for part, given in ((node.left, one), (node.right, two)):
            check_fit(context, part.at, given, type)
    return "boolean" if compares else type


def _promoted(sign: str, one: str, two: str) -> str | None:
    """The type that both sides of an operator become; None where there is none."""
    if sign in _SHIFTS:
        return None if _numeric((two,), fractions=False) is None else _numeric((one,), fractions=False)
    if sign in _EQUALS:
        if not (one in PRIMITIVES and two in PRIMITIVES):
            return "Object"
        return "boolean" if one == two == "boolean" else _numeric((one, two))
    if sign == "^" and one == two == "boolean":
        return "boolean"
    return _numeric((one, two), fractions=sign not in ("&", "|", "^"))


def _numeric(types: tuple[str, ...], *, fractions: bool = True) -> str | None:
    for type in ("double", "float") if fractions else ():
        if type in types:
            return type
    if "long" in types:
        return "long"
    return "int" if {*types} & {"int", "short", "byte", "char"} else None


_SHIFTS = ("<<", ">>", ">>>")
_EQUALS = ("==", "!=", "===", "!==")
_OPERATIONS = {
    "*": "multiplication", "/": "division", "%": "remainder", "+": "addition", "-": "subtraction", "<<": "left shift",
    ">>": "right shift", ">>>": "unsigned shift", "&": "bitwise and", "^": "bitwise xor", "|": "boolean or",
    "<": "less than", "<=": "less than or equals", ">": "greater than", ">=": "greater than or equals",
    "==": "equals", "!=": "not equals", "===": "reference equals", "!==": "reference not equals", "~": "bitwise not",
}  # fmt: skip


def _unary(node: Unary, context: Context, scope: Scope) -> Code:
    operand = compile_expression(node.operand, context, scope)
    last = node.at if operand.last is None else operand.last
    if node.operator == "!":
        check_fit(context, node.operand.at, operand.type, "boolean")
        test = as_boolean(operand)
        return Code(lambda frame: not test(frame), "boolean", last)
    run, sign = operand.run, node.operator
    if operand.type != "def" and _numeric((operand.type,), fractions=sign != "~") is None:
        name = f"the {_OPERATIONS[sign]} operator [{sign}]"
        raise context.refusal(node.at, class_cast(f"cannot apply {name} to the type [{full_name(operand.type)}]"))
    return Code(located(lambda frame: operators.unary(sign, run(frame)), last), operand.type, last)


def _choice(node: Choice, context: Context, scope: Scope) -> Code:
    test = compile_condition(node.condition, context, scope)
    yes, no = compile_expression(node.yes, context, scope), compile_expression(node.no, context, scope)
    one, two = yes.run, no.run
    type = yes.type if yes.type == no.type else "def"
    last = next((at for at in (no.last, yes.last) if at is not None), node.at)
    return Code(lambda frame: one(frame) if test(frame) else two(frame), type, last)


def _instance(node: Instance, context: Context, scope: Scope) -> Code:
    run = compile_expression(node.operand, context, scope).run
    type = node.type
    if not is_class(type):
        raise context.illegal(node.at, f"Not a type [{type}].")
    return Code(lambda frame: is_instance(run(frame), type), "boolean", node.at)


def _cast(node: Cast, context: Context, scope: Scope) -> Code:
    code = compile_expression(node.operand, context, scope)
    type = check_type(context, node.at, node.type)
    if code.type in _NUMBERS and type in _NUMBERS:
        number = code.run
        return Code(lambda frame: convert(number(frame), type), type, code.last)
    if not (fits(code.type, type) or fits(type, code.type)) and "char" not in (code.type, type):
        check_fit(context, node.operand.at, code.type, type)
    run, last = code.run, node.at if code.last is None else code.last
    return Code(located(lambda frame: cast(run(frame), type, explicit=True), last), type, last)


_COMPILERS: dict[type, Callable[[Any, Context, Scope], Code]] = {
    Constant: _constant,
    Regex: _regex,
    Name: _name,
    ListOf: _list,
    MapOf: _map,
    Field: field,
    Index: index,
    Binary: _binary,
    Unary: _unary,
    Choice: _choice,
    Instance: _instance,
    Cast: _cast,
    Assign: assign,
    Increment: increment,
    Method: method,
    Call: call,
    New: new,
    NewArray: new_array,
    Lambda: lambda_,
    Reference: reference,
}
