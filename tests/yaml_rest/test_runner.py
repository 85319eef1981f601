"""The runner of YAML tests, with tests of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fakeinfer import FakeElasticsearch
from fakeinfer.versions import Version
from tests.yaml_rest.__main__ import main
from tests.yaml_rest.apis import request_for
from tests.yaml_rest.outcomes import Failed, Outcome, Skipped, Unsupported
from tests.yaml_rest.runner import at_url, in_process, run_paths, run_suite, table
from tests.yaml_rest.skipping import check_requires, check_skip, has_feature
from tests.yaml_rest.suite import BadSuite, read_suite
from tests.yaml_rest.values import ABSENT, difference, find, is_true, like_error, stashed

ENDPOINT = """
setup:
  - requires: {cluster_features: ["gte_v8.15.0", "semantic_text.anything"], reason: it came in 8.15}
  - do:
      inference.put:
        task_type: sparse_embedding
        inference_id: mine
        body: {service: test_service, service_settings: {model: my_model, api_key: abc64}}
teardown:
  - do: {inference.delete: {inference_id: mine, force: true, ignore: 404}}
"""


def outcomes(text: str, version: str = "9.5", **options: Any) -> list[Outcome]:
    server = in_process(version, test_services=True, **options)
    return list(run_suite(server, read_suite(text, "mine.yml")))


def why(steps: str, version: str = "9.5") -> str:
    """How a test of these steps on an endpoint ends, in words."""
    (outcome,) = outcomes(f"{ENDPOINT}---\none:\n{steps}", version)
    return f"{outcome.result}: {outcome.why}"


def test_a_test_passes_when_everything_is_as_it_says() -> None:
    steps = """
  - do: {inference.get: {inference_id: mine}}
  - match: {endpoints.0.inference_id: mine}
  - match: {endpoints.0.service_settings: {model: my_model}}
  - length: {endpoints: 1}
  - is_true: endpoints.0.service
  - is_false: endpoints.0.task_settings
  - exists: endpoints.0
  - not_exists: endpoints.1
  - contains: {endpoints: {task_type: sparse_embedding}}
  - set: {endpoints.0.task_type: kind}
  - do: {inference.inference: {task_type: $kind, inference_id: mine, body: {input: test}}}
  - match: {"$kind.0.embedding.feature_0": 3556499}
  - match: {"${kind}.0.is_truncated": false}
  - gt: {sparse_embedding.0.embedding.feature_0: 3556498}
  - gte: {sparse_embedding.0.embedding.feature_0: 3556499}
  - lt: {sparse_embedding.0.embedding.feature_0: 3556499.5}
  - lte: {sparse_embedding.0.embedding.feature_0: 3556499}
  - close_to: {sparse_embedding.0.embedding.feature_4: {value: 3.5565E6, error: 5}}
  - do:
      catch: missing
      inference.get: {inference_id: other}
  - match: {status: 404}
  - match: {error.reason: "/endpoint \\\\s not \\\\s found \\\\s \\\\[other\\\\]/"}
  - do:
      catch: /not found \\[other\\]/
      inference.inference: {inference_id: other, body: {input: test}}
