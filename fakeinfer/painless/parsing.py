"""Expressions of scripts, by precedence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from ..errors import ApiError, illegal_argument
from . import errors
from .lexer import Token, tokens
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

_POWERS = {
    "?:": 1, "||": 2, "&&": 3, "|": 4, "^": 5, "&": 6, "==": 7, "===": 7, "!=": 7, "!==": 7, "instanceof": 8,
    "<": 9, "<=": 9, ">": 9, ">=": 9, "<<": 10, ">>": 10, ">>>": 10, "=~": 11, "==~": 11, "+": 12, "-": 12,
    "*": 13, "/": 13, "%": 13,
}  # fmt: skip
_ASSIGNMENTS = frozenset(("=", "+=", "-=", "*=", "/=", "%=", "&=", "^=", "|=", "<<=", ">>=", ">>>="))
_INT = (-(2**31), 2**31 - 1)
_LONG = (-(2**63), 2**63 - 1)
_DIGITS = 400
"""More than the longest number of a script has."""


class ExpressionParser(ABC):
    """Reads expressions from the tokens of a source."""

    def __init__(self, source: str, arity: int) -> None:
        self.source = source
        self.arity = arity
        """How many parameters the script's own function has, for the message about an empty one."""
        self.tokens = tokens(source)
        self.number = 0
        self.token: Token = self.tokens[0]

    # --- tokens -------------------------------------------------------------------------------------------------------

    def advance(self) -> None:
        self.go_to(self.number + 1)

    def go_to(self, number: int) -> None:
        self.number = min(number, len(self.tokens) - 1)
        self.token = self.tokens[self.number]

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.number + ahead, len(self.tokens) - 1)]

    def expect(self, text: str) -> None:
        if self.token.text != text or self.token.kind == "text":
            if self.token.kind == "end" and text in (")", "]", "}"):
                raise self.unexpected()
            raise self.refusal(self.token.at, errors.unexpected_token(self.token.text, f"'{text}'"))
        self.advance()

    def refusal(self, at: int, cause: ApiError) -> ApiError:
        return errors.not_compiled(self.source, at, cause)

    def unexpected(self) -> ApiError:
        """The token here begins nothing that could stand here."""
        if self.token.kind == "end":
            return self.refusal(self.token.at, errors.unexpected_end())
        return self.refusal(self.token.at, errors.no_such_sequence(self.token.text))

    def name(self) -> str:
        name = self.token.text
        if self.token.kind != "name":
            raise self.unexpected()
        self.advance()
        return name

    # --- types --------------------------------------------------------------------------------------------------------

    def type(self) -> str:
        """A type: `def`, `int`, `Map.Entry`, `String[]`."""
        if self.token.kind not in ("primitive", "name") and self.token.text != "def":
            raise self.unexpected()
        read = self._plain_type()
        while self.token.text == "[" and self.peek().text == "]":
            self.go_to(self.number + 2)
            read += "[]"
        return read

    def _plain_type(self) -> str:
        """A class by its simple name: `java.util.Map.Entry` is `Map.Entry`."""
        parts = [self.token.text]
        self.advance()
        while self.token.text == "." and self.peek().kind == "name":
            parts.append(self.peek().text)
            self.go_to(self.number + 2)
        while len(parts) > 1 and parts[0][:1].islower():
            del parts[0]
        return ".".join(parts)

    def begins_declaration(self) -> bool:
        """Whether a type and a name come."""
        if self.token.kind == "primitive" or (self.token.text == "def" and self.token.kind == "keyword"):
            return True
        if self.token.kind != "name":
            return False
        before = self.number
        self.type()
        found = self.token.kind == "name"
        self.go_to(before)
        return found

    # --- expressions --------------------------------------------------------------------------------------------------

    def expression(self) -> Any:
        at = self.token.at
        left = self._binary(0)
        if self.token.kind != "operator":
            return left
        operator = self.token.text
        if operator == "?":
            self.advance()
            yes = self.expression()
            if self.token.text != ":":
                raise self.refusal(self.token.at, errors.unexpected_token(self.token.text, "':'"))
            self.advance()
            return Choice(at, left, yes, self.expression())
        if operator in _ASSIGNMENTS:
            self.advance()
            return Assign(at, operator[:-1] or None, left, self.expression())
        return left

    def _binary(self, power: int) -> Any:
        at = self.token.at
        left = self._unary()
        while self.token.kind in ("operator", "keyword") and (bound := _POWERS.get(self.token.text, 0)) > power:
            operator = self.token.text
            self.advance()
            if operator == "instanceof":
                left = Instance(at, left, self.type())
            else:
                left = Binary(at, operator, left, self._binary(bound - 1 if operator == "?:" else bound))
        return left

    def _unary(self) -> Any:
        at, text = self.token.at, self.token.text
        if self.token.kind == "operator":
            if text in ("++", "--"):
                self.advance()
                return Increment(at, self._chain(), 1 if text == "++" else -1, before=True)
            if text in ("-", "+", "!", "~"):
                return self._signed(at, text)
            if text == "(" and (kind := self._cast()) is not None:
                return Cast(at, kind, self._unary())
        read = self._chain()
        if self.token.text in ("++", "--") and self.token.kind == "operator":
            by = 1 if self.token.text == "++" else -1
            self.advance()
            return Increment(at, read, by, before=False)
        return read

    def _signed(self, at: int, sign: str) -> Any:
        self.advance()
        if sign == "-" and self.token.kind == "number":
            number = self._number(negative=True)
            return self._members(number)
        return Unary(at, sign, self._unary())

    def _cast(self) -> str | None:
        """The type of a cast, if one stands here: of others than primitive types only what no expression could be."""
        before = self.number
        self.advance()
        primitive = self.token.kind == "primitive" or self.token.text == "def"
        if primitive or self.token.kind == "name":
            kind = self.type()
            if self.token.text == ")":
                self.advance()
                begins = self.token.kind in ("name", "text", "number", "odd", "regex") or self.token.text in (
                    "(", "[", "!", "~", "true", "false", "null", "new",
                )  # fmt: skip
                if begins or (primitive and self.token.text in ("-", "+", "++", "--")):
                    return kind
        self.go_to(before)
        return None

    def _chain(self) -> Any:
        return self._members(self._primary())

    def _members(self, read: Any) -> Any:
        while self.token.kind == "operator":
            at, text = self.token.at, self.token.text
            if text in (".", "?."):
                self.advance()
                name = self.token.text
                if self.token.kind == "end":
                    raise self.unexpected()
                self.advance()
                if self.token.text == "(" and self.token.kind == "operator":
                    read = Method(at, read, name, self.arguments(), text == "?.")
                else:
                    read = Field(at, read, name, text == "?.")
            elif text == "[":
                self.advance()
                key = self.expression()
                self.expect("]")
                read = Index(at, read, key)
            else:
                break
        return read

    def _primary(self) -> Any:
        token = self.token
        if token.kind == "number":
            return self._number()
        if token.kind == "odd" and token.text[1:2].isdigit():
            self.advance()
            digits = token.text.rstrip("lL")
            return Constant(token.at, int(digits, 8), "int" if digits == token.text else "long")
        if token.kind == "odd":
            cause = ApiError(500, "illegal_state_exception", "Illegal tree structure.")
            raise self.refusal(token.at, cause)
        if token.kind == "text":
            self.advance()
            quote, inner = token.text[0], token.text[1:-1]
            return Constant(token.at, inner.replace(f"\\{quote}", quote).replace("\\\\", "\\"), "String")
        if token.kind == "regex":
            self.advance()
            pattern, _, flags = token.text[1:].rpartition("/")
            return Regex(token.at, pattern, flags)
        if token.kind == "name":
            self.advance()
            if self.token.text == "(":
                return Call(token.at, token.text, self.arguments())
            return Name(token.at, token.text)
        if token.text in ("true", "false", "null"):
            self.advance()
            value = {"true": True, "false": False, "null": None}[token.text]
            return Constant(token.at, value, "null" if value is None else "boolean")
        if token.text == "new":
            return self._new(token.at)
        if token.text == "(":
            self.advance()
            inner = self.expression()
            if self.token.text in (",", "->") or self.token.kind == "name":
                raise self.unexpected()
            self.expect(")")
            return inner
        if token.text == "[":
            return self._listed(token.at)
        raise self.unexpected()

    def _number(self, *, negative: bool = False) -> Constant:
        token = self.token
        self.advance()
        text, suffix = token.text, token.text[-1].lower()
        sign = "-" if negative else ""
        at = token.at - len(sign)
        if suffix in "fd" or not text.rstrip("lL").isdecimal():
            kind = "float" if suffix == "f" else "double"
            value = float(text.rstrip("fFdD"))
            if value in (float("inf"), float("-inf")):
                raise self.refusal(token.at, illegal_argument(f"Invalid {kind} constant [{sign}{text}]."))
            return Constant(at, -value if negative else value, kind)
        digits = text.rstrip("lL")
        number = int(f"{sign}{digits}") if len(digits) < _DIGITS else _LONG[1] + 1
        kind, (least, most) = ("long", _LONG) if suffix == "l" else ("int", _INT)
        if not least <= number <= most:
            hint = ""
            if kind == "int" and _LONG[0] <= number <= _LONG[1]:
                hint = f" If you want a long constant then change it to [{sign}{text}L]."
            raise self.refusal(token.at, illegal_argument(f"Invalid {kind} constant [{sign}{text}].{hint}"))
        return Constant(at, number, kind)

    def _listed(self, at: int) -> ListOf | MapOf:
        self.advance()
        if self.token.text == ":":
            self.advance()
            if self.token.text != "]":
                raise self.unexpected()
            self.advance()
            return MapOf(at, ())
        items: list[Any] = []
        pairs: list[tuple[Any, Any]] = []
        while self.token.text != "]" or self.token.kind == "text":
            if items or pairs:
                self.expect(",")
            item = self.expression()
            if self.token.text == ":" and not items:
                self.advance()
                pairs.append((item, self.expression()))
            elif pairs:
                raise self.unexpected()
            else:
                items.append(item)
            if self.token.text not in (",", "]"):
                raise self.unexpected()
        self.advance()
        return MapOf(at, tuple(pairs)) if pairs else ListOf(at, tuple(items))

    def _new(self, at: int) -> New | NewArray:
        self.advance()
        kind = self._plain_type()
        if self.token.text == "(":
            return New(at, kind, self.arguments())
        if self.token.text != "[":
            raise self.unexpected()
        sizes: list[Any] = []
        while self.token.text == "[" and self.peek().text != "]":
            self.advance()
            sizes.append(self.expression())
            self.expect("]")
        if sizes:
            return NewArray(at, kind, tuple(sizes), None)
        self.expect("[")
        self.expect("]")
        self.expect("{")
        items: list[Any] = []
        while self.token.text != "}":
            if items:
                self.expect(",")
            items.append(self.expression())
        self.advance()
        return NewArray(at, kind, (), tuple(items))

    # --- arguments ----------------------------------------------------------------------------------------------------

    def arguments(self) -> tuple[Any, ...]:
        """`(a, b)`, in which lambdas and references to methods may stand."""
        self.expect("(")
        read: list[Any] = []
        while self.token.text != ")" or self.token.kind == "text":
            if read:
                self.expect(",")
            read.append(self._argument())
        self.advance()
        return tuple(read)

    def _argument(self) -> Any:
        at = self.token.at
        parameters = self._parameters()
        if parameters is not None:
            body = self.block() if self.token.text == "{" else self.expression()
            return Lambda(at, parameters, body)
        if self.token.kind == "name" or self.token.text == "this":
            before = self.number
            owner = self.type() if self.token.kind == "name" else "this"
            if owner == "this":
                self.advance()
            if self.token.text == "::":
                self.advance()
                name = self.token.text
                self.advance()
                return Reference(at, owner, name)
            self.go_to(before)
        return self.expression()

    def _parameters(self) -> tuple[str, ...] | None:
        """The parameters of a lambda with its arrow, if one begins here."""
        before = self.number
        if self.token.kind == "name" and self.peek().text == "->":
            name = self.name()
            self.advance()
            return (name,)
        if self.token.text == "(" and self.token.kind == "operator":
            names: list[str] = []
            self.advance()
            while self.token.kind in ("name", "primitive") or self.token.text == "def":
                if self.peek().kind == "name":
                    self.advance()
                names.append(self.token.text)
                self.advance()
                if self.token.text != ",":
                    break
                self.advance()
            if self.token.text == ")" and self.peek().text == "->":
                self.go_to(self.number + 2)
                return tuple(names)
        self.go_to(before)
        return None

    @abstractmethod
    def block(self) -> Any:
        """`{ .. }`: read by who knows statements."""
