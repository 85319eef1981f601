"""`if` conditions: the expressions of Painless that conditions are made of, compiled to functions of the document.

Literals, `ctx` and `params`, members (`.`, `?.`, `[..]`), the usual operators, `instanceof`, `=~` and `==~`, `?:`, and
the methods in `painless.METHODS`. Statements, variables, casts, lambdas are answered with 501 when the pipeline is stored. A
parser of expressions this small is shorter than a grammar for a parser library, and keeps the positions that the server
shows in its errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import ApiError, illegal_argument, not_implemented
from ..formats.javatext import java_class
from ..wire import Json
from . import errors
from .painless import METHODS, TYPES, compared, equal

if TYPE_CHECKING:
    from .document import IngestDocument

Scope = dict[str, Any]
Expression = Callable[[Scope], Any]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+\.\d+[dDfF]?|\d+[lLdDfF]?)
      | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
      | (?P<name>[A-Za-z_]\w*)
      | (?P<operator>==~|===|!==|=~|\?\.|\?:|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,;()\[\]=])
    )""",
    re.VERBOSE,
)
_REGEX = re.compile(r"\s*/((?:\\.|[^/\\\n])+)/([a-zA-Z]*)")

_DIGITS = 20
"""More than the longest number of a script has."""

_POWERS = {
    "?": 1, "?:": 1, "||": 2, "&&": 3, "==": 4, "!=": 4, "===": 4, "!==": 4, "=~": 4, "==~": 4, "<": 5, "<=": 5,
    ">": 5, ">=": 5, "instanceof": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7, ".": 9, "?.": 9, "[": 9,
}  # fmt: skip


class Condition:
    """The condition of one processor; `compiled` before use, then `holds`."""

    __slots__ = ("_expression", "lang", "params", "source")

    def __init__(self, source: str, params: Json = None, lang: str = "painless") -> None:
        self.source = source
        self.params = params or {}
        self.lang = lang
        self._expression: Expression | None = None

    @classmethod
    def of_script(cls, script: dict[str, Json]) -> Condition:
        """From a script object."""
        source = script.get("source", script.get("inline"))
        if script.get("id") is not None:
            raise not_implemented("stored scripts as conditions")
        if source is None:
            raise illegal_argument("must specify either [source] for an inline script or [id] for a stored script")
        return cls(str(source), script.get("params"), str(script.get("lang") or "painless"))

    def compiled(self) -> Condition:
        """Itself, compiled; a script that does not parse is the server's compile error or a 501."""
        if self.lang != "painless":
            raise illegal_argument(f"script_lang not supported [{self.lang}]")
        self._expression = _Parser(self.source).parsed()
        return self

    def holds(self, document: IngestDocument) -> bool:
        """Whether the processor is to run; a condition that breaks raises `runtime error`."""
        assert self._expression is not None
        result = self._expression({"ctx": document.ctx, "params": self.params})
        if not isinstance(result, bool):
            raise _broken(self.source, 0, errors.class_cast(result, "java.lang.Boolean"))
        return result


def _broken(source: str, at: int, cause: ApiError) -> ApiError:
    return errors.script_failed("runtime error", source, at, cause=cause)


def _is_null(what: str) -> ApiError:
    text = f'Cannot invoke "Object.getClass()" because "{what}" is null'
    return ApiError(500, "null_pointer_exception", text)


