"""Tensors that a post-process script made, as the server's parser of JSON reads them: key after key.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/output/model/ModelTensor.java` (observed: opensearch
2.19.1).
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from ... import token_errors
from ...errors import ApiError, illegal_argument, json_exception
from ...formats import jsontext
from ...formats.jackson import NOTHING, Malformed
from ...formats.javatext import to_text
from ...formats.positions import position, token_name
from ...wire import Json
from ..ml.errors import illegal_state, null_pointer
from . import errors
from .postprocess import DATA_TYPES, Tensor

_NAMES = ("name", "data_type", "shape", "data", "result", "dataAsMap")
_VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
_LONG_MAX = 2**63 - 1
_HASH_OF_NOTHING = 'Cannot invoke "String.hashCode()" because "<local10>" is null'
Path = tuple[str | int, ...]


def read_tensors(text: str) -> list[Tensor]:
    """One tensor, or a list of them."""
    try:
        read = jsontext.loads(text.encode("utf-8", "replace"), jsontext.source_redacted)
    except Malformed as refused:
        raise _malformed(refused, text) from None
    if read is NOTHING:
        raise errors.nothing_to_read()
    if isinstance(read, list):
        return [_tensor(item, text, (place,)) for place, item in enumerate(read)]
    return [_tensor(read, text, ())]


def _malformed(refused: Malformed, text: str) -> ApiError:
    """What Jackson says of characters; of bytes, which `jsontext` reads, it says a little else."""
    message = refused.message.replace(": expected a value\n", f": expected a valid value {_VALUES}\n")
    word = text.split("\n")[refused.line - 1][: refused.column - 1]
    if message.startswith("Unrecognized token") and not word[-1:].isalnum():
        message = message.replace(f"column: {refused.column}]", f"column: {refused.column - 1}]")
    return json_exception(Malformed(refused.kind, message))


def _tensor(read: Json, text: str, at: Path) -> Tensor:
    """One tensor, of the keys that tensors have; data without a type is lost."""
    if not isinstance(read, dict):
        raise errors.unexpected_token("START_OBJECT", read, _position(text, at))
    made: Tensor = {}
    for name, value in read.items():
        here = (*at, name)
        if name in ("name", "result"):
            made[name] = _text(value, text, here)
        elif name == "data_type":
            kind = _text(value, text, here)
            if kind not in DATA_TYPES:
                raise illegal_argument(
                    f"No enum constant org.opensearch.ml.common.output.model.MLResultDataType.{kind}"
                )
            made["data_type"] = kind
        elif name == "shape":
            made["shape"] = _shape(value, text, here)
        elif name == "data":
            if not isinstance(value, list):
                raise errors.no_list(*_position(text, here), value)
            made["data"] = value
        elif name == "dataAsMap":
            if isinstance(value, list):
                raise null_pointer(_HASH_OF_NOTHING)
            made["dataAsMap"] = value if isinstance(value, dict) else {}
        elif name == "byte_buffer" and not isinstance(value, dict):
            raise errors.unexpected_token("START_OBJECT", value, _position(text, here))
    if "data_type" not in made:
        made.pop("data", None)
    for item in made.get("data", []):
        if isinstance(item, bool) or not isinstance(item, int | float | None):
            raise errors.cast_to_number(item)
    return {name: made[name] for name in _NAMES if name in made}


def _text(value: Json, text: str, at: Path) -> str:
    if value is None or isinstance(value, dict | list):
        line, column = _position(text, at)
        raise illegal_state(f"Can't get text on a {token_name(value)} at {line}:{column}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _digits(text, at)
    return to_text(value)


def _shape(value: Json, text: str, at: Path) -> list[int]:
    if not isinstance(value, list):
        raise errors.unexpected_token("START_ARRAY", value, _position(text, at))
    return [_long(item, text, (*at, place)) for place, item in enumerate(value)]


def _long(value: Json, text: str, at: Path) -> int:
    """A number without its fraction, also one that a text spells."""
    if isinstance(value, str):
        try:
            number = Decimal(value) if value.isascii() and not value.strip("+-.0123456789eE") else None
        except InvalidOperation:
            number = None
        if number is None:
            raise illegal_argument(f'For input string: "{value}"')
        if _is_large(number):
            raise illegal_argument(f"Value [{value}] is out of range for a long")
        return int(number)
    line, column = _position(text, at)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise token_errors.not_numeric(value, line, column)
    said = _digits(text, at)
    number = Decimal(said)
    if _is_large(number):
        raise token_errors.out_of_range(said, "long", line, column)
    return int(number)


def _is_large(number: Decimal) -> bool:
    return not -_LONG_MAX - 2 < number < _LONG_MAX + 1


def _digits(text: str, at: Path) -> str:
    """A number as it was written."""
    line, column = _position(text, at)
    rest = text.split("\n")[line - 1][column - 1 :]
    return rest[: len(rest) - len(rest.lstrip("+-.0123456789eE"))]


def _position(text: str, at: Path) -> tuple[int, int]:
    """Line and column, counted in characters."""
    return position(text.encode("ascii", "replace"), at)
