"""What a model is told at registration and update: reading the fields in the server's way, with its refusals.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/transport/register/MLRegisterModelInput.java`
and `.../common/model/*.java`. What happens with them is in `registration_api.py` and `model_api.py`.
"""

from __future__ import annotations

import json
from typing import Any

from ...formats.javanumbers import java_double
from ...operations import Call
from ...versions import Span
from ..algorithms.reading import read_whole
from ..cluster.known_settings import as_text
from ..ml.indices import without_nulls
from ..ml.values import as_map, long_number, texts, truth, whole_number
from . import changes, registration_errors

FUNCTIONS = {
    "LINEAR_REGRESSION": Span(), "KMEANS": Span(), "AD_LIBSVM": Span(), "SAMPLE_ALGO": Span(),
    "LOCAL_SAMPLE_CALCULATOR": Span(), "FIT_RCF": Span(), "BATCH_RCF": Span(), "ANOMALY_LOCALIZATION": Span(),
    "RCF_SUMMARIZE": Span(), "LOGISTIC_REGRESSION": Span(), "TEXT_EMBEDDING": Span(), "METRICS_CORRELATION": Span(),
    "REMOTE": Span(), "SPARSE_ENCODING": Span("2.11"), "SPARSE_TOKENIZE": Span("2.11"), "TEXT_SIMILARITY": Span("2.12"),
    "AGENT": Span("2.12"), "QUESTION_ANSWERING": Span("2.13"), "CONNECTOR": Span("2.15"), "TOOL": Span("3.2"),
}  # fmt: skip
"""`function_name` values; sent in any case."""
DEEP_LEARNING = ("TEXT_EMBEDDING", "SPARSE_ENCODING", "SPARSE_TOKENIZE", "TEXT_SIMILARITY", "QUESTION_ANSWERING")
FORMATS = ("TORCH_SCRIPT", "ONNX")
FRAMEWORKS = ("HUGGINGFACE_TRANSFORMERS", "SENTENCE_TRANSFORMERS", "HUGGINGFACE_TRANSFORMERS_NEURON")
POOLING_MODES = ("MEAN", "MEAN_SQRT_LEN", "MAX", "WEIGHTED_MEAN", "CLS", "LAST_TOKEN", "NONE")
TIME_UNITS = ("DAYS", "HOURS", "MINUTES", "SECONDS", "MILLISECONDS", "MICROSECONDS", "NANOSECONDS")
GUARDRAIL_TYPES = ("local_regex", "model")
_OF_REMOTE = ("connector", "guardrails", "interface")
_TEXTS = ("name", "description", "version", "model_group_id", "url", "model_content_hash_value", "connector_id")


def read_model(call: Call, body: dict[str, Any], function: str | None = None) -> dict[str, Any]:
    """The fields of a model body as they are stored; `function` decides what a configuration needs."""
    read: dict[str, Any] = {}
    registering = function is None
    if function is None:
        function = read["function_name"] = function_of(call, body)
    for name, value in body.items():  # the server parses field by field, so the first bad one decides
        if name in _TEXTS:
            read[name] = str(as_text(value))
        elif name == "model_format":
            read[name] = _one_of(value, FORMATS, "model format")
        elif name == "model_config":
            read[name] = read_config(call, value, function)
        elif name == "is_enabled":
            read[name] = truth(value)
        elif name == "connector" and registering and not as_map(value).get("protocol"):
            raise registration_errors.inline_connector_has_no_protocol()
        elif name in _READERS:
            read[name] = _READERS[name](call, value)
    return read