class _Parser:
    """A parser by precedence; every method returns a function of the scope."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.last_member = 0
        """Where the last `.` or `[` stood: the place the server points at when an operator fails."""
        self.kind = self.text = ""
        self.start = 0
        self.advance()

    def parsed(self) -> Expression:
        """The whole condition: an expression, or one `return`."""
        if self.text == "return" and self.kind == "name":
            self.advance()
        expression = self.expression(0)
        if self.text == ";":
            self.advance()
        if self.kind:
            raise self.unsupported()
        return expression

    def advance(self) -> None:
        """Read the next token."""
        found = _TOKEN.match(self.source, self.at)
        if found is None:
            self.start = len(self.source) - len(self.source[self.at :].lstrip())
            self.kind, self.text = ("", "") if self.start == len(self.source) else ("other", self.source[self.start])
            self.at = len(self.source) if not self.kind else self.start + 1
            return
        self.kind = found.lastgroup or ""
        self.text = found[self.kind]
        self.start = found.start(self.kind)
        self.at = found.end()

    def expect(self, text: str) -> None:
        if self.text != text:
            raise self.unsupported()
        self.advance()

    def unsupported(self) -> ApiError:
        """At the end the server's own compile error; anywhere else a construct the fake does not know."""
        if not self.kind:
            cause = illegal_argument(
                "unexpected end of script.", caused_by=ApiError(500, "no_viable_alt_exception", None)
            )
            return errors.script_failed("compile error", self.source, len(self.source), cause=cause)
        return not_implemented(f"[{self.text}] at character {self.start} of the condition [{self.source}]")

    # --- expressions --------------------------------------------------------------------------------------------------

    def expression(self, power: int) -> Expression:
        left = self.prefix()
        while (bound := _POWERS.get(self.text, 0) if self.kind in ("operator", "name") else 0) > power:
            left = self.infix(left, bound)
        return left

    def prefix(self) -> Expression:
        kind, text = self.kind, self.text
        if text == "/" and kind == "operator":
            return self.regex()
        if not kind:
            raise self.unsupported()
        if kind == "other":
            raise self.unsupported()
        if kind == "name":
            return self.named(text)
        self.advance()
        if kind == "number":
            number = text.rstrip("lLdDfF")
            if len(number) > _DIGITS:
                raise self.unsupported()
            constant: Any = float(number) if "." in number or text[-1] in "dDfF" else int(number)
            return lambda scope: constant
        if kind == "text":
            string = re.sub(r"\\(.)", r"\1", text[1:-1])
            return lambda scope: string
        if text == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if text == "!":
            operand = self.expression(8)
            return lambda scope: not operand(scope)
        if text == "-":
            operand = self.expression(8)
            return lambda scope: -operand(scope)
        if text == "[":
            return self.listed()
        raise not_implemented(f"[{text}] in the condition [{self.source}]")

    def named(self, name: str) -> Expression:
        constants = {"true": True, "false": False, "null": None}
        if name in constants:
            self.advance()
            return lambda scope: constants[name]
        if name not in ("ctx", "params"):
            raise self.unsupported()
        self.advance()
        return lambda scope: scope[name]

    def listed(self) -> Expression:
        items: list[Expression] = []
        while self.text != "]":
            items.append(self.expression(0))
            if self.text != "]":
                self.expect(",")
        self.advance()
        return lambda scope: [item(scope) for item in items]

    def regex(self) -> Expression:
        found = _REGEX.match(self.source, self.start)
        if found is None:
            raise self.unsupported()
        self.at = found.end()
        self.advance()
        flags = re.IGNORECASE if "i" in found[2] else 0
        pattern = re.compile(found[1], flags)
        return lambda scope: pattern

    def infix(self, left: Expression, power: int) -> Expression:
        operator, at = self.text, self.start
        self.advance()
        if operator in (".", "?."):
            return self.member(left, at, safe=operator == "?.")
        if operator == "[":
            self.last_member = at
            key = self.expression(0)
            self.expect("]")
            return self.indexed(left, key, at)
        if operator == "?":
            yes = self.expression(0)
            self.expect(":")
            no = self.expression(0)
            return lambda scope: yes(scope) if left(scope) else no(scope)
        if operator == "instanceof":
            return self.instance(left)
        right = self.expression(power)
        if operator == "&&":
            return lambda scope: bool(left(scope)) and bool(right(scope))
        if operator == "||":
            return lambda scope: bool(left(scope)) or bool(right(scope))
        if operator == "?:":
            return lambda scope: value if (value := left(scope)) is not None else right(scope)
        if operator in ("==", "==="):
            return lambda scope: equal(left(scope), right(scope))
        if operator in ("!=", "!=="):
            return lambda scope: not equal(left(scope), right(scope))
        if operator == "=~":
            return lambda scope: right(scope).search(left(scope)) is not None
        if operator == "==~":
            return lambda scope: right(scope).fullmatch(left(scope)) is not None
        return self.operated(operator, left, right, self.last_member)

    def operated(self, operator: str, left: Expression, right: Expression, at: int) -> Expression:
        source = self.source

        def evaluate(scope: Scope) -> Any:
            one, two = left(scope), right(scope)
            if one is None or two is None:
                raise _broken(source, at, _is_null("left" if one is None else "right"))
            try:
                return compared(operator, one, two)
            except ZeroDivisionError:
                raise _broken(source, at, ApiError(500, "arithmetic_exception", "/ by zero")) from None
            except TypeError:
                types = f"types [{java_class(one)}] and [{java_class(two)}]."
                cause = ApiError(500, "class_cast_exception", f"Cannot apply [{operator}] operation to {types}")
                raise _broken(source, at, cause) from None

        return evaluate

    def instance(self, left: Expression) -> Expression:
        known = TYPES.get(self.text)
        if known is None:
            raise self.unsupported()
        self.advance()
        return lambda scope: known(left(scope))

    def indexed(self, left: Expression, key: Expression, at: int) -> Expression:
        source = self.source

        def evaluate(scope: Scope) -> Any:
            holder, name = left(scope), key(scope)
            if holder is None:
                raise _broken(source, at, _is_null("callArgs[0]"))
            if isinstance(holder, dict):
                return holder.get(name)
            if isinstance(holder, list) and isinstance(name, int) and -len(holder) <= name < len(holder):
                return holder[name]
            text = f"Index {name} out of bounds for length {len(holder)}" if isinstance(holder, list) else str(name)
            raise _broken(source, at, ApiError(500, "index_out_of_bounds_exception", text))

        return evaluate

    def member(self, left: Expression, at: int, *, safe: bool) -> Expression:
        name, kind = self.text, self.kind
        if kind not in ("name", "number"):
            raise self.unsupported()
        self.last_member = at
        named_at = self.start
        self.advance()
        if self.text != "(":
            return self.field(left, name, at, safe=safe)
        self.advance()
        arguments: list[Expression] = []
        while self.text != ")":
            arguments.append(self.expression(0))
            if self.text != ")":
                self.expect(",")
        self.advance()
        method = METHODS.get(name)
        if method is None:
            raise not_implemented(f"the method [{name}] at character {named_at} of the condition [{self.source}]")
        source = self.source

        def call(scope: Scope) -> Any:
            receiver = left(scope)
            if receiver is None:
                if safe:
                    return None
                raise _broken(source, at, _is_null("receiver"))
            given = [argument(scope) for argument in arguments]
            try:
                return method(receiver, *given)
            except (AttributeError, TypeError, IndexError, KeyError):
                text = f"dynamic method [{java_class(receiver)}, {name}/{len(given)}] not found"
                raise _broken(source, at, illegal_argument(text)) from None

        return call

    def field(self, left: Expression, name: str, at: int, *, safe: bool) -> Expression:
        source = self.source

        def evaluate(scope: Scope) -> Any:
            holder = left(scope)
            if holder is None:
                if safe:
                    return None
                raise _broken(source, at, _is_null("callArgs[0]"))
            if isinstance(holder, dict):
                return holder.get(name)
            if isinstance(holder, list) and name.isdecimal() and int(name) < len(holder):
                return holder[int(name)]
            if name == "length" and isinstance(holder, list):
                return len(holder)
            text = f"dynamic getter [{java_class(holder)}, {name}] not found"
            raise _broken(source, at, illegal_argument(text))

        return evaluate
