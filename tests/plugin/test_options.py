"""Options: marker before command line before environment before ini file."""

from __future__ import annotations

import pytest

from tests.plugin.conftest import Run

SHOW = """
    import pytest

    def test_plain(fake_elasticsearch, fake_opensearch):
        print("plain", fake_elasticsearch.version, fake_opensearch.version, fake_opensearch.cluster.seed)

    @pytest.mark.fakeinfer(version="8.15", seed="marked")
    class TestMarked:
        def test_class(self, fake_elasticsearch, fake_opensearch):
            print("class", fake_elasticsearch.version, fake_opensearch.version, fake_opensearch.cluster.seed)

        @pytest.mark.fakeinfer(version="2.19", settings={"plugins.ml_commons.safe_delete_model": True})
        def test_nearer(self, fake_opensearch):
            print("nearer", fake_opensearch.version, fake_opensearch.cluster.seed)
"""


@pytest.mark.parametrize(
    ("arguments", "environment", "ini", "plain", "marked"),
    [
        ([], {}, "", "plain 9.5.1 3.8.0 fakeinfer", "class 8.15.5 3.8.0 marked"),
        ([], {}, "fakeinfer_version = 2.17\nfakeinfer_seed = i", "plain 9.5.1 2.17.1 i", "class 8.15.5 2.17.1 marked"),
        (
            [],
            {"FAKEINFER_VERSION": "9.0"},
            "fakeinfer_version = 2.17",
            "plain 9.0.8 2.17.1 fakeinfer",
            "class 8.15.5 2.17.1 marked",
        ),
        (
            ["--fakeinfer-version=9.1", "--fakeinfer-seed=c"],
            {"FAKEINFER_VERSION": "9.0", "FAKEINFER_OPENSEARCH_VERSION": "2.18", "FAKEINFER_SEED": "e"},
            "fakeinfer_seed = i",
            "plain 9.1.10 2.18.0 c",
            "class 8.15.5 2.18.0 marked",
        ),
        (
            ["--fakeinfer-elasticsearch-version=8", "--fakeinfer-opensearch-version=2"],
            {},
            "",
            "plain 8.19.13 2.19.1 fakeinfer",
            "class 8.15.5 2.19.1 marked",
        ),
    ],
    ids=["defaults", "ini", "environment over ini", "command line over environment", "a version for each"],
)
def test_precedence(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    ini: str,
    plain: str,
    marked: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    result = run(SHOW, "-s", *arguments, ini=ini)
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines([f"*{plain}", f"*{marked}", "*nearer 2.19.1 marked"])


def test_the_side_to_follow(run: Run) -> None:
    run(
        """
        import pytest

        def test_global(fake_opensearch):
            assert fake_opensearch.cluster.follow == "server"

        @pytest.mark.fakeinfer(follow="documented")
        def test_marked(fake_opensearch):
            assert fake_opensearch.cluster.follow == "documented"
        """,
        "--fakeinfer-follow=server",
    ).assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        (
            "--fakeinfer-version=7.17",
            "ERROR: --fakeinfer-version=7.17: fakeinfer knows elasticsearch 8.11 to *; fakeinfer knows opensearch *",
        ),
        (
            "--fakeinfer-opensearch-version=9.2",
            "ERROR: --fakeinfer-opensearch-version=9.2: fakeinfer knows opensearch 2.9 to *",
        ),
        ("--fakeinfer-follow=me", 'ERROR: --fakeinfer-follow=me: follow is "documented" or "server"'),
    ],
)
def test_a_global_option_that_cannot_be_meant_stops_the_run(run: Run, argument: str, words: str) -> None:
    result = run("def test_it(): pass", argument)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([words])


@pytest.mark.parametrize(
    ("marker", "fixture", "words"),
    [
        (
            'version="2.19"',
            "fake_elasticsearch",
            "@pytest.mark.fakeinfer(version='2.19'): fakeinfer knows elasticsearch 8.11 to *",
        ),
        (
            'versoin="9.2"',
            "fake_elasticsearch",
            "@pytest.mark.fakeinfer(versoin='9.2'): no such option; did you mean 'version'?",
        ),
        (
            'platform="x"',
            "fake_opensearch",
            "@pytest.mark.fakeinfer(platform='x'): only elasticsearch takes 'platform', and the test does not use it",
        ),
        ('settings={"a.b": 1}', "fake_opensearch", "opensearch 3.* has no cluster setting a.b"),
        ('"9.2"', "fake_elasticsearch", "@pytest.mark.fakeinfer takes named options only, not '9.2'"),
    ],
)
def test_a_marker_that_cannot_be_meant_is_an_error_in_its_test(run: Run, marker: str, fixture: str, words: str) -> None:
    result = run(
        f"""
        import pytest

        @pytest.mark.fakeinfer({marker})
        def test_marked({fixture}):
            pass

        def test_other({fixture}):
            pass
        """
    )
    result.assert_outcomes(errors=1, passed=1)
    result.stdout.fnmatch_lines(["*ERROR at setup of test_marked*", words.replace("[", "[[]")])
    result.stdout.no_fnmatch_line("*During handling*")


def test_markers_further_away_count_where_nearer_ones_do_not_fit(run: Run) -> None:
    run(
        """
        import pytest

        pytestmark = pytest.mark.fakeinfer(version="8.15", seed="far", follow="server")

        @pytest.mark.fakeinfer(version="2.19", seed="near")
        def test_both(fake_elasticsearch, fake_opensearch):
            assert (fake_elasticsearch.version, fake_opensearch.version) == ("8.15.5", "2.19.1")
            assert (fake_opensearch.cluster.seed, fake_opensearch.cluster.follow) == ("near", "server")

        @pytest.mark.fakeinfer(version="2.19")
        def test_one(fake_opensearch):
            assert fake_opensearch.version == "2.19.1"

        @pytest.mark.fakeinfer(version="2.19")
        def test_own(fake_elasticsearch, own):
            assert (fake_elasticsearch.version, own.version) == ("8.15.5", "2.19.1")

        @pytest.fixture
        def own(fakeinfer_factory):
            return fakeinfer_factory("opensearch")
        """
    ).assert_outcomes(passed=3)


def test_marker_and_options_are_documented(run: Run) -> None:
    run("", "--markers").stdout.fnmatch_lines(["@pytest.mark.fakeinfer(version=None, *"])
    run("", "--help").stdout.fnmatch_lines(["*--fakeinfer-version=VALUE*", "*fakeinfer_opensearch_version (string):*"])
