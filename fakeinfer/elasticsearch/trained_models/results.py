"""What a trained model answers to one document, in the server's shapes, by the kind of its `inference_config`.

Embeddings and scores are those of `brains/`, so a model and an inference endpoint on it answer alike; classes, entities and
answers come from words.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/results/
"""

from __future__ import annotations

import re
from binascii import crc32
from typing import TYPE_CHECKING, Any

from ...brains.hashed import HashedBrains, brains_of
from ...brains.tokens import STOPWORDS, count_tokens, stem, words
from . import deployment_errors as refusals
from . import records
from .tokenization import mask_of

if TYPE_CHECKING:
    from ...cluster import State

TOKENS_READ = 512
_DIMENSIONS = 384
_PASSED_THROUGH = 4
_GOOD = frozenset(
    {
        "good", "great", "excellent", "love", "lovely", "best", "happy", "wonderful",
        "amazing", "nice", "perfect", "enjoy", "pleased", "fantastic", "like",
    }
)  # fmt: skip
_BAD = frozenset(
    {
        "bad", "terrible", "awful", "hate", "worst", "sad", "horrible", "poor",
        "angry", "disappointing", "wrong", "broken", "ugly", "boring", "dislike",
    }
)  # fmt: skip
_PLACES = frozenset(("in", "at", "from", "to", "near", "of"))
_TITLES = frozenset(("Mr", "Mrs", "Ms", "Dr", "Prof"))
_COMPANIES = frozenset(("Inc", "Corp", "GmbH", "Ltd", "AG", "Company", "University", "Institute", "Bank"))

Answer = dict[str, Any]


def answer(state: State, model: records.TrainedModel, text: str, update: dict[str, Any]) -> Answer:
    """The answer of a text model; `update` are the settings of the request."""
    kind = str(records.kind_of(model))
    settings = {**records.settings_of(model), **update}
    brains = brains_of(state)
    field = settings.get("results_field") or "predicted_value"
    answered = _BY_KIND[kind](brains, field, settings, text)
    if count_tokens(text) > _most_tokens(settings):
        answered["is_truncated"] = True
    return answered


def _most_tokens(settings: dict[str, Any]) -> int:
    tokenization: dict[str, Any] = next(iter(settings.get("tokenization", {}).values()), {})
    return int(tokenization.get("max_sequence_length", TOKENS_READ))


def asked(model: records.TrainedModel, text: str, update: dict[str, Any]) -> str:
    """All that the model reads of a question: what its cache goes by."""
    return "\x00".join((text, *(str(update[name]) for name in ("question", "text", "labels") if name in update)))


def _expanded(brains: HashedBrains, field: str, settings: dict[str, Any], text: str) -> Answer:
    return {field: dict(brains.weigh(text).weights)}


def _embedded(brains: HashedBrains, field: str, settings: dict[str, Any], text: str) -> Answer:
    return {field: brains.embed(text, settings.get("embedding_size") or _DIMENSIONS).floats()}


def _similar(brains: HashedBrains, field: str, settings: dict[str, Any], text: str) -> Answer:
    query = settings.get("text")
    if query is None:
        raise refusals.setting_required("text", "text_similarity")
    return {field: brains.rank(query, [text])[0][1]}


def _passed_through(brains: HashedBrains, field: str, settings: dict[str, Any], text: str) -> Answer:
    return {field: [brains.embed(word, _PASSED_THROUGH).floats() for word in words(text) or [text]]}


def _classified(brains: HashedBrains, field: str, settings: dict[str, Any], text: str) -> Answer:
    labels: list[str] = settings["classification_labels"]
    said = [stem(word) for word in words(text)]
    scores = {label: _affinity(brains, said, text, label, number) for number, label in enumerate(labels)}
    return _classes(field, _shares(scores), settings.get("num_top_classes", 0))


def _affinity(brains: HashedBrains, said: list[str], text: str, label: str, number: int) -> float:
    """How much a text belongs to a label: words of praise and blame, words of the label itself, closeness to it."""
    mood = {"positive": _GOOD, "negative": _BAD}.get(label.lower(), ())
    mentioned = sum(word in {stem(one) for one in (*mood, *words(label))} for word in said)
    closeness = brains.rank(label, [text])[0][1]
    return (
        1.0
        + 4 * mentioned
        + closeness
        + crc32(f"{brains.seed}/{label}".encode(errors="replace")) % 100 / 10_000
        - number / 100_000
    )


def _shares(scores: dict[str, float]) -> list[tuple[str, float]]:
    total = sum(score * score for score in scores.values()) or 1.0
    shares = ((label, round(score * score / total, 6)) for label, score in scores.items())
    return sorted(shares, key=lambda pair: -pair[1])


