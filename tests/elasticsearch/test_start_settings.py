"""Settings that nothing would read are refused when a cluster is started."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.start_settings import KNOWN, is_on, names


def test_settings_that_are_read_are_taken() -> None:
    assert Cluster("elasticsearch", settings=dict.fromkeys(KNOWN, "5"))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("xpack.ml.max_inference_procesors", "; did you mean xpack.ml.max_inference_processors?"),
        ("nothing.like.it", "; it reads xpack.inference.skip_validate_and_start, "),
    ],
)
def test_others_are_refused_with_a_hint(name: str, hint: str) -> None:
    with pytest.raises(ValueError, match="reads no setting") as refused:
        Cluster("elasticsearch", settings={name: True})
    assert hint in str(refused.value)


@pytest.mark.parametrize("value", [True, "true", "True", "1", "on", "yes"])
def test_an_option_that_says_yes(value: object) -> None:
    assert is_on(value)


@pytest.mark.parametrize("value", [False, None, "", "false", "0", "off", "no", 0])
def test_an_option_that_does_not(value: object) -> None:
    assert not is_on(value)


@pytest.mark.parametrize("value", [["a", "b"], ("a", "b"), "a,b", " a , b, "])
def test_names_are_listed_or_written_with_commas(value: object) -> None:
    assert names(value) == ["a", "b"]
