"""What index settings may hold."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.indices.registered import Registered, check_value, registered


@pytest.mark.parametrize(
    ("setting", "good", "bad"),
    [
        (Registered(type="boolean"), "true", "maybe"),
        (Registered(type="time"), "5s", "5"),
        (Registered(type="size"), "5mb", "5"),
        (Registered(type="whole", minimum=1), "1", "0"),
        (Registered(type="whole"), "-7", "1.5"),
        (Registered(type="decimal", minimum=0.0), "0.5", "-0.5"),
        (Registered(type="decimal"), "1e3", "x"),
    ],
)
def test_a_value_fits_its_type(setting: Registered, good: str, bad: str) -> None:
    check_value("index.x", good, setting)
    with pytest.raises(ApiError) as refused:
        check_value("index.x", bad, setting)
    assert refused.value.status == 400


def test_a_text_holds_anything() -> None:
    check_value("index.x", "whatever", Registered())


def test_settings_come_and_defaults_change_with_versions() -> None:
    old, new = (registered(Cluster("opensearch", version).state) for version in ("2.19", "3.5"))
    assert "index.blocks.search_only" not in old
    assert "index.blocks.search_only" in new
    assert old["index.query.max_nested_depth"].default != new["index.query.max_nested_depth"].default
    assert "index.mapper.dynamic" in old
    assert "index.mapper.dynamic" not in new


def test_a_product_without_a_file_registers_nothing() -> None:
    assert registered(Cluster("elasticsearch", "9.2").state) == {}
