"""Services that pass on to one of several APIs: `service_settings.api` says to which, and so what other settings there are.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/sagemaker/model/SageMakerModelBuilder.java
"""

from __future__ import annotations

from collections.abc import Mapping

from ...operations import Call
from ..inference import endpoint_errors as errors
from ..inference.task_types import TASK_TYPES
from .plans import plan_for
from .reading import Parts, read_object
from .service import Service


def choose_api(call: Call, service: Service, task_type: str, parts: Parts) -> str:
    """The API that a body asks for. What all APIs have in common must be right, secrets first, before it is looked at."""
    plan = plan_for(call.contract, service, task_type)
    settings = dict(parts.service_settings)
    read_object(plan, "secret_settings", settings)
    api: str = read_object(plan, "service_settings", settings)["api"]
    apis: Mapping[str, list[str]] = service.document["apis"]
    task_types = apis.get(api, [])
    if task_type not in task_types:
        raise errors.api_without_task(api, task_type, [name for name in TASK_TYPES if name in task_types])
    return api
