"""What versions differ in about searching by vectors. Part of `elasticsearch/changes.py`."""

from __future__ import annotations

from ...contract import Change
from ...versions import Span

KNN_COUNTS_ARE_OPTIONAL = "knn_counts_are_optional"
KNN_QUERY_TAKES_K = "knn_query_takes_k"
VECTORS_AS_TEXT = "vectors_as_text"
VECTORS_IN_BASE64 = "vectors_in_base64"
KNN_COUNTS_ARE_K = "knn_counts_are_k"
NESTED_FLAT_VECTORS_ARE_ALL_NEAR = "nested_flat_vectors_are_all_near"
KNN_FILTERS_NESTED_OBJECTS = "knn_filters_nested_objects"
KNN_TELLS_HOW_MANY = "knn_tells_how_many"
MODELS_OF_QUERIES_ARE_OPTIONAL = "models_of_queries_are_optional"
TEXT_EXPANSION_IS_OLD = "text_expansion_is_old"
SPARSE_QUERIES_ARE_PRUNED = "sparse_queries_are_pruned"
VECTOR_INDEXES_HAVE_THRESHOLDS = "vector_indexes_have_thresholds"
BUILDERS_OF_THE_SERVER = "builders_of_the_server"

CHANGES: tuple[Change, ...] = (
    Change(
        KNN_COUNTS_ARE_OPTIONAL,
        Span("8.13"),  # elastic/elasticsearch pull request 101209
        "`k` and `num_candidates` of a knn search have defaults; before, both are required",
    ),
    Change(
        KNN_QUERY_TAKES_K,
        Span("8.15"),  # elastic/elasticsearch pull request 110233
        "the knn query takes `k`; before, it finds `num_candidates` in each shard",
    ),
    Change(
        VECTORS_AS_TEXT,
        Span("8.14"),
        "the query vector of a knn search may be a text of hexadecimal bytes",
    ),
    Change(
        VECTORS_IN_BASE64,
        Span("9.3"),  # seen in 9.5.0, not in 9.2.0
        "vectors may be texts in base64, and texts are looked at by the field; before, by the parser",
    ),
    Change(
        KNN_COUNTS_ARE_K,
        Span("9.3"),  # seen in 9.5.0, not in 9.2.0
        "a refusal that shows a knn search shows its own `k`; before, `num_candidates` for both",
    ),
    Change(
        NESTED_FLAT_VECTORS_ARE_ALL_NEAR,
        Span("9.1"),  # seen in 9.2.0, not in 8.19.0
        "a knn query for nested vectors in a `flat` index finds the nearest of each document, whatever `k` is",
    ),
    Change(
        KNN_FILTERS_NESTED_OBJECTS,
        Span("9.1"),  # elastic/elasticsearch pull request 113949
        "the filter of a knn search for nested vectors may be about the nested objects; before, such a filter matches none",
    ),
    Change(
        KNN_TELLS_HOW_MANY,
        Span("9.1"),  # seen in 9.2.0, not in 8.19.0
        "an explanation of a knn query says how many documents are near",
    ),
    Change(
        MODELS_OF_QUERIES_ARE_OPTIONAL,
        Span("8.18"),
        "`text_embedding` of a query vector builder may leave `model_id` out, which only semantic fields can do without",
    ),
    Change(
        TEXT_EXPANSION_IS_OLD, Span("8.15"), "the queries text_expansion and weighted_tokens warn that they are old"
    ),
    Change(
        SPARSE_QUERIES_ARE_PRUNED,
        Span("8.19/9.1"),
        "sparse_vector queries leave out frequent tokens that weigh little, unless the mapping says otherwise",
    ),
    Change(
        VECTOR_INDEXES_HAVE_THRESHOLDS,
        Span("9.3"),  # seen in 9.5.0, not in 9.2.0
        "graphs of vectors have a threshold of size; `confidence_interval` has no default any more",
    ),
    Change(
        BUILDERS_OF_THE_SERVER,
        Span("9.4"),
        "a query vector may be looked up in another document",
    ),
)
