"""Java's regular expressions."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.ingest.regexes import compiled, replaced, split


@pytest.mark.parametrize(
    ("pattern", "replacement", "result"),
    [("b", "x", "axaxc"), ("(a)(b)", "$2$1", "babac"), ("(?<n>a)", "<${n}>", "<a>b<a>bc"), ("b", r"\$", "a$a$c")],
)
def test_groups_are_named_with_a_dollar(pattern: str, replacement: str, result: str) -> None:
    assert replaced(compiled("pattern", pattern), replacement, "ababc") == result


def test_empty_pieces_at_the_end_go_unless_kept() -> None:
    comma = compiled("separator", ",")
    assert split(comma, ",a,,b,,", keep_trailing=False) == ["", "a", "", "b"]
    assert split(comma, "a,", keep_trailing=True) == ["a", ""]
    assert split(comma, "", keep_trailing=False) == [""]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[", "Unclosed character class near index 0\n[\n^"),
        ("(a", "Unclosed group near index 2\n(a"),
        ("*a", "Dangling meta character '*' near index 0\n*a\n^"),
    ],
)
def test_a_pattern_that_does_not_compile_is_refused_in_javas_words(pattern: str, words: str) -> None:
    with pytest.raises(ApiError) as raised:
        compiled("pattern", pattern)
    assert raised.value.reason == f"[pattern] Invalid regex pattern. {words}"
