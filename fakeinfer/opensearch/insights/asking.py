"""Asking a model about an index: what its fields mean (`FIELD_DESCRIPTION`), whether it holds logs (`LOG_RELATED_INDEX_CHECK`).

The model is told the same facts as by the real server, in words of our own, and answers in the same form.
`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/indexInsight/FieldDescriptionTask.java` and
`LogRelatedIndexCheckTask.java`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...formats import jsontext
from ...formats.javatext import hash_order
from ...indices.resolving import resolve
from ...search import engine
from ...wire import Json
from ..ml import indices as ml_indices
from ..remote import gson, jsonpath
from . import errors

if TYPE_CHECKING:
    from ...cluster import State

CONFIGS = ".plugins-ml-config"
AGENT = "os_index_insight_agent"
"""The configuration that names the agent."""
BATCH = 50
"""How many fields are asked about at once."""
SAMPLES = 3
NO_LOGS: Mapping[str, Json] = {"is_log_index": False, "log_message_field": None, "trace_id_field": None}
FIELDS_PROMPT = (
    "Describe fields of the index {index}: what each holds and is for, without values of the examples. Answer a line for each "
    "field, `name: description`.\nFields:\n{fields}\nDistribution: {distribution}\nExamples: {examples}"
)
LOGS_PROMPT = (
    "Does the index {index} hold logs? Which field holds the message, which the id of a trace? Answer between <RCA_analysis> and "
    "</RCA_analysis> a JSON object with is_log_index, log_message_field and trace_id_field; null for what is not clear.\n"
    "Documents: {samples}"
)


def agent_of(state: State) -> str:
    """The agent that is to be asked."""
    config = ml_indices.peek(state, CONFIGS, AGENT)
    if config is None:
        raise errors.no_agent_config()
    configured = config.get("ml_configuration", config.get("configuration"))
    return str(configured.get("agent_id")) if isinstance(configured, dict) else ""


def ask(state: State, prompt: str, agent: str | None = None) -> str:
    """What the model says: the agent's text, or the text in the answer of a model that it holds."""
    from ..agent_framework import running

    outputs = running.run(state, agent_of(state) if agent is None else agent, {"prompt": prompt})
    said = outputs.tensors[0].get("result") if outputs.tensors else None
    if said is None:
        raise errors.no_text_answered()
    if not said.startswith("{"):
        return str(said)
    answer = gson.read(said)
    if isinstance(answer, dict) and "choices" in answer:
        return str(jsonpath.read(answer, "$.choices[0].message.content"))
    if isinstance(answer, dict) and "content" in answer:
        return str(jsonpath.read(answer, "$.content[0].text"))
    return str(jsonpath.read(answer, "$.response"))


def described(state: State, index: str, statistics: str) -> str:
    """What fields mean, by what was counted of them."""
    try:
        known: Any = gson.read(statistics or "{}")
    except gson.NotJson:
        known = {}
    agent = agent_of(state)
    distribution = known.get("important_column_and_distribution") if isinstance(known, dict) else None
    if not isinstance(distribution, dict):
        raise errors.no_distribution(index)
    names = list(distribution)
    if not names:
        return ""
    meanings: dict[str, Json] = {}
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        try:
            meanings |= _meanings(ask(state, _about(index, batch, distribution, known.get("example_docs")), agent))
        except ApiError as error:
            if error.status == 501:
                raise
            raise errors.batch_failed() from error
    return gson.text({name: meanings[name] for name in hash_order(list(meanings))})


def _about(index: str, fields: Sequence[str], distribution: Mapping[str, Json], examples: Json) -> str:
    told = {name: distribution[name] for name in fields}
    shown = [
        {name: example[name] for name in fields if name in example}
        for example in (examples if isinstance(examples, list) else ())
        if isinstance(example, dict)
    ]
    return FIELDS_PROMPT.format(
        index=index,
        fields="\n".join(f"- {name}" for name in fields),
        distribution=gson.text(told),
        examples=gson.text(shown),
    )


def _meanings(said: str) -> dict[str, Json]:
    """`name: description` in each line."""
    found: dict[str, Json] = {}
    for line in said.strip().split("\n"):
        name, mark, meaning = line.strip().partition(":")
        if mark and meaning.strip():
            found[name.strip()] = meaning.strip()
    return found


def checked_for_logs(state: State, index: str) -> str:
    """Whether the index holds logs, as JSON; what the model says in another form counts as no."""
    body: dict[str, Json] = {"size": SAMPLES, "query": {"match_all": {}}}
    hits = engine.search(state, resolve(state, index), body)["hits"]["hits"]
    samples = gson.text([hit["_source"] for hit in hits])
    said = ask(state, LOGS_PROMPT.format(index=index, samples=samples), agent_of(state))
    inside = said.partition("<RCA_analysis>")[2].partition("</RCA_analysis>")[0].strip()
    try:
        found = gson.read(inside) if inside else None
    except gson.NotJson:
        found = None
    if isinstance(found, dict):
        return jsontext.dumps(found)
    return jsontext.dumps({name: NO_LOGS[name] for name in hash_order(list(NO_LOGS))})
