"""The tree of a script: expressions and statements, each with the place in the source that errors point at.

What follows a dot or stands in brackets points at the dot or bracket, a declaration at the name, all else at its first
character, as on the server.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Constant(NamedTuple):
    """A literal; `type` is int, long, float, double, String, boolean or null."""

    at: int
    value: Any
    type: str


class Regex(NamedTuple):
    """`/pattern/flags`."""

    at: int
    pattern: str
    flags: str


class Name(NamedTuple):
    """A variable, or a class when a member follows."""

    at: int
    name: str


class Field(NamedTuple):
    """`target.name`, or `target?.name`."""

    at: int
    target: Any
    name: str
    safe: bool


class Index(NamedTuple):
    """`target[key]`."""

    at: int
    target: Any
    key: Any


class Method(NamedTuple):
    """`target.name(arguments)`."""

    at: int
    target: Any
    name: str
    arguments: tuple[Any, ...]
    safe: bool


class Call(NamedTuple):
    """`name(arguments)`: a function of the script or of its surroundings."""

    at: int
    name: str
    arguments: tuple[Any, ...]


class New(NamedTuple):
    """`new type(arguments)`."""

    at: int
    type: str
    arguments: tuple[Any, ...]


class NewArray(NamedTuple):
    """`new type[size]`, or `new type[] {items}`."""

    at: int
    type: str
    sizes: tuple[Any, ...]
    items: tuple[Any, ...] | None


class ListOf(NamedTuple):
    """`[a, b]`."""

    at: int
    items: tuple[Any, ...]


class MapOf(NamedTuple):
    """`[a: b]`."""

    at: int
    items: tuple[tuple[Any, Any], ...]


class Unary(NamedTuple):
    """`-a`, `+a`, `!a`, `~a`."""

    at: int
    operator: str
    operand: Any


class Binary(NamedTuple):
    """Two operands, an operator of any kind between them."""

    at: int
    operator: str
    left: Any
    right: Any


class Instance(NamedTuple):
    """`a instanceof type`."""

    at: int
    operand: Any
    type: str


class Cast(NamedTuple):
    """`(type) a`."""

    at: int
    type: str
    operand: Any


class Choice(NamedTuple):
    """`a ? b : c`."""

    at: int
    condition: Any
    yes: Any
    no: Any


class Assign(NamedTuple):
    """`a = b`, or with an operator, `a += b`."""

    at: int
    operator: str | None
    target: Any
    value: Any


class Increment(NamedTuple):
    """`a++`, `--a`."""

    at: int
    target: Any
    by: int
    before: bool


class Lambda(NamedTuple):
    """`(a, b) -> ..`; the body is an expression or a block."""

    at: int
    parameters: tuple[str, ...]
    body: Any


class Reference(NamedTuple):
    """`Type::method`, `this::function`, `Type::new`."""

    at: int
    owner: str
    name: str


class Declare(NamedTuple):
    """`type name = value`, each of several on its own."""

    at: int
    type: str
    name: str
    value: Any


class Expression(NamedTuple):
    """An expression that stands for itself."""

    at: int
    value: Any


class Block(NamedTuple):
    """`{ .. }`, or several declarations in one."""

    at: int
    statements: tuple[Any, ...]


class If(NamedTuple):
    """`if (a) b else c`."""

    at: int
    condition: Any
    yes: Any
    no: Any


class While(NamedTuple):
    """`while (a) b`."""

    at: int
    condition: Any
    body: Any


class Do(NamedTuple):
    """`do b while (a)`."""

    at: int
    body: Any
    condition: Any


class For(NamedTuple):
    """`for (a; b; c) d`."""

    at: int
    first: Any
    condition: Any
    after: Any
    body: Any


class Each(NamedTuple):
    """`for (type a : b) c`."""

    at: int
    type: str
    name: str
    items: Any
    body: Any


class Catch(NamedTuple):
    """`catch (type name) body`."""

    at: int
    type: str
    name: str
    body: Any


class Try(NamedTuple):
    """`try body` and what is caught."""

    at: int
    body: Any
    catches: tuple[Catch, ...]


class Jump(NamedTuple):
    """`break` or `continue`."""

    at: int
    kind: str


class Return(NamedTuple):
    """`return a`."""

    at: int
    value: Any


class Throw(NamedTuple):
    """`throw a`."""

    at: int
    value: Any


class Function(NamedTuple):
    """A function of the script's own."""

    at: int
    type: str
    name: str
    parameters: tuple[tuple[str, str], ...]
    body: Block


class Program(NamedTuple):
    """A whole script."""

    functions: tuple[Function, ...]
    statements: tuple[Any, ...]
