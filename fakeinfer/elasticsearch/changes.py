"""Named behaviours of Elasticsearch that changed between versions, and places where documentation and server disagree.

Only here do spans of behaviour stand; code asks `call.has(NAME)`.
"""

from __future__ import annotations

from ..contract import Change, Disagreement
from ..search.changes import LONG_CONTEXT_IDS, SEMANTIC_HIGHLIGHTER, SORTED_PERCENTILES, SORTS_BY_SHARD_DOC
from ..versions import Span
from .vector_search import changes as vector_search

ENDPOINTS_NAMED_BY_INFERENCE_ID = "endpoints_named_by_inference_id"
ENDPOINTS_ARE_LISTED = "endpoints_are_listed"
EMPTY_TASK_SETTINGS_ARE_PRINTED = "empty_task_settings_are_printed"
CONFIGURATION_NOT_MODEL = "configuration_not_model"
ENDPOINT_CONFIGURATION = "endpoint_configuration"
SECRETS_HAVE_THEIR_OWN_SCOPE = "secrets_have_their_own_scope"
BOUNDS_HAVE_AN_ARTICLE = "bounds_have_an_article"
RATE_LIMIT_LEFTOVERS_ARE_COLLECTED = "rate_limit_leftovers_are_collected"
CHUNKING_SETTINGS = "chunking_settings"
RECURSIVE_AND_NO_CHUNKING = "recursive_and_no_chunking"
SEPARATORS_ARE_LIMITED = "separators_are_limited"
CHUNKS_ARE_LIMITED = "chunks_are_limited"
DELETE_REPORTS_INDEXES = "delete_reports_indexes"
DELETE_KNOWS_DRY_RUN = "delete_knows_dry_run"
RESERVED_ENDPOINTS_NEED_FORCE = "reserved_endpoints_need_force"
FORCE_FORGIVES = "force_forgives"
FAILED_EXPECTATION_CLOSES = "failed_expectation_closes"
ELSER_IS_AN_ALIAS = "elser_is_an_alias"
INDEX_PRIVILEGES_SORTED = "index_privileges_sorted"
API_KEYS_TELL_THEIR_MANAGER = "api_keys_tell_their_manager"
API_KEYS_TELL_THEIR_REALM_TYPE = "api_keys_tell_their_realm_type"
REMOTE_CLUSTER_PRIVILEGES = "remote_cluster_privileges"
PERFORMING_IS_A_POST = "performing_is_a_post"
PERFORMING_IS_MONITORING = "performing_is_monitoring"
GETTING_ENDPOINTS_IS_MONITORING = "getting_endpoints_is_monitoring"
ROLE_DESCRIPTIONS = "role_descriptions"
BUILT_IN_ROLES_ARE_QUERYABLE = "built_in_roles_are_queryable"
TYPED_DOCUMENT_PATHS = "typed_document_paths"
PIPELINE_BODY_IS_KEPT_RAW = "pipeline_body_is_kept_raw"
CIRCUIT_BREAKERS_IN_CAT = "circuit_breakers_in_cat"
PIPELINES_ARE_DATED = "pipelines_are_dated"
PIPELINE_NAMES_ARE_WATCHED = "pipeline_names_are_watched"
INCLUDE_TYPE_NAME_IS_MENTIONED = "include_type_name_is_mentioned"
VECTORS_ARE_QUANTIZED = "vectors_are_quantized"
VECTORS_OF_BITS = "vectors_of_bits"
VECTORS_OF_BFLOAT16 = "vectors_of_bfloat16"
VECTORS_WITHOUT_DIMS_HAVE_NO_INDEX = "vectors_without_dims_have_no_index"
WIDE_VECTORS_ARE_BITS = "wide_vectors_are_bits"
SPARSE_VECTORS_ARE_STORED = "sparse_vectors_are_stored"
SEMANTIC_TEXT_HAS_A_DEFAULT = "semantic_text_has_a_default"
SEMANTIC_TEXT_SHOWS_CHUNKS = "semantic_text_shows_chunks"
SEMANTIC_TEXT_KEEPS_SOURCE = "semantic_text_keeps_source"
ENDPOINT_OF_A_FIELD_MAY_CHANGE = "endpoint_of_a_field_may_change"
MODEL_SETTINGS_NAME_THE_SERVICE = "model_settings_name_the_service"
INFERENCE_EXCEPTIONS = "inference_exceptions"
SOURCES_HIDE_VECTORS = "sources_hide_vectors"
RETRIEVERS_TAKE_PARTIAL_RESULTS = "retrievers_take_partial_results"
RETRIEVERS_END_WITH_PARSE_ERRORS = "retrievers_end_with_parse_errors"
EMPTY_STANDARD_RETRIEVERS_MATCH = "empty_standard_retrievers_match"
KNN_RETRIEVERS_COUNT_CANDIDATES = "knn_retrievers_count_candidates"
RETRIEVERS_OF_FIELDS = "retrievers_of_fields"
QUERIES_OF_FIELDS_ARE_NAMED = "queries_of_fields_are_named"
WINDOWS_ARE_OF_RANKS = "windows_are_of_ranks"
RANKS_BECOME_RETRIEVERS = "ranks_become_retrievers"
RRF_HAS_WEIGHTS = "rrf_has_weights"
RRF_HAS_WEIGHTS_OF_FIELDS = "rrf_has_weights_of_fields"
RRF_OF_FIELDS_IN_SEVERAL_INDICES = "rrf_of_fields_in_several_indices"
LINEAR_HAS_A_NORMALIZER_FOR_ALL = "linear_has_a_normalizer_for_all"
RERANKING_HAS_A_DEFAULT = "reranking_has_a_default"
RERANKING_MAY_FAIL = "reranking_may_fail"
RERANKING_KNOWS_CHUNKS = "reranking_knows_chunks"
RERANKING_TELLS_CHUNKS = "reranking_tells_chunks"
SEMANTIC_QUERIES_ASK_SEVERAL_ENDPOINTS = "semantic_queries_ask_several_endpoints"
DOCUMENTS_ARE_OBJECTS = "documents_are_objects"
BULK_ACTIONS_HAVE_ONE_KEY = "bulk_actions_have_one_key"
DROPPED_DOCUMENTS_HAVE_A_SEQ_NO = "dropped_documents_have_a_seq_no"
OTHER_NODES_RUN_NOTHING = "other_nodes_run_nothing"
FIRST_VALUES_DECIDE = "first_values_decide"
LOCAL_IS_DEPRECATED = "local_is_deprecated"
STATIC_SETTINGS_ARE_EXPLAINED = "static_settings_are_explained"
VIEWS_ARE_LIKE_INDICES = "views_are_like_indices"
TEMPLATES_ARE_DATED = "templates_are_dated"
ALIASES_REFUSE_UNKNOWN_FIELDS = "aliases_refuse_unknown_fields"
INDEX_SETTING_IS_NO_COUNT = "index_setting_is_no_count"
LOGGERS_OVERRIDE_CHILDREN = "loggers_override_children"
INDICES_TELL_THEIR_TRANSPORT = "indices_tell_their_transport"
ALLOCATIONS_ARE_EXPLAINED_ANEW = "allocations_are_explained_anew"
MAX_SIZE_IS_DEPRECATED = "max_size_is_deprecated"
RESOLVED_INDICES_TELL_THEIR_MODE = "resolved_indices_tell_their_mode"

