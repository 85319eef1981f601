"""What is laid down about endpoints. How it is played is tested with the fakes that do, in `tests/test_scripting.py`."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.brains.pieces import Laid
from fakeinfer.brains.scripts import Script, Scripts, Space


@pytest.mark.parametrize("answers", ["text", {"text": "a"}, 5, None])
def test_answers_are_a_list(answers: Any) -> None:
    with pytest.raises(ValueError, match="answers are a list"):
        Script("e").add_answers(answers)


def test_nothing_is_kept_of_answers_of_which_one_is_none() -> None:
    script = Script("e")
    with pytest.raises(ValueError, match="an answer is"):
        script.add_answers(["fine", 5])
    assert (script.given, list(script.answers), script.plays) == (0, [], False)


def test_nothing_is_kept_of_vectors_of_which_one_does_not_fit() -> None:
    script = Script("e")
    script.add_vectors({"a": [1, 0]}, None, strict=False)
    with pytest.raises(ValueError, match="differ in length"):
        script.add_vectors({"b": [1, 0], "c": [1]}, None, strict=True)
    assert (set(script.vectors), script.strict) == ({"a"}, False)


def test_what_an_endpoint_is_decides_which_embeddings_it_takes() -> None:
    script = Script("e")
    with pytest.raises(ValueError, match="tokens to weights"):
        script.add_vectors({"a": [1, 0]}, Space("sparse_embedding"), strict=False)
    script.add_vectors({"a": {"a": 1}}, Space("sparse_embedding"), strict=False)


def test_a_function_has_to_be_one() -> None:
    with pytest.raises(TypeError, match="takes a function"):
        Script("e").set_function("shout")  # type: ignore[arg-type]


def test_a_shape_is_laid_down_part_by_part() -> None:
    script = Script("e")
    script.set_shape("whole", None)
    script.set_shape(None, 0.5)
    assert script.shape == Laid("whole", 0.5)
    assert not script.plays
    script.set_shape(["a", "b"], None)
    assert script.shape == Laid("whole", 0.5, ("a", "b"))
    assert script.plays
    script.set_shape(3, None)
    assert script.shape == Laid(3, 0.5)


def test_the_size_of_vectors_is_known_where_there_are_any() -> None:
    scripts = Scripts()
    assert scripts.size("e") is None
    scripts.of("e").add_vectors({"a": {"t": 1}}, None, strict=False)
    scripts.of("v").add_vectors({"a": [1, 0, 0]}, None, strict=False)
    assert (scripts.size("e"), scripts.size("v")) == (None, 3)
    scripts.clear()
    assert scripts.find("v") is None
