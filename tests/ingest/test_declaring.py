"""Every processor says what it is; the products agree with what their servers list."""

from __future__ import annotations

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.ingest.declaring import catalog_of


@pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
def test_every_processor_has_a_summary_and_a_source(product: str) -> None:
    for type in catalog_of(contract_for(product)).types.values():
        assert type.summary.endswith("."), type.name
        assert ":" in type.source, type.name


def test_opensearch_2_19_has_the_processors_its_nodes_list() -> None:
    listed = (
        "append bytes community_id convert copy csv date date_index_name dissect dot_expander drop fail fingerprint "
        "foreach grok gsub html_strip join json kv lowercase ml_inference pipeline remove remove_by_pattern rename "
        "script set sort sparse_encoding split text_chunking text_embedding text_image_embedding trim uppercase "
        "urldecode user_agent"
    )
    assert set(listed.split()) <= set(catalog_of(contract_for("opensearch", "2.19")).types)


def test_each_product_has_processors_of_its_own() -> None:
    assert "inference" not in catalog_of(contract_for("opensearch")).types
    assert "text_embedding" not in catalog_of(contract_for("elasticsearch")).types