SEVERAL_INPUTS = "several_inputs"
TIMEOUT_IN_REQUESTS = "timeout_in_requests"
PLAIN_REQUESTS_RERANK = "plain_requests_rerank"
INPUT_TYPE_IN_REQUESTS = "input_type_in_requests"
ENDPOINT_DECIDES_THE_REQUEST = "endpoint_decides_the_request"
RERANK_HAS_ITS_OWN_REQUEST = "rerank_has_its_own_request"
SEVERAL_ITEMS_A_CONTENT = "several_items_a_content"
ANY_IS_A_STREAMING_TASK = "any_is_a_streaming_task"
CHATS_HOLD_IMAGES = "chats_hold_images"
CHATS_IN_ONE_PIECE = "chats_in_one_piece"
CHATS_ARE_CACHED = "chats_are_cached"
CHATS_REASON = "chats_reason"
REASONING_HAS_A_BUDGET = "reasoning_has_a_budget"
CHAT_CHUNKS_ARE_WRAPPED = "chat_chunks_are_wrapped"
UPDATES_MERGE_SERVICE_SETTINGS = "updates_merge_service_settings"
UPDATES_REFUSE_LEFTOVERS = "updates_refuse_leftovers"
UPDATES_TAKE_CHUNKING_SETTINGS = "updates_take_chunking_settings"
UPDATE_BODIES_ARE_CHECKED_ALIKE = "update_bodies_are_checked_alike"
SECRETS_ARE_COMBINED = "secrets_are_combined"
DEFAULT_ENDPOINTS_ARE_NOT_UPDATED = "default_endpoints_are_not_updated"
DIAGNOSTICS_COVER_THE_REGISTRY = "diagnostics_cover_the_registry"
MODELS_HAVE_PREFIX_STRINGS = "models_have_prefix_strings"
MODELS_AND_ENDPOINTS_DIFFER = "models_and_endpoints_differ"
ALLOCATIONS_ADAPT = "allocations_adapt"
ENDPOINTS_KEEP_THEIR_DEPLOYMENTS = "endpoints_keep_their_deployments"
QUEUES_ARE_LONG = "queues_are_long"
SCALING_TO_ZERO_TAKES_A_DAY = "scaling_to_zero_takes_a_day"
ENDPOINTS_OWN_THEIR_DEPLOYMENTS = "endpoints_own_their_deployments"

