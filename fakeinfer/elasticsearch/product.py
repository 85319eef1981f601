"""Elasticsearch as a product: releases, modules, order of checks, headers."""

from __future__ import annotations

from .. import pipeline
from ..contract import Product
from ..pipeline import Exchange
from ..versions import Version
from ..wire import Response
from .changes import CHANGES, DISAGREEMENTS
from .errors import refuse

RELEASES = {
    "8.11": "8.11.4", "8.12": "8.12.2", "8.13": "8.13.4", "8.14": "8.14.3", "8.15": "8.15.5", "8.16": "8.16.6",
    "8.17": "8.17.10", "8.18": "8.18.8", "8.19": "8.19.13", "9.0": "9.0.8", "9.1": "9.1.10", "9.2": "9.2.7",
    "9.3": "9.3.4", "9.4": "9.4.3", "9.5": "9.5.1",
}  # fmt: skip

METHOD_ORDER = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT")
"""The order in which the server lists allowed methods (that of its own enum)."""


def allowed_methods(version: Version, methods: set[str]) -> list[str]:
    """Methods as `Allow` lists them."""
    return [method for method in METHOD_ORDER if method in methods]


def decorate(exchange: Exchange, response: Response) -> None:
    """`X-elastic-product` on every answer, and `X-Opaque-Id` as it was sent."""
    response.headers.insert(0, ("X-elastic-product", "Elasticsearch"))
    opaque = exchange.request.header("x-opaque-id")
    if opaque is not None:
        response.headers.append(("X-Opaque-Id", opaque))


PRODUCT = Product(
    name="elasticsearch",
    releases=RELEASES,
    modules=("fakeinfer.elasticsearch.root", "fakeinfer.elasticsearch.inference"),
    steps=(
        pipeline.expectation,
        pipeline.admin,
        pipeline.stubs,
        pipeline.faults_in_front,
        pipeline.read_query_string,
        pipeline.route,
        pipeline.make_call,
        pipeline.read_query,
        pipeline.read_body,
        pipeline.check_schema,
        pipeline.run,
    ),
    changes=CHANGES,
    disagreements=DISAGREEMENTS,
    options={"platform": 'what its nodes run on: "linux-x86_64" gets the model variants made for it'},
    allowed_methods=allowed_methods,
    decorate=decorate,
    refuse=refuse,
)
