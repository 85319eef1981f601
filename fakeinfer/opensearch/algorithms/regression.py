"""Linear and logistic regression by stochastic gradient descent, to the last digit as the server does them.

Rows are shuffled by a seeded generator (`splittable.py`), and the steps are those of `optimisers.py`. opensearch-project/ml-commons:
ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/regression/, oracle/tribuo:Common/SGD/.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ...formats.javatext import hash_order
from . import errors as algorithm_errors
from .frames import Frame, result
from .matrices import by_feature, rows_of
from .optimisers import optimiser
from .parameters import Refused
from .splittable import SplittableRandom

Gradient = Callable[[Any, list[float]], list[float]]
"""From what should come out and what does, to where the outputs should move."""
_COMMON: dict[str, Any] = {
    "optimiser": "ADA_GRAD",
    "momentum_factor": 0.0,
    "momentum_type": "STANDARD",
    "beta1": 0.9,
    "beta2": 0.99,
    "decay_rate": 0.9,
    "batch_size": 1,
    "seed": 12345,
}
_LINEAR = {**_COMMON, "objective": "SQUARED_LOSS", "learning_rate": 0.01, "epsilon": 1e-6, "epochs": 1000}
_LOGISTIC = {**_COMMON, "objective": "LOGMULTICLASS", "learning_rate": 1.0, "epsilon": 0.1, "epochs": 5}


def check_linear(parameters: dict[str, Any]) -> None:
    """What a linear regression refuses."""
    for name in ("learning_rate", "momentum_factor", "epsilon", "decay_rate", "epochs", "batch_size"):
        _refuse_negative(parameters, name)
    for name in ("beta1", "beta2"):
        if not 0 < parameters.get(name, 0.5) < 1:
            raise Refused(f"{name.capitalize()} should be in an open interval (0,1).")
    _refuse_interval(parameters)


def check_logistic(parameters: dict[str, Any]) -> None:
    """What a logistic regression refuses."""
    for name in ("learning_rate", "epsilon", "epochs", "batch_size"):
        _refuse_negative(parameters, name)
    _refuse_interval(parameters)


def train_linear(frame: Frame, parameters: dict[str, Any], _seed: int) -> dict[str, Any]:
    """The weights of the columns, the last one for none."""
    target, column = _target(frame, parameters)
    points = frame.points()
    for point in points:
        if len(point) <= column:
            raise algorithm_errors.no_such_place(column, len(point))
        if len(point) != len(frame.names):
            break
    settings = {**_LINEAR, **parameters}
    names, rows = by_feature(_others(frame.names, column), [_others(point, column) for point in points])
    wanted = [point[column] for point in points]
    gradient = _LINEAR_GRADIENTS[settings["objective"]]
    return {"names": names, "target": target, "weights": _descend(rows, wanted, 1, gradient, settings)}


def predict_linear(content: dict[str, Any], frame: Frame, _parameters: dict[str, Any]) -> Frame:
    """One number a row."""
    rows = rows_of(frame, content["names"], "(DIM-0,NaN)")
    return result({content["target"]: "DOUBLE"}, [_outputs([*row, 1.0], content["weights"]) for row in rows])


def train_logistic(frame: Frame, parameters: dict[str, Any], _seed: int) -> dict[str, Any]:
    """The weights of the columns for each label."""
    _, column = _target(frame, parameters)
    points = frame.even_points(apart=column)
    given = [frame.cell(row, column).text for row in range(len(frame.rows))]
    labels = hash_order(list(dict.fromkeys(given)))
    settings = {**_LOGISTIC, **parameters}
    names, rows = by_feature(_others(frame.names, column), points)
    wanted = [labels.index(label) for label in given]
    gradient = _hinge if settings["objective"] == "HINGE" else _log_multiclass
    return {"names": names, "labels": labels, "weights": _descend(rows, wanted, len(labels), gradient, settings)}


def predict_logistic(content: dict[str, Any], frame: Frame, _parameters: dict[str, Any]) -> Frame:
    """The likeliest label of each row."""
    found = []
    for row in rows_of(frame, content["names"], "LABEL##UNKNOWN"):
        outputs = _outputs([*row, 1.0], content["weights"])
        found.append([content["labels"][outputs.index(max(outputs))]])
    return result({"result": "STRING"}, found)


def _target(frame: Frame, parameters: dict[str, Any]) -> tuple[str, int]:
    target = parameters.get("target", "")
    if not target:
        raise algorithm_errors.no_target()
    return target, frame.column(target)


def _others(row: Sequence[Any], column: int) -> list[Any]:
    return [*row[:column], *row[column + 1 :]]


def _descend(
    rows: list[list[float]], wanted: Sequence[Any], outputs: int, gradient: Gradient, settings: dict[str, Any]
) -> list[list[float]]:
    """Weights from zero on, moved by the gradient of one row, or of a batch of rows, at a time."""
    features = [[*row, 1.0] for row in rows]
    width = len(features[0])
    weights = [[0.0] * width for _ in range(outputs)]
    step = optimiser(settings["optimiser"], outputs * width, settings)
    random = SplittableRandom(settings["seed"]).split()
    size = settings["batch_size"]
    if size == 0:
        raise algorithm_errors.batches_of_nothing()
    order = list(range(len(rows)))
    for _ in range(settings["epochs"]):
        random.shuffle(order)
        for start in range(0, len(order), size):
            batch = order[start : start + size]
            slopes = [0.0] * (outputs * width)
            for row in batch:
                moves = gradient(wanted[row], _outputs(features[row], weights))
                place = 0
                for move in moves:
                    for value in features[row]:
                        slopes[place] += move * value
                        place += 1
            # The library scales the sum of a batch up by its size, and its weight down by it.
            updates = step([slope * size for slope in slopes] if size > 1 else slopes, len(batch) / size)
            for output, old in enumerate(weights):
                moved = updates[output * width : (output + 1) * width]
                weights[output] = [weight + update for weight, update in zip(old, moved, strict=True)]
    return weights


def _outputs(features: Sequence[float], weights: Sequence[Sequence[float]]) -> list[float]:
    """One number a row of weights, added up in order: `sum` adds more exactly than Java does."""
    found = []
    for row in weights:
        total = 0.0
        for weight, value in zip(row, features, strict=True):
            total += weight * value
        found.append(total)
    return found


def _squared(wanted: float, outputs: list[float]) -> list[float]:
    return [wanted - outputs[0]]


def _absolute(wanted: float, outputs: list[float]) -> list[float]:
    difference = wanted - outputs[0]
    return [float((difference > 0) - (difference < 0))]


def _huber(wanted: float, outputs: list[float]) -> list[float]:
    difference = wanted - outputs[0]
    return [difference if abs(difference) <= _HUBER_COST else math.copysign(_HUBER_COST, difference)]


_HUBER_COST = 5.0
_LINEAR_GRADIENTS: dict[str, Gradient] = {"SQUARED_LOSS": _squared, "ABSOLUTE_LOSS": _absolute, "HUBER": _huber}


def _log_multiclass(wanted: int, outputs: list[float]) -> list[float]:
    highest = max(outputs)
    shares = [math.exp(output - highest) for output in outputs]
    total = 0.0
    for share in shares:
        total += share
    return [(1.0 if label == wanted else 0.0) - share / total for label, share in enumerate(shares)]


def _hinge(wanted: int, outputs: list[float]) -> list[float]:
    margins = [output - 1.0 if label == wanted else output for label, output in enumerate(outputs)]
    rival = margins.index(max(margins))
    if rival == wanted:
        return [0.0] * len(outputs)
    return [1.0 if label == wanted else -1.0 if label == rival else 0.0 for label in range(len(outputs))]


def _refuse_negative(parameters: dict[str, Any], name: str) -> None:
    if parameters.get(name, 0) < 0:
        raise Refused(f"{name} should not be negative.")


def _refuse_interval(parameters: dict[str, Any]) -> None:
    if parameters.get("logging_interval", 0) < -1:
        raise Refused("Invalid Logging intervals")