def _classes(field: str, shares: list[tuple[str, float]], count: int) -> Answer:
    answered: Answer = {field: shares[0][0]}
    top = shares if count < 0 else shares[:count]
    if top:
        answered["top_classes"] = [
            {"class_name": label, "class_probability": share, "class_score": share} for label, share in top
        ]
    answered["prediction_probability"] = shares[0][1]
    return answered


def _zero_shot(brains: HashedBrains, field: str, settings: dict[str, Any], text: str) -> Answer:
    labels = settings.get("labels")
    if not labels:
        raise refusals.setting_required("labels", "zero_shot_classification")
    said = [stem(word) for word in words(text)]
    scores = {label: _affinity(brains, said, text, label, number) for number, label in enumerate(labels)}
    if settings.get("multi_label"):
        shares = sorted(
            ((label, round(1 - 1 / (1 + score), 6)) for label, score in scores.items()), key=lambda pair: -pair[1]
        )
    else:
        shares = _shares(scores)
    return _classes(field, shares, -1)


def _filled(brains: HashedBrains, field: str, settings: dict[str, Any], text: str) -> Answer:
    mask = mask_of(settings["tokenization"])
    if text.count(mask) != 1:
        raise refusals.no_mask(mask) if mask not in text else refusals.several_masks(mask)
    near = sorted(dict.fromkeys(word for word in words(text.replace(mask, " ")) if word not in STOPWORDS)) or ["it"]
    shares = _shares(
        {word: 1.0 + crc32(f"{brains.seed}/{text}/{word}".encode(errors="replace")) % 1000 / 500 for word in near}
    )
    answered = _classes(field, shares, settings.get("num_top_classes", 0))
    answered["predicted_value_sequence"] = text.replace(mask, shares[0][0])
    return answered


def _entities(brains: HashedBrains, field: str, settings: dict[str, Any], text: str) -> Answer:
    found = []
    annotated, at = "", 0
    for match in re.finditer(r"\b[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*", text):
        first_of_sentence = match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".!?"
        name = match[0]
        if first_of_sentence and " " not in name and name.lower() in STOPWORDS:
            continue
        kind = _kind_of_name(text, match.start(), name)
        probability = round(0.9 + crc32(f"{brains.seed}/{name}".encode()) % 1000 / 10_000, 6)
        found.append(
            {
                "entity": name,
                "class_name": kind,
                "class_probability": probability,
                "start_pos": match.start(),
                "end_pos": match.end(),
            }
        )
        annotated += f"{text[at : match.start()]}[{name}]({kind}&{name.replace(' ', '+')})"
        at = match.end()
    return {field: annotated + text[at:], "entities": found}


def _kind_of_name(text: str, at: int, name: str) -> str:
    parts = name.split()
    before = re.findall(r"[\w']+", text[:at])[-1:]
    if _COMPANIES & set(parts):
        return "ORG"
    if parts[0].rstrip(".") in _TITLES or (len(parts) > 1 and not (before and before[0] in _PLACES)):
        return "PER"
    return "LOC" if before and before[0].lower() in _PLACES else "MISC"


def _answered(brains: HashedBrains, field: str, settings: dict[str, Any], text: str) -> Answer:
    question = settings.get("question")
    if question is None:
        raise refusals.setting_required("question", "question_answering")
    wanted = {stem(word) for word in words(question)} - STOPWORDS
    spans = [(match.start(), match.end(), match[0]) for match in re.finditer(r"[^\s.,;!?]+", text)] or [
        (0, len(text), text)
    ]
    anchors = [number for number, span in enumerate(spans) if stem(span[2].lower()) in wanted]
    fresh = [
        number for number, span in enumerate(spans) if number not in anchors and span[2].lower() not in STOPWORDS
    ] or [0]
    best = min(fresh, key=lambda number: (min((abs(number - anchor) for anchor in anchors), default=number), number))
    start, end, said = spans[best]
    probability = round(min(0.99, 0.3 + 0.6 * len(anchors) / max(len(wanted), 1)), 6)
    answered: Answer = {field: said, "start_offset": start, "end_offset": end}
    if settings.get("num_top_classes", 0) > 0:
        answered["top_classes"] = [{"answer": said, "start_offset": start, "end_offset": end, "score": probability}]
    answered["prediction_probability"] = probability
    return answered


_BY_KIND = {
    "fill_mask": _filled,
    "ner": _entities,
    "pass_through": _passed_through,
    "question_answering": _answered,
    "text_classification": _classified,
    "text_embedding": _embedded,
    "text_expansion": _expanded,
    "text_similarity": _similar,
    "zero_shot_classification": _zero_shot,
}
