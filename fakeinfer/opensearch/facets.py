"""What differs between versions of OpenSearch beside what every contract tells: settings, search pipelines, tools, agents."""

from __future__ import annotations

from ..contract import Contract, Facet
from ..ingest.options import described
from ..versions import Span
from .agents import bodies as agent_bodies
from .agents.tool_api import tools_of
from .cluster.known_settings import Setting, known_settings, shown
from .models import bodies as model_bodies
from .search_processors.declaring import processors

Items = dict[tuple[str, ...], str]


def _cluster_settings(contract: Contract) -> Items:
    return {(key,): about_setting(setting) for key, setting in known_settings(contract).items()}


def about_setting(setting: Setting) -> str:
    """Type, range, default and what a running cluster lets be changed."""
    limits = {"at least": setting.min, "at most": setting.max}
    told = [setting.type, *(f"{word} {limit}" for word, limit in limits.items() if limit is not None)]
    default = setting.default if isinstance(setting.default, str | list) else str(setting.default)
    told += [f"default {shown(default)}" if default else "", "" if setting.dynamic else "not dynamic"]
    return ", ".join(part for part in told if part)


def _search_processors(contract: Contract) -> Items:
    return dict.fromkeys(processors(contract), "")


def _search_processor_options(contract: Contract) -> Items:
    return {
        (*key, option.name): described(option)
        for key, declared in processors(contract).items()
        for option in declared.options
        if contract.version in option.span
    }


def _tools(contract: Contract) -> Items:
    return {(tool["type"],): "" for tool in tools_of(contract)}


def _agent_types(contract: Contract) -> Items:
    return _existing(contract, agent_bodies.TYPES)


def _function_names(contract: Contract) -> Items:
    return _existing(contract, model_bodies.FUNCTIONS)


def _existing(contract: Contract, spans: dict[str, Span]) -> Items:
    return {(name,): "" for name, span in spans.items() if contract.version in span}


FACETS = (
    Facet("Cluster settings", _cluster_settings),
    Facet("Search processors", _search_processors),
    Facet("Options of search processors", _search_processor_options, within="Search processors"),
    Facet("Function names of models", _function_names),
    Facet("Types of agents", _agent_types),
    Facet("Tools", _tools),
)
