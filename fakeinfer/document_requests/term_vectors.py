"""`_termvectors` and `_mtermvectors`: the terms of one document, or of several, field by field.

Fields come in the order of their names; a server's order is that of its hash tables. Observed: elasticsearch 9.5.0; source:
elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/termvectors/TermVectorsService.java
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from .. import documents, indices
from ..documents import Document
from ..errors import (
    ApiError,
    illegal_argument,
    not_implemented,
    number_format,
    parse_error,
    request_invalid,
    version_conflict,
)
from ..formats.javanumbers import whole
from ..formats.javatext import java_class
from ..formats.singles import single
from ..mapping.fields import Field, fields_of
from ..mapping.learning import learned
from ..operations import GET, POST, Bool, Call, Parameter, Text
from ..search.analyzing.chains import Chain
from ..search.analyzing.of_index import Analysis, analysis_of
from ..search.analyzing.tokens import Token
from ..search.scoring import shortest
from ..search.values import leaf_values, text_of, truth_of
from ..search.view import GAP, Postings, View, view_of
from ..wire import Json
from .declaring import Shared
from .dialect import dialect_of
from .parameters import VERSIONS
from .writing import concrete_index

if TYPE_CHECKING:
    from ..cluster import State

FLAGS = {"offsets": True, "positions": True, "payloads": True, "field_statistics": True, "term_statistics": False}
FILTER = {
    "max_num_terms": 25,
    "min_term_freq": 1,
    "max_term_freq": 2**31 - 1,
    "min_doc_freq": 1,
    "max_doc_freq": 2**31 - 1,
    "min_word_length": 0,
    "max_word_length": 2**31 - 1,
}
"""What a filter says when it does not say it."""
SPELLINGS = {"fieldStatistics": "field_statistics", "termStatistics": "term_statistics", "routing": "_routing"}
OTHERS = ("fields", "per_field_analyzer", "filter", "_index", "_id", "doc", "_routing", "version", "version_type")
VECTORS: dict[str, Parameter] = {
    "fields": Text(),
    **{name: Bool(default) for name, default in FLAGS.items()},
    "realtime": Bool(True),
    "preference": Text(),
    "routing": Text(),
    "version": VERSIONS["version"],
    "version_type": VERSIONS["version_type"],
}
KEYWORD = Chain(lambda text: [Token(text, 0, len(text), "word", 0)], gap=0)
UNREADABLE = "failed to parse term vectors request."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document whose terms are wanted, and what is to be told of them."""

    index: str | None
    id: str | None = None
    document: Json = None
    fields: tuple[str, ...] | None = None
    flags: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    analyzers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    filter: dict[str, int] | None = None
    version: int | None = None


def failed(cause: ApiError) -> ApiError:
    """What goes wrong when a document is looked at is wrapped once more; an exception of the server's own is the root cause."""
    reason = "failed to execute term vector request"
    own = None if cause.type in ("illegal_argument_exception", "not_x_content_exception") else (cause,)
    return ApiError(500, "exception", reason, caused_by=cause, root_cause=own)


def _said(call: Call) -> Wanted:
    """What the path and the query string say."""
    query = call.query
    fields = query["fields"]
    return Wanted(
        call.path.get("index"),
        call.path.get("id"),
        fields=tuple(fields.split(",")) if fields else None,
        flags={name: query[name] for name in FLAGS},
        version=query["version"],
    )


def read_wanted(body: dict[str, Any], said: Wanted) -> Wanted:
    """What a body says beside that."""
    wanted, flags = said, dict(said.flags)
    for spelled, value in body.items():
        key = SPELLINGS.get(spelled, spelled)
        if key in FLAGS:
            flags[key] = _truth(value)
        elif key not in OTHERS:
            raise parse_error(f"{UNREADABLE} unknown field [{spelled}]")
        elif key == "fields":
            if not isinstance(value, list):
                raise parse_error(f"{UNREADABLE} field [fields] must be an array")
            wanted = replace(wanted, fields=(*(said.fields or ()), *map(text_of, value)))
        elif key == "per_field_analyzer":
            wanted = replace(wanted, analyzers=_read_analyzers(value))
        elif key == "filter":
            wanted = replace(wanted, filter=_read_filter(value))
        elif key == "_index":
            wanted = replace(wanted, index=text_of(value))
        elif key == "_id":
            if wanted.document is not None:
                raise both()
            wanted = replace(wanted, id=text_of(value))
        elif key == "doc":
            if wanted.id is not None:
                raise both()
            wanted = replace(wanted, document=value)
        elif key == "version":
            wanted = replace(wanted, version=_number(value))
    return replace(wanted, flags=flags)