"""
    assert why(steps) == "passed: "


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        ("  - match: {a: 1}", "failed: step 1, match: a: 1 expected, there is nothing"),
        ("  - do: {inference.get: {inference_id: x}}", "failed: step 1, do: 404: "),
        ("  - do: {catch: missing, inference.get: {inference_id: mine}}", "failed: step 1, do: missing expected, got 200"),
        ("  - do: {catch: conflict, inference.get: {inference_id: x}}", "failed: step 1, do: conflict expected, got 404"),
        ("  - do: {catch: /nope/, inference.get: {inference_id: x}}", "failed: step 1, do: a refusal like 'nope' expected"),
        ("  - do: {info: {}}\n  - length: {version: 2}", "failed: step 2, length: version: a length of 2 expected"),
        ("  - do: {info: {}}\n  - is_false: version", "failed: step 2, is_false: version: no value expected"),
        ("  - do: {info: {}}\n  - is_true: nothing", "failed: step 2, is_true: nothing: a value expected, got nothing"),
        ("  - do: {info: {}}\n  - match: {tagline: /kibana/}", "failed: step 2, match: tagline: something like 'kibana'"),
        ("  - do: {cluster.health: {}}\n  - gt: {number_of_nodes: 1}", "failed: step 2, gt: number_of_nodes: more than 1"),
        ("  - do: {info: {}}\n  - set: {nothing: x}", "failed: step 2, set: nothing: a value to remember expected"),
        ("  - do: {warnings: [beware], info: {}}", "failed: step 1, do: the warning 'beware' did not come"),
        ("  - do: {ml.explain: {}}", "unsupported: step 1: the API ml.explain"),
        ("  - do: {xpack.usage: {}}", "unsupported: step 1: fakeinfer does not implement the usage of features"),
        ("  - dance: {}", "unsupported: step 1: the step dance"),
        ("  - skip: {awaits_fix: a link, reason: broken}", "skipped: awaits_fix: broken"),
        ("  - requires: {test_runner_features: [magic]}", "unsupported: step 1: the runner's feature magic"),
    ],
)  # fmt: skip
def test_a_test_that_does_not_pass_says_why(steps: str, text: str) -> None:
    assert why(steps).startswith(text)


def test_a_test_of_another_version_is_skipped() -> None:
    assert why("  - is_false: x", version="8.14") == "skipped: setup: it came in 8.15"


def test_warnings_are_expected_or_allowed() -> None:
    elser = "{inference_id: e, body: {service: elser, service_settings: {num_allocations: 1, num_threads: 1}}}"
    call = f"inference.put: {elser[:-1]}, task_type: sparse_embedding}}"
    assert "was not expected" in why(f"  - do: {{{call}}}")
    assert why(f"  - do: {{allowed_warnings_regex: [elasticsearch service, elser], {call}}}") == "passed: "
    assert "no warning like 'nope'" in why(f"  - do: {{warnings_regex: [nope, elser, elasticsearch], {call}}}")


def test_bodies_may_be_lines() -> None:
    steps = """
  - do:
      bulk:
        refresh: true
        body:
          - {index: {_index: docs, _id: "1"}}
          - {a: 1}
          - '{"index": {"_index": "docs", "_id": "2"}}'
          - '{"a": 2}'
  - is_false: errors
  - do:
      bulk:
        body: |
          {"delete": {"_index": "docs", "_id": "2"}}
  - do: {exists: {index: docs, id: "1"}}
  - is_true: ''
  - do: {exists: {index: docs, id: "2"}}
  - is_false: ''
  - do: {headers: {Content-Type: application/json}, search: {index: docs, body: {query: {term: {a: 1}}}}}
  - match: {hits.total.value: 1}
  - do: {cat.indices: {index: docs, h: [index, docs.count]}}
  - match: {$body: "/^docs \\\\s+ 1 \\\\s* $/"}
"""
    assert why(steps) == "passed: "


def test_every_test_begins_on_an_empty_server() -> None:
    text = """
