"""Places in request texts."""

from __future__ import annotations

from fakeinfer.search.locate import Place


def test_a_place_knows_its_key_its_value_and_its_end() -> None:
    place = Place({"a": {"b": [1, {}]}}, b'{"a": {"b": [1,\n {}]}}')
    inner = place / "a" / "b"
    assert (str(inner.key()), str(inner.value()), str(inner.end())) == ("1:8", "1:13", "2:4")
    assert str((inner / 1).value()) == "2:2"


def test_a_body_without_its_text_counts_as_compact_json() -> None:
    assert str((Place({"query": {"bool": {"maybe": []}}}) / "query" / "bool" / "maybe").key()) == "1:19"
