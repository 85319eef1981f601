"""Options that `ml_inference` has in both kinds of pipelines, those of ingest and those of searches.

Sources: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/MLInference{Ingest,SearchRequest}Processor.java
"""

from __future__ import annotations

from ...errors import illegal_argument
from ...ingest.options import Config, Custom, Taken, Text


def _function_name(config: Config, taken: Taken) -> str:
    return str(Text("function_name", "remote").read(config, taken)).lower()


def _model_input(config: Config, taken: Taken) -> str | None:
    """What is sent; a model that is not remote has no default for it."""
    given = Text("model_input", None).read(config, taken)
    if given is None and taken["function_name"] != "remote":
        raise illegal_argument("Please provide model input when using a local model in ML Inference Processor")
    return None if given is None else str(given)


FUNCTION_NAME = Custom("function_name", reading=_function_name)
MODEL_INPUT = Custom("model_input", None, reading=_model_input)
