"""Where a service is more than its settings: what looks at a body before they are read, and after. Most pass through untouched.

What a service's file names as its `hook` has a module of its own: `in_cluster.py`, `apis.py`, `templates.py`; `own_brains.py` is
for those that answer by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...operations import Call
from ..inference import endpoint_errors as errors
from ..inference.elastic_inference_service import is_connected
from . import in_cluster
from .apis import choose_api
from .own_brains import own_brains
from .plans import plan_for
from .reading import Choice, Configuration, Parts
from .service import Service
from .templates import refuse_open_templates


def choose(call: Call, service: Service, asked: str, task_type: str, parts: Parts) -> Choice:
    """Look at what decides how the rest is read; the service's own refusals that come before its settings."""
    if service.runs_in_cluster:
        return in_cluster.choose(call, service, asked, task_type, parts)
    if service.document.get("hook") == "apis":
        return Choice(service.name, choose_api(call, service, task_type, parts))
    own = own_brains(service)
    if own is not None:
        own.look_at(plan_for(call.contract, service, task_type), parts)
    return Choice(service.name)


def variant_of_endpoint(service: Service, endpoint: Mapping[str, Any]) -> str | None:
    """The variant that an endpoint was created as."""
    if "variants" not in service.document:
        return None
    settings = endpoint["service_settings"]
    return (
        str(settings["api"])
        if service.document.get("hook") == "apis"
        else in_cluster.variant_of(str(settings.get("model_id")))
    )


def finish(service: Service, task_type: str, configuration: Configuration) -> None:
    """What a service checks when everything was read: its templates."""
    if service.document.get("hook") == "templates":
        refuse_open_templates(task_type, configuration)


def refuse_unreachable(call: Call, service: Service) -> None:
    """The first call of a new endpoint's model fails where the cluster has no connection to it."""
    if service.document.get("needs_connection") and not is_connected(call.state):
        raise errors.trial_failed()
