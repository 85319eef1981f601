"""Which names and descriptions pass since 3.1."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ask


@pytest.mark.parametrize("name", ["plain", "größe 模型 ٣", "a.b,c!d?(e):f@g-h_i/j'k\"l", "tab\tand\nline"])
def test_letters_digits_blanks_and_basic_punctuation_pass(name: str) -> None:
    assert ask(Cluster("opensearch", "3.1"), "POST", f"{ML}/model_groups/_register", {"name": name}).status == 200


@pytest.mark.parametrize("character", [*"&#+%;=<>{}[]\\|~^$*`", "🙂", "\u00a0"])
def test_other_characters_are_refused(character: str) -> None:
    response = ask(Cluster("opensearch", "3.1"), "POST", f"{ML}/model_groups/_register", {"name": f"a{character}"})
    assert response.status == 400


def test_nothing_was_checked_before() -> None:
    assert ask(Cluster("opensearch", "3.0"), "POST", f"{ML}/model_groups/_register", {"name": "a & b"}).status == 200
