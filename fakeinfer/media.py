"""Formats of bodies and answers: JSON, YAML, CBOR, and SMILE, which is only written. How a request asks for one is the vendors'
`negotiation.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import ApiError, not_implemented, value_after_the_body
from .formats import filter_path, jsontext, smile, yamltext
from .formats.jackson import NOTHING, Malformed
from .wire import Json, Rendered, Table

if TYPE_CHECKING:
    from .operations import Call

FORMATS = {
    "application/json": "json",
    "application/x-ndjson": "json",
    "application/*": "json",
    "application/yaml": "yaml",
    "application/cbor": "cbor",
    "application/smile": "smile",
}
"""Media types that both servers read and write, and the short names of `format`."""

PLAIN_TEXT = "text/plain; charset=UTF-8"


class Output(NamedTuple):
    """How an answer is printed. `asked`: the request itself named the format, so a table is not text."""

    format: str = "json"
    content_type: str = "application/json"
    pretty: bool | None = None
    """None when the request does not say."""
    human: bool = False
    error_trace: bool = False
    filter_path: str | None = None
    asked: bool = False

    def without_filter(self) -> Output:
        """The same, unfiltered."""
        return self._replace(filter_path=None) if self.filter_path else self

    def prettier(self) -> Output:
        """The same, pretty unless the request said no."""
        return self._replace(pretty=True) if self.pretty is None else self


# --- reading ----------------------------------------------------------------------------------------------------------


def read_body(call: Call, data: bytes, format: str) -> Json:
    """Parse a body as its operation's server does."""
    return (call.operation.reader or read_first_value)(call, data, format)


def read_first_value(call: Call, data: bytes, format: str) -> Json:
    """What most operations do: the first value counts, what follows it is not looked at."""
    value = first_value(call, data, format)
    return call.contract.product.blank_body() if value is NOTHING else value


def first_value(call: Call, data: bytes, format: str = "json") -> Json:
    """The first value of a text, or NOTHING; what is malformed is refused in the words of the product."""
    product = call.contract.product
    try:
        return parse(data, format, product.source)
    except Malformed as refused:
        raise product.malformed(refused) from None


def read_only_value(call: Call, data: bytes, format: str) -> Json:
    """What a search does: nothing may follow the first value (`SearchSourceBuilder.parseXContent` of both products)."""
    value = read_first_value(call, data, format)
    if format == "json" and not jsontext.is_plain(data):
        product = call.contract.product
        try:
            following = jsontext.second_value(data, product.source)
        except Malformed as refused:
            raise product.malformed(refused) from None
        if following is not None:
            raise value_after_the_body(*following)
    return value


def parse(data: bytes, format: str, source: Callable[[bytes], str]) -> Json:
    """The first value of a body in any format, or NOTHING. Raises `Malformed`."""
    if format == "json":
        return jsontext.loads(data, source)
    if format == "yaml":
        return _from_yaml(data)
    if format == "cbor":
        return _from_cbor(data)
    raise not_implemented("bodies in SMILE; send JSON, YAML or CBOR")


def unprintable(format: str) -> ApiError | None:
    """Why an answer in this format cannot be given, if so."""
    if format == "cbor" and find_spec("cbor2") is None:
        return lacking("CBOR answers", "cbor")
    return None


def _from_yaml(data: bytes) -> Json:
    try:
        import yaml
    except ImportError:
        raise lacking("YAML bodies", "yaml") from None
    try:
        return next(yaml.load_all(data, _yaml_loader()), NOTHING)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as broken:
        mark = getattr(broken, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Malformed("parse", getattr(broken, "problem", None) or str(broken), line, column) from None


@lru_cache(maxsize=1)
def _yaml_loader() -> Any:
    """PyYAML's safe loader as Jackson reads YAML: names are texts and come once, there is no `yes`, no dates, no 12:30."""
    import re

    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
            found: dict[Hashable, Any] = {}
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise yaml.constructor.ConstructorError(problem="a name is a text", problem_mark=key.start_mark)
                if key.value in found:
                    text = f"Duplicate field '{key.value}'"
                    raise yaml.constructor.ConstructorError(problem=text, problem_mark=key.start_mark)
                found[key.value] = self.construct_object(value, deep=deep)
            return found

    for tag, pattern, first in (
        ("bool", "true|True|TRUE|false|False|FALSE", [*"tTfF"]),
        ("null", "~|null|Null|NULL|", [*"~nN", ""]),
        ("int", r"[-+]?[0-9]+", [*"-+0123456789"]),
        ("float", r"[-+]?[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?", [*"-+0123456789"]),
    ):
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)
    return Loader


def _from_cbor(data: bytes) -> Json:
    try:
        import cbor2
    except ImportError:
        raise lacking("CBOR bodies", "cbor") from None
    try:
        value = cbor2.loads(data)
        jsontext.dumps(value)
    except (cbor2.CBORDecodeError, TypeError, ValueError, RecursionError) as broken:
        raise Malformed("parse", str(broken), 1, 1) from None
    return value


def lacking(what: str, extra: str) -> ApiError:
    """A format whose library is not installed."""
    return not_implemented(f"{what} without the package that reads them: pip install fakeinfer[{extra}]")


# --- printing ---------------------------------------------------------------------------------------------------------


def encode(value: Json, output: Output) -> bytes:
    """Print an answer's value in the format that was asked for, filtered."""
    if isinstance(value, Rendered):
        if output.format == "json" and not output.pretty and not output.filter_path:
            return value.text.encode(errors="replace")
        value = json.loads(value.text)  # a name may come twice, which a body's may not
    if isinstance(value, Table):
        value = value.rows
    if output.filter_path:
        value = filter_path.filtered(value, output.filter_path)
    if output.format == "json":
        text = jsontext.dumps(value, pretty=bool(output.pretty))
    elif output.format == "yaml":
        text = yamltext.dumps(value)
    elif output.format == "smile":
        return smile.dumps(value)
    else:
        return _to_cbor(value)
    return text.encode(errors="replace")


def _to_cbor(value: Json) -> bytes:
    import cbor2

    encoded: bytes = cbor2.dumps(value)
    return encoded
