"""What versions differ in about searching by vectors. Part of `opensearch/changes.py`."""

from __future__ import annotations

from ...contract import Change
from ...versions import Span

FAISS_BY_DEFAULT = "faiss_by_default"
RADIAL_SEARCH = "radial_search"
KNN_OPTIONS_ARE_TYPED = "knn_options_are_typed"
KNN_NEEDS_AN_INDEX = "knn_needs_an_index"
NATIVE_WRITERS = "native_writers"
LUCENE_KEEPS_K = "lucene_keeps_k"
TRAINED_MODELS_TELL_DIMENSIONS = "trained_models_tell_dimensions"
NMSLIB_IS_GONE = "nmslib_is_gone"
NEURAL_TAKES_IMAGES = "neural_takes_images"
DEFAULT_MODELS = "default_models"
NEURAL_KNOWS_FIELDS = "neural_knows_fields"
QUERY_TOKENS = "query_tokens"
DEFAULT_SPARSE_MODELS = "default_sparse_models"
SPARSE_ANALYZERS = "sparse_analyzers"
SEISMIC_FIELDS = "seismic_fields"
SEMANTIC_FIELDS = "semantic_fields"
SEMANTIC_FIELDS_TAKE_CONFIGS = "semantic_fields_take_configs"
COSINE_SCRIPTS_ARE_HALVED = "cosine_scripts_are_halved"

CHANGES: tuple[Change, ...] = (
    Change(
        FAISS_BY_DEFAULT, Span("2.18"), "vectors are indexed by faiss unless a mapping says otherwise, by nmslib before"
    ),
    Change(RADIAL_SEARCH, Span("2.14"), "the knn query takes max_distance or min_score instead of k"),
    Change(KNN_OPTIONS_ARE_TYPED, Span("2.17"), "options of the knn query are declared: others are unknown fields"),
    Change(KNN_NEEDS_AN_INDEX, Span("2.17"), "the knn query refuses fields of indices without index.knn"),
    Change(NATIVE_WRITERS, Span("2.17"), "a writer of its own keeps vectors of faiss and nmslib, doc values before"),
    Change(LUCENE_KEEPS_K, Span("3.5"), "the lucene engine finds k documents, however far ef_search let it look"),
    Change(TRAINED_MODELS_TELL_DIMENSIONS, Span("2.19"), "a field of vectors has a model_id or a dimension, not both"),
    Change(NMSLIB_IS_GONE, Span("3.0"), "new fields of vectors cannot have the engine nmslib"),
    Change(NEURAL_TAKES_IMAGES, Span("2.11"), "the neural query embeds images, alone or with a text"),
    Change(DEFAULT_MODELS, Span("2.11"), "the neural query needs no model_id: a search pipeline may fill it in"),
    Change(
        NEURAL_KNOWS_FIELDS,
        Span("3.1"),
        "the neural query looks at its field before it asks the model: no field of vectors, no index, no question",
    ),
    Change(QUERY_TOKENS, Span("2.14"), "the neural_sparse query takes tokens with their weights"),
    Change(DEFAULT_SPARSE_MODELS, Span("2.13"), "the neural_sparse query needs no model_id: a pipeline may fill it in"),
    Change(SPARSE_ANALYZERS, Span("3.1"), "the neural_sparse query can do with an analyzer instead of a model"),
    Change(SEISMIC_FIELDS, Span("3.3"), "sparse vectors can be searched approximately"),
    Change(SEMANTIC_FIELDS, Span("3.1"), "fields of the type semantic are embedded when documents are indexed"),
    Change(
        SEMANTIC_FIELDS_TAKE_CONFIGS,
        Span("3.2"),
        "semantic fields say how they are chunked, how vectors are indexed, and how token weights are pruned",
    ),
    Change(COSINE_SCRIPTS_ARE_HALVED, Span("2.19"), "knn_score scores cosines between 0 and 1, between 0 and 2 before"),
)
