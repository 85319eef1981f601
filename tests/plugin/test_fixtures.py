"""The fixtures: fresh clusters, one shared server, nothing started that is not needed."""

from __future__ import annotations

import sys

from tests.plugin.conftest import Run


def test_each_test_has_a_fresh_cluster_of_its_own(run: Run) -> None:
    run(
        """
        import pytest

        @pytest.mark.parametrize("n", range(3))
        def test_fresh(fake_elasticsearch, n):
            fake_elasticsearch.client().info()
            assert len(fake_elasticsearch.journal) == 1
        """
    ).assert_outcomes(passed=3)


def test_both_products_in_one_test(run: Run) -> None:
    run(
        """
        from elasticsearch import Elasticsearch
        from opensearchpy import OpenSearch

        def test_both(fake_elasticsearch, fake_opensearch):
            assert Elasticsearch(fake_elasticsearch.url).info()["version"]["build_flavor"] == "default"
            assert OpenSearch(fake_opensearch.url).info()["version"]["distribution"] == "opensearch"
            assert len(fake_elasticsearch.journal) == len(fake_opensearch.journal) == 1
        """
    ).assert_outcomes(passed=1)


def test_tests_share_one_server_and_their_clusters_are_gone_afterwards(run: Run) -> None:
    run(
        """
        import requests

        seen = []

        def test_one(fake_elasticsearch):
            seen.append(fake_elasticsearch.url)
            assert requests.get(seen[0], timeout=5).ok

        def test_two(fake_opensearch):
            seen.append(fake_opensearch.url)
            assert len({url.rpartition("/_t/")[0] for url in seen}) == 1
            assert seen[0] != seen[1]
            assert requests.get(seen[0], timeout=5).status_code == 404

        def test_three():
            assert requests.get(seen[1], timeout=5).status_code == 404
        """
    ).assert_outcomes(passed=3)


def test_the_factory_makes_more(run: Run) -> None:
    run(
        """
        import pytest, requests

        @pytest.mark.fakeinfer(seed="mine", version="2.19")
        def test_factory(fakeinfer_factory, fake_opensearch):
            other = fakeinfer_factory("opensearch", version="3.0", seed="other")
            third = fakeinfer_factory(product="elasticsearch")
            assert [other.version, fake_opensearch.version] == ["3.0.0", "2.19.1"]
            assert (other.cluster.seed, third.cluster.seed) == ("other", "mine")
            assert len({fake.url for fake in (other, third, fake_opensearch)}) == 3
            assert all(requests.get(fake.url, timeout=5).ok for fake in (other, third, fake_opensearch))
            with pytest.raises(ValueError, match="'elastic' is no product; there are elasticsearch and opensearch"):
                fakeinfer_factory("elastic")
            with pytest.raises(TypeError, match="takes no option 'taks'"):
                fakeinfer_factory("elasticsearch", taks=1)
            with pytest.raises(ValueError, match="fakeinfer knows opensearch"):
                fakeinfer_factory("opensearch", version="9.2")
        """
    ).assert_outcomes(passed=1)


def test_no_server_is_started_when_no_url_is_read(run: Run) -> None:
    run(
        """
        import socket, sys

        def test_no_socket(fake_elasticsearch, fake_opensearch, monkeypatch):
            monkeypatch.setattr(socket.socket, "bind", lambda *_: 1 / 0)
            fake_elasticsearch.client().info()
            fake_opensearch.client().info()

        def test_afterwards():
            assert not {"fakeinfer.doors.server", "fakeinfer.doors.hub", "httptools"} & set(sys.modules)
        """,
        "-p",
        "no:pytest_httpserver",
        apart=True,
    ).assert_outcomes(passed=2)


def test_a_run_without_fakes_imports_nothing_of_them(run: Run) -> None:
    run(
        """
        import sys

        def test_lean():
            loaded = {name for name in sys.modules if name.partition(".")[0] == "fakeinfer"}
            assert loaded == {"fakeinfer", "fakeinfer.pytest_plugin"}
        """,
        apart=True,
    ).assert_outcomes(passed=1)


def test_it_works_in_parallel(run: Run) -> None:
    result = run(
        """
        import os, pytest, requests

        @pytest.mark.parametrize("n", range(8))
        def test_parallel(fake_opensearch, n):
            assert os.environ["PYTEST_XDIST_WORKER"] in ("gw0", "gw1")
            assert requests.get(fake_opensearch.url, timeout=5).ok
            assert len(fake_opensearch.journal) == 1

        def test_failing(fake_opensearch):
            fake_opensearch.client().info()
            assert False
        """,
        "-n",
        "2",
        apart=True,
    )
    result.assert_outcomes(passed=8, failed=1)
    result.stdout.fnmatch_lines(["*- fakeinfer -*", "opensearch 3.*, 1 exchange:"])


def test_it_works_in_random_order(run: Run) -> None:
    code = """
        import pytest, requests

        @pytest.mark.parametrize("n", range(6))
        def test_any(fake_elasticsearch, n):
            assert requests.get(fake_elasticsearch.url, timeout=5).ok
            assert len(fake_elasticsearch.journal) == 1

        @pytest.mark.fakeinfer(version="8.19")
        def test_old(fake_elasticsearch):
            assert fake_elasticsearch.version.startswith("8.19.")
        """
    for seed in ("1", "2"):
        run(code, "-p", "randomly", "--randomly-seed", seed, apart=True).assert_outcomes(passed=7)


def test_async_tests_and_unittest_classes(run: Run) -> None:
    run(
        """
        import unittest
        import pytest
        from fakeinfer import FakeOpenSearch

        @pytest.mark.asyncio
        async def test_async(fake_elasticsearch):
            client = fake_elasticsearch.async_client()
            assert (await client.info())["tagline"]
            await client.close()
            fake_elasticsearch.assert_called("info", times=1)

        class TestOld(unittest.TestCase):
            def setUp(self):
                self.fake = self.enterContext(FakeOpenSearch("2.19"))

            def test_with(self):
                assert self.fake.client().info()["version"]["number"] == "2.19.1"

        @pytest.mark.usefixtures("attach")
        class TestAttached(unittest.TestCase):
            def test_attached(self):
                assert self.fake.client().info()

        @pytest.fixture
        def attach(request, fake_elasticsearch):
            request.cls.fake = fake_elasticsearch
        """
    ).assert_outcomes(passed=3)


def test_pytest_does_not_rewrite_our_modules(run: Run) -> None:
    run(
        """
        import fakeinfer.cluster

        def test_as_installed(fake_elasticsearch):
            assert type(fakeinfer.cluster.__loader__).__name__ == "SourceFileLoader"
            assert type(__loader__).__name__ == "AssertionRewritingHook"
        """,
        apart=True,
    ).assert_outcomes(passed=1)


def test_nothing_of_the_plugin_stays_behind(run: Run) -> None:
    before = sys.meta_path[:]
    run("def test_one(fake_elasticsearch): pass").assert_outcomes(passed=1)
    assert sys.meta_path == before
