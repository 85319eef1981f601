"""Uploading a model piece by piece: the parts of its definition, and its vocabulary. Only how long parts are is kept.

Sources, of elastic/elasticsearch: x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/action/TransportPutTrainedModel{DefinitionPart,Vocabulary}Action.java,
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/action/PutTrainedModel{DefinitionPart,Vocabulary}Action.java
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from ...errors import ApiError
from ...formats.positions import token_name
from ...object_parser import FLOAT, INT, LONG, TEXTS, Field, ObjectParser, Path, Source, Unreadable
from ...operations import PUT, Call, operation
from ...wire import Json
from ..licensing import licences
from . import errors, records
from .inference_config import NLP_KINDS

MOST_PARTS = 10_000


def _length(value: Json, source: Source, path: Path) -> int:
    """How many bytes a base64 text holds; refused as Jackson does."""
    try:
        return len(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        reason = "Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS)"
        raise ApiError(400, "json_parse_exception", reason) from None


def _floats(value: Json, source: Source, path: Path) -> list[float]:
    members = value if isinstance(value, list) else [value]
    for number, member in enumerate(members):
        if isinstance(member, bool) or not isinstance(member, int | float | str):
            here = (*path, number)
            reason = f"[{source.at(here)}] [put_trained_model_vocabulary] scores doesn't support values of type: {token_name(member)}"
            raise Unreadable(ApiError(400, "x_content_parse_exception", reason), here)
    return [FLOAT.read(member, source, (*path, number)) for number, member in enumerate(members)]


_PART = ObjectParser(
    "put_trained_model_part_action",
    {"definition": Field(("VALUE_STRING",), _length), "total_definition_length": LONG, "total_parts": INT},
)
_VOCABULARY = ObjectParser(
    "put_trained_model_vocabulary",
    {
        "vocabulary": TEXTS,
        "merges": TEXTS,
        "scores": Field(("START_ARRAY", "VALUE_NUMBER", "VALUE_STRING"), _floats),
    },
)


@operation(
    "ml.put_trained_model_definition_part",
    PUT("/_ml/trained_models/{model_id}/definition/{part}"),
    body="required_or_source",
    missing_body=errors.body_required,
    privilege="manage_ml",
    source="elastic/elasticsearch-specification:specification/ml/put_trained_model_definition_part/MlPutTrainedModelDefinitionPartRequest.ts",
)
def put_definition_part(call: Call) -> Json:
    """Store one part of a model's definition."""
    model_id, text = call.path["model_id"], call.path["part"]
    if re.fullmatch(r"[+-]?\d{1,10}", text) is None:
        raise errors.part_is_no_number(text)
    part = int(text)
    clean = _PART.parse(call.body, Source(call.request.body))
    if "definition" not in clean:
        raise errors.field_is_null("definition")
    total, parts = clean.get("total_definition_length", 0), clean.get("total_parts", 0)
    _refuse_bad_counts(part, total, parts)
    licences.require(call, licences.MACHINE_LEARNING)
    model = records.find_model(call.state, model_id)
    if model.get("location") is None:
        raise errors.no_location(model_id)
    stored: dict[str, Any] = call.store.get(records.PARTS, model_id) or {}
    if str(part) in stored:
        raise errors.part_exists(model_id, part)
    call.store.put(records.PARTS, model_id, {**stored, str(part): {"length": clean["definition"], "total": total}})
    return {"acknowledged": True}


def _refuse_bad_counts(part: int, total: int, parts: int) -> None:
    problems = []
    if part < 0:
        problems.append("[part] must be greater or equal to 0")
    if parts <= 0:
        problems.append("[total_parts] must be greater than 0")
    if parts > MOST_PARTS:
        problems.append(f"[total_parts] must be less than or equal to {MOST_PARTS}")
    if total <= 0:
        problems.append("[total_definition_length] must be greater than 0")
    if part >= parts:
        problems.append("[part] must be less than total_parts")
    if problems:
        raise errors.invalid(problems)


@operation(
    "ml.put_trained_model_vocabulary",
    PUT("/_ml/trained_models/{model_id}/vocabulary"),
    body="required_or_source",
    missing_body=errors.body_required,
    privilege="manage_ml",
    source="elastic/elasticsearch-specification:specification/ml/put_trained_model_vocabulary/MlPutTrainedModelVocabularyRequest.ts",
)
def put_vocabulary(call: Call) -> Json:
    """Store the vocabulary of a text model."""
    model_id = call.path["model_id"]
    clean = _VOCABULARY.parse(call.body, Source(call.request.body))
    if "vocabulary" not in clean:
        raise errors.field_is_null("vocabulary")
    words, scores = clean["vocabulary"], clean.get("scores", [])
    if not words:
        raise errors.invalid(["[vocabulary] must not be empty"])
    if scores and len(scores) != len(words):
        raise errors.invalid(["[scores] must have same length as [vocabulary]"])
    licences.require(call, licences.MACHINE_LEARNING)
    model = records.find_model(call.state, model_id)
    if records.kind_of(model) not in NLP_KINDS:
        raise errors.no_nlp_model(model_id)
    _check_tokenizer(model, clean)
    if call.store.get(records.VOCABULARIES, model_id) is not None:
        raise errors.vocabulary_exists(model_id)
    call.store.put(records.VOCABULARIES, model_id, {"size": len(words)})
    return {"acknowledged": True}


def _check_tokenizer(model: records.TrainedModel, clean: dict[str, Any]) -> None:
    """What a kind of tokenizer needs beside words (`Tokenization.validateVocabulary`)."""
    tokenizer = next(iter(records.settings_of(model)["tokenization"]))
    needed = {"roberta": "merges", "xlm_roberta": "scores", "deberta_v2": "scores"}.get(tokenizer)
    if needed is not None and not clean.get(needed):
        raise errors.tokenizer_needs(needed, model["model_id"], tokenizer)
