"""What a failing test is told, and when a test fails that did not fail by itself."""

from __future__ import annotations

from tests.plugin.conftest import Run


def test_a_failing_test_shows_what_its_fakes_saw(run: Run) -> None:
    result = run(
        """
        import requests

        def test_failing(fake_elasticsearch, fake_opensearch, fakeinfer_factory):
            silent = fakeinfer_factory("opensearch", version="2.9")
            body = {"credential": {"openAI_key": "canary-1"}, "name": "n"}
            url = fake_opensearch.url
            requests.post(f"{url}/_plugin/_ml/connectors/_create?api_key=canary-2", json=body, auth=("me", "canary-3"), timeout=5)
            fake_elasticsearch.client().info()
            assert fake_opensearch.journal[0].status == 200
        """
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*- fakeinfer -*",
            "elasticsearch 9.*, 1 exchange:",
            "  #1 info: GET / -> 200",
            "       answered: {*",
            "",
            "opensearch 3.*, 1 exchange:",
            "  #1 (no operation): POST /_plugin/_ml/connectors/_create?api_key=[*][*][*] -> 400",
            '       sent: {"credential": {"openAI_key": "[*][*][*]"}, "name": "n"}',
            "       why: no handler found for uri *",
            "*short test summary*",
        ]
    )
    section = result.stdout.str().partition("- fakeinfer -")[2]
    assert "canary" not in section
    assert "opensearch 2.9" not in section


def test_a_passing_test_and_a_silent_fake_show_nothing(run: Run) -> None:
    result = run(
        """
        import pytest

        def test_passing(fake_elasticsearch):
            fake_elasticsearch.client().info()

        def test_silent(fake_elasticsearch):
            assert False

        @pytest.mark.xfail
        def test_expected(fake_elasticsearch):
            fake_elasticsearch.client().info()
            assert False
        """,
        "-rA",
    )
    result.assert_outcomes(passed=1, failed=1, xfailed=1)
    result.stdout.no_fnmatch_line("*- fakeinfer -*")


def test_a_failing_setup_shows_what_was_said_until_then(run: Run) -> None:
    result = run(
        """
        import pytest

        @pytest.fixture
        def broken(fake_elasticsearch):
            fake_elasticsearch.client().info()
            assert False

        def test_it(broken):
            pass
        """
    )
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*- fakeinfer -*", "elasticsearch 9.*, 1 exchange:"])


def test_an_assertion_points_into_the_test(run: Run) -> None:
    result = run(
        """
        def test_it(fake_elasticsearch):
            fake_elasticsearch.client().info()
            fake_elasticsearch.assert_called("info", pretty=True)
        """
    )
    result.stdout.fnmatch_lines(
        [
            '>       fake_elasticsearch.assert_called("info", pretty=True)',
            "E       AssertionError: info was not called with pretty=True.",
            "E       Nearest call:",
            "E         #1 info: GET / -> 200",
            "E           pretty: wanted True, not sent",
        ]
    )
    result.stdout.no_fnmatch_line("*assertions.py*")


def test_a_bug_of_the_fake_fails_the_test(run: Run) -> None:
    result = run(
        """
        from fakeinfer import Request

        def test_buggy(fake_opensearch):
            fake_opensearch.cluster.state.ids = None
            assert fake_opensearch.cluster.handle(Request("GET", "/")).status == 500

        def test_known(fake_opensearch):
            fake_opensearch.cluster.bugs.append(KeyError("of ours"))
            try:
                fake_opensearch.raise_bugs()
            except KeyError:
                pass
        """
    )
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(
        [
            "E*AttributeError: 'NoneType' object has no attribute 'fixed'",
            "E*This is a bug of fakeinfer, not of the code under test.",
            "*fakeinfer/opensearch/cluster/root.py:*",
            "*- fakeinfer -*",
            "  #1 info: GET / -> 500",
        ]
    )


def test_a_bug_after_the_test_is_an_error(run: Run) -> None:
    run(
        """
        import pytest

        @pytest.fixture
        def late(fake_opensearch):
            yield
            fake_opensearch.cluster.bugs.append(KeyError("late"))

        def test_it(late):
            pass
        """
    ).assert_outcomes(passed=1, errors=1)


def test_a_failed_expectation_fails_the_test(run: Run) -> None:
    result = run(
        """
        def test_order(fake_elasticsearch):
            fake_elasticsearch.expect_ordered_request("/1").respond_with_data("")
            fake_elasticsearch.expect_ordered_request("/2").respond_with_data("")
            fake_elasticsearch.client(headers={"accept": "application/json"}).options(ignore_status=500).perform_request("GET", "/2")

        def test_order_checked(fake_elasticsearch):
            fake_elasticsearch.expect_ordered_request("/1").respond_with_data("")
            fake_elasticsearch.client().info()
            fake_elasticsearch.check_assertions()
        """
    )
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["E*AssertionError: No handler found for request*"])


def test_a_failing_test_and_a_bug_are_both_told(run: Run) -> None:
    result = run(
        """
        def test_both(fake_opensearch):
            fake_opensearch.client().info()
            fake_opensearch.cluster.bugs.append(KeyError("of ours"))
            assert False
        """
    )
    result.assert_outcomes(failed=1, errors=1)
    result.stdout.fnmatch_lines(["*- fakeinfer -*", "  a bug of fakeinfer: KeyError: 'of ours'"])


def test_a_report_that_cannot_be_made_does_not_end_the_run(run: Run) -> None:
    result = run(
        """
        def test_it(fake_opensearch):
            fake_opensearch.client().info()
            del fake_opensearch.cluster.journal
            fake_opensearch.cluster.journal = 7
            assert False

        def test_next():
            pass
        """
    )
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["*- fakeinfer -*", "this section could not be made: TypeError*"])
