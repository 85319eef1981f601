"""Contract(product, version): everything that does not change while a cluster runs. Built once, cached, shared.

A product is a package with a `product.py` that holds one `Product`. What a version lacks is not in its contract.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import ApiError, illegal_argument, json_exception
from .formats.jackson import Malformed
from .formats.jsontext import source_echo
from .operation_index import Entry, Operations, entries
from .operations import Call
from .references import ReferenceRule
from .routing import Trie
from .schema import OperationSchema, Violation, load
from .versions import Span, Version

if TYPE_CHECKING:
    from .brains.scripts import Space
    from .cluster import State
    from .faults import NamedError
    from .pipeline import Exchange
    from .wire import Json, Response

PRODUCTS = ("elasticsearch", "opensearch")
COMMON_PARAMETERS = ("pretty", "human", "filter_path", "error_trace", "format")
SIDES = ("documented", "server")
"""To take where documentation and servers disagree."""

NAMES = {"cluster_name": "what the cluster is called in answers", "node_name": "what its only node is called"}
"""Options that both products take."""


class Change(NamedTuple):
    """A behaviour that holds in a span of versions; asked by `call.has(name)`."""

    name: str
    span: Span
    about: str


class Disagreement(NamedTuple):
    """A place where documentation and server differ. `call.has(name)` is true when the documented side is taken.

    `default` is "documented" or "server". `server_agrees` is the span in which the server does as documented, if any.
    """

    name: str
    default: str
    about: str
    documented: str
    server: str
    source: str
    server_agrees: Span | None = None


class Facet(NamedTuple):
    """One kind of thing that a version has or lacks, for whoever compares versions.

    `items` maps keys to one line about each. A key is a tuple of names; `within` is the title of the facet that holds
    `key[:-1]`, so that what came along with its owner is not told twice.
    """

    title: str
    items: Callable[[Contract], Mapping[tuple[str, ...], str]]
    within: str | None = None
    sums_up: bool = False
    """The lines tell of what other facets hold one by one: a line that differs is no change of its own."""


@dataclass(frozen=True, slots=True)
class Product:
    """What a vendor package declares about itself."""

    name: str
    releases: Mapping[str, str]
    """Release line -> newest patch release known, oldest first; the last one that is out is the default."""
    modules: tuple[str, ...]
    """Modules with operations, in the order of the generated tables."""
    steps: tuple[Callable[[Exchange], Response | None], ...]
    """The steps of one request, in this product's order of checks."""
    refusals: Mapping[str, Callable[[Call, Violation], ApiError]]
    """The wire errors that violations of a schema become, by the key that the schema names (`x-error`)."""
    unreleased: Mapping[str, str] = field(default_factory=dict)
    """Those of the lines that are not out, and what they are built from; one has to be asked for by name."""
    feature_modules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Modules with the operations of clusters that are started with a feature (`State.features`); read by those alone."""
    type_modules: tuple[str, ...] = ()
    """Modules that declare the product's own field types; a first write needs no more of the engine than these."""
    engine_modules: tuple[str, ...] = ()
    """Modules with queries and field types of the product's own."""
    facets_module: str | None = None
    """The module whose `FACETS` say what else differs between versions, beside what every contract tells."""
    changes: tuple[Change, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    references: tuple[ReferenceRule, ...] = ()
    options: Mapping[str, str] = field(default_factory=lambda: NAMES)
    """What a cluster can be started with beyond what all take, and what it does; read from `state.options`."""
    source: Callable[[bytes], str] = field(default=source_echo)
    """What the refusal of a body that cannot be parsed says the body is."""
    metadata_prefix: str = ""
    """Under which names its exceptions keep their extra keys, which decides their order."""
    malformed: Callable[[Malformed], ApiError] = field(default=json_exception)
    """The refusal of a body that cannot be parsed."""
    blank_body: Callable[[], Json] = field(default=dict)
    """What a body of blanks stands for, or its refusal."""
    refuse_source: Callable[[str], ApiError] = field(default=illegal_argument)
    """The refusal of a `source` parameter without its type, or with one nobody reads."""
    common_parameters: tuple[str, ...] = COMMON_PARAMETERS
    """Query parameters that every operation takes."""
    refuses_needless_body: bool = False
    """Whether an operation that reads no body refuses one."""
    no_handler_repeats_query: bool = True
    """Whether "no handler found" names the path with its query string."""
    allowed_methods: Callable[[Version, set[str]], list[str]] = field(default=lambda version, methods: sorted(methods))
    ghost_methods: Callable[[State, str], set[str]] = field(default=lambda state, path: set())
    """Methods that the server holds possible for a path without any route."""
    warning_agent: Callable[[Contract], str] = field(default=lambda contract: contract.product.name)
    """Who warns, in `Warning` headers."""
    prepare: Callable[[State], None] = field(default=lambda state: None)
    """Puts in place what a fresh cluster of this product holds."""
    secret_names: Callable[[Contract, str], Iterable[str]] = field(default=lambda contract, operation: ())
    """What stands in requests to the operation (its id) and is never shown, beside what its schema marks `x-secret`."""
    contract_for_options: Callable[[Contract, Mapping[str, Any]], Contract] = field(
        default=lambda contract, options: contract
    )
    """The contract of a cluster that is started with these options."""
    decorate: Callable[[Exchange, Response], None] = field(default=lambda exchange, response: None)
    """Adds the headers that every answer of this product carries."""

    faults: Mapping[str, NamedError] = field(default_factory=dict)
    """What its nodes in trouble answer, by name; the first one that has a status is what that status stands for."""
    provider_operations: tuple[str, ...] = ()
    """Operations whose names the code that calls model providers goes by (`Faults.upstream`); none where none is ever called."""
    provider_fields: tuple[str, ...] = ()
    """What such a call can be told by beside that."""
    embedding_space: Callable[[State, str], Space | None] | None = None
    """What the embeddings of an endpoint are, by its id; None where nothing is known of them."""

    ingest: Any = None
    """The product's ways with pipelines, an `ingest.declaring.Dialect`."""
    documents: Any = None
    """The product's ways with requests about documents, a `document_requests.dialect.Dialect`."""
    indices: Any = None
    """The product's ways with indices, an `indices.dialect.Dialect`."""

    @property
    def lines(self) -> list[str]:
        """The release lines that are out, oldest first."""
        return [line for line in self.releases if line not in self.unreleased]

    @property
    def known(self) -> str:
        """The lines in words: `8.11 to 9.5 and 9.6 (unreleased)`."""
        later = "".join(f" and {line} (unreleased)" for line in self.unreleased)
        return f"{self.lines[0]} to {self.lines[-1]}{later}"

    @property
    def all_modules(self) -> tuple[str, ...]:
        """Every module with operations."""
        return (*self.modules, *(module for modules in self.feature_modules.values() for module in modules))

    @property
    def package(self) -> str:
        """The package's import name."""
        return f"fakeinfer.{self.name}"


class Contract:
    """One product at one version."""

    def __init__(self, product: Product, version: Version) -> None:
        self.product = product
        self.version = version

    @cached_property
    def operations(self) -> Operations:
        """Operations that exist at this version, by id."""
        return Operations(self._declared(self.product.all_modules))

    def _declared(self, modules: Iterable[str]) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for entry in entries(self.product.name, modules):
            if entry.id in found:
                raise ValueError(f"operation {entry.id} is declared twice")
            if self.version in entry.span:
                found[entry.id] = entry
        return found

    @cached_property
    def trie(self) -> Trie:
        """The routes that every cluster of this version has."""
        return self.trie_with(frozenset())

    def trie_with(self, features: frozenset[str]) -> Trie:
        """The same with the routes of what a cluster was started with."""
        found = self._tries.get(features)
        if found is None:
            found = Trie()
            more = self.product.feature_modules
            modules = (*self.product.modules, *(one for name in features for one in more[name]))
            for entry in self._declared(modules).values():
                for route in entry.routes:
                    if self.version in route.span:
                        found.add(entry, route)
            self._tries.setdefault(features, found)
        return found

    @cached_property
    def _tries(self) -> dict[frozenset[str], Trie]:
        return {}

    @cached_property
    def _schemas(self) -> dict[str, OperationSchema]:
        return {}

    def schema(self, operation_id: str) -> OperationSchema:
        """The operation's schema at this version; read on first use. An operation without a file is a bug."""
        found = self._schemas.get(operation_id)
        if found is None:
            file = Path(__file__).parent / self.product.name / "schemas" / f"{operation_id}.json"
            found = self._schemas.setdefault(operation_id, load(file, self.version))
        return found

    def switched_on(self, follow: str | None, choices: Mapping[str, str]) -> frozenset[str]:
        """Names of the changes that hold and of the disagreements in which the documented side is taken."""
        return _switched_on(self.product.name, self.version, follow, tuple(sorted(choices.items())))

    def with_memo(self, **entries: Any) -> Contract:
        """The same contract with other derived things; what was read from files so far is shared."""
        other = Contract(self.product, self.version)
        other.__dict__.update({name: value for name, value in self.__dict__.items() if name != "memo"})
        other.memo.update(entries)
        return other

    @cached_property
    def memo(self) -> dict[str, Any]:
        """Derived, immutable things other modules keep for this contract (compiled services, processors), by their name."""
        return {}


@lru_cache(maxsize=64)
def _switched_on(
    product_name: str, version: Version, follow: str | None, choices: tuple[tuple[str, str], ...]
) -> frozenset[str]:
    product = product_named(product_name)
    names = {change.name for change in product.changes if version in change.span}
    if follow not in (None, *SIDES):
        raise ValueError(f'follow is "documented" or "server", not {follow!r}')
    chosen = dict(choices)
    known = {disagreement.name for disagreement in product.disagreements}
    if unknown := set(chosen) - known:
        raise ValueError(
            f"{', '.join(sorted(unknown))}: no such disagreement; there are {', '.join(sorted(known)) or 'none'}"
        )
    for disagreement in product.disagreements:
        side = chosen.get(disagreement.name) or follow or disagreement.default
        if side not in SIDES:
            raise ValueError(f'{disagreement.name}: follow is "documented" or "server", not {side!r}')
        agrees = disagreement.server_agrees is not None and version in disagreement.server_agrees
        if side == "documented" or agrees:
            names.add(disagreement.name)
    return frozenset(names)


def product_named(name: str) -> Product:
    """The product, or a ValueError that names those there are."""
    if name not in PRODUCTS:
        raise ValueError(f"{name!r} is no product; there are {' and '.join(PRODUCTS)}")
    product: Product = importlib.import_module(f"fakeinfer.{name}.product").PRODUCT
    return product


def contract_for(product_name: str, version: str | None = None) -> Contract:
    """The cached contract of `version`: a line ("9.2"), a release ("9.2.1"), a major ("9") or None for the newest."""
    product = product_named(product_name)
    lines = product.lines
    wanted = str(version) if version else lines[-1]
    if wanted.isdigit():
        of_major = [line for line in lines if line.startswith(f"{wanted}.")]
        wanted = of_major[-1] if of_major else wanted
    try:
        parsed = Version.parse(wanted)
    except ValueError:
        parsed = None
    if parsed is None or parsed.line not in product.releases:
        raise ValueError(f"fakeinfer knows {product_name} {product.known}, not {version!r}")
    if wanted == parsed.line:
        parsed = Version.parse(product.releases[parsed.line])
    return _contract(product_name, parsed)


@lru_cache(maxsize=64)
def _contract(product_name: str, version: Version) -> Contract:
    return Contract(product_named(product_name), version)