def read_announced(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """The fields of a model whose content comes in chunks; numbers stand here, but not what only remote models have."""
    read = read_model(call, {name: value for name, value in body.items() if name not in _OF_REMOTE})
    if "model_content_size_in_bytes" in body:
        read["model_content_size_in_bytes"] = long_number(body["model_content_size_in_bytes"])
    if "total_chunks" in body:
        read["total_chunks"] = read_whole(call, ("total_chunks",), body["total_chunks"])
    return read


def function_of(call: Call, body: dict[str, Any]) -> str:
    """`function_name` in capitals; text embedding when absent."""
    name = str(body.get("function_name", "TEXT_EMBEDDING")).upper()
    if name not in FUNCTIONS or call.contract.version not in FUNCTIONS[name]:
        raise registration_errors.wrong_choice("function name")
    return name


def read_config(call: Call, config: dict[str, Any], function: str) -> dict[str, Any]:
    """`model_config`: its words checked, then what must be there."""
    read: dict[str, Any] = {}
    for name, value in config.items():
        if name in ("model_type", "query_prefix", "passage_prefix", "all_config"):
            read[name] = str(as_text(value))
        elif name in ("embedding_dimension", "model_max_length"):
            read[name] = whole_number(value)
        elif name == "framework_type":
            read[name] = _one_of(value, FRAMEWORKS, "framework type")
        elif name == "pooling_mode":
            read[name] = _one_of(value, POOLING_MODES, "pooling method")
        elif name == "normalize_result":
            # false is not kept, so that an update never takes it back (observed: opensearch 2.19.1)
            if truth(value):
                read[name] = True
        elif name == "additional_config" and call.has(changes.ADDITIONAL_CONFIG):
            read[name] = value
    _check_config(call, read, function)
    return read


def _check_config(call: Call, config: dict[str, Any], function: str) -> None:
    if function == "REMOTE" and call.has(changes.REMOTE_MODEL_CONFIG):
        if "model_type" not in config:
            raise registration_errors.registration_lacks("model type")
        if config["model_type"].lower() == "text_embedding":
            if "embedding_dimension" not in config:
                raise registration_errors.remote_embedding_lacks("Embedding dimension must be provided")
            if "framework_type" not in config:
                raise registration_errors.remote_embedding_lacks("Framework type must be provided")
            if "space_type" not in config.get("additional_config", {}):
                raise registration_errors.remote_embedding_lacks("Space type must be provided in additional_config")
    else:
        needed = [("model_type", "model type"), ("framework_type", "framework type")]
        if function in ("TEXT_EMBEDDING", "REMOTE"):
            needed.insert(1, ("embedding_dimension", "embedding dimension"))
        for name, label in needed:
            if name not in config:
                raise registration_errors.registration_lacks(label)
    _refuse_keys_in_both_configs(config)


def _refuse_keys_in_both_configs(config: dict[str, Any]) -> None:
    if "additional_config" not in config or "all_config" not in config:
        return
    try:
        everything = json.loads(config["all_config"])
    except (ValueError, RecursionError):
        return
    if not isinstance(everything, dict):
        return
    both = [key for key in config["additional_config"] if key in everything]
    if both:
        raise registration_errors.duplicate_config_keys(both)


def read_rate_limiter(call: Call, limiter: dict[str, Any]) -> dict[str, str]:
    """`{limit, unit}`, both as text."""
    read = {}
    if limiter.get("limit") is not None:
        limit = str(as_text(limiter["limit"]))
        if not _is_limit(limit):
            raise registration_errors.limit_not_positive()
        read["limit"] = limit
    if limiter.get("unit") is not None:
        if limiter["unit"] not in TIME_UNITS:
            raise registration_errors.unknown_time_unit(str(as_text(limiter["unit"])))
        read["unit"] = limiter["unit"]
    return read


def _is_limit(text: str) -> bool:
    try:
        return not java_double(text) < 0
    except ValueError:
        return False


def read_guardrails(call: Call, guardrails: dict[str, Any]) -> dict[str, Any]:
    """`{type, input_guardrail, output_guardrail}`."""
    if "type" in guardrails and guardrails["type"] not in GUARDRAIL_TYPES:
        raise registration_errors.guardrails_have_no_type()
    read: dict[str, Any] = {"type": guardrails.get("type")}
    for name in ("input_guardrail", "output_guardrail"):
        if name in guardrails:
            read[name] = as_map(guardrails[name])
    return without_nulls(read)


def read_deploy_setting(call: Call, wanted: dict[str, Any]) -> dict[str, Any]:
    """`{is_auto_deploy_enabled, model_ttl_minutes}`."""
    read: dict[str, Any] = {}
    if "is_auto_deploy_enabled" in wanted:
        read["is_auto_deploy_enabled"] = truth(wanted["is_auto_deploy_enabled"])
    if call.has(changes.MODEL_TTL):
        read["model_ttl_minutes"] = long_number(wanted.get("model_ttl_minutes", -1))
    return read


def read_interface(call: Call, interface: Any) -> dict[str, str]:
    """`{input, output}`: JSON schemas as text."""
    return texts({name: value for name, value in as_map(interface).items() if name in ("input", "output")})


_READERS = {
    "rate_limiter": read_rate_limiter,
    "guardrails": read_guardrails,
    "deploy_setting": read_deploy_setting,
    "interface": read_interface,
}


def _one_of(value: Any, options: tuple[str, ...], what: str) -> str:
    word = str(as_text(value)).upper()
    if word not in options:
        raise registration_errors.wrong_choice(what)
    return word
