"""Controllers: none can be made, and that is said once the model is known."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ask, new_model

LIMITS = {"user_rate_limiter": {"u": {"limit": 1, "unit": "MINUTES"}}}


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_controller_of_a_model_that_is_there_is_not_implemented(method: str) -> None:
    cluster = Cluster("opensearch")
    assert ask(cluster, method, f"{ML}/controllers/{new_model(cluster)}", LIMITS).status == 501
    assert ask(cluster, method, f"{ML}/controllers/nobody", LIMITS).status == 404
