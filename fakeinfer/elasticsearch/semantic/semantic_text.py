"""The field type `semantic_text`: which endpoint embeds a field's texts, and how.

Its endpoint need not exist when a mapping names it; what the mapping says about the model is held against it when it does.
Indexing and searching such fields is not here.
Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/mapper/SemanticTextFieldMapper.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...formats.javatext import java_class
from ...mapping.merging import conflicting
from ...mapping.options import META, java_text
from ...mapping.types import Definition, Option, Refused, Where, field_type
from ...versions import Span
from ...wire import Json
from .. import changes
from ..vector_fields import check_options, read_pruning
from ..vector_search.index_options import read_vector_options

if TYPE_CHECKING:
    from ...cluster import State
    from ...mapping.fields import Field
    from ...search.view import View

DEFAULT_ENDPOINT = ".elser-2-elasticsearch"
LEGACY = "index.mapping.semantic_text.use_legacy_format"
TASK_TYPES = ("text_embedding", "sparse_embedding")
MODEL_KEYS = ("service", "task_type", "dimensions", "similarity", "element_type")
BUILT_IN_DIMENSIONS = {".multilingual-e5-small": 384, ".multilingual-e5-small_linux-x86_64": 384}
"""Lengths of the vectors of models that come with the server; their endpoints do not print them."""
COMPARED = ("task_type", "dimensions", "similarity", "element_type")


def _id(name: str, option: str, value: Json) -> Json:
    if value == "" or (value is None and option == "inference_id"):
        reason = f"[{option}] on mapper [{name}] of type [semantic_text] must not be empty"
        raise Refused(reason, as_argument=True)
    return value if value is None else java_text(value)


def _model_settings(name: str, option: str, value: Json) -> Json:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Refused("[model_settings] must be an object", as_argument=True)
    for key in value:
        if key not in MODEL_KEYS:
            raise Refused(f"[0:0] [model_settings] unknown field [{key}]", type="x_content_parse_exception")
    if value.get("task_type") is None:
        raise Refused("Required [task_type]", as_argument=True)
    settings = {key: value[key] for key in MODEL_KEYS if value.get(key) is not None}
    task_type = java_text(settings["task_type"]).lower()
    if task_type not in TASK_TYPES:
        expected = " or ".join(TASK_TYPES)
        raise Refused(f"Wrong [task_type], expected {expected}, got {task_type.upper()}", as_argument=True)
    if task_type == "text_embedding" and "dimensions" in settings:
        settings.setdefault("element_type", "float")
        settings.setdefault("similarity", "cosine")
    return {**settings, "task_type": task_type}


def _chunking_settings(name: str, option: str, value: Json) -> Json:
    return value or None


def _index_options(name: str, option: str, value: Json) -> Json:
    if value is None:
        return None
    if not isinstance(value, dict) or not value:
        raise Refused("[index_options] must be an object with one kind of options", as_argument=True)
    if len(value) > 1:
        raise Refused(f"Too many index options provided, found [{', '.join(value)}]", as_argument=True)
    kind, options = next(iter(value.items()))
    if kind == "dense_vector":
        return {kind: read_vector_options(name, option, options)}
    if kind == "sparse_vector":
        return {kind: read_pruning(name, option, options) or options}
    raise Refused(f"Unknown index options type [{kind}]", as_argument=True)


def _merge(state: State, old: Definition, new: Definition, path: str) -> Definition:
    """Model settings that the server learned stay; they, and mostly the endpoint, may not change."""
    if "model_settings" not in new and "model_settings" in old:
        new = {**new, "model_settings": old["model_settings"]}
    before, after = old.get("model_settings"), new.get("model_settings")
    if before is not None and after is not None and not compatible(before, after):
        raise conflicting(path, [_cannot_update("model_settings", model_text(before), model_text(after))])
    if old["inference_id"] != new["inference_id"]:
        _check_new_endpoint(state, old, new, path)
    return new


def _check_new_endpoint(state: State, old: Definition, new: Definition, path: str) -> None:
    if changes.ENDPOINT_OF_A_FIELD_MAY_CHANGE not in state.switched_on:
        raise conflicting(path, [_cannot_update("inference_id", old["inference_id"], new["inference_id"])])
    settings = old.get("model_settings")
    if settings is None:
        return
    endpoint = model_of(state, new["inference_id"])
    if endpoint is None:
        raise illegal_argument(
            f"Cannot update [semantic_text] field [{path}] because inference endpoint [{new['inference_id']}] does not"
            " exist."
        )
    if not compatible(settings, endpoint):
        raise illegal_argument(
            f"Cannot update [semantic_text] field [{path}] because inference endpoint [{old['inference_id']}] with model"
            f" settings [{model_text(settings)}] is not compatible with new inference endpoint [{new['inference_id']}] with"
            f" model settings [{model_text(endpoint)}]."
        )


def _cannot_update(option: str, before: str, after: str) -> str:
    return f"Cannot update parameter [{option}] from [{before}] to [{after}]"


def _texts(state: State, definition: Definition, values: list[Json], of_columns: bool) -> list[Json]:
    """The texts that were written: in the old format they stand inside of the field."""
    found: list[Json] = []
    for value in values:
        text = value.get("text") if isinstance(value, dict) else value
        found += text if isinstance(text, list) else [text]
    return [text for text in found if text is not None]


def _in_format(view: View, field: Field, number: int | None, format: str) -> list[Json]:
    """The texts of the chunks of a document (mapper/SemanticTextFieldMapper.java, `valueFetcher`)."""
    from . import errors  # read by who asks for a format

    if changes.SEMANTIC_TEXT_SHOWS_CHUNKS not in view.state.switched_on:
        raise errors.no_formats(field.path)
    if format != "chunks":
        raise errors.unknown_format(format, field.path)
    if number is None:
        return []
    from .chunks import chunks_of  # read by who looks at chunks

    chunks = chunks_of(view, field)
    return [] if chunks is None else list(chunks.texts(view, number).values())


@field_type(
    "semantic_text",
    "semantic",
    since="8.15",
    merge=_merge,
    shows=_texts,
    formatted=_in_format,
    options={
        "inference_id": Option(DEFAULT_ENDPOINT, updatable=True, read=_id, always=True, refers_to="endpoint"),
        "search_inference_id": Option(None, updatable=True, read=_id, refers_to="endpoint", span=Span("8.16")),
        "model_settings": Option(None, updatable=True, read=_model_settings),
        "chunking_settings": Option(None, updatable=True, read=_chunking_settings, span=Span("8.19/9.1")),
        "index_options": Option(None, updatable=True, read=_index_options, span=Span("8.19/9.1")),
        "meta": META,
        "copy_to": Option(None, updatable=True),
    },
)
def semantic_text(definition: Definition, where: Where) -> Definition:
    """A text that an inference endpoint embeds when it is indexed."""
    on = where.state.switched_on
    legacy = is_legacy(where)
    if legacy and where.multi_field:
        raise Refused(f"Field [{where.leaf}] of type [semantic_text] can't be used in multifields")
    if "inference_id" not in definition:
        if changes.SEMANTIC_TEXT_HAS_A_DEFAULT not in on:
            raise Refused("field [inference_id] must be specified", as_argument=True)
        definition = {**definition, "inference_id": default_endpoint(where.state)}
    for option, name in (("copy_to", "[copy_to]"), ("fields", "multi-fields")):
        if legacy and definition.get(option):
            raise Refused(f"semantic_text field [{where.leaf}] does not support {name}", as_argument=True)
    _check_chunking(definition, on)
    _check_model(definition, where.state)
    if where.inside_nested:
        raise Refused(f"semantic_text field [{where.path}] cannot be nested", as_argument=True)
    if where.inside_flat:
        reason = f"semantic_text field [{where.path}] cannot be in an object field with subobjects disabled"
        raise illegal_argument(
            reason
        )  # not told as a mapping that cannot be parsed: the whole of it is looked at later
    if "inference" in definition.get("fields", {}):
        raise Refused(
            f"Field [{where.path}.inference] is already used by another field [{where.path}] internally. Please choose a"
            " different name.",
            as_argument=True,
        )
    order = ("type", "inference_id", "search_inference_id", "model_settings", "chunking_settings", "index_options")
    known = {name: definition[name] for name in order if name in definition}
    return {**known, **{name: value for name, value in definition.items() if name not in known}}


def is_legacy(where: Where) -> bool:
    """Whether an index keeps embeddings in `_source`, inside the field itself."""
    return keeps_legacy_format(where.state, where.settings)


def keeps_legacy_format(state: State, settings: Mapping[str, Any]) -> bool:
    """The same of an index with these flat settings."""
    if changes.SEMANTIC_TEXT_KEEPS_SOURCE not in state.switched_on:
        return True
    return str(settings.get(LEGACY, "false")) == "true"


def default_endpoint(state: State) -> str:
    """The endpoint of a field that names none."""
    chosen = state.options.get("semantic_text_endpoint")
    return DEFAULT_ENDPOINT if chosen is None else str(chosen)


def _check_chunking(definition: Definition, on: frozenset[str]) -> None:
    if "chunking_settings" not in definition:
        return
    from ..inference.chunking_settings import Chunking, read_chunking_settings  # what few first writes need

    given = definition["chunking_settings"]
    if not isinstance(given, dict | None):
        told = f"chunking_settings should be a hash but was of type: class {java_class(given)}"
        raise Refused(told, type="parse_exception")
    try:
        definition["chunking_settings"] = read_chunking_settings(given or {}, Chunking.of(on))
    except ApiError as refused:
        raise Refused(refused.reason or "", type=refused.type) from None


def _check_model(definition: Definition, state: State) -> None:
    """Hold what the mapping says about the model against the endpoint, and the index options against both."""
    given = definition.get("model_settings")
    registered = model_of(state, definition["inference_id"])
    if given is not None and registered is not None and not compatible(given, registered):
        raise Refused(
            "Mismatch between provided and registered inference model settings. Provided:"
            f" [{model_text(given)}], Expected: [{model_text(registered)}].",
            as_argument=True,
        )
    options = definition.get("index_options")
    if options is None:
        return
    settings = given or registered
    if settings is None:
        raise Refused(
            f"Model settings must be set to validate index options for inference ID [{definition['inference_id']}]",
            as_argument=True,
        )
    required = "text_embedding" if "dense_vector" in options else "sparse_embedding"
    if settings["task_type"] != required:
        raise Refused(
            f"Invalid task type for index options, required [{required}] but was [{settings['task_type']}]",
            as_argument=True,
        )
    if "dense_vector" in options:
        check_options(options["dense_vector"], settings.get("element_type", "float"), settings.get("dimensions", 0))


def model_of(state: State, inference_id: str) -> dict[str, Any] | None:
    """What is known about the model behind an endpoint, None without endpoint."""
    from ..inference.endpoints import known_endpoint
    from ..inference.performing import element_type_of

    endpoint = known_endpoint(state, inference_id)
    if endpoint is None:
        return None
    found: dict[str, Any] = {"service": endpoint["service"], "task_type": endpoint["task_type"]}
    settings = {**endpoint["hidden"], **endpoint["service_settings"]}
    if endpoint["task_type"] == "text_embedding":
        found["dimensions"] = settings.get("dimensions", BUILT_IN_DIMENSIONS.get(settings.get("model_id", "")))
        found["similarity"] = settings.get("similarity", "cosine")
        found["element_type"] = element_type_of(endpoint)
    return {name: value for name, value in found.items() if value is not None}


def compatible(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """Whether two descriptions mean models whose embeddings can be compared."""
    return all(left.get(name) == right.get(name) for name in COMPARED)


def model_text(settings: dict[str, Any]) -> str:
    """Model settings as messages print them."""
    return ", ".join(f"{name}={settings[name]}" for name in MODEL_KEYS if name in settings)
