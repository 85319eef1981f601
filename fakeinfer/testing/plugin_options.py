"""Which options a test's fake gets: marker before command line before environment before ini file.

A general version (`version="2.19"`) goes to the product that has it; the other product takes its next best source. A version
or option that suits nobody is an error that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from ..contract import PRODUCTS, contract_for, product_named

GLOBAL = ("version", "elasticsearch_version", "opensearch_version", "follow", "seed")
"""Options that the command line, the environment and the ini file have too."""
_COMMON = (*GLOBAL, "settings", "disagreements")


class OptionError(Exception):
    """An option that cannot be meant; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where options come from: `spelling` is how one is written there, with `{name}` and `{value}`."""

    spelling: str
    values: Mapping[str, Any]

    def spelled(self, name: str) -> str:
        """An option as the user wrote it."""
        written = {"name": name, "dashed": name.replace("_", "-"), "upper": name.upper(), "value": self.values[name]}
        return self.spelling.format(**written)


def check(source: Source, products: Iterable[str] = PRODUCTS) -> None:
    """OptionError for what a source says that none of the products can take."""
    products = tuple(products)
    known = [*_COMMON, *(name for product in products for name in product_named(product).options)]
    for name in source.values:
        if name not in known:
            raise OptionError(f"{source.spelled(name)}: {_no_such_option(name, products, known)}")
    follow = source.values.get("follow", "server")
    if follow not in ("documented", "server"):
        raise OptionError(f'{source.spelled("follow")}: follow is "documented" or "server"')
    for product in PRODUCTS:
        specific = f"{product}_version"
        if specific in source.values and not _has(product, source.values[specific]):
            raise OptionError(f"{source.spelled(specific)}: {_versions(product)}")
    if "version" in source.values and not any(_has(product, source.values["version"]) for product in products):
        raise OptionError(f"{source.spelled('version')}: {'; '.join(map(_versions, products))}")
    _check_disagreements(source, products)


def options_for(product: str, sources: Iterable[Source]) -> dict[str, Any]:
    """The keyword arguments of this product's fake, from the sources in their order."""
    taken = ("follow", "seed", "settings", "disagreements", *product_named(product).options)
    chosen: dict[str, Any] = {}
    for source in sources:
        for name in taken:
            if name in source.values:
                chosen.setdefault(name, source.values[name])
        version = source.values.get(f"{product}_version") or source.values.get("version")
        if version and _has(product, version):
            chosen.setdefault("version", version)
    if "disagreements" in chosen:
        own = {disagreement.name for disagreement in product_named(product).disagreements}
        chosen["disagreements"] = {name: side for name, side in chosen["disagreements"].items() if name in own}
    return chosen


def _has(product: str, version: Any) -> bool:
    try:
        contract_for(product, version)
    except ValueError:
        return False
    return True


def _versions(product: str) -> str:
    return f"fakeinfer knows {product} {product_named(product).known}"


def _no_such_option(name: str, products: tuple[str, ...], known: list[str]) -> str:
    owners = [product for product in PRODUCTS if product not in products and name in product_named(product).options]
    if owners:
        return f"only {owners[0]} takes {name!r}, and the test does not use it"
    near = get_close_matches(name, known, n=1)
    return f"no such option; did you mean {near[0]!r}?" if near else f"no such option; there are {', '.join(known)}"


def _check_disagreements(source: Source, products: tuple[str, ...]) -> None:
    known = [disagreement.name for product in products for disagreement in product_named(product).disagreements]
    for name in source.values.get("disagreements", {}):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known) or 'none'}"
            raise OptionError(f"{source.spelled('disagreements')}: no disagreement {name!r}; {hint}")
