"""What language models are told in retrieval-augmented generation: as messages, as one text.

Source: opensearch-project/ml-commons:search-processors/src/main/java/org/opensearch/searchpipelines/questionanswering/generative/prompt/PromptUtil.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ...wire import Json
from ..remote import gson
from .questions import Question

INSTRUCTIONS = (
    "Generate a concise and informative answer in less than 100 words for the given question, taking into context: "
    "- An enumerated list of search results"
    "- A rephrase of the question that was used to generate the search results"
    "- The conversation history"
    "Cite search results using [${number}] notation."
    "Do not repeat yourself, and NEVER repeat anything in the chat history."
    "If there are any necessary steps or procedures in your answer, enumerate them."
)
"""What a model is told where nobody says anything else."""
_NEW_LINE = "\\n"
"""In one text, lines end in these two characters."""


class Prompts(NamedTuple):
    """What a model is told besides the question."""

    system: str | None
    user: str | None


class Said(NamedTuple):
    """Everything that comes before a question."""

    prompts: Prompts
    history: tuple[tuple[str | None, str | None], ...]
    """Messages with their answers, as memory lists them; models are told of them from the end, whatever that order is."""
    texts: tuple[str, ...]
    """What the hits hold."""


def template(prompts: Prompts) -> list[Json]:
    """The prompts as messages: what memory keeps of them."""
    told = (("system", prompts.system), ("user", prompts.user))
    return [{"role": role, "content": gson.escaped(text)} for role, text in told if text]


def single_text(question: Question, said: Said) -> str:
    """Everything as one text."""
    system, user = said.prompts
    if not (system or user):
        system = INSTRUCTIONS
    lines = [text for text in (system, user) if text] + _results(said)
    for asked, answered in said.history[::-1]:
        lines += [f"assistant: {_shown(answered)}", f"user: {_shown(asked)}"]
    lines.append(f"QUESTION: {'null' if question.llm_question is None else question.llm_question}")
    return "".join(line + _NEW_LINE for line in lines)


def _shown(text: str | None) -> str:
    return "null" if text is None else gson.escaped(text)


def _results(said: Said) -> list[str]:
    return [f"SEARCH RESULT {number}: {text}" for number, text in enumerate(said.texts, 1)]


def lines(provider: str, question: Question, said: Said) -> list[Json]:
    """Messages of one text each, as before 2.18."""
    system, user = said.prompts
    if not (system or user):
        system = INSTRUCTIONS
    told = template(Prompts(system, user))
    told += [_line("user", text) for text in _results(said)]
    for asked, answered in said.history[::-1]:
        told += [_line("assistant", answered), _line("user", asked)]
    return [*told, _line("user", f"QUESTION: {question.llm_question}"), _line("user", "ANSWER:")]


def _line(role: str, text: str | None) -> Json:
    return {"role": role, "content": None if text is None else gson.escaped(text)}


def blocks(provider: str, question: Question, said: Said) -> list[Json]:
    """Messages of blocks: one of the user with everything, unless a memory comes in between."""
    system, user = said.prompts
    if provider != "OPENAI":
        system = None
    if not (system or user):
        user = INSTRUCTIONS
    messages: list[Json] = []
    if system:
        messages.append(_message("system", [_text(provider, system)]))
    content = [_text(provider, text) for text in ([user] if user else []) + _results(said)]
    for number, (asked, answered) in enumerate(said.history[::-1]):
        first = content if number == 0 else []
        messages.append(_message("user", [*first, _text(provider, asked)]))
        messages.append(_message("assistant", [_text(provider, answered)]))
    if said.history:
        content = []
    if question.llm_messages:
        content += [block for message in question.llm_messages for block in _blocks_of(provider, message)]
    else:
        content += [_text(provider, f"QUESTION: {question.llm_question}\n"), _text(provider, "ANSWER:")]
    return [*messages, _message("user", content)]


def _message(role: str, content: list[Json]) -> Json:
    return {"role": role, "content": content}


def _text(provider: str, text: str | None) -> Json:
    return {"type": "text", "text": text} if provider == "OPENAI" else {"text": text}


def _blocks_of(provider: str, message: Any) -> list[Json]:
    """The blocks of a message of the question; what a provider does not take is left out."""
    found: list[Json] = []
    for block in message["content"]:
        if "text" in block:
            found.append(_text(provider, block["text"]))
        elif "image" in block:
            found += _image(provider, block["image"])
        elif "document" in block and provider != "OPENAI":
            document = block["document"]
            shown = {"format": document["format"], "name": document["name"], "source": {"bytes": document["data"]}}
            found.append({"document": shown})
    return found


def _image(provider: str, image: dict[str, Json]) -> list[Json]:
    data, format = image.get("data"), image.get("format")
    if provider != "OPENAI":
        return [] if data is None else [{"image": {"format": format, "source": {"bytes": data}}}]
    url = image.get("url") if data is None else f"data:image/{format};base64,{data}"
    return [{"type": "image_url", "image_url": {"url": url}}]
