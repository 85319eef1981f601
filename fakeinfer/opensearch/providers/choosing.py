"""Which service a request is for: by its path, since they are reached through many hosts; else by what reads the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...wire import Json
from . import bedrock, cohere, google, openai, others
from .asking import Asked


@dataclass(frozen=True, slots=True)
class Service:
    """One way to be asked: how it answers, and how it refuses."""

    answer: Callable[[Asked], Json]
    error: Callable[[int, str], Json]
    throttles_as_aws: bool = False
    """Whether it marks throttling by a header of AWS."""

    def headers(self, status: int) -> Mapping[str, str]:
        """What comes with a refusal."""
        return {"x-amzn-ErrorType": "ThrottlingException"} if self.throttles_as_aws and status == 429 else {}


def _bedrock(answer: Callable[[Asked], Json]) -> Service:
    return Service(answer, bedrock.error, throttles_as_aws=True)


_CHAT = Service(openai.chat, openai.error)
_OPENAI_EMBEDDINGS = Service(openai.embeddings, openai.error)
_COHERE_EMBED = Service(cohere.embed, cohere.error)
_COHERE_RERANK = Service(cohere.rerank, cohere.error)
_SAGEMAKER = Service(others.endpoint, others.error, throttles_as_aws=True)
_UNKNOWN = Service(others.anything, others.error)

BY_PATH: tuple[tuple[re.Pattern[str], Service], ...] = tuple(
    (re.compile(pattern), service)
    for pattern, service in (
        (r"/chat/completions$", _CHAT),
        (r"/completions$", Service(openai.completion, openai.error)),
        (r"/embeddings$", _OPENAI_EMBEDDINGS),
        (r"/batches(/.*)?$", Service(openai.batch, openai.error)),
        (r"/embed$", _COHERE_EMBED),
        (r"bedrock-agent-runtime[^/]*/rerank$", _bedrock(bedrock.rerank)),
        (r"/rerank$", _COHERE_RERANK),
        (r"/v[12]/chat$", Service(cohere.chat, cohere.error)),
        (r"/model/.+/invoke$", _bedrock(bedrock.invoke)),
        (r"/model/.+/converse$", _bedrock(bedrock.converse)),
        (r"/model-invocation-job(/.*)?$", _bedrock(bedrock.batch)),
        (r"/endpoints/[^/]+/invocations$", _SAGEMAKER),
        (r"/(Create|Describe|Stop)TransformJob$", Service(others.transform_job, others.error, throttles_as_aws=True)),
        (r":(streamG|g)enerateContent$", Service(google.generate, google.error)),
        (r":embedContent$", Service(google.embed, google.error)),
        (r":predict$", Service(google.predict, google.error)),
    )
)
BY_SHAPE: tuple[tuple[str, Service], ...] = (
    ("openai.embedding", _OPENAI_EMBEDDINGS),
    ("cohere.embedding", _COHERE_EMBED),
    ("bedrock.nova.embedding", _bedrock(bedrock.nova_embedding)),
    ("bedrock.embedding", _bedrock(bedrock.titan_embedding)),
    ("bedrock.rerank", _bedrock(bedrock.rerank)),
    ("cohere.rerank", _COHERE_RERANK),
    ("openai/v1/chat/completions", _CHAT),
    ("bedrock/converse", _bedrock(bedrock.converse)),
    ("gemini/", Service(google.generate, google.error)),
)
"""What is in the name of the function or interface that reads the answer of a service whose path says nothing."""


def service_for(url: str, shape: str = "") -> Service:
    """The service that a url leads to."""
    parts = urlsplit(url)
    place = f"{parts.netloc}{parts.path}"
    for pattern, service in BY_PATH:
        if pattern.search(place):
            return service
    return next((service for named, service in BY_SHAPE if named in shape), _UNKNOWN)
