"""SageMaker's endpoints, and services that nothing is known about: they answer what their connector can read.

Source: opensearch-project/ml-commons:docs/remote_inference_blueprints/ (`batch_inference_sagemaker_*`,
`sagemaker_connector_blueprint.md`)
"""

from __future__ import annotations

from ...wire import Json
from .asking import Asked, text_in, texts_in

_USUAL = 768
_TEXTS = ("input", "inputs", "texts", "text_docs", "text_inputs", "text_doc", "sentences")


def endpoint(asked: Asked) -> Json:
    """An endpoint that embeds texts: a list of vectors, or of token weights; without texts a prompt is completed."""
    given = asked.body if isinstance(asked.body, list) else asked.field(*_TEXTS)
    documents = asked.field("documents", "text_docs")
    if asked.field("query", "query_text") is not None and documents is not None:
        ranked = asked.ranked(text_in(asked.field("query", "query_text")), texts_in(documents))
        return [{"index": index, "relevance_score": float(score)} for index, score in ranked]
    prompt = asked.field("prompt", "question", "message", "messages", "inputs")
    if given is None or (isinstance(given, str) and asked.field("parameters") is not None and not asked.sparse):
        return [{"generated_text": asked.completion(text_in(prompt if given is None else given))}]
    texts = texts_in(given)
    if asked.sparse:
        return [weighed.weights for weighed in asked.weights(texts)]
    return asked.vectors(texts, _USUAL)


def anything(asked: Asked) -> Json:
    """A service of an unknown kind."""
    if asked.sparse or asked.shape.endswith(("default.embedding", "default.rerank")):
        return endpoint(asked)
    prompt = asked.field("prompt", "question", "message", "messages", *_TEXTS)
    return {"response": asked.completion(text_in(prompt if prompt is not None else asked.body))}


def transform_job(asked: Asked) -> Json:
    """SageMaker's batch transform: `CreateTransformJob`, `DescribeTransformJob`, `StopTransformJob`."""
    name = str(asked.field("TransformJobName") or asked.id("job-", 12))
    if "StopTransformJob" in asked.path:
        return {}
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:transform-job/{name}"
    if "DescribeTransformJob" in asked.path:
        return {"TransformJobName": name, "TransformJobArn": arn, "TransformJobStatus": "Completed"}
    return {"TransformJobArn": arn}


def error(status: int, text: str) -> Json:
    """How they refuse."""
    return {"message": text}
