"""`ext` of a search: sections that plugins registered, each read in its own way; any other name is refused.

Sources: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/builder/SearchSourceBuilder.java,
opensearch-project/ml-commons:search-processors/src/main/java/org/opensearch/searchpipelines/questionanswering/generative/ext/GenerativeQAParameters.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formats.positions import token_name
from ...ingest.errors import class_cast
from ...search.errors import unknown_key
from ...search.locate import Place
from ...versions import Span
from ...wire import Json
from . import errors

if TYPE_CHECKING:
    from ...cluster import State

SECTIONS = {
    "generative_qa_parameters": Span("2.10"),
    "rerank": Span("2.12"),
    "ml_inference": Span("2.18"),
    "mmr": Span("3.3"),
    "agent_steps_summary": Span("3.3"),
    "semantic_highlighting_batch": Span("3.8"),
}
"""The names that plugins of the distribution registered, with the versions that have them."""


VERBOSE = Span("2.19")
"""The versions that read `verbose_pipeline`."""


def check_extensions(state: State, body: Json, text: bytes | None = None) -> None:
    """Refuse sections that nobody registered, and those that do not read; `text` is what the body was parsed from."""
    if not isinstance(body, dict):
        return
    version, place = state.contract.version, Place(body, text)
    if "verbose_pipeline" in body and version not in VERBOSE:
        key = "verbose_pipeline"
        raise unknown_key(token_name(body[key]), key, (place / key).value())
    given, here = body.get("ext"), place / "ext"
    if not isinstance(given, dict):
        return
    for name, section in given.items():
        if name not in SECTIONS or version not in SECTIONS[name]:
            raise errors.unknown_extension(name, (here / name).value())
        if name == "generative_qa_parameters":
            from .questions import read_question

            read_question(state, section, here / name)


def extension(body: dict[str, Json], name: str) -> Json:
    """A section of a search, None when it has none."""
    given = body.get("ext")
    return given.get(name) if isinstance(given, dict) else None


def text_or_null(value: Json) -> str | None:
    """A value of a section that the server casts to a text."""
    if value is not None and not isinstance(value, str):
        raise class_cast(value, "java.lang.String")
    return value
