"""`tokenization`: how a model cuts a text into tokens. Read strictly when a model is put, with the defaults filled in.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/trainedmodel/Tokenization.java
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...errors import ApiError
from ...object_parser import BOOLEAN, INT, TEXT, Field, ObjectParser, Path, Source, Unreadable
from ...wire import Json
from . import config_errors as errors

TOKENIZATION: dict[str, Any] = {
    "do_lower_case": False,
    "with_special_tokens": True,
    "max_sequence_length": 512,
    "truncate": "first",
    "span": -1,
}
"""What holds when a model does not say."""
TOKENIZERS = ("bert", "bert_ja", "deberta_v2", "mpnet", "roberta", "xlm_roberta")
NO_SPAN = -1
_ANGLED = ("mpnet", "roberta", "xlm_roberta")
_TRUNCATIONS = ("first", "second", "balanced", "none")


def mask_of(tokenization: Mapping[str, Any]) -> str:
    """What stands for a word to be filled in."""
    return "<mask>" if next(iter(tokenization)) in _ANGLED else "[MASK]"


def span_of(tokenization: Mapping[str, Any]) -> int:
    """By how much windows overlap; `NO_SPAN` for a text that is read as one."""
    span: int = next(iter(tokenization.values()))["span"]
    return span


Finish = Callable[[str, dict[str, Any]], dict[str, Any]]


def named(parsers: Mapping[str, ObjectParser], finish: Finish | None = None) -> Field:
    """An object with one key that says which of `parsers` reads its value; the result keeps that key.

    `finish` looks at what was read once its parser is done.
    """

    def read(value: Json, source: Source, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if len(value) != 1:  # the words are not confirmed
            token, wanted = ("FIELD_NAME", "END_OBJECT") if value else ("END_OBJECT", "FIELD_NAME")
            reason = (
                f"[{source.at(path)}] Failed to parse object: expecting token of type [{wanted}] but found [{token}]"
            )
            raise Unreadable(ApiError(400, "parsing_exception", reason), path)
        for name, inner in value.items():
            if name not in parsers:
                line, _, column = source.at((*path, name), "key").partition(":")
                raise Unreadable(errors.unknown_name(name, int(line), int(column)), (*path, name), "key")
            found = {name: parsers[name].read(inner, source, (*path, name))}
            if finish is not None:
                found = {name: _finished(finish, name, found[name], (*path, name))}
        return found

    return Field(("START_OBJECT",), read)


def _finished(finish: Finish, name: str, clean: dict[str, Any], path: Path) -> dict[str, Any]:
    """What `finish` makes of it; a refusal comes where the object ends."""
    try:
        return finish(name, clean)
    except ApiError as refused:
        raise Unreadable(refused, path, "end") from None


def _truncation(clean: Mapping[str, Any]) -> str:
    text: str = clean.get("truncate", TOKENIZATION["truncate"])
    if text.lower() not in _TRUNCATIONS:
        raise errors.no_constant("Tokenization.Truncate", text.upper())
    return text.lower()


def _complete(name: str, clean: dict[str, Any]) -> dict[str, Any]:
    """The settings of a tokenizer with their defaults, if they go together."""
    truncate = _truncation(clean)
    length, span = clean.get("max_sequence_length", TOKENIZATION["max_sequence_length"]), clean.get("span", NO_SPAN)
    if length <= 0:
        raise errors.no_length()
    if span < 0 and span != NO_SPAN:
        raise errors.negative_span()
    if span > length:
        raise errors.span_too_long(span, length)
    if span != NO_SPAN and truncate != "none":
        raise errors.span_of_a_cut_text(truncate)
    known = {key: clean.get(key, default) for key, default in TOKENIZATION.items()} | {"truncate": truncate}
    return known | ({"add_prefix_space": clean.get("add_prefix_space", False)} if name == "roberta" else {})


def _checked_update(clean: dict[str, Any]) -> dict[str, Any]:
    return {**clean, "truncate": _truncation(clean)} if "truncate" in clean else clean


_COMMON = {
    "do_lower_case": BOOLEAN,
    "with_special_tokens": BOOLEAN,
    "max_sequence_length": INT,
    "truncate": TEXT,
    "span": INT,
}


def _parser(name: str) -> ObjectParser:
    fields = _COMMON | ({"add_prefix_space": BOOLEAN} if name == "roberta" else {})
    return ObjectParser(f"{name}_tokenization", fields, build=lambda clean: _complete(name, clean))


TOKENIZER = named({name: _parser(name) for name in TOKENIZERS})
"""The field of a model that is put."""
TOKENIZER_UPDATE = named(
    {
        name: ObjectParser(f"{name}_tokenization_update", {"truncate": TEXT, "span": INT}, build=_checked_update)
        for name in TOKENIZERS
    }
)
"""The field of a request to infer."""
