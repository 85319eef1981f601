"""What a model answers, unless a test says otherwise, to the prompts of memory containers: facts, decisions and summaries.

It goes by the prompt, as `agentic_memory/prompts.py` words it, and is the same every time:

- facts are the sentences that the user said, questions and short ones left out; of preferences those with a word of liking in
  them; of summaries all of it as one;
- of facts and memories, a fact that is known is left alone, one that says all that a memory says and more replaces it, any
  other is added;
- a session is called what the user said first, cut to the words that are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...brains.chat import Answer, Conversation, ToolCall
from ...brains.tokens import count_tokens, cut_to_tokens, stem, words
from ...formats import jsontext
from ..remote import gson
from .asking import text_in

if TYPE_CHECKING:
    from ...brains.dense import ElementType
    from ...brains.scripted import AnyVector, Brains
    from ...brains.sparse import TokenWeights

FINDER = "extract_facts"
"""The tool whose arguments are facts, of services that answer with such a call."""
_ORGANIZER = "Personal Information Organizer"
_BLOCK = re.compile(r"```json\n(.*)\n```", re.DOTALL)
_SUMMARIZE = re.compile(r"Summarize the following conversation in no more than (\d+) words")
_EXTRACT = "Analyze the following conversation and extract information"
_ENFORCED = ("Respond NOW with ONE LINE", "Return ONLY ONE LINE")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_LIKING = frozenset(
    stem(word)
    for word in (
        "adore", "always", "avoid", "dislike", "enjoy", "favorite", "favourite", "hate", "like", "love", "never", "prefer",
        "usually", "want",
    )
)  # fmt: skip
_SHORTEST = 3
"""Words of a sentence that is worth remembering."""
_LONGEST_SUMMARY = 50


class MemorizingBrains:
    """Brains that know what memory containers ask; everything else is answered by those behind."""

    def __init__(self, behind: Brains) -> None:
        self._behind = behind

    def embed_all(self, texts: Sequence[str], dimensions: int, element_type: ElementType) -> list[AnyVector]:
        """As those behind."""
        return self._behind.embed_all(texts, dimensions, element_type)

    def weigh_all(self, texts: Sequence[str]) -> list[TokenWeights]:
        """As those behind."""
        return self._behind.weigh_all(texts)

    def rank(self, query: str, documents: Sequence[str]) -> list[tuple[int, float]]:
        """As those behind."""
        return self._behind.rank(query, documents)

    def complete_all(self, prompts: Sequence[str], max_tokens: int | None = None) -> list[str]:
        """What a container asks for, or what those behind answer."""
        made = self._behind.complete_all(prompts, max_tokens)
        told = [answer_to([("user", prompt)]) for prompt in prompts]
        return [other if text is None else _cut(text, max_tokens) for text, other in zip(told, made, strict=True)]

    def chat(self, asked: Conversation) -> Answer:
        """The same in a conversation; tools that have to be called are called, the one for facts with these."""
        made = self._behind.chat(asked)
        if made.calls and made.calls[0].name != FINDER:
            return made
        text = answer_to([(message.role, message.text) for message in asked.messages])
        if text is None:
            return made
        if made.calls:
            return replace(made, calls=(ToolCall(FINDER, text),))
        cut = _cut(text, asked.max_tokens)
        return Answer(cut, (), "stop" if cut == text else "length", made.prompt_tokens, count_tokens(cut))


def _cut(text: str, max_tokens: int | None) -> str:
    return text if max_tokens is None else cut_to_tokens(text, max(max_tokens, 0))


def answer_to(said: Sequence[tuple[str, str]]) -> str | None:
    """The answer to what a container says; None if it was not one that said it."""
    whole = "\n".join(text for _, text in said)
    held = _held(said)
    if isinstance(held, dict) and isinstance(held.get("retrieved_facts"), list):
        return jsontext.dumps({"memory_decision": _decisions(held)})
    if isinstance(held, list) and (asked := _SUMMARIZE.search(whole)):
        return " ".join(" ".join(_said_by_user(held)).split()[: int(asked[1])])
    if isinstance(held, list) and _EXTRACT in whole:
        return jsontext.dumps({"facts": _facts(_said_by_user(held), whole)})
    if _ORGANIZER in whole:
        return jsontext.dumps({"facts": _facts([text for role, text in said if role == "user"], "")})
    return None


def _held(said: Sequence[tuple[str, str]]) -> Any:
    """The JSON that the last message is about."""
    last = next((text for role, text in reversed(said) if role == "user"), "")
    found = _BLOCK.search(last)
    text = found[1] if found else last
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return gson.read(text)
    except gson.NotJson:
        return None


def _said_by_user(messages: Iterable[Any]) -> list[str]:
    """What the user said, without the reminder of the form that stands at the end."""
    texts = [
        text_in(message.get("content"))
        for message in messages
        if isinstance(message, dict) and message.get("role") in ("user", "human")
    ]
    return [text for text in texts if not text.startswith(_ENFORCED)]


def _facts(texts: Sequence[str], prompt: str) -> list[str]:
    sentences = [sentence.strip() for text in texts for sentence in _SENTENCE.split(text) if sentence.strip()]
    if "You are a summary generator" in prompt:
        summary = " ".join(" ".join(sentences).split()[:_LONGEST_SUMMARY])
        return [summary] if summary else []
    worth = [one for one in sentences if not one.endswith("?") and len(words(one)) >= _SHORTEST]
    if "USER PREFERENCE EXTRACTOR" in prompt or _ENFORCED[1] in prompt:
        worth = [one for one in worth if not _LIKING.isdisjoint(_stems(one))]
    return list(dict.fromkeys(worth))


def _decisions(held: dict[str, Any]) -> list[dict[str, str]]:
    """One decision for each fact that is new, then one for each memory."""
    memories = {
        str(one["id"]): text_in(one.get("text"))
        for one in held.get("old_memory") or ()
        if isinstance(one, dict) and one.get("id") is not None
    }
    decided = {id: {"id": id, "text": text, "event": "NONE"} for id, text in memories.items()}
    added = []
    known = {text.casefold() for text in memories.values()}
    for number, fact in enumerate(map(text_in, held["retrieved_facts"])):
        if fact.casefold() in known:
            continue
        id = next(
            (id for id, text in memories.items() if decided[id]["event"] == "NONE" and _stems(text) < _stems(fact)),
            None,
        )
        if id is None:
            added.append({"id": f"fact_{number}", "text": fact, "event": "ADD"})
        else:
            decided[id] = {"id": id, "text": fact, "event": "UPDATE", "old_memory": memories[id]}
    return [*added, *decided.values()]


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text)}
