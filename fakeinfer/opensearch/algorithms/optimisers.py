"""Steps of gradient descent: what a gradient becomes before it is added to the weights.

The formulas are those of oracle/tribuo:Math/src/main/java/org/tribuo/math/optimisers/, which the server trains with.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

Step = Callable[[list[float], float], list[float]]
"""From a gradient and the weight of what it comes from to what is added to the weights."""


def optimiser(name: str, size: int, settings: dict[str, Any]) -> Step:
    """The step of an optimiser that remembers `size` gradients; `settings` are the algorithm's parameters."""
    if name.endswith("SGD"):
        return _descent(name, size, settings)
    return {"ADA_DELTA": _ada_delta, "ADAM": _adam, "RMS_PROP": _rms_prop}.get(name, _ada_grad)(size, settings)


def _ada_grad(size: int, settings: dict[str, Any]) -> Step:
    rate, epsilon = settings["learning_rate"], settings["epsilon"]
    squares = [0.0] * size

    def step(gradient: list[float], weight: float) -> list[float]:
        for place, slope in enumerate(gradient):
            squares[place] += weight * weight * slope * slope
        return [
            slope * (weight * rate / (epsilon + math.sqrt(square)))
            for slope, square in zip(gradient, squares, strict=True)
        ]

    return step


def _ada_delta(size: int, settings: dict[str, Any]) -> Step:
    rho, epsilon = settings["momentum_factor"], settings["epsilon"]
    squares, moved = [0.0] * size, [0.0] * size

    def step(gradient: list[float], _weight: float) -> list[float]:
        updates = []
        for place, slope in enumerate(gradient):
            squares[place] = squares[place] * rho + slope * slope * (1.0 - rho)
            update = slope * math.sqrt(moved[place] + epsilon) * (1.0 / math.sqrt(squares[place] + epsilon))
            moved[place] = moved[place] * rho + update * update * (1.0 - rho)
            updates.append(update)
        return updates

    return step


def _adam(size: int, settings: dict[str, Any]) -> Step:
    first, second, steps = [0.0] * size, [0.0] * size, 0
    beta1, beta2, epsilon = settings["beta1"], settings["beta2"], settings["epsilon"]

    def step(gradient: list[float], _weight: float) -> list[float]:
        nonlocal steps
        steps += 1
        rate = settings["learning_rate"] * math.sqrt(1.0 - beta2**steps) / (1.0 - beta1**steps)
        updates = []
        for place, slope in enumerate(gradient):
            first[place] = first[place] * beta1 + slope * (1.0 - beta1)
            second[place] = second[place] * beta2 + slope * slope * (1.0 - beta2)
            # The release of the library that the server has multiplies here, where Adam divides.
            updates.append(first[place] * rate * (math.sqrt(second[place]) + epsilon))
        return updates

    return step


def _rms_prop(size: int, settings: dict[str, Any]) -> Step:
    rho, epsilon, decay = settings["momentum_factor"], settings["epsilon"], settings["decay_rate"]
    squares, steps = [0.0] * size, 0

    def step(gradient: list[float], weight: float) -> list[float]:
        nonlocal steps
        rate = settings["learning_rate"] / (1.0 + decay * steps)
        updates = []
        for place, slope in enumerate(gradient):
            squares[place] = squares[place] * rho + (1.0 - rho) * slope * slope
            updates.append(slope * (weight * rate / (epsilon + math.sqrt(squares[place]))))
        steps += 1
        return updates

    return step


def _descent(name: str, size: int, settings: dict[str, Any]) -> Step:
    rho, nesterov = settings["momentum_factor"], settings["momentum_type"] == "NESTEROV"
    momentum, steps = [0.0] * size, 0

    def step(gradient: list[float], weight: float) -> list[float]:
        nonlocal steps
        steps += 1
        rate = settings["learning_rate"]
        if name == "LINEAR_DECAY_SGD":
            rate /= steps
        elif name == "SQRT_DECAY_SGD":
            rate /= math.sqrt(steps)
        updates = []
        for place, slope in enumerate(gradient):
            momentum[place] = momentum[place] * rho + slope
            if nesterov:
                updates.append(slope * (weight * rate) + momentum[place] * rate * weight * rho)
            else:
                updates.append(momentum[place] * rate * weight)
        return updates

    return step
