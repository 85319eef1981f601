"""What a signing key has to look like: an unencrypted RSA key in PEM, PKCS#8 or PKCS#1. Whether it is a key is not looked at.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/ocigenai/request/OciGenAiPrivateKeyParser.java
"""

from __future__ import annotations

import base64
import binascii

KINDS = ("PRIVATE KEY", "RSA PRIVATE KEY")
UNSUPPORTED = (
    "Unsupported private key format. Expected an unencrypted PEM encoded RSA private key in PKCS#8 (BEGIN PRIVATE KEY) "
    "or PKCS#1 (BEGIN RSA PRIVATE KEY) format"
)
ENCRYPTED = "Passphrase protected private keys are not supported, provide an unencrypted private key"
NOT_BASE64 = "Private key is not valid base64 encoded PEM content"


def why_not(pem: str) -> str | None:
    """What is wrong with the text of a key, None if nothing is."""
    text = pem.strip()
    if text.startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----") or "Proc-Type: 4,ENCRYPTED" in text:
        return ENCRYPTED
    for kind in KINDS:
        header = f"-----BEGIN {kind}-----"
        if text.startswith(header):
            body, footer, _ = text[len(header) :].partition(f"-----END {kind}-----")
            return _why_not_base64("".join(body.split())) if footer else UNSUPPORTED
    return UNSUPPORTED


def _why_not_base64(body: str) -> str | None:
    try:
        base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return NOT_BASE64
    return None
