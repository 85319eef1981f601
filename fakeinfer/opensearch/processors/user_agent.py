"""OpenSearch's user_agent, which can still tell its facts under the names they once had (observed: opensearch 2.19.1)."""

from __future__ import annotations

from typing import Any

from ...formats.javatext import hash_order
from ...ingest.declaring import Options, processor
from ...ingest.options import Bool, Config, Taken
from ...ingest.processors import user_agents
from ...ingest.processors.user_agents import OTHER, Agent
from ...ingest.running import Run

_PROPERTIES = (
    "NAME", "MAJOR", "MINOR", "PATCH", "OS", "OS_NAME", "OS_MAJOR", "OS_MINOR", "DEVICE", "BUILD", "ORIGINAL", "VERSION",
)  # fmt: skip
_PARTS = {"MAJOR": 0, "MINOR": 1, "PATCH": 2, "BUILD": 3, "OS_MAJOR": 0, "OS_MINOR": 1}
_OF_SYSTEMS = ("OS_MAJOR", "OS_MINOR")


def _properties(config: Config, taken: Taken) -> list[str]:
    return user_agents.checked_properties(taken, _PROPERTIES)


@processor(
    "user_agent",
    [*user_agents.OPTIONS, Bool("ignore_missing", False), Bool("ecs", True)],
    prepare=_properties,
    source="opensearch-project/OpenSearch:modules/ingest-user-agent/src/main/java/org/opensearch/ingest/useragent/UserAgentProcessor.java",
)
def user_agent(run: Run, options: Options) -> None:
    """Take apart what a browser says of itself."""
    text = user_agents.text_of(run, options)
    if text is None:
        return
    agent = user_agents.read(text)
    told = user_agents.told_of(agent, text, options.prepared) if options.ecs else _older(agent, options.prepared)
    run.document.set(options.target_field, told)


def _older(agent: Agent, properties: list[str]) -> dict[str, Any]:
    """The facts as they were named before the Elastic Common Schema."""
    browser, system, device = agent
    told: dict[str, Any] = {}
    for name in properties:
        if name in _PARTS:
            of = system if name in _OF_SYSTEMS else browser
            part = None if of is None else of.parts[_PARTS[name]]
            if part is not None:
                told[name.lower()] = part
        elif name == "OS":
            told["os"] = OTHER if system is None else " ".join(filter(None, (system.name, system.number)))
        elif name in ("NAME", "OS_NAME", "DEVICE"):
            of = {"NAME": browser, "OS_NAME": system, "DEVICE": device}[name]
            told[name.lower()] = OTHER if of is None else of.name
    return {name: told[name] for name in hash_order(told)}
