"""Regular expressions of Oniguruma in Python's."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.ingest.grok.oniguruma import translated


@pytest.mark.parametrize(
    ("expression", "text", "value"),
    [
        ("^(?<x>.+)$", "a\nb", "a"),
        ("(?m)(?<x>.+)", "a\nb", "a\nb"),
        ("(?<x>a(?i)B|C)", "ac", "ac"),
        ("(?<x>a(?i)B)c", "abc", "ab"),
        (r"(?<x>\h+)\R", "xff\r\n", "ff"),
        (r"(?<x>a)\Z", "a\n", "a"),
        (r"(?<x>\x{263a}\x41)", "☺A", "☺A"),
        ("(?<x>[[:alpha:][:digit:]_-]+)", "!a1_-", "a1_-"),
        ("(?<x>[[ab]c]+)", "xcab", "cab"),
        ("(?<x>[]a]+)", "]a", "]a"),
        (r"(?<x>[a\-z.-]+)", "ma-z.", "a-z."),
        ("(?<x>a{2}+)", "aaaa", "aaaa"),
        ("(?<x>a**)b", "aab", "aa"),
        (r"(?<x>a)\k<x>", "aa", "a"),
        ("(?x) (?<x> a b ) # c", "ab", "ab"),
        ("(?<x>a)(?#no)b", "ab", "a"),
        (r"(?<x>\w+)", "é1", "1"),
        ("(?<x>a{)", "a{", "a{"),
    ],
)
def test_an_expression_finds(expression: str, text: str, value: str) -> None:
    regex, groups = translated(expression)
    found = regex.search(text)
    assert found is not None
    assert found[f"g{groups['x'][0]}"] == value


@pytest.mark.parametrize("expression", [r"(?<x>a)\g<x>", "[a-z&&[^b]]", "[a[^b]]", r"\p{Greek}", r"(a)\1", "(?<=a+)b"])
def test_what_python_cannot_do_is_told(expression: str) -> None:
    with pytest.raises(ApiError) as raised:
        translated(expression)
    assert raised.value.status == 501
