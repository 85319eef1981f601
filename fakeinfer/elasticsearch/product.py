"""Elasticsearch as a product: releases, modules, order of checks, headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import auth, pipeline
from ..contract import COMMON_PARAMETERS, NAMES, Contract, Product
from ..pipeline import Exchange
from ..versions import Version
from ..wire import Response
from . import errors, faults, negotiation, releases, security, start_settings
from .changes import CHANGES, DISAGREEMENTS, TYPED_DOCUMENT_PATHS
from .documents import dialect as documents
from .indices import dialect as indices
from .licensing import licences
from .processors import DIALECT, REFERENCES
from .semantic import references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..brains.scripts import Space
    from ..cluster import State

RELEASES = {
    "8.11": "8.11.4", "8.12": "8.12.2", "8.13": "8.13.4", "8.14": "8.14.3", "8.15": "8.15.5", "8.16": "8.16.6",
    "8.17": "8.17.10", "8.18": "8.18.8", "8.19": "8.19.13", "9.0": "9.0.8", "9.1": "9.1.10", "9.2": "9.2.7",
    "9.3": "9.3.4", "9.4": "9.4.3", "9.5": "9.5.1", "9.6": "9.6.0",
}  # fmt: skip
UNRELEASED = {"9.6": "the source of the main branch, as of mid 2026; may change until it is out"}

METHOD_ORDER = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT")
"""The order in which the server lists allowed methods (that of its own enum)."""


def allowed_methods(version: Version, methods: set[str]) -> list[str]:
    """Methods as `Allow` lists them."""
    return [method for method in METHOD_ORDER if method in methods]


def ghost_methods(state: State, path: str) -> set[str]:
    """8.x still knows `POST /{index}/{type}` of version 7, so any path of two segments is a path with a method."""
    two_segments = path.strip("/").count("/") == 1 and "//" not in path
    return {"POST"} if two_segments and TYPED_DOCUMENT_PATHS in state.switched_on else set()


def decorate(exchange: Exchange, response: Response) -> None:
    """`X-elastic-product`, and `X-Opaque-Id` as it was sent. A 401 or 403 names no product and warns of nothing.

    Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/rest/RestResponse.java (`filterHeaders`);
    observed: elasticsearch 8.19.0, 9.5.0.
    """
    if response.status not in (401, 403):
        response.headers.insert(0, ("X-elastic-product", "Elasticsearch"))
    elif exchange.call is not None:
        exchange.call.warnings.clear()
    opaque = exchange.request.header("x-opaque-id")
    if opaque is not None:
        response.headers.append(("X-Opaque-Id", opaque))


def secret_settings(contract: Contract, operation: str) -> Iterator[str]:
    """The secrets of inference services, which their files name."""
    if operation in ("inference.put", "inference.update"):
        from .services.service import secrets_of, services  # read by who shows what was sent to these

        for service in services(contract).values():
            yield from secrets_of(service)


def with_own_services(contract: Contract, options: Mapping[str, Any]) -> Contract:
    """Services that an option asks for or brings, beside those of the version."""
    if start_settings.is_on(options.get("test_services")):
        from .services.for_tests import contract_with_test_services  # read by those alone who ask for them

        contract = contract_with_test_services(contract)
    given = options.get("services")
    if given is None:
        return contract
    from .services.own import contract_with  # read by those alone who bring services of their own

    return contract_with(contract, given)


def prepare(state: State) -> None:
    """Refuse what a cluster cannot be started with, and put in place what it is started with."""
    start_settings.refuse_unknown(state)
    licences.refuse_unknown(state)
    if "stream_chunks" in state.options or "stream_delay" in state.options:
        from .inference import streaming  # it knows the services, which a first request need not load

        streaming.refuse_unknown_shapes(state)
    if "downloads" in state.options:
        from .trained_models import packages

        packages.refuse_unknown(state)
    if any(name in state.options for name in security.OPTIONS):
        from .security import switch  # read by those alone who switch it on

        switch.prepare(state)


def _embedding_space(state: State, inference_id: str) -> Space | None:
    from .inference.performing import embedding_space

    return embedding_space(state, inference_id)


PRODUCT = Product(
    name="elasticsearch",
    releases=RELEASES,
    unreleased=UNRELEASED,
    modules=(
        "fakeinfer.elasticsearch.cluster.root",
        "fakeinfer.elasticsearch.cluster.cluster_api",
        "fakeinfer.elasticsearch.cluster.cluster_settings",
        "fakeinfer.elasticsearch.cluster.cluster_state_api",
        "fakeinfer.elasticsearch.cluster.allocation_api",
        "fakeinfer.elasticsearch.cluster.node_stats_api",
        "fakeinfer.elasticsearch.cluster.cat_api",
        "fakeinfer.elasticsearch.cluster.cat_shard_api",
        "fakeinfer.elasticsearch.licensing.api",
        "fakeinfer.elasticsearch.cluster.capabilities_api",
        "fakeinfer.elasticsearch.inference.endpoint_api",
        "fakeinfer.elasticsearch.inference.update_api",
        "fakeinfer.elasticsearch.inference.perform_api",
        "fakeinfer.elasticsearch.inference.stream_api",
        "fakeinfer.elasticsearch.inference.services_api",
        "fakeinfer.elasticsearch.inference.region_policy_api",
        "fakeinfer.elasticsearch.inference.cloud_connected_api",
        "fakeinfer.elasticsearch.inference.diagnostics_api",
        "fakeinfer.elasticsearch.trained_models.models",
        "fakeinfer.elasticsearch.trained_models.uploads",
        "fakeinfer.elasticsearch.trained_models.aliases",
        "fakeinfer.elasticsearch.trained_models.deployment_requests",
        "fakeinfer.elasticsearch.trained_models.stats",
        "fakeinfer.elasticsearch.trained_models.cat_api",
        "fakeinfer.elasticsearch.trained_models.inferring",
        "fakeinfer.elasticsearch.trained_models.info",
        "fakeinfer.elasticsearch.indices.index_api",
        "fakeinfer.elasticsearch.indices.index_settings_api",
        "fakeinfer.elasticsearch.indices.alias_api",
        "fakeinfer.elasticsearch.indices.index_state_api",
        "fakeinfer.elasticsearch.indices.template_api",
        "fakeinfer.elasticsearch.indices.legacy_template_api",
        "fakeinfer.elasticsearch.indices.rollover_api",
        "fakeinfer.elasticsearch.indices.analyze_api",
        "fakeinfer.elasticsearch.indices.resolve_api",
        "fakeinfer.elasticsearch.indices.data_stream_api",
        "fakeinfer.elasticsearch.indices.index_stats_api",
        "fakeinfer.elasticsearch.enrich.policy_api",
        "fakeinfer.elasticsearch.documents.document_api",
        "fakeinfer.elasticsearch.documents.reindex_api",
        "fakeinfer.elasticsearch.documents.task_api",
        "fakeinfer.elasticsearch.documents.script_api",
        "fakeinfer.elasticsearch.documents.term_vectors_api",
        "fakeinfer.elasticsearch.documents.terms_enum_api",
        "fakeinfer.elasticsearch.documents.search_shards_api",
        "fakeinfer.elasticsearch.documents.search_api",
        "fakeinfer.elasticsearch.documents.search_template_api",
        "fakeinfer.elasticsearch.documents.async_search_api",
        "fakeinfer.elasticsearch.documents.languages_api",
        "fakeinfer.elasticsearch.documents.rank_eval_api",
        "fakeinfer.elasticsearch.documents.field_caps_api",
        "fakeinfer.elasticsearch.documents.explain_api",
        "fakeinfer.elasticsearch.documents.validate_api",
        "fakeinfer.elasticsearch.documents.pit_api",
        "fakeinfer.elasticsearch.ingest",
        "fakeinfer.elasticsearch.ingest_simulate",
    ),
    feature_modules={
        security.FEATURE: (
            "fakeinfer.elasticsearch.security.privilege_api",
            "fakeinfer.elasticsearch.security.user_api",
            "fakeinfer.elasticsearch.security.role_api",
            "fakeinfer.elasticsearch.security.role_mapping_api",
            "fakeinfer.elasticsearch.security.api_key_api",
            "fakeinfer.elasticsearch.security.api_key_changes_api",
            "fakeinfer.elasticsearch.security.query_api",
            "fakeinfer.elasticsearch.security.token_api",
        ),
    },
    steps=(
        pipeline.expectation,
        pipeline.admin,
        pipeline.stubs,
        auth.authenticate,
        pipeline.decompress_body,
        negotiation.read_request,
        negotiation.refuse_two_opaque_ids,
        negotiation.refuse_unclear_error_trace,
        negotiation.refuse_bad_path,
        pipeline.route,
        pipeline.faults,
        pipeline.check_content_type,
        pipeline.make_call,
        pipeline.read_query,
        auth.authorize_unread,
        pipeline.read_body,
        pipeline.check_schema,
        auth.authorize,
        pipeline.run,
    ),
    changes=CHANGES,
    disagreements=DISAGREEMENTS,
    type_modules=(
        "fakeinfer.elasticsearch.vector_fields",
        references.FIELD_TYPES,
        "fakeinfer.elasticsearch.vector_search.feature_fields",
        "fakeinfer.elasticsearch.vector_search.rank_vectors",
    ),
    engine_modules=(
        "fakeinfer.search.queries.combined_fields",
        "fakeinfer.elasticsearch.retrievers.section",
        "fakeinfer.elasticsearch.semantic.semantic_query",
        "fakeinfer.elasticsearch.semantic.matching",
        "fakeinfer.elasticsearch.vector_search.queries",
        "fakeinfer.elasticsearch.vector_search.knn_section",
        "fakeinfer.elasticsearch.semantic.vectors",
        "fakeinfer.elasticsearch.semantic.highlighter",
    ),
    facets_module="fakeinfer.elasticsearch.facets",
    references=(*REFERENCES, *references.REFERENCES),
    faults=faults.FAULTS,
    provider_operations=(
        *("inference.inference", "inference.stream_completion", "inference.chat_completion_unified"),
        *("inference.put", "inference.update"),
    ),
    provider_fields=("inference_id", "task_type", "service"),
    ingest=DIALECT,
    documents=documents.DIALECT,
    indices=indices.DIALECT,
    options={
        **NAMES,
        **security.OPTIONS,
        "services": "services of your own: a file or dict as in `elasticsearch/services/`, or a list of them",
        "test_services": "true: the services that Elasticsearch's own tests use, `test_service` and its kind",
        "platform": 'what its nodes run on: "linux-x86_64" gets the model variants made for it',
        "elastic_inference_service": "true: connected to the Elastic Inference Service, so that endpoints of `elastic` work",
        "license": "the licence it starts with: basic, standard, gold, platinum, enterprise, or trial, which ends after 30 days",
        "downloads": 'how long models are downloaded: "immediate", "polls:N" looks, "virtual_time:SECONDS" or "never"',
        "denied_by_region_policy": "ids of endpoints that the next region policy would cut off",
        "semantic_text_endpoint": "the inference_id of semantic_text fields that name none",
        "stream_chunks": "where answers are cut that stream: words (as is usual), characters, sentences, whole, or so many characters",
        "stream_delay": "seconds between two chunks of a stream",
        "sse_byte_order_mark": "false: server-sent events come without the byte order mark that the server puts before each",
    },
    malformed=errors.malformed_body,
    metadata_prefix="es.",
    refuse_source=errors.bad_source_parameter,
    common_parameters=(*COMMON_PARAMETERS, "source", "source_content_type"),
    refuses_needless_body=True,
    allowed_methods=allowed_methods,
    ghost_methods=ghost_methods,
    warning_agent=releases.warning_agent,
    secret_names=secret_settings,
    contract_for_options=with_own_services,
    prepare=prepare,
    embedding_space=_embedding_space,
    decorate=decorate,
    refusals=errors.REFUSALS,
)
