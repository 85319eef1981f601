"""Tokens to a tree: statements here, expressions in `parsing.py`.

opensearch-project/OpenSearch:modules/lang-painless/src/main/antlr/PainlessParser.g4.
"""

from __future__ import annotations

from typing import Any

from ..errors import illegal_argument
from . import errors
from .parsing import ExpressionParser
from .syntax import (
    Block,
    Catch,
    Declare,
    Do,
    Each,
    Expression,
    For,
    Function,
    If,
    Jump,
    Program,
    Return,
    Throw,
    Try,
    While,
)

_END = "{<EOF>, ';'}"


class Parser(ExpressionParser):
    """Reads one script."""

    def program(self) -> Program:
        """Functions first, then statements."""
        functions: list[Function] = []
        while self._begins_function():
            functions.append(self.function())
        statements: list[Any] = []
        while self.token.kind != "end":
            if statements and self.token.text in ("{", ";"):
                raise self.refusal(self.token.at, errors.unexpected_token(self.token.text, "<EOF>"))
            statements.append(self.statement())
        if not statements:
            text = f"invalid function definition: found no statements for function [execute] with [{self.arity}] parameters"
            raise self.refusal(len(self.source), illegal_argument(text))
        return Program(tuple(functions), tuple(statements))

    def function(self) -> Function:
        """`type name(type name, ..) { .. }`."""
        at, kind = self.token.at, self.type()
        name = self.name()
        self.expect("(")
        parameters: list[tuple[str, str]] = []
        while self.token.text != ")":
            if parameters:
                self.expect(",")
            parameters.append((self.type(), self.name()))
        self.advance()
        return Function(at, kind, name, tuple(parameters), self.block())

    def statement(self, *, closed: bool = False) -> Any:
        """One statement; the last one of a block may do without its semicolon."""
        at, word = self.token.at, self.token.text
        if self.token.kind == "keyword" and word in ("if", "while", "for", "try"):
            return getattr(self, f"_{word}")(at)
        read = self._simple(at)
        if self.token.text == ";" and self.token.kind == "operator":
            self.advance()
        elif self.token.text in (".", "<", "{") or (self.token.kind == "primitive" and isinstance(read, Expression)):
            raise self.unexpected()
        elif self.token.kind != "end" and not (closed and self.token.text == "}"):
            raise self.refusal(self.token.at, errors.unexpected_token(self.token.text, _END))
        return read

    def block(self) -> Block:
        """`{ .. }`."""
        at = self.token.at
        self.expect("{")
        statements: list[Any] = []
        while self.token.text != "}":
            if self.token.kind == "end":
                raise self.unexpected()
            statements.append(self.statement(closed=True))
        self.advance()
        return Block(at, tuple(statements))

    def _simple(self, at: int) -> Any:
        word = self.token.text if self.token.kind == "keyword" else ""
        if word == "do":
            return self._do(at)
        if word in ("continue", "break"):
            self.advance()
            return Jump(at, word)
        if word == "return":
            self.advance()
            ends = self.token.kind == "end" or self.token.text in (";", "}")
            return Return(at, None if ends else self.expression())
        if word == "throw":
            self.advance()
            return Throw(at, self.expression())
        if self.begins_declaration():
            return self._declaration(at)
        return Expression(at, self.expression())

    def _declaration(self, at: int) -> Any:
        kind = self.type()
        declared = [self._declared(kind)]
        while self.token.text == ",":
            self.advance()
            declared.append(self._declared(kind))
        return declared[0] if len(declared) == 1 else Block(at, tuple(declared))

    def _declared(self, kind: str) -> Declare:
        at, name = self.token.at, self.name()
        if self.token.text != "=":
            return Declare(at, kind, name, None)
        self.advance()
        return Declare(at, kind, name, self.expression())

    def _condition(self) -> Any:
        self.expect("(")
        condition = self.expression()
        self.expect(")")
        return condition

    def _trailer(self) -> Any:
        return self.block() if self.token.text == "{" else self.statement(closed=True)

    def _loop_body(self) -> Any:
        if self.token.text == ";":
            self.advance()
            return None
        return self._trailer()

    def _if(self, at: int) -> If:
        self.advance()
        condition, yes = self._condition(), self._trailer()
        no = None
        if self.token.text == "else":
            self.advance()
            no = self._trailer()
        return If(at, condition, yes, no)

    def _while(self, at: int) -> While:
        self.advance()
        return While(at, self._condition(), self._loop_body())

    def _do(self, at: int) -> Do:
        self.advance()
        body = self.block()
        self.expect("while")
        return Do(at, body, self._condition())

    def _for(self, at: int) -> For | Each:
        self.advance()
        self.expect("(")
        each = self._each(at)
        if each is not None:
            return each
        first = condition = after = None
        if self.token.text != ";":
            place = self.token.at
            first = self._declaration(place) if self.begins_declaration() else Expression(place, self.expression())
        self.expect(";")
        if self.token.text != ";":
            condition = self.expression()
        self.expect(";")
        if self.token.text != ")":
            after = Expression(self.token.at, self.expression())
        self.expect(")")
        return For(at, first, condition, after, self._loop_body())

    def _each(self, at: int) -> Each | None:
        """`type name : items)` or `name in items)`, if it is one."""
        if self.token.kind == "name" and self.peek().text == "in":
            kind, name = "def", self.name()
        elif self.begins_declaration():
            before = self.number
            kind, name = self.type(), self.name()
            if self.token.text != ":":
                self.go_to(before)
                return None
        else:
            return None
        self.advance()
        items = self.expression()
        self.expect(")")
        return Each(at, kind, name, items, self._trailer())

    def _try(self, at: int) -> Try:
        self.advance()
        body = self.block()
        catches: list[Catch] = []
        while self.token.text == "catch" or not catches:
            place = self.token.at
            self.expect("catch")
            self.expect("(")
            kind, name = self.type(), self.name()
            self.expect(")")
            catches.append(Catch(place, kind, name, self.block()))
        return Try(at, body, tuple(catches))

    def _begins_function(self) -> bool:
        """Whether a type, a name and a parenthesis come."""
        if not self.begins_declaration():
            return False
        before = self.number
        self.type()
        found = self.token.kind == "name" and self.peek().text == "("
        self.go_to(before)
        return found
