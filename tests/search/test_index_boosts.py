"""Factors of indices."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.contract import PRODUCTS
from fakeinfer.wire import Request


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize(("factor", "told"), [("1" + 400 * "0", "Infinity"), ("1e39", "Infinity"), ("-2", "-2.0")])
def test_what_no_float_holds_is_no_factor(product: str, factor: str, told: str) -> None:
    cluster = Cluster(product)
    cluster.handle(Request.build("PUT", "/d/_doc/1?refresh=true", {"content-type": "application/json"}, b"{}"))
    body = f'{{"indices_boost": [{{"d": {factor}}}]}}'.encode()
    answer = cluster.handle(Request.build("POST", "/d/_search", {"content-type": "application/json"}, body))
    assert answer.status == 400, answer.content
    assert f"boost must be a positive float, got {told}".encode() in answer.content
