"""The field types that both products have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .options import ANY, FIXED, META, decimal, flag, whole, word
from .types import Definition, Option, Refused, Where, field_type

if TYPE_CHECKING:
    from ..search.analyzing.of_index import Analysis

PLAIN = ("default", "standard", "simple", "whitespace", "keyword", "stop", "english")
"""Analyzers that every index has; those are not all."""
STORED: dict[str, Option] = {"meta": META, "copy_to": ANY, "store": flag(False), "boost": decimal(1.0)}
VALUES: dict[str, Option] = {**STORED, "doc_values": flag(True), "index": flag(True), "null_value": FIXED}
NUMBERS: dict[str, Option] = {
    **VALUES,
    "coerce": flag(True, updatable=True),
    "ignore_malformed": flag(False, updatable=True),
    "script": FIXED,
    "on_script_error": word("fail"),
    "time_series_dimension": flag(False),
    "time_series_metric": FIXED,
    "skip_list": flag(False),
}
TEXT: dict[str, Option] = {
    **STORED,
    "index": flag(True),
    "norms": flag(True),
    "analyzer": word("default"),
    "search_analyzer": word("default", updatable=True),
    "search_quote_analyzer": word("default", updatable=True),
    "index_options": word("positions", of=("docs", "freqs", "positions", "offsets")),
    "similarity": word("BM25"),
    "term_vector": word("no"),
    "position_increment_gap": whole(100),
    "fielddata": flag(False, updatable=True),
    "fielddata_frequency_filter": ANY,
    "eager_global_ordinals": flag(False, updatable=True),
    "index_phrases": flag(False),
    "index_prefixes": FIXED,
}


@field_type("text", "text", options=TEXT)
def text(definition: Definition, where: Where) -> Definition:
    """A text names analyzers that there are."""
    for option in ("analyzer", "search_analyzer", "search_quote_analyzer"):
        name = definition.get(option)
        if name is not None and name not in PLAIN and not analysis_of(where).has_analyzer(name):
            raise Refused(f"analyzer [{name}] has not been configured in mappings", as_argument=True)
    return definition


def analysis_of(where: Where) -> Analysis:
    """What the index of a mapping cuts texts with."""
    from ..search.analyzing.of_index import Analysis  # read by who names analyzers

    return Analysis(where.settings)


@field_type(
    "keyword",
    "keyword",
    options={
        **VALUES,
        "ignore_above": whole(2147483647, updatable=True),
        "norms": flag(False),
        "index_options": word("docs", of=("docs", "freqs")),
        "similarity": word("BM25"),
        "normalizer": word(),
        "split_queries_on_whitespace": flag(False, updatable=True),
        "eager_global_ordinals": flag(False, updatable=True),
        "use_similarity": flag(False, updatable=True),
        "script": FIXED,
        "on_script_error": word("fail"),
        "time_series_dimension": flag(False),
    },
)
def keyword(definition: Definition, where: Where) -> Definition:
    """A keyword names a normalizer that there is."""
    name = definition.get("normalizer")
    if name not in (None, "lowercase") and name not in analysis_of(where).names("normalizer"):
        raise Refused(f"normalizer [{name}] not found for field [{where.leaf}]")
    return definition


@field_type("match_only_text", "text", options=STORED)
@field_type("wildcard", "keyword", options={**STORED, "ignore_above": whole(2147483647), "null_value": FIXED})
@field_type("constant_keyword", "stored", options={"meta": META, "value": FIXED})
@field_type("byte", "whole", options=NUMBERS)
@field_type("short", "whole", options=NUMBERS)
@field_type("integer", "whole", options=NUMBERS)
@field_type("long", "whole", options=NUMBERS)
@field_type("unsigned_long", "whole", options=NUMBERS)
@field_type("half_float", "decimal", options=NUMBERS)
@field_type("float", "decimal", options=NUMBERS)
@field_type("double", "decimal", options=NUMBERS)
@field_type("scaled_float", "decimal", options={**NUMBERS, "scaling_factor": decimal()})
@field_type("boolean", "boolean", options={**NUMBERS, "ignore_malformed": flag(False, updatable=True)})
@field_type(
    "date",
    "date",
    options={
        **VALUES,
        "format": word(),
        "locale": word("en"),
        "ignore_malformed": flag(False, updatable=True),
        "print_format": word(),
        "script": FIXED,
        "on_script_error": word("fail"),
    },
)
@field_type(
    "date_nanos", "date", options={**VALUES, "format": word(), "locale": word("en"), "ignore_malformed": flag(False)}
)
@field_type("ip", "keyword", options={**VALUES, "ignore_malformed": flag(False, updatable=True)})
@field_type("version", "keyword", options={"meta": META}, product="elasticsearch")
@field_type("binary", "stored", options={**STORED, "doc_values": flag(False)})
@field_type("geo_point", "stored", options={**VALUES, "ignore_malformed": flag(False), "ignore_z_value": flag(True)})
@field_type("flattened", "flat", product="elasticsearch", options={**VALUES, "depth_limit": whole(20), "ignore_above": whole(2147483647), "eager_global_ordinals": flag(False), "index_options": word("docs"), "similarity": word("BM25"), "split_queries_on_whitespace": flag(False)})  # fmt: skip
def as_written(definition: Definition, where: Where) -> Definition:
    """A definition without rules between its options is printed as it was written."""
    return definition
