"""The pytest plugin: a fresh fake cluster per test, and a section in the report of a test that failed.

Only pytest and the standard library are imported here: this module is loaded in every pytest run on the machine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .testing.fake import Fake, FakeElasticsearch, FakeOpenSearch, SharedServer
    from .testing.plugin_options import Source

_GLOBAL_OPTIONS = {
    "version": "version of the fakes, e.g. 9.2; goes to the product that has it",
    "elasticsearch_version": "version of fake_elasticsearch",
    "opensearch_version": "version of fake_opensearch",
    "follow": "side to take where documentation and server disagree: documented or server",
    "seed": "what ids and stand-ins for models derive from",
}
_MARKER = (
    "fakeinfer(version=None, elasticsearch_version=None, opensearch_version=None, follow=None, seed=None, settings=None, "
    "disagreements=None, **options): how the test's fake clusters are started."
)
_fakes: pytest.StashKey[list[Fake]] = pytest.StashKey()
"""On an item: the fakes of the test that runs."""
_server: pytest.StashKey[SharedServer] = pytest.StashKey()
"""On the config: the server that all tests of this process share, once one was needed."""


class _AsInstalled(MetaPathFinder):
    """Finds this package's modules as they were compiled when it was installed.

    pytest has the asserts rewritten of every package that brings a plugin. Of ours none speaks to tests, and to rewrite them takes
    longer than all that a fake does, in each environment that is new or keeps no bytecode.
    """

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return PathFinder.find_spec(name, path, target) if name.startswith("fakeinfer.") else None


_as_installed = _AsInstalled()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare `--fakeinfer-..` and the ini options of the same names. Comes before any conftest is read."""
    sys.meta_path.insert(0, _as_installed)
    group = parser.getgroup("fakeinfer", "fake Elasticsearch and OpenSearch")
    for name, about in _GLOBAL_OPTIONS.items():
        group.addoption(f"--fakeinfer-{name.replace('_', '-')}", dest=f"fakeinfer_{name}", metavar="VALUE", help=about)
        parser.addini(f"fakeinfer_{name}", about)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker and refuse global options that cannot be meant."""
    config.addinivalue_line("markers", _MARKER)
    given = _global_options(config)
    if any(given.values()):
        from .testing.plugin_options import OptionError, Source, check

        try:
            for spelling, values in given.items():
                check(Source(spelling, values))
        except OptionError as error:
            raise pytest.UsageError(str(error)) from None


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the shared server, if a test needed it."""
    if _as_installed in sys.meta_path:
        sys.meta_path.remove(_as_installed)
    server = config.stash.get(_server, None)
    if server is not None:
        server.stop()


def _global_options(config: pytest.Config) -> dict[str, dict[str, Any]]:
    """What command line, environment and ini file say, by the way an option is written there; the first one wins."""

    def values(read: Callable[[str], Any]) -> dict[str, Any]:
        return {name: value for name in _GLOBAL_OPTIONS if (value := read(name))}

    return {
        "--fakeinfer-{dashed}={value}": values(lambda name: config.getoption(f"fakeinfer_{name}")),
        "FAKEINFER_{upper}={value}": values(lambda name: os.environ.get(f"FAKEINFER_{name.upper()}")),
        "fakeinfer_{name} = {value}": values(lambda name: config.getini(f"fakeinfer_{name}")),
    }


def _marker_sources(item: pytest.Item) -> list[Source]:
    """What the test's markers say, the nearest first. What the nearest ones come to must suit the test."""
    from .testing.plugin_options import OptionError, Source, check

    spelling = "@pytest.mark.fakeinfer({name}={value!r})"
    given: list[dict[str, Any]] = []
    for marker in item.iter_markers("fakeinfer"):
        if marker.args:
            raise OptionError(f"@pytest.mark.fakeinfer takes named options only, not {marker.args[0]!r}")
        given.append({name: value for name, value in marker.kwargs.items() if value is not None})
    nearest = {name: value for values in reversed(given) for name, value in values.items()}
    check(Source(spelling, nearest), _products_used(item))
    return [Source(spelling, values) for values in given]


def _products_used(item: pytest.Item) -> list[str]:
    """The products whose fakes the test asks for; all of them when it makes its own."""
    fixtures = getattr(item, "fixturenames", ())
    used = [product for product in ("elasticsearch", "opensearch") if f"fake_{product}" in fixtures]
    return used if used and "fakeinfer_factory" not in fixtures else ["elasticsearch", "opensearch"]


@pytest.fixture
def _fakeinfer_make(request: pytest.FixtureRequest) -> Generator[Callable[..., Fake]]:
    """Makes the fakes of one test and ends them."""
    from .testing import fake as fakes
    from .testing.plugin_options import OptionError, Source, options_for

    item, config = request.node, request.config
    made = item.stash.setdefault(_fakes, [])
    try:
        sources = _marker_sources(item)
    except OptionError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None
    sources += [Source(spelling, values) for spelling, values in _global_options(config).items()]

    def make(product: str, version: str | None = None, **options: Any) -> Fake:
        __tracebackhide__ = True
        if product not in fakes.FAKES:
            raise ValueError(f"{product!r} is no product; there are {' and '.join(fakes.FAKES)}")
        given = {"version": version, **options} if version else options
        fake = fakes.FAKES[product](**{**options_for(product, sources), **given})
        fake.serve_at(config.stash.setdefault(_server, fakes.SharedServer()))
        made.append(fake)
        return fake

    yield make
    for fake in made:
        fake.close()
    _check(made)


@pytest.fixture
def fakeinfer_factory(_fakeinfer_make: Callable[..., Fake]) -> Callable[..., Fake]:
    """Makes fakes for this test: `fakeinfer_factory("opensearch", version="2.19")`; what is not given comes as for the fixtures."""
    return _fakeinfer_make


@pytest.fixture
def fake_elasticsearch(_fakeinfer_make: Callable[..., Fake]) -> FakeElasticsearch:
    """A fresh, empty Elasticsearch for this test alone."""
    fake: FakeElasticsearch = _made(_fakeinfer_make, "elasticsearch")
    return fake


@pytest.fixture
def fake_opensearch(_fakeinfer_make: Callable[..., Fake]) -> FakeOpenSearch:
    """A fresh, empty OpenSearch for this test alone."""
    fake: FakeOpenSearch = _made(_fakeinfer_make, "opensearch")
    return fake


def _made(factory: Callable[..., Any], product: str) -> Any:
    """A fake whose options come from outside of the test; those it cannot take are told without a traceback."""
    try:
        return factory(product)
    except ValueError as refused:
        raise pytest.fail.Exception(str(refused), pytrace=False) from None


def _check(fakes: list[Fake]) -> None:
    """Raise bugs of the fakes and failed expectations; what was raised once is not raised again."""
    __tracebackhide__ = True
    for fake in fakes:
        fake.check()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """A test whose fakes had a bug, or whose expectations failed, has failed."""
    __tracebackhide__ = True
    result = yield
    _check(item.stash.get(_fakes, []))
    return result


def _section(fakes: list[Fake]) -> str:
    from .testing.report import failure_section

    try:
        return failure_section(fake.cluster for fake in fakes)
    except Exception as bug:  # a report about a failure must not take the whole run down
        return f"this section could not be made: {type(bug).__name__}: {bug}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell a failing test what its fakes saw, and forget them when it is over."""
    report = yield
    fakes = item.stash.get(_fakes, [])
    if fakes and report.failed and (text := _section(fakes)):
        report.sections.append(("fakeinfer", text))
    if call.when == "teardown" and fakes:
        del item.stash[_fakes]
    return report
