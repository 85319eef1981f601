"""Which pipeline a search goes through: one of its own, a named one, or the default of its indices.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/pipeline/SearchPipelineService.java
(`resolvePipeline`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import indices
from ...formats.javatext import to_text
from ...wire import Json
from ..pipelines.search_pipeline_api import search_pipeline
from . import changes, errors

if TYPE_CHECKING:
    from ...cluster import State
    from ..search_processors.declaring import SearchPipeline

NONE = "_none"
"""The name that means no pipeline, whatever the index says."""
_DEFAULT = "search.default_pipeline"


def asked_pipeline(state: State, body: Json, parameter: str | None) -> SearchPipeline | str | None:
    """The pipeline that the request asks for by itself; NONE if it wants none, None if it does not say."""
    own = body.get("search_pipeline") if isinstance(body, dict) else None
    if isinstance(own, dict):
        if parameter is not None:
            raise errors.two_search_pipelines()
        return search_pipeline(state, own)
    name = parameter if parameter is not None or own is None else to_text(own)
    return name if name is None or name == NONE else search_pipeline(state, name)


def default_pipeline(state: State, names: list[str]) -> SearchPipeline | None:
    """What the settings of the indices say; nothing if they do not agree."""
    if len(names) > 1 and changes.DEFAULT_PIPELINE_OF_SEVERAL not in state.switched_on:
        return None
    chosen = NONE
    for name in names:
        default = indices.setting(indices.find(state, name), _DEFAULT)
        if default is None:
            continue
        if chosen == NONE:
            chosen = str(default)
        elif chosen != default:
            return None
    return None if chosen == NONE else search_pipeline(state, chosen)