def both() -> ApiError:
    """An id and a document of its own."""
    return parse_error(f"{UNREADABLE} either [id] or [doc] can be specified, but not both!")


def _truth(value: Json) -> bool:
    truth = truth_of(value)
    if truth is None and not isinstance(value, str):
        raise not_implemented("a flag of term vectors that is no boolean")
    if truth is None:
        raise illegal_argument(f"Failed to parse value [{text_of(value)}] as only [true] or [false] are allowed.")
    return truth


def _number(value: Json) -> int:
    number = whole(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise number_format(text_of(value))
    return int(number)


def _read_analyzers(value: Json) -> dict[str, str]:
    for field, name in value.items() if isinstance(value, dict) else ():
        if not isinstance(name, str):
            told = f"expecting the analyzer at [{field}] to be a String, but found [class {java_class(name)}] instead"
            raise parse_error(told)
    return value if isinstance(value, dict) else {}


def _read_filter(value: Json) -> dict[str, int]:
    found = dict(FILTER)
    for key, number in value.items() if isinstance(value, dict) else ():
        if key not in FILTER:
            told = f"the field [{key}] is not valid for filter parameter for term vector request"
            raise parse_error(f"{UNREADABLE} {told}")
        found[key] = _number(number)
    return found


def _problems(wanted: Wanted) -> list[str]:
    problems = [] if wanted.index is not None else ["index is missing"]
    if wanted.id is None and wanted.document is None:
        problems.append("id or doc is missing")
    return problems


def term_vectors(call: Call) -> Json:
    """The terms of one document."""
    wanted = read_wanted(_object(call.body), _said(call))
    problems = _problems(wanted)
    if problems:
        raise request_invalid(*problems)
    return _vectors(call, wanted)


def _object(body: Json) -> dict[str, Any]:
    if body is not None and not isinstance(body, dict):
        raise not_implemented("term vectors by a body that is no object")
    return body or {}


def many_term_vectors(call: Call) -> Json:
    """The terms of several documents; each is found, not found, or an error of its own."""
    wanted = list(_read_many(call))
    if not wanted:
        raise request_invalid("multi term vectors: no documents requested")
    wrong: list[str] = []
    for number, one in enumerate(wanted):
        if problems := _problems(one):
            wrong = [*problems, f"at multi term vectors for doc {number}"]
    if wrong:
        raise request_invalid(*wrong)
    return {"docs": [_one_of_many(call, one, shown) for one, shown in _numbered(wanted)]}


def _numbered(wanted: list[Wanted]) -> Iterator[tuple[Wanted, str]]:
    """Each with the id that errors show: documents that come along are counted (by the server since it started)."""
    count = itertools.count()
    for one in wanted:
        yield one, str(next(count)) if one.id is None else one.id


def _read_many(call: Call) -> Iterator[Wanted]:
    body = _object(call.body)
    usual = _said(call)
    if isinstance(body.get("parameters"), dict):
        usual = read_wanted(body["parameters"], usual)
    for key, value in body.items():
        if key == "docs" and isinstance(value, list):
            for item in value:
                if not isinstance(item, dict):
                    raise illegal_argument("docs array element should include an object")
                own = replace(usual, fields=None) if "fields" in item else usual
                yield read_wanted(item, own)
        elif key == "ids" and isinstance(value, list):
            for id in value:
                if isinstance(id, dict | list):
                    raise illegal_argument("ids array element should only contain ids")
                yield replace(usual, id=text_of(id))
        elif key == "parameters" and isinstance(value, dict):
            continue
        elif isinstance(value, dict):
            raise parse_error(f"no parameter named [{key}] and type OBJECT")
        else:
            raise parse_error(f"_mtermvectors: Parameter [{key}] not supported")
    for id in (call.query["ids"] or "").split(",") if call.query["ids"] else ():
        yield replace(usual, id=id)


def _one_of_many(call: Call, wanted: Wanted, shown: str) -> dict[str, Json]:
    try:
        dialect_of(call.state).allow_item(call, "termvectors", str(wanted.index))
        return _vectors(call, wanted)
    except ApiError as refused:
        if refused.status == 501:
            raise
        return {"_index": wanted.index, "_id": shown, "error": refused.body()["error"]}


def _vectors(call: Call, wanted: Wanted) -> dict[str, Json]:
    index = concrete_index(call.state, str(wanted.index), single=True)
    if wanted.document is not None:
        head: dict[str, Json] = {"_index": index, "_version": 0, "found": True}
        document = _artificial(call, index, wanted.document)
    else:
        found = documents.read(call.state, index, str(wanted.id))
        if found is None:
            return {"_index": index, "_id": wanted.id, "_version": 0, "found": False, "took": 1}
        head = {"_index": index, "_id": found.id, "_version": found.version, "found": True}
        if wanted.version not in (None, found.version):
            told = f"current version [{found.version}] is different than the one provided [{wanted.version}]"
            raise failed(version_conflict(index, indices.find(call.state, index)["uuid"], found.id, told))
        document = found
    view, analysis = view_of(call.state, index), analysis_of(call.state, index)
    vectors = {}
    for field in _chosen(call.state, index, wanted, document):
        if tokens := _tokens(analysis, field, wanted, document):
            vectors[field.path] = _vector(view, field, tokens, wanted)
    return {**head, "took": 1, "term_vectors": vectors}


def _artificial(call: Call, index: str, source: Json) -> Document:
    if not isinstance(source, dict):
        raise failed(dialect_of(call.state).not_an_object(call))
    id, record = "_id_for_tv_api", indices.find(call.state, index)
    try:
        learned(call.state, record["mappings"], id, source, None, record["settings"])
    except ApiError as refused:
        raise failed(refused) from None
    return Document(id, 0, 0, 0, source)


def _chosen(state: State, index: str, wanted: Wanted, document: Document) -> list[Field]:
    """The fields that are told of: those that are asked for, else those that keep their terms; of a document that came with the
    request all."""
    known = fields_of(state, index).fields
    fields = [
        field
        for _, field in sorted(known.items())
        if field.family in ("text", "keyword") and field.searchable and not field.nested
    ]
    if wanted.fields is not None:
        return [field for field in fields if any(fnmatchcase(field.path, pattern) for pattern in wanted.fields)]
    if wanted.document is not None:
        return fields
    return [field for field in fields if _kept(field) != "no"]


def _kept(field: Field) -> str:
    """What of its terms a field keeps beside them: "no" for nothing at all, "yes" for no places."""
    return str(field.options.get("term_vector", "no"))


def _tokens(analysis: Analysis, field: Field, wanted: Wanted, document: Document) -> list[Token]:
    texts = [text_of(value) for value in leaf_values(document.source, field.steps) if value is not None]
    chain: Chain | None = KEYWORD
    gap = 0
    if field.path in wanted.analyzers:
        chain, gap = analysis.analyzer(wanted.analyzers[field.path]), GAP
    elif field.family == "text":
        chain = analysis.analyzer(field.options.get("analyzer", "default"))
        gap = int(field.options.get("position_increment_gap", GAP))
    elif field.options.get("normalizer") is not None:
        chain = analysis.normalizer(field.options["normalizer"])
    if chain is None:
        raise failed(illegal_argument("analyzer must not be null"))
    return chain._replace(gap=gap).many(texts)[-1]


def _vector(view: View, field: Field, tokens: list[Token], wanted: Wanted) -> dict[str, Json]:
    terms: dict[str, list[Token]] = {}
    for token in tokens:
        terms.setdefault(token.text, []).append(token)
    postings = view.postings(field)
    counts = {term: sum(max(len(places), 1) for places in by.values()) for term, by in postings.terms.items()}
    vector: dict[str, Json] = {}
    if wanted.flags["field_statistics"]:
        vector["field_statistics"] = _statistics(postings, counts, terms)
    scores = None if wanted.filter is None else _scored(wanted.filter, len(view), postings, terms)
    vector["terms"] = {
        term: {
            **(_frequencies(postings, counts, term) if wanted.flags["term_statistics"] else {}),
            "term_freq": len(terms[term]),
            **_places(terms[term], _told_places(field, wanted)),
            **({} if scores is None else {"score": scores[term]}),
        }
        for term in sorted(terms, key=lambda text: text.encode(errors="replace"))
        if scores is None or term in scores
    }
    return vector


def _statistics(postings: Postings, counts: dict[str, int], terms: dict[str, list[Token]]) -> dict[str, Json]:
    """Those of the index; a field that nothing is indexed in has those of the document."""
    if not postings.terms:
        return {"sum_doc_freq": len(terms), "doc_count": 1, "sum_ttf": sum(map(len, terms.values()))}
    return {
        "sum_doc_freq": sum(map(len, postings.terms.values())),
        "doc_count": len(postings.lengths),
        "sum_ttf": sum(counts.values()),
    }


def _frequencies(postings: Postings, counts: dict[str, int], term: str) -> dict[str, Json]:
    if term not in postings.terms:
        return {}
    return {"doc_freq": len(postings.terms[term]), "ttf": counts[term]}


def _told_places(field: Field, wanted: Wanted) -> dict[str, bool]:
    """Of positions and offsets, what is asked for and kept; terms that are made anew have both."""
    kept = _kept(field)
    anew = kept == "no" or wanted.document is not None or field.path in wanted.analyzers
    return {name: wanted.flags[name] and (anew or name in kept) for name in ("positions", "offsets")}


def _places(tokens: list[Token], flags: Mapping[str, bool]) -> dict[str, Json]:
    if not flags["offsets"] and not flags["positions"]:
        return {}
    return {
        "tokens": [
            {
                **({"position": token.position} if flags["positions"] else {}),
                **({"start_offset": token.start, "end_offset": token.end} if flags["offsets"] else {}),
            }
            for token in tokens
        ]
    }


def _scored(limits: dict[str, int], count: int, postings: Postings, terms: dict[str, list[Token]]) -> dict[str, float]:
    """The terms that a filter leaves, those that tell most about the document; later ones push earlier ones aside."""
    best: list[tuple[float, int, str]] = []
    for number, term in enumerate(sorted(terms)):
        frequency, found = len(terms[term]), len(postings.terms.get(term, ()))
        if not (
            limits["min_term_freq"] <= frequency <= limits["max_term_freq"]
            and limits["min_word_length"] <= len(term)
            and (not limits["max_word_length"] or len(term) <= limits["max_word_length"])
            and limits["min_doc_freq"] <= found <= limits["max_doc_freq"]
        ):
            continue
        score = single(frequency * single(math.log((count + 1) / (found + 1)) + 1))
        if len(best) < limits["max_num_terms"]:
            best.append((score, number, term))
        elif best and score > (least := min(best))[0]:
            best.remove(least)
            best.append((score, number, term))
    return {term: shortest(score) for score, _, term in best}


_ROUTES = tuple(route(f"/{{index}}/_termvectors{id}") for id in ("", "/{id}") for route in (GET, POST))
_MANY = tuple(route(f"{index}/_mtermvectors") for index in ("", "/{index}") for route in (GET, POST))
TERMVECTORS = Shared("termvectors", _ROUTES, term_vectors, VECTORS, "optional")
MTERMVECTORS = Shared("mtermvectors", _MANY, many_term_vectors, {**VECTORS, "ids": Text()}, "optional")
