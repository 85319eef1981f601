"""Expressions that are no statements, since nothing takes their result."""

from __future__ import annotations

from typing import Any

from .syntax import Binary, Cast, Choice, Constant, Field, Index, Instance, ListOf, MapOf, Name, Regex, Unary

_OPERATIONS = {
    "*": "multiplication", "/": "division", "%": "remainder", "+": "addition", "-": "subtraction", "=~": "find",
    "==~": "match", "<<": "left shift", ">>": "right shift", ">>>": "unsigned right shift", "&": "bitwise and",
    "^": "bitwise xor", "|": "bitwise or", "<": "less than", "<=": "less than or equals", ">": "greater than",
    ">=": "greater than or equals", "==": "equals", "!=": "not equals", "===": "reference equals",
    "!==": "reference not equals", "&&": "boolean and", "||": "boolean or",
}  # fmt: skip


def reason(node: Any) -> str | None:
    """Why an expression cannot stand for itself, or None."""
    if isinstance(node, Field):
        return "not a statement: result of dot operator [.] not used"
    if isinstance(node, Index):
        return "not a statement: result of brace operator not used"
    if isinstance(node, Binary):
        if node.operator == "?:":
            return "not a statement: result not used from elvis operator"
        return f"not a statement: result not used from {_OPERATIONS[node.operator]} operation [{node.operator}]"
    if isinstance(node, Constant):
        return f"not a statement: {_constant(node)} not used"
    if isinstance(node, Name):
        return f"not a statement: variable [{node.name}] not used"
    kinds: dict[type, str] = {
        Choice: "result not used from conditional operation",
        Instance: "result not used from instanceof operation",
        ListOf: "result not used from list initializer",
        MapOf: "result not used from map initializer",
        Regex: "regex constant not used",
        Unary: "result not used from unary operation",
        Cast: "result not used from explicit cast",
    }
    kind = kinds.get(type(node))
    return None if kind is None else f"not a statement: {kind}"


def _constant(node: Constant) -> str:
    if node.type == "String":
        return f"string constant [{node.value}]"
    if node.type == "boolean":
        return f"boolean constant [{str(node.value).lower()}]"
    return "null constant" if node.type == "null" else f"numeric constant [{node.value}]"