one: [{do: {indices.create: {index: docs}}}]
---
two: [{do: {indices.create: {index: docs}}}]
"""
    assert [outcome.result for outcome in outcomes(text)] == ["passed", "passed"]


def test_a_failing_setup_or_teardown_is_told() -> None:
    text = "setup: [{match: {a: 1}}]\n---\none: [{is_false: a}]"
    assert outcomes(text)[0].why.startswith("setup: step 1, match")
    text = "teardown: [{match: {a: 1}}]\n---\none: [{is_false: a}]"
    assert outcomes(text)[0].why.startswith("teardown: step 1, match")


def test_a_server_is_asked_over_a_socket(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "mine.yml"
    file.parent.mkdir()
    file.write_text(f"{ENDPOINT}---\none:\n  - do: {{inference.get: {{inference_id: mine}}}}\n")
    with FakeElasticsearch(version="9.4", test_services=True) as fake:
        with at_url(fake.url) as server:
            assert server.contract.version.line == "9.4"
            (outcome,) = run_paths(server, [tmp_path])
        assert (outcome.suite, outcome.result) == ("folder/mine.yml", "passed")


def test_the_command_counts_by_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.yml").write_text("one: [{is_false: x}]")
    assert main(["--in-process", "--version", "9.5", str(tmp_path)]) == 0
    (tmp_path / "bad.yml").write_text("one: [{is_true: x}]\n---\ntwo: [{dance: {}}]")
    assert main(["--in-process", "--option", "license=basic", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "failed: bad.yml: one\n    step 1, is_true: x" in printed
    lines = [line.split() for line in printed.splitlines()[-3:]]
    assert lines == [["bad.yml", "0", "1", "1", "0"], ["good.yml", "1", "0", "0", "0"], ["1", "1", "1", "0"]]


def test_the_command_says_what_it_cannot_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.yml").write_text("- a")
    for where in (["--in-process"], ["--url", "ftp://nowhere"]):
        with pytest.raises(SystemExit):
            main([*where, str(tmp_path)])
    printed = capsys.readouterr().err
    assert "bad.yml: a section is a map" in printed
    assert "is no http or https URL" in printed


def test_the_table_of_nothing_is_a_heading() -> None:
    assert table([]).split() == ["passed", "failed", "unsupported", "skipped", "0", "0", "0", "0"]


@pytest.mark.parametrize("text", ["- a", "one: [a]", "one: [{a: 1, b: 2}]", "a: [", "requires: {stack: true}\nx: [1]"])
def test_a_file_that_is_no_suite_is_refused(text: str) -> None:
    with pytest.raises(BadSuite, match=r"bad\.yml"):
        read_suite(text, "bad.yml")


def test_yaml_is_read_as_jackson_reads_it() -> None:
    suite = read_suite("one: [{match: {a: yes, b: 1.5E19, c: 2024-01-01, d: 010, e: .5, f: true, on: 1}}]", "x.yml")
    ((_, about),) = suite.cases[0].steps
    assert about == {"a": "yes", "b": 1.5e19, "c": "2024-01-01", "d": 8, "e": 0.5, "f": True, "on": 1}


def test_skipping_goes_by_version_and_feature() -> None:
    version = Version.parse("9.1.3")
    assert has_feature("gte_v9.1.0", version)
    assert not has_feature("gte_v9.2.0", version)
    for about in (
        {"version": "all"},
        {"version": " - 9.1.99"},
        {"version": "8.0.0 - 8.9.9, 9.1.0 - "},
        {"features": "x"},
    ):
        with pytest.raises((Skipped, Unsupported)):
            check_skip(about, version)
    check_skip({"version": " - 9.0.99", "features": ["headers", "close_to"], "cluster_features": "gte_v9.2.0"}, version)
    with pytest.raises(Skipped, match="why not"):
        check_skip({"cluster_features": ["anything"], "reason": "why not"}, version)
    with pytest.raises(Skipped):
        check_requires({"version": "9.2.0 - "}, version)
    check_requires(
        {"version": "9.0.0 - ", "cluster_features": ["gte_v9.1.0"], "test_runner_features": "contains"}, version
    )


def test_values_are_found_by_their_path() -> None:
    answer = {"a.b": [{"c": 1}, {"d": None}], "e": {"x": 5}}
    assert find(answer, "a\\.b.0.c", {}) == 1
    assert find(answer, "a\\.b.$n.c", {"n": 0}) == 1
    assert find(answer, "e._arbitrary_key_", {}) == "x"
    assert find(answer, "$body.e.x", {}) == 5
    for path in ("a", "a\\.b.7", "a\\.b.x", "e.x.y"):
        assert find(answer, path, {}) is ABSENT
    assert stashed({"$k": ["${v}", "a $v b", "$other"]}, {"k": "key", "v": 1}) == {"key": [1, "a 1 b", "$other"]}


@pytest.mark.parametrize("value", [ABSENT, None, False, 0, 0.0, "", "false"])
def test_what_counts_as_no_value(value: Any) -> None:
    assert not is_true(value)
    assert is_true([value])


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        (1, 1.0, None),
        (1.8918664, 1.89186644, None),
        (1, True, "x: 1 expected, got true"),
        ("1", 1, 'x: "1" expected, got 1'),
        ({"a": 1}, {"a": 1, "b": 2}, "x.b: nothing expected, got 2"),
        ({"a": {"b": 1}}, {"a": {}}, "x.a.b: 1 expected, there is nothing"),
        ([1, 2], [1], "x: 2 entries expected, got 1: [1]"),
        ([1, {"a": 2}], [1, {"a": 3}], "x.1.a: 2 expected, got 3"),
        (None, ABSENT, None),
        ("/a \\d+/", "a1", None),
    ],
)
def test_differences_are_named(expected: Any, got: Any, said: str | None) -> None:
    assert difference(expected, got, "x") == said


def test_refusals_are_searched_as_java_prints_them() -> None:
    answer = {"error": {"type": "x", "reason": "no [a/b]"}}
    assert like_error("type=x", answer)
    assert like_error('"reason": "no', answer)
    assert like_error("a\\/b", answer)
    assert not like_error("nothing", answer)


def test_a_bug_of_the_fake_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    server = in_process("9.5")
    monkeypatch.setattr("fakeinfer.elasticsearch.releases.build_hash", None)
    monkeypatch.setattr("fakeinfer.elasticsearch.cluster.root.build_hash", None)
    suite = read_suite("one: [{do: {catch: request, info: {}}}]\n---\ntwo: [{is_false: x}]", "x.yml")
    with pytest.raises(TypeError):
        list(run_suite(server, suite))


def test_an_api_that_lacks_a_part_of_its_path_fails() -> None:
    contract = in_process("9.5").contract
    with pytest.raises(Failed, match="has no path for nothing"):
        request_for(contract, "inference.delete", {}, {})
