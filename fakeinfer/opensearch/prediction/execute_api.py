"""Executing: what runs in the node without a model. Agents are executed elsewhere (`agents/agent_api.py`).

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLExecuteAction.java`. The input is read first
and refused as everywhere; what fails from then on has an envelope of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import ApiError, illegal_argument
from ...formats.positions import position
from ...operations import POST, Call, operation
from ...wire import Json
from ..algorithms import errors as algorithm_errors
from ..algorithms import localization, sample
from ..algorithms.reading import read_lenient_number, read_list, read_object
from ..ml.counts import counted
from ..models.bodies import function_of
from ..models.dispatching import check_breakers, choose_node
from ..models.group_api import PRIVILEGE, SOURCE


@operation(
    "ml.execute_algorithm",
    POST("/_plugins/_ml/_execute/{algorithm_name}"),
    body="required",
    privilege=PRIVILEGE + "execute",
    source=SOURCE,
)
def execute_algorithm(call: Call) -> Json:
    """Run a local calculation."""
    name = function_of(call, {"function_name": call.path["algorithm_name"]})
    if name not in _INPUTS:
        raise algorithm_errors.unknown_parameters(name, *position(call.request.body, ()))
    run = _INPUTS[name](call, read_object(call, (), call.body))
    with counted(call.state, name, "execute"):
        try:
            choose_node(call.state)
            check_breakers(call.state)
            return run()
        except ApiError as error:
            raise algorithm_errors.failed_execution(error) from error


def _localization(call: Call, body: dict[str, Any]) -> Callable[[], Json]:
    asked = localization.read(call, body)
    return lambda: localization.localize(call, asked)


def _correlation(call: Call, body: dict[str, Any]) -> Callable[[], Json]:
    lists = read_list(call, ("metrics",), body.get("metrics", []))
    metrics = [
        [
            read_lenient_number(call, ("metrics", line, place), number)
            for place, number in enumerate(read_list(call, ("metrics", line), numbers))
        ]
        for line, numbers in enumerate(lists)
    ]
    if not metrics:
        raise illegal_argument("empty input data")
    if len({len(line) for line in metrics}) > 1:
        raise algorithm_errors.metrics_differ_in_length()
    if len(metrics) >= len(metrics[0]):
        raise algorithm_errors.too_many_metrics()
    return _refuse_correlation


def _refuse_correlation() -> Json:
    raise algorithm_errors.not_enabled()


_INPUTS: dict[str, Callable[[Call, dict[str, Any]], Callable[[], Json]]] = {
    "LOCAL_SAMPLE_CALCULATOR": sample.calculate,
    "ANOMALY_LOCALIZATION": _localization,
    "METRICS_CORRELATION": _correlation,
}
"""How each algorithm reads its input; what comes back runs it."""