UPDATES_ARE_TRIED = "updates_are_tried"
FAILED_REQUESTS_NAME_THEIR_CAUSE = "failed_requests_name_their_cause"
FAILED_REQUESTS_HAVE_THE_STATUS_OF_THEIR_CAUSE = "failed_requests_have_the_status_of_their_cause"
TIMEOUTS_ARE_REFUSALS = "timeouts_are_refusals"
TIMEOUTS_NAME_THE_ENDPOINT = "timeouts_name_the_endpoint"
ANSWERS_MAY_TAKE_TWO_MINUTES = "answers_may_take_two_minutes"
INFERENCE_IS_LICENSED = "inference_is_licensed"
SERVICES_ARE_LICENSED = "services_are_licensed"
TEST_RERANKER_READS_NUMBERS = "test_reranker_reads_numbers"

CHANGES: tuple[Change, ...] = (
    *vector_search.CHANGES,
    Change(
        SEMANTIC_TEXT_SHOWS_CHUNKS,
        Span("9.2"),  # elastic/elasticsearch:docs/reference/elasticsearch/mapping-reference/semantic-text.md
        "`fields` of a search show the chunks of a semantic field, in the format `chunks`",
    ),
    Change(
        RETRIEVERS_TAKE_PARTIAL_RESULTS,
        Span("9.0"),  # observed: 8.19.0 refuses, 9.5.0 takes it; that 9.0 does is assumed
        "searches with retrievers may ask for partial results",
    ),
    Change(
        RETRIEVERS_END_WITH_PARSE_ERRORS,
        Span("9.2"),  # observed: 8.19.0 does not, 9.5.0 does
        "two retrievers where one belongs are a parse error; before, an illegal state",
    ),
    Change(
        EMPTY_STANDARD_RETRIEVERS_MATCH,
        Span("9.2"),  # observed: 8.19.0 does not, 9.5.0 does
        "a standard retriever without a query finds everything inside other retrievers too; before, a 500",
    ),
    Change(
        KNN_RETRIEVERS_COUNT_CANDIDATES,
        Span("9.3"),  # observed: 9.2.0 does not, 9.5.0 does
        "a knn retriever may leave out `num_candidates`",
    ),
    Change(
        RETRIEVERS_OF_FIELDS,
        Span("8.19/9.1"),
        "`rrf` and `linear` take a text and the fields in which it is looked for, instead of retrievers",
    ),
    Change(
        QUERIES_OF_FIELDS_ARE_NAMED,
        Span("9.2"),  # elastic/elasticsearch:..LinearRetrieverBuilder.java; before, "the simplified query format"
        "a text in the fields of several indices is refused as [query]",
    ),
    Change(
        WINDOWS_ARE_OF_RANKS,
        Span("8.14"),  # elastic/elasticsearch:..RankBuilder.java, `RANK_WINDOW_SIZE_FIELD`
        "the window of a `rank` is its `rank_window_size`; before, `window_size`",
    ),
    Change(
        RANKS_BECOME_RETRIEVERS,
        Span("8.16"),  # elastic/elasticsearch:..RRFRankBuilder.java, `toRetriever`; 550_rrf_sub_searches_explain.yml
        "`rank` and `sub_searches` are old, and run as retrievers; before, hits had a `_rank`",
    ),
    Change(
        RRF_HAS_WEIGHTS,
        Span("9.2"),  # elastic/elasticsearch pull request 130658
        "each retriever of an `rrf` may have a weight",
    ),
    Change(
        RRF_HAS_WEIGHTS_OF_FIELDS,
        Span("9.2"),  # elastic/elasticsearch pull request 132680
        "the fields of an `rrf` may have weights",
    ),
    Change(
        RRF_OF_FIELDS_IN_SEVERAL_INDICES,
        Span("9.3"),  # elastic/elasticsearch:..RRFRetrieverBuilder.java, `multi_index_simplified_format_support`
        "an `rrf` looks for a text in the fields of several indices",
    ),
    Change(
        LINEAR_HAS_A_NORMALIZER_FOR_ALL,
        Span("9.2"),  # elastic/elasticsearch pull request 129693
        "the normalizer of a `linear` retriever is that of all retrievers inside that have none",
    ),
    Change(RERANKING_HAS_A_DEFAULT, Span("8.18"), "a reranking retriever may leave out its endpoint"),
    Change(
        RERANKING_MAY_FAIL,
        Span("8.19/9.1"),
        "a reranking retriever may leave the hits as they are when its endpoint fails",
    ),
    Change(SEMANTIC_HIGHLIGHTER, Span("8.18"), "chunks of semantic fields are highlighted"),
    Change(
        SEMANTIC_QUERIES_ASK_SEVERAL_ENDPOINTS,
        Span("9.2"),  # elastic/elasticsearch:..SemanticQueryBuilder.java, `semantic_query.multiple_inference_ids`
        "a semantic field may have other endpoints in other indices of a search; before, that is refused",
    ),
    Change(RERANKING_TELLS_CHUNKS, Span("9.3"), "an explanation of reranked documents tells how many chunks counted"),
    Change(RERANKING_KNOWS_CHUNKS, Span("9.2"), "a reranking retriever may compare the best chunks of a text alone"),
    Change(SORTS_BY_SHARD_DOC, Span(), "searches can be sorted by _shard_doc"),
    Change(SORTED_PERCENTILES, Span(), "percentiles are found among all values in order, as long as there are few"),
    Change(LONG_CONTEXT_IDS, Span("9.3"), "a search context that is gone is named with its session and searcher"),
    Change(
        UPDATES_ARE_TRIED,
        Span("9.4"),  # elastic/elasticsearch pull request 140003
        "an update tries the changed endpoint as a create does",
    ),
    Change(
        FAILED_REQUESTS_NAME_THEIR_CAUSE,
        Span("8.18"),  # elastic/elasticsearch pull request 123638
        "a request to a provider that could not be sent or read says why",
    ),
    Change(
        FAILED_REQUESTS_HAVE_THE_STATUS_OF_THEIR_CAUSE,
        Span("9.2"),  # elastic/elasticsearch pull request 134178
        "a provider's answer that nobody can read is a 400; before, a 500",
    ),
    Change(
        TIMEOUTS_ARE_REFUSALS,
        Span("8.18"),  # elastic/elasticsearch pull request 118618
        "a provider that is too slow is a 408; before, a timeout_exception",
    ),
    Change(
        TIMEOUTS_NAME_THE_ENDPOINT,
        Span("9.3.5"),  # elastic/elasticsearch pull request 146531
        "a provider that is too slow is a timeout_exception, 429, with the endpoint",
    ),
    Change(
        ANSWERS_MAY_TAKE_TWO_MINUTES,
        Span("9.5"),  # elastic/elasticsearch pull request 146089; that no release before has it is assumed
        "completions and chats may take 120s unless the request says otherwise; before, 30s as everything else",
    ),
    Change(
        UPDATES_MERGE_SERVICE_SETTINGS,
        Span("9.2"),
        "an update changes every updatable service setting, and nothing when nothing is new; before, secrets and num_allocations",
    ),
    Change(UPDATES_REFUSE_LEFTOVERS, Span("9.5"), "an update refuses settings that it cannot change"),
    Change(UPDATES_TAKE_CHUNKING_SETTINGS, Span("9.5"), "an update may replace `chunking_settings`"),
    Change(
        UPDATE_BODIES_ARE_CHECKED_ALIKE,
        Span("9.5"),
        "what is wrong with an update's body is always a 400 and names the key in brackets",
    ),
    Change(SECRETS_ARE_COMBINED, Span("9.5"), "secrets that an update does not send stay; before, all were needed"),
    Change(DEFAULT_ENDPOINTS_ARE_NOT_UPDATED, Span("9.5"), "updates of preconfigured endpoints are refused in words"),
    Change(
        DIAGNOSTICS_COVER_THE_REGISTRY, Span("9.2"), "`.diagnostics` tells of the mTLS pool and of cached endpoints"
    ),
    Change(INFERENCE_IS_LICENSED, Span("8.18"), "the inference API needs an enterprise licence"),
    Change(
        SERVICES_ARE_LICENSED,
        Span("9.3"),
        "the licence is asked for once the service is known; the service `elastic` is a feature of its own",
    ),
    Change(TEST_RERANKER_READS_NUMBERS, Span("8.18"), "`test_reranking_service` scores texts that are numbers by them"),
    Change(MODELS_HAVE_PREFIX_STRINGS, Span("8.12"), "a trained model may have `prefix_strings`"),
    Change(
        MODELS_AND_ENDPOINTS_DIFFER,
        Span("8.13"),
        "a model named as an inference endpoint is not deployed; several models that one pattern means are named",
    ),
    Change(ALLOCATIONS_ADAPT, Span("8.16"), "deployments of trained models take `adaptive_allocations`"),
    Change(
        ENDPOINTS_KEEP_THEIR_DEPLOYMENTS,
        Span("8.18.4/9.0.4"),  # elastic/elasticsearch pull request 129325
        "a deployment that an inference endpoint made or uses is stopped by force only",
    ),
    Change(
        QUEUES_ARE_LONG,
        Span("8.17"),
        "the queue of a deployment holds 10,000 requests, at most 100,000; before, 1,024 and a million",
    ),
    Change(
        SCALING_TO_ZERO_TAKES_A_DAY,
        Span("8.19/9.1"),
        "a deployment that adapts has no allocations after a day without requests; before, after 15 minutes",
    ),
    Change(
        ENDPOINTS_OWN_THEIR_DEPLOYMENTS,
        Span("9.2"),  # elastic/elasticsearch pull request 130940
        "the deployment of an inference endpoint is updated through the endpoint only",
    ),
    Change(VECTORS_ARE_QUANTIZED, Span("8.14"), "dense vectors are indexed as int8_hnsw when nothing else is asked"),
    Change(VECTORS_OF_BITS, Span("8.15"), "dense vectors of bits"),
    Change(VECTORS_OF_BFLOAT16, Span("9.3"), "dense vectors of bfloat16"),
    Change(VECTORS_WITHOUT_DIMS_HAVE_NO_INDEX, Span("9.0"), "a dense_vector without dims prints no index_options yet"),
    Change(WIDE_VECTORS_ARE_BITS, Span("9.1"), "dense vectors of 384 dimensions and more are indexed as bbq_hnsw"),
    Change(SPARSE_VECTORS_ARE_STORED, Span("9.2"), "sparse_vector prints no `store`"),
    Change(SEMANTIC_TEXT_HAS_A_DEFAULT, Span("8.17"), "semantic_text without inference_id uses a preconfigured one"),
    Change(SEMANTIC_TEXT_KEEPS_SOURCE, Span("8.18"), "semantic_text leaves the source alone: embeddings are metadata"),
    Change(
        ENDPOINT_OF_A_FIELD_MAY_CHANGE, Span("9.3"), "the inference_id of a semantic_text field may become a like one"
    ),
    Change(MODEL_SETTINGS_NAME_THE_SERVICE, Span("8.18"), "model settings of a semantic_text field name the service"),
    Change(INFERENCE_EXCEPTIONS, Span("8.18"), "what fails while a document is embedded is an inference_exception"),
    Change(SOURCES_HIDE_VECTORS, Span("9.2"), "`_source` leaves vectors out unless they are asked for"),
    Change(DOCUMENTS_ARE_OBJECTS, Span("9.0"), "a document that is no object is a 400 in words of its own"),
    Change(BULK_ACTIONS_HAVE_ONE_KEY, Span("9.0"), "an action of a bulk with two keys is refused, and was warned of"),
    Change(DROPPED_DOCUMENTS_HAVE_A_SEQ_NO, Span("9.5"), "the answer about a dropped document has a `_seq_no`"),
    Change(
        OTHER_NODES_RUN_NOTHING,
        Span("9.5"),  # seen in 9.5.0, and not in 9.2.0
        "a task of a node that is not there is not found; before, the node was no such node",
    ),
    Change(
        FIRST_VALUES_DECIDE,
        Span("9.5"),  # seen in 9.5.0, and not in 9.2.0
        "the first value of a new field decides its type; before, all values had to agree",
    ),
    Change(SEVERAL_INPUTS, Span("8.12"), "`input` may be an array, and sparse embeddings are a list"),
    Change(TIMEOUT_IN_REQUESTS, Span("8.14"), "the body of a perform request may name a `timeout`"),
    Change(PLAIN_REQUESTS_RERANK, Span("8.14", "9.5"), "a plain perform request takes `query`, for rerank endpoints"),
    Change(
        INPUT_TYPE_IN_REQUESTS,
        Span("8.19/9.1"),
        "a perform request takes `input_type`, and for rerank `return_documents` and `top_n`",
    ),
    Change(
        ENDPOINT_DECIDES_THE_REQUEST,
        Span("8.18"),
        "without a task type in the URL the endpoint is looked up before the body is read",
    ),
    Change(
        RERANK_HAS_ITS_OWN_REQUEST,
        Span("9.5"),
        "rerank requests have a parser of their own: `query` is required, problems are collected, inputs may be objects",
    ),
    Change(
        SEVERAL_ITEMS_A_CONTENT, Span("9.5"), "an embedding's `content` may be an array of items, of five types of data"
    ),
    Change(ANY_IS_A_STREAMING_TASK, Span(until="8.18"), "`any` is listed among the tasks that a service streams"),
    Change(CHATS_HOLD_IMAGES, Span("9.4"), "the content of a chat's message may hold images and files"),
    Change(CHATS_IN_ONE_PIECE, Span("9.6"), "chats are answered in one piece where the service can, without `_stream`"),
    Change(
        CHATS_ARE_CACHED,
        Span("9.6"),
        "chat requests take `cache_control` and `session_id`, and their parser is called UnifiedCompletionRequestBody",
    ),
    Change(CHATS_REASON, Span("9.4"), "chat requests take `reasoning`, messages `reasoning` and `reasoning_details`"),
    Change(REASONING_HAS_A_BUDGET, Span("9.5"), "`reasoning` of a chat takes `max_tokens`"),
    Change(INCLUDE_TYPE_NAME_IS_MENTIONED, Span(until="9.0"), "a mapping under a type is told about include_type_name"),
    Change(LOCAL_IS_DEPRECATED, Span("9.0"), "`local` has no effect, and a header warns of it"),
    Change(STATIC_SETTINGS_ARE_EXPLAINED, Span("9.3"), "static settings are refused with the advice to reindex"),
    Change(VIEWS_ARE_LIKE_INDICES, Span("9.3"), "no alias is called as an ESQL view or dataset is"),
    Change(TEMPLATES_ARE_DATED, Span("9.2"), "templates tell when they were made and changed"),
    Change(ALIASES_REFUSE_UNKNOWN_FIELDS, Span("9.0"), "`PUT /{index}/_alias` refuses fields that it does not know"),
    Change(INDEX_SETTING_IS_NO_COUNT, Span("9.0"), "`wait_for_active_shards=index-setting` is refused"),
    Change(LOGGERS_OVERRIDE_CHILDREN, Span("9.3"), "a header warns of levels of loggers"),
    Change(INDICES_TELL_THEIR_TRANSPORT, Span("9.3"), "the state of an index tells the transport version that made it"),
    Change(ALLOCATIONS_ARE_EXPLAINED_ANEW, Span("9.0"), "explanations of allocations name new pages, in new words"),
    Change(MAX_SIZE_IS_DEPRECATED, Span("9.3"), "a header warns of rollovers that say `max_size`"),
    Change(
        RESOLVED_INDICES_TELL_THEIR_MODE, Span("9.2"), "`_resolve/index` tells the mode of indices, and chooses by it"
    ),
    Change(
        PIPELINES_ARE_DATED,
        Span("9.2"),
        "ingest pipelines carry `created_date_millis` and `modified_date_millis`, which a definition may not set",
    ),
    Change(PIPELINE_NAMES_ARE_WATCHED, Span("9.0"), "ids of pipelines that index names could not have are warned of"),
    Change(TYPED_DOCUMENT_PATHS, Span(until="9.0"), "`POST /{index}/{type}` still shapes the answers to unknown paths"),
    Change(PIPELINE_BODY_IS_KEPT_RAW, Span(until="9.2"), "a pipeline's body is parsed late, in words of its own"),
    Change(CIRCUIT_BREAKERS_IN_CAT, Span("9.3"), "`/_cat` lists the circuit breakers"),
    Change(
        ENDPOINTS_ARE_LISTED,
        Span("8.12"),
        "getting one endpoint answers a list (`models`, later `endpoints`), not the bare object",
    ),
    Change(
        ENDPOINTS_NAMED_BY_INFERENCE_ID,
        Span("8.15"),
        "endpoints are printed with `inference_id` under `endpoints`; before, with `model_id` under `models`",
    ),
    Change(
        EMPTY_TASK_SETTINGS_ARE_PRINTED,
        Span(until="8.16"),  # elastic/elasticsearch pull request 114389
        "`task_settings: {}` is printed, not left out",
    ),
    Change(
        CONFIGURATION_NOT_MODEL,
        Span("9.2"),
        "unknown settings are reported as `Configuration contains ..`; before, as `Model configuration contains ..`",
    ),
    Change(
        ENDPOINT_CONFIGURATION, Span("8.14"), "a missing service is missing from an `Inference endpoint configuration`"
    ),
    Change(SECRETS_HAVE_THEIR_OWN_SCOPE, Span("8.13"), "a missing api_key is named with `[secret_settings]`"),
    Change(
        BOUNDS_HAVE_AN_ARTICLE,
        Span(until="9.3"),
        "a number that is out of bounds `must be a less than or equal to` one; later without that article",
    ),
    Change(RATE_LIMIT_LEFTOVERS_ARE_COLLECTED, Span("9.5"), "unknown keys of `rate_limit` are one item among others"),
    Change(CHUNKING_SETTINGS, Span("8.16"), "embedding endpoints take and print `chunking_settings`"),
    Change(RECURSIVE_AND_NO_CHUNKING, Span("8.19/9.1"), "the chunking strategies `recursive` and `none` exist"),
    Change(
        CHUNKS_ARE_LIMITED,
        Span(until="9.2"),  # elastic/elasticsearch pull request 133718
        "`max_chunk_size` is at most 300",
    ),
    Change(SEPARATORS_ARE_LIMITED, Span("9.5"), "recursive chunking takes at most 50 separators"),
    Change(
        DELETE_KNOWS_DRY_RUN,
        Span("8.15"),  # elastic/elasticsearch pull request 109123
        "deleting an endpoint looks for pipelines that use it, and takes `dry_run` and `force`",
    ),
    Change(
        DELETE_REPORTS_INDEXES,
        Span("8.16"),  # elastic/elasticsearch pull requests 110487 and 111626
        "deleting an endpoint looks for indices too and names what it found",
    ),
    Change(
        RESERVED_ENDPOINTS_NEED_FORCE,
        Span("8.18"),  # elastic/elasticsearch pull request 124781
        "preconfigured endpoints are deleted by force only",
    ),
    Change(FORCE_FORGIVES, Span("9.2"), "an endpoint whose service is gone is deleted by force"),
    Change(FAILED_EXPECTATION_CLOSES, Span("9.0"), "a 417 for an unknown `Expect` closes the connection"),
    Change(
        INDEX_PRIVILEGES_SORTED,
        Span("9.2"),
        "the refusal of an unknown index privilege lists names by the alphabet; before, by power and each twice",
    ),
    Change(API_KEYS_TELL_THEIR_MANAGER, Span("9.2"), "`_authenticate` says who manages the API key"),
    Change(API_KEYS_TELL_THEIR_REALM_TYPE, Span("8.14"), "API keys are printed with `realm_type`"),
    Change(REMOTE_CLUSTER_PRIVILEGES, Span("8.15"), "privileges on remote clusters are listed"),
    Change(
        PERFORMING_IS_A_POST, Span("8.18"), "performing inference is the action `cluster:monitor/xpack/inference/post`"
    ),
    Change(PERFORMING_IS_MONITORING, Span("8.12"), "performing inference is an action of monitoring"),
    Change(
        GETTING_ENDPOINTS_IS_MONITORING,
        Span("8.13"),  # elastic/elasticsearch pull request 105346
        "looking at endpoints is an action of monitoring; before, of administration",
    ),
    Change(ROLE_DESCRIPTIONS, Span("8.15"), "roles have a `description`"),
    Change(  # elastic/elasticsearch#117581
        BUILT_IN_ROLES_ARE_QUERYABLE, Span("8.18"), "`_security/_query/role` finds the built-in roles too"
    ),
    Change(
        ELSER_IS_AN_ALIAS, Span("8.16"), "the service `elser` is stored, printed and named in errors as `elasticsearch`"
    ),
)
DISAGREEMENTS: tuple[Disagreement, ...] = (
    Disagreement(
        CHAT_CHUNKS_ARE_WRAPPED,
        "server",  # clients read what servers send
        "the data of a chat's events",
        documented="each chunk is the value of `chat_completion`",
        server="the bare chunk",
        source="elastic/elasticsearch-specification:specification/inference/chat_completion_unified/examples/response/PostChatCompletionResponseExample1.yaml",
    ),
)
