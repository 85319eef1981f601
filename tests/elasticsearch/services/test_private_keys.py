"""Which texts pass for a signing key."""

from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.services.private_keys import ENCRYPTED, NOT_BASE64, UNSUPPORTED, why_not


def pem(kind: str, body: str) -> str:
    return f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n"


@pytest.mark.parametrize("kind", ["PRIVATE KEY", "RSA PRIVATE KEY"])
def test_both_encodings_pass_with_blanks_around_and_inside(kind: str) -> None:
    assert why_not("\n " + pem(kind, "c2Vj\n cmV0")) is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", UNSUPPORTED),
        ("c2VjcmV0", UNSUPPORTED),
        (pem("PUBLIC KEY", "c2VjcmV0"), UNSUPPORTED),
        ("-----BEGIN PRIVATE KEY-----\nc2VjcmV0", UNSUPPORTED),
        (pem("PRIVATE KEY", "no base64!"), NOT_BASE64),
        (pem("ENCRYPTED PRIVATE KEY", "c2VjcmV0"), ENCRYPTED),
        (pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\nc2VjcmV0"), ENCRYPTED),
    ],
)
def test_what_is_no_plain_rsa_key_is_told_why(text: str, wrong: str) -> None:
    assert why_not(text) == wrong
