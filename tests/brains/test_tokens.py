"""Words, stems, token counts."""

from __future__ import annotations

import pytest

from fakeinfer.brains.tokens import count_tokens, cut_to_tokens, stem, words


def test_words_are_lower_case_and_cjk_characters_stand_alone() -> None:
    assert words("The CAT, (again) 2猫とx cats") == ["the", "cat", "again", "2", "猫", "と", "x", "cats"]


@pytest.mark.parametrize(
    "forms",
    [
        ["bake", "bakes", "baked", "baking"],
        ["run", "runs", "running"],
        ["pony", "ponies"],
        ["class", "classes"],
        ["quick", "quickly"],
        ["fall", "falls", "falling"],
    ],
)
def test_forms_of_a_word_have_one_stem(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["bus", "this", "sky", "ring", "red", "glass", "über", "猫"])
def test_words_that_only_look_inflected_stay_apart(word: str) -> None:
    assert stem(word) == word


def test_tokens_are_words_marks_and_parts_of_long_words() -> None:
    assert count_tokens("") == 0
    assert count_tokens("Hello, world!") == 4
    assert count_tokens("internationalization") == 4


def test_a_cut_text_has_at_most_as_many_tokens_and_begins_alike() -> None:
    text = "one two three four five, internationalization and more"
    for limit in range(14):
        cut = cut_to_tokens(text, limit)
        assert text.startswith(cut)
        assert count_tokens(cut) <= limit
    assert cut_to_tokens(text, 100) == text
