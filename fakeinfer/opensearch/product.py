"""OpenSearch as a product: releases, modules, order of checks, headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import auth, pipeline
from ..contract import NAMES, Product
from ..formats.jsontext import source_redacted
from ..pipeline import Exchange
from ..versions import Span, Version
from ..wire import Json, Response
from . import errors, faults, ml_commons, negotiation, releases, security
from .changes import CHANGES, DISAGREEMENTS
from .documents import dialect as documents
from .indices import dialect as indices
from .ml import config as ml_config
from .ml import tenancy
from .processors import DIALECT, REFERENCES

if TYPE_CHECKING:
    from ..brains.scripts import Space
    from ..cluster import State

RELEASES = {
    "2.9": "2.9.0", "2.10": "2.10.0", "2.11": "2.11.1", "2.12": "2.12.0", "2.13": "2.13.0", "2.14": "2.14.0",
    "2.15": "2.15.0", "2.16": "2.16.0", "2.17": "2.17.1", "2.18": "2.18.0", "2.19": "2.19.1", "3.0": "3.0.0",
    "3.1": "3.1.0", "3.2": "3.2.0", "3.3": "3.3.2", "3.4": "3.4.0", "3.5": "3.5.0", "3.6": "3.6.0", "3.7": "3.7.0",
    "3.8": "3.8.0",
}  # fmt: skip

METHOD_ORDERS = (
    (Span(until="3.0"), ("GET", "DELETE", "PUT", "POST", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT")),
    (Span("3.0"), ("DELETE", "GET", "PUT", "POST", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT")),
)
"""Orders in which servers of the two majors list allowed methods; theirs is a hash order, observed."""
NAMES_ITSELF = Span("3.0")


def allowed_methods(version: Version, methods: set[str]) -> list[str]:
    """Methods as `Allow` lists them."""
    order = next(order for span, order in METHOD_ORDERS if version in span)
    return [method for method in order if method in methods]


def refuse_blank_body() -> Json:
    """Blanks hold no token at all where one is to begin an object."""
    raise errors.blank_body()


def decorate(exchange: Exchange, response: Response) -> None:
    """`X-OpenSearch-Version` from 3.0 on, and `X-Opaque-Id` as it was sent."""
    version = exchange.cluster.contract.version
    if version in NAMES_ITSELF:
        response.headers.insert(0, ("X-OpenSearch-Version", f"OpenSearch/{version} (opensearch)"))
    opaque = exchange.request.header("x-opaque-id")
    if opaque is not None:
        response.headers.append(("X-Opaque-Id", opaque))


def prepare(state: State) -> None:
    """A fresh cluster has the settings it was started with."""
    tenancy.prepare(state)
    ml_config.prepare(state)
    if "tasks" in state.options or "downloads" in state.options:
        from .ml import task_records
        from .models import local_models

        task_records.polls(state)
        local_models.downloads_succeed(state)
    if state.options.get("passthrough") is not None:
        from .remote.passthrough import check_option

        check_option(state.options["passthrough"])
    if state.options["settings"]:
        from .cluster.cluster_settings import put_in_place

        put_in_place(state, state.options["settings"])
    if any(name in state.options for name in security.OPTIONS):
        from .security import switch  # read by those alone who switch it on

        switch.prepare(state)


def _embedding_space(state: State, model: str) -> Space | None:
    """What scripted vectors are held against: nothing is known of a model but what its connector leads to."""
    return None


PRODUCT = Product(
    name="opensearch",
    releases=RELEASES,
    modules=(
        "fakeinfer.opensearch.cluster.root",
        "fakeinfer.opensearch.cluster.cluster_api",
        "fakeinfer.opensearch.cluster.cat_api",
        "fakeinfer.opensearch.cluster.cluster_state_api",
        "fakeinfer.opensearch.cluster.cluster_settings",
        *ml_commons.MODULES,
        "fakeinfer.opensearch.indices.index_api",
        "fakeinfer.opensearch.indices.index_settings_api",
        "fakeinfer.opensearch.indices.index_state_api",
        "fakeinfer.opensearch.indices.alias_api",
        "fakeinfer.opensearch.indices.template_api",
        "fakeinfer.opensearch.indices.legacy_template_api",
        "fakeinfer.opensearch.documents.msearch_api",
        "fakeinfer.opensearch.documents.search_template_api",
        "fakeinfer.opensearch.documents.field_caps_api",
        "fakeinfer.opensearch.documents.explain_api",
        "fakeinfer.opensearch.documents.validate_api",
        "fakeinfer.opensearch.documents.reindex_api",
        "fakeinfer.opensearch.indices.index_stats_api",
        "fakeinfer.opensearch.cluster.node_stats_api",
        "fakeinfer.opensearch.cluster.cat_shard_api",
        "fakeinfer.opensearch.indices.analyze_api",
        "fakeinfer.opensearch.vector_search.vector_api",
        "fakeinfer.opensearch.semantic.neural_stats_api",
        "fakeinfer.opensearch.indices.rollover_api",
        "fakeinfer.opensearch.documents.document_api",
        "fakeinfer.opensearch.documents.search_api",
        "fakeinfer.opensearch.documents.pit_api",
        "fakeinfer.opensearch.pipelines.ingest_api",
        "fakeinfer.opensearch.pipelines.simulate_api",
        "fakeinfer.opensearch.pipelines.search_pipeline_api",
        "fakeinfer.opensearch.documents.script_api",
    ),
    feature_modules={
        security.FEATURE: (
            "fakeinfer.opensearch.security.authinfo_api",
            "fakeinfer.opensearch.security.account_api",
            "fakeinfer.opensearch.security.config_api",
        ),
    },
    steps=(
        pipeline.expectation,
        pipeline.admin,
        pipeline.stubs,
        pipeline.decompress_body,
        negotiation.read_request,
        negotiation.refuse_two_opaque_ids,
        negotiation.leave_unclear_error_trace,
        negotiation.refuse_bad_path,
        pipeline.route,
        pipeline.faults,
        pipeline.check_content_type,
        auth.authenticate,
        pipeline.make_call,
        pipeline.read_query,
        tenancy.read_tenant,
        pipeline.read_body,
        pipeline.check_schema,
        auth.authorize,
        pipeline.run,
    ),
    changes=CHANGES,
    disagreements=DISAGREEMENTS,
    type_modules=(
        "fakeinfer.opensearch.vector_search.vector_fields",
        "fakeinfer.opensearch.vector_search.feature_fields",
        "fakeinfer.opensearch.semantic.field",
        "fakeinfer.opensearch.documents.percolating",
        "fakeinfer.opensearch.documents.flat_objects",
    ),
    engine_modules=(
        "fakeinfer.opensearch.vector_search.vector_fields",
        "fakeinfer.opensearch.vector_search.feature_fields",
        "fakeinfer.opensearch.semantic.field",
        "fakeinfer.opensearch.documents.percolating",
        "fakeinfer.opensearch.documents.flat_objects",
        "fakeinfer.opensearch.vector_search.queries",
        "fakeinfer.opensearch.hybrid.query",
        "fakeinfer.opensearch.search_running.agentic_query",
    ),
    facets_module="fakeinfer.opensearch.facets",
    references=(*ml_commons.REFERENCES, *REFERENCES),
    faults=faults.FAULTS,
    provider_operations=("ml.predict_model", "ml.predict", "ml.batch_predict", "ml.predict_model_stream"),
    provider_fields=("model_id", "name"),
    embedding_space=_embedding_space,
    ingest=DIALECT,
    documents=documents.DIALECT,
    indices=indices.DIALECT,
    source=source_redacted,
    blank_body=refuse_blank_body,
    no_handler_repeats_query=False,
    metadata_prefix="opensearch.",
    refuse_source=errors.bad_source_parameter,
    options={**NAMES, **security.OPTIONS, **ml_commons.OPTIONS},
    allowed_methods=allowed_methods,
    warning_agent=releases.warning_agent,
    prepare=prepare,
    decorate=decorate,
    refusals=errors.REFUSALS,
)
