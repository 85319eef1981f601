"""Which options a fake gets, and which are refused."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.testing.plugin_options import OptionError, Source, check, options_for


def marker(**values: Any) -> Source:
    return Source("@pytest.mark.fakeinfer({name}={value!r})", values)


def command_line(**values: Any) -> Source:
    return Source("--fakeinfer-{dashed}={value}", values)


def environment(**values: Any) -> Source:
    return Source("FAKEINFER_{upper}={value}", values)


def test_the_first_source_wins_option_by_option() -> None:
    sources = [
        marker(seed="m"),
        command_line(seed="c", follow="server"),
        environment(follow="documented", version="9.2"),
    ]
    assert options_for("elasticsearch", sources) == {"seed": "m", "follow": "server", "version": "9.2"}


def test_a_version_goes_to_the_product_that_has_it() -> None:
    sources = [marker(version="2.19"), environment(version="9.2")]
    assert options_for("opensearch", sources) == {"version": "2.19"}
    assert options_for("elasticsearch", sources) == {"version": "9.2"}


def test_a_products_own_version_wins_in_its_source_only() -> None:
    sources = [command_line(version="9.2"), environment(elasticsearch_version="8.19")]
    assert options_for("elasticsearch", sources) == {"version": "9.2"}
    sources = [command_line(version="9.2", elasticsearch_version="8.19")]
    assert options_for("elasticsearch", sources) == {"version": "8.19"}


def test_an_option_goes_to_the_product_that_takes_it() -> None:
    sources = [marker(platform="linux-x86_64", settings={"a": 1})]
    assert options_for("elasticsearch", sources) == {"platform": "linux-x86_64", "settings": {"a": 1}}
    assert options_for("opensearch", sources) == {"settings": {"a": 1}}


@pytest.mark.parametrize(
    ("source", "products", "words"),
    [
        (
            marker(version="2.19"),
            ("elasticsearch",),
            "@pytest.mark.fakeinfer(version='2.19'): fakeinfer knows elasticsearch 8.11 to 9.5 and 9.6 (unreleased)",
        ),
        (
            command_line(version="1.0"),
            ("elasticsearch", "opensearch"),
            "--fakeinfer-version=1.0: fakeinfer knows elasticsearch 8.11 to 9.5 and 9.6 (unreleased); fakeinfer knows opensearch 2.9 to 3.8",
        ),
        (
            environment(opensearch_version="9.2"),
            ("elasticsearch", "opensearch"),
            "FAKEINFER_OPENSEARCH_VERSION=9.2: fakeinfer knows opensearch 2.9 to 3.8",
        ),
        (
            command_line(elasticsearch_version="soon"),
            ("elasticsearch", "opensearch"),
            "--fakeinfer-elasticsearch-version=soon: fakeinfer knows elasticsearch 8.11 to 9.5 and 9.6 (unreleased)",
        ),
        (
            marker(versoin="9.2"),
            ("elasticsearch",),
            "@pytest.mark.fakeinfer(versoin='9.2'): no such option; did you mean 'version'?",
        ),
        (
            marker(zzz=1),
            ("opensearch",),
            "@pytest.mark.fakeinfer(zzz=1): no such option; there are version, elasticsearch_version, opensearch_version, "
            "follow, seed, settings, disagreements",
        ),
        (
            marker(platform="x"),
            ("opensearch",),
            "@pytest.mark.fakeinfer(platform='x'): only elasticsearch takes 'platform', and the test does not use it",
        ),
        (
            environment(follow="me"),
            ("opensearch",),
            'FAKEINFER_FOLLOW=me: follow is "documented" or "server"',
        ),
    ],
)
def test_what_suits_nobody_is_refused(source: Source, products: tuple[str, ...], words: str) -> None:
    with pytest.raises(OptionError) as refused:
        check(source, products)
    assert str(refused.value).startswith(words)


def test_what_suits_one_of_the_products_is_fine() -> None:
    check(marker(version="2.19", platform="linux-x86_64"), ("elasticsearch", "opensearch"))


def test_disagreements_go_to_the_product_that_has_them() -> None:
    from fakeinfer.contract import product_named

    names = {
        product: [d.name for d in product_named(product).disagreements] for product in ("elasticsearch", "opensearch")
    }
    product, other = sorted(names, key=lambda name: -len(names[name]))
    if not names[product]:
        pytest.skip("no product has a disagreement yet")
    name = names[product][0]
    source = marker(disagreements={name: "server"})
    check(source)
    assert options_for(product, [source]) == {"disagreements": {name: "server"}}
    if name not in names[other]:
        assert options_for(other, [source]) == {"disagreements": {}}
    with pytest.raises(OptionError, match=f"did you mean '{name}'"):
        check(marker(disagreements={f"{name}x": "server"}))
