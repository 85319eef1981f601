"""Deployments as endpoints of the `elasticsearch` service need them: started with the endpoint, asked through it, ended with it.

What a deployment is, and where it is kept, is in `trained_models/deployments.py`; an endpoint's own has the endpoint's id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..licensing import licences
from ..trained_models import deployment_errors as refusals
from ..trained_models import deployments, errors, new_models, packages, records
from ..trained_models.deployments import COLLECTION

if TYPE_CHECKING:
    from ...cluster import State

__all__ = ["COLLECTION"]
_LONG_ENOUGH = 30_000
"""How many milliseconds an endpoint waits for a download."""


def allocations_of(state: State, inference_id: str, service_settings: Mapping[str, Any]) -> int | None:
    """How many allocations the endpoint's deployment has now; None when nothing is deployed."""
    running = deployments.find(state, service_settings.get("deployment_id", inference_id))
    return None if running is None else deployments.allocations(state, running)


def start(state: State, inference_id: str, settings: Mapping[str, Any]) -> None:
    """Deploy the endpoint's model under the endpoint's id; a model of Elastic's is downloaded first.

    Where the inference API asks for no licence of its own, machine learning does (elastic/elasticsearch issue 112540).
    """
    licences.check(state, licences.MACHINE_LEARNING)
    model_id: str = settings["model_id"]
    new_models.download(state, model_id)
    model = records.known_model(state, model_id)
    if model is None:
        raise errors.no_known_model([model_id])
    if not packages.wait(state, model_id, _LONG_ENOUGH):
        raise refusals.still_downloading(model_id)
    problem = deployments.definition_problem(state, model)
    if problem is not None:
        raise problem
    deployments.start(
        state,
        model,
        inference_id,
        number_of_allocations=settings.get("num_allocations"),
        threads_per_allocation=settings["num_threads"],
        adaptive_allocations=settings.get("adaptive_allocations"),
    )


def change(state: State, deployment_id: str, settings: Mapping[str, Any]) -> None:
    """Give a deployment the allocations that its endpoint now says."""
    running = deployments.find(state, deployment_id)
    assert running is not None
    new: dict[str, Any] = {"adaptive_allocations": settings.get("adaptive_allocations")}
    if "num_allocations" in settings:
        new["number_of_allocations"] = settings["num_allocations"]
    deployments.change(state, running, **new)


def vector_length(state: State, model_id: Any) -> int | None:
    """How long the vectors of an uploaded model are; None where it does not say."""
    model = records.known_model(state, str(model_id))
    size = None if model is None else records.settings_of(model).get("embedding_size")
    return size if isinstance(size, int) else None


def stop(state: State, inference_id: str) -> None:
    """End the endpoint's own deployment."""
    deployments.stop(state, inference_id)


def ask(state: State, endpoint: Mapping[str, Any], texts: Sequence[str]) -> None:
    """Have the endpoint's deployment answer: it counts, a preconfigured endpoint's starts on first use.

    One that was scaled to zero refuses, and has one allocation from then on.
    """
    settings = endpoint["service_settings"]
    if "num_threads" not in settings:
        return
    licences.check(state, licences.MACHINE_LEARNING)
    deployment_id = settings.get("deployment_id", endpoint["inference_id"])
    running = deployments.find(state, deployment_id)
    if running is None and endpoint["inference_id"].startswith("."):  # one of the server's own
        start(state, endpoint["inference_id"], settings)
        running = deployments.find(state, deployment_id)
    if running is None:
        raise errors.model_not_found(deployment_id)
    if deployments.allocations(state, running) == 0:
        deployments.wake(state, running)
        raise refusals.not_allocated(deployment_id, starting=True)
    deployments.used(state, running, list(texts))
