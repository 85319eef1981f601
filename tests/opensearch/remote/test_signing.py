"""Signatures for AWS: those of a real server, to the same keys, bodies and seconds (observed: opensearch 2.19.1)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.remote.signing import Signer, masked, signer_of
from tests.opensearch.remote.asking import model_of, predict

MILLIS = int(datetime(2026, 11, 21, 18, 19, 36, tzinfo=UTC).timestamp() * 1000)
URL = "http://127.0.0.1:19283/model/x/invoke"
PLAIN = {"Content-Type": "application/json"}
AWS = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://bedrock-runtime.us-east-1.amazonaws.com/model/x/invoke",
    "request_body": '{"inputText": "${parameters.inputText}"}',
}


def signer(token: str | None = None) -> Signer:
    return Signer("AKIDEXAMPLE", "s3cret", token, "us-east-1", "bedrock", MILLIS)


@pytest.mark.parametrize(
    ("token", "headers", "names", "signature"),
    [
        (None, PLAIN, "", "880f698f1bfc15e6cd1e7e2bd5b95e23fccf0e934a004446af2eab94779a5e01"),
        ("TOKEN", PLAIN, ";x-amz-security-token", "95948f3f10f2588baa44108790e4c46a5327955e162448d39974e00ae0c231f2"),
        (
            None,
            {"content-type": "application/json", "X-Mine": "1"},
            ";x-mine",
            "1c1ec4e2f36970e630b37199efdc0645168647014e0e59d5cfea6006de1c9935",
        ),
    ],
)
def test_a_request_is_signed_as_a_server_signed_it(
    token: str | None, headers: dict[str, str], names: str, signature: str
) -> None:
    made = signer(token).signed("POST", URL, headers, '{"a":"1"}')
    assert made["Authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/bedrock/aws4_request, "
        f"SignedHeaders=content-length;content-type;host;x-amz-date{names}, Signature={signature}"
    )
    assert (made["Host"], made["Content-Length"], made["X-Amz-Date"]) == ("127.0.0.1:19283", "9", "20261121T181936Z")


def test_what_is_shown_holds_no_secret() -> None:
    shown = masked(signer("TOKEN").signed("POST", URL, PLAIN, "{}"), "AKIDEXAMPLE", "***")
    assert "AKIDEXAMPLE" not in str(shown)
    assert "TOKEN" not in str(shown)
    assert shown["Authorization"].startswith(
        "AWS4-HMAC-SHA256 Credential=***/20261121/us-east-1/bedrock/aws4_request, "
    )
    assert shown["Authorization"].endswith("Signature=***")


def test_paths_and_queries_are_part_of_it() -> None:
    made = {
        url: signer().signed("GET", url, {}, None)["Authorization"]
        for url in ("https://a.b", "https://a.b/", "https://a.b/c%3A0", "https://a.b/?x=1&a=2", "https://a.b/?a=2&x=1")
    }
    assert made["https://a.b"] == made["https://a.b/"]
    assert made["https://a.b/?x=1&a=2"] == made["https://a.b/?a=2&x=1"]
    assert len(set(made.values())) == 3


def test_a_role_signs_nothing() -> None:
    assert signer_of({"region": "r"}, {"roleArn": "arn:aws:iam::1:role/x"}, 0) is None


def test_the_journal_shows_the_form_of_the_signature() -> None:
    cluster = Cluster("opensearch")
    credential = {"access_key": "AKID-very-secret", "secret_key": "also-secret"}
    parameters = {"region": "us-east-1", "service_name": "bedrock", "model": "x"}
    model = model_of(cluster, AWS, protocol="aws_sigv4", credential=credential, parameters=parameters)
    predict(cluster, model, inputText="a")
    headers = cluster.journal[-1].upstream[0]["headers"]
    assert headers["X-Amz-Date"].startswith("20260101T")
    assert "secret" not in str(headers)
