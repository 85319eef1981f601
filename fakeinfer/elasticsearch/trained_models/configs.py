"""The body of a new model: read strictly, then checked as a whole, every problem at once.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/TrainedModelConfig.java
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...formats.javatext import to_text
from ...formats.positions import token_name
from ...object_parser import LONG, OBJECT, TEXT, TEXTS, Field, ObjectParser, Path, Source, Unreadable, converted
from ...wire import Json
from ..errors import no_enum_constant
from . import definitions, errors
from .inference_config import INFERENCE_CONFIG, INPUT, PREFIXES

if TYPE_CHECKING:
    from ...operations import Call

TYPES = ("tree_ensemble", "lang_ident", "pytorch")
_ID = re.compile(r"[a-z0-9](?:[a-z0-9_\-.]*[a-z0-9])?")
LONGEST = 64
_GENERATED = ("version", "created_by", "create_time", "license_level", "location")


def _type(text: str) -> str:
    word = text.strip()
    if word.lower() not in TYPES:
        raise no_enum_constant("xpack.core.ml.inference.TrainedModelType", word.upper())
    return word.lower()


def _number_or_text(value: Json, source: Source, path: Path) -> Json:
    return value


def _texts_by_name(value: Json, source: Source, path: Path) -> dict[str, str]:
    """A map of texts; other scalars count as texts."""
    for name, member in value.items():
        if isinstance(member, dict | list) or member is None:
            here = (*path, name)
            reason = f"Can't get text on a {token_name(member)} at {source.at(here)}"
            raise Unreadable(ApiError(400, "illegal_state_exception", reason), here)
    return {name: to_text(member) for name, member in value.items()}


_PARSER = ObjectParser(
    "trained_model_config",
    {
        "model_id": TEXT,
        "model_type": converted(_type),
        "created_by": TEXT,
        "version": TEXT,
        "description": TEXT,
        "create_time": Field(("VALUE_NUMBER", "VALUE_STRING"), _number_or_text),
        "tags": TEXTS,
        "metadata": OBJECT,
        "input": INPUT,
        "model_size_bytes": LONG,
        "estimated_heap_memory_usage_bytes": LONG,
        "estimated_operations": LONG,
        "definition": OBJECT,
        "compressed_definition": converted(definitions.decoded),
        "license_level": TEXT,
        "default_field_map": Field(("START_OBJECT",), _texts_by_name),
        "inference_config": INFERENCE_CONFIG,
        "location": OBJECT,
        "model_package": OBJECT,
        "platform_architecture": TEXT,
        "prefix_strings": PREFIXES,
    },
)
_PREFIXLESS = ObjectParser(
    _PARSER.name, {name: field for name, field in _PARSER.fields.items() if name != "prefix_strings"}
)


def read(call: Call, model_id: str, *, prefixes: bool) -> dict[str, Any]:
    """The fields of the body, clean; `definition` is the parsed one, `compressed_definition` bytes."""
    parser = _PARSER if prefixes else _PREFIXLESS
    clean: dict[str, Any] = parser.parse(call.body, Source(call.request.body))
    if "estimated_heap_memory_usage_bytes" in clean:
        call.warnings.append(
            "Deprecated field [estimated_heap_memory_usage_bytes] used, expected [model_size_bytes] instead"
        )
        clean["model_size_bytes"] = clean.pop("estimated_heap_memory_usage_bytes")
    if "definition" in clean and "compressed_definition" in clean:
        raise _both(
            call,
            "compressed_definition"
            if list(clean).index("definition") < list(clean).index("compressed_definition")
            else "definition",
        )
    named = clean.pop("model_id", model_id)
    if named != model_id:
        raise errors.inconsistent_id(named, model_id)
    problems = _problems(model_id, clean)
    if problems:
        raise errors.invalid(problems)
    return clean


def _both(call: Call, later: str) -> ApiError:
    place = Source(call.request.body).at((later,))
    return ApiError(
        400,
        "x_content_parse_exception",
        f"[{place}] [trained_model_config] failed to parse field [{later}]",
        caused_by=illegal_argument("both [compressed_definition] and [definition] cannot be set."),
    )


def _problems(model_id: str, clean: dict[str, Any]) -> list[str]:
    """What `TrainedModelConfig.Builder.validate` collects, in its order."""
    packaged = model_id.startswith(".")
    defined = "definition" in clean or "compressed_definition" in clean
    found: list[str] = []
    if not packaged:
        if defined and "location" in clean:
            found.append("[definition] and [location] are both defined but only one can be used.")
        if not defined and "model_type" not in clean:
            found.append("[model_type] must be set if [definition] is not defined.")
        if "inference_config" not in clean:
            found.append("[inference_config] must not be null.")
    found += _problems_of_id(model_id, packaged=packaged)
    tags = clean.get("tags", [])
    bad = [tag for tag in tags if not _is_id(tag)]
    if bad:
        found.append(
            f"Invalid tags [{', '.join(bad)}]; must only can contain lowercase alphanumeric (a-z and 0-9), hyphens or "
            f"underscores, must start and end with alphanumeric, and must be less than {LONGEST} characters."
        )
    if model_id in tags:
        found.append("none of the tags must equal the model_id")
    if "inference_config" in clean and clean.get("input", {}).get("field_names") == []:
        found.append("[input.field_names] must not be empty")
    found += [f"illegal to set [{name}] at inference model creation" for name in _GENERATED if name in clean]
    metadata = clean.get("metadata") or {}
    for name in ("total_feature_importance", "model_aliases"):
        if metadata.get(name) is not None:
            found.append(f"illegal to set [metadata.{name}] at inference model creation")
    if "model_package" in clean:
        found.append("illegal to set [model_package] at inference model creation")
    return found


def _problems_of_id(model_id: str, *, packaged: bool) -> list[str]:
    found = []
    if packaged:
        if _ID.fullmatch(model_id[1:].removesuffix("_SNAPSHOT")) is None:
            found.append(
                f"Invalid model_id; '{model_id}' can contain lowercase alphanumeric (a-z and 0-9), hyphens or underscores; "
                "must start with dot and end with alphanumeric"
            )
    elif _ID.fullmatch(model_id) is None:
        found.append(f"Invalid model_id; '{model_id}' {errors.ID_RULE}")
    if len(model_id) > LONGEST:
        found.append(f"Invalid model_id; '{model_id}' cannot contain more than {LONGEST} characters.")
    return found


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None and len(text) <= LONGEST


def package_overrides(clean: dict[str, Any]) -> list[str]:
    """What a packaged model's body may not say, because the package says it."""
    said = {
        "description": "description" in clean,
        "definition": "definition" in clean or "compressed_definition" in clean,
        "model_type": "model_type" in clean,
        "metadata": "metadata" in clean,
        "model_size_bytes": clean.get("model_size_bytes", 0) > 0,
        "inference_config": "inference_config" in clean,
        "tags": bool(clean.get("tags")),
    }
    return [
        f"illegal to set [{name}] at inference model creation for packaged model"
        for name, is_said in said.items()
        if is_said
    ]
