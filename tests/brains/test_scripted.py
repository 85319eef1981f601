"""Playing a script for one call."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.brains.answers import Chat
from fakeinfer.brains.chat import Conversation, Said, ToolCall
from fakeinfer.brains.hashed import HashedBrains
from fakeinfer.brains.scripted import Asking, ScriptedBrains, UpstreamFailed
from fakeinfer.brains.scripts import Scripts
from fakeinfer.errors import ApiError
from fakeinfer.faults import Upstream

HELLO = Conversation([Said("user", "hello there")])
BEHIND = HashedBrains("seed")


def playing(*answers: Any, function: Any = None, **vectors: Any) -> tuple[ScriptedBrains, Scripts]:
    scripts = Scripts()
    script = scripts.of("e")
    if answers:
        script.add_answers(list(answers))
    if vectors:
        script.add_vectors(vectors, None, strict=False)
    if function:
        script.set_function(function)
    return ScriptedBrains(scripts, script, BEHIND, Asking("completion", ["hello"])), scripts


def test_what_is_not_scripted_is_answered_from_behind() -> None:
    brains, _ = playing(cat=[1, 0])
    assert brains.complete_all(["a"]) == BEHIND.complete_all(["a"])
    assert brains.rank("a", ["b", "a"]) == BEHIND.rank("a", ["b", "a"])
    assert brains.chat(HELLO) == BEHIND.chat(HELLO)
    cat, other = brains.embed_all(["cat", "other"], 2, "float")
    assert cat.numbers() == [1.0, 0.0]
    assert other.numbers() == BEHIND.embed("other", 2).numbers()


def test_an_answer_may_list_embeddings() -> None:
    brains, _ = playing([[1, 0], [0, 1]])
    assert [vector.numbers() for vector in brains.embed_all(["a", "b"], 2, "float")] == [[1.0, 0.0], [0.0, 1.0]]
    brains, _ = playing([{"a": 1.5}])
    assert [one.weights for one in brains.weigh_all(["a"])] == [{"a": 1.5}]


def test_tokens_are_counted_where_nobody_says_how_many() -> None:
    brains, _ = playing(
        Chat("one two", reasoning="hm"), ToolCall("f", {"q": 1}), Chat("x", prompt_tokens=9, completion_tokens=8)
    )
    said, called, told = (brains.chat(HELLO) for _ in range(3))
    assert (said.prompt_tokens, said.completion_tokens, said.finish_reason, said.thought) == (2, 2, "stop", "hm")
    assert (called.completion_tokens, called.finish_reason) == (7, "tool_calls")
    assert (told.prompt_tokens, told.completion_tokens) == (9, 8)


def test_a_failure_takes_its_turn() -> None:
    brains, scripts = playing(Upstream(429), "fine")
    with pytest.raises(UpstreamFailed) as failed:
        brains.complete_all(["a"])
    assert failed.value.upstream == Upstream(429)
    assert brains.complete_all(["a"]) == ["fine"]
    assert not scripts.failures


def test_what_runs_out_is_kept_as_a_failure() -> None:
    brains, scripts = playing("one")
    brains.complete_all(["a"])
    with pytest.raises(ApiError, match="all 1 answers scripted"):
        brains.complete_all(["a"])
    assert len(scripts.failures) == 1


@pytest.mark.parametrize(
    ("given", "ask"),
    [
        (ToolCall("f"), lambda brains: brains.complete_all(["a"])),
        ([0.5], lambda brains: brains.chat(HELLO)),
        ("text", lambda brains: brains.embed_all(["a"], 2, "float")),
        ([[1, 0, 0]], lambda brains: brains.embed_all(["a"], 2, "float")),
        ([[1.5]], lambda brains: brains.weigh_all(["a"])),
        ([[1.5, 1]], lambda brains: brains.embed_all(["a"], 2, "byte")),
    ],
)
def test_an_answer_of_another_kind_is_no_answer(given: Any, ask: Any) -> None:
    brains, scripts = playing(given)
    with pytest.raises(ApiError, match="has no answer to completion of 'hello'"):
        ask(brains)
    assert len(scripts.failures) == 1


def test_a_function_answers_every_task() -> None:
    def answer(inputs: list[str], **how: Any) -> Any:
        return how["task_type"]

    brains, _ = playing(function=answer)
    assert brains.complete_all(["a"]) == ["completion"]
    assert brains.chat(HELLO).text == "completion"
    brains, _ = playing(function=lambda inputs, **how: [(0, 1)])
    assert brains.rank("q", ["a", "b"]) == [(0, 1.0)]


def test_a_function_may_fail_as_a_provider_does() -> None:
    brains, _ = playing(function=lambda inputs, **how: [Upstream(500)])
    with pytest.raises(UpstreamFailed):
        brains.complete_all(["a"])


def test_a_long_prompt_is_shown_in_part() -> None:
    assert Asking("rerank", ["x" * 100]).about == f"rerank of '{'x' * 60}…'"
    assert Asking("rerank", []).about == "rerank of ''"
