"""The Elastic Inference Service: whether a cluster is connected to it, and the endpoints that come with it.

A cluster is connected by the option `elastic_inference_service`, or by cloud connected mode. Which endpoints come is decided
by the service itself, for each cluster; here are those that a server's own tests meet.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/elastic/ElasticInferenceService.java
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...versions import Span
from ..services.learning import learn
from ..services.plans import plan_for
from ..services.reading import Configuration, as_printed
from ..services.service import services
from ..services.settings import read_settings
from ..start_settings import is_on

if TYPE_CHECKING:
    from ...cluster import State
    from ...contract import Contract

OPTION = "elastic_inference_service"
CLOUD_CONNECTED_MODE = ("cloud_connected_mode", "configuration")
"""Collection and id of what is there while the mode is on."""
ENDPOINTS: tuple[tuple[str, str, str, Span], ...] = (
    (".rainbow-sprinkles-elastic", "chat_completion", "rainbow-sprinkles", Span("8.19/9.1")),
    (".elser-v2-elastic", "sparse_embedding", "elser_model_2", Span("8.19/9.1", "9.2")),
    (".elser-2-elastic", "sparse_embedding", "elser_model_2", Span("9.2")),
    (".jina-embeddings-v3", "text_embedding", "jina-embeddings-v3", Span("9.2")),
    (".elastic-rerank-v1", "rerank", "elastic-rerank-v1", Span("9.2")),
)
"""Id, task type, model and span."""


def is_connected(state: State) -> bool:
    """Whether endpoints of the service `elastic` can be used."""
    return is_on(state.options.get(OPTION)) or state.store.get(*CLOUD_CONNECTED_MODE) is not None


def preconfigured(contract: Contract) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Id, task type and service settings of the endpoints that come with a connection."""
    for inference_id, task_type, model_id, span in ENDPOINTS:
        if contract.version in span:
            plan = plan_for(contract, services(contract)["elastic"], task_type)
            settings = read_settings(plan.objects["service_settings"], {"model_id": model_id}, [])
            configuration = Configuration(settings, {}, {})
            learn(plan, configuration)
            yield inference_id, task_type, as_printed(plan, configuration).service_settings
