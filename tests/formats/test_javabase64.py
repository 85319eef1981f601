from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.formats.javabase64 import BadBase64, decode


@given(st.binary(max_size=40))
def test_what_was_encoded_is_decoded(data: bytes) -> None:
    text = base64.b64encode(data).decode()
    assert decode(text) == data
    assert decode(text.rstrip("=")) == data


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("!!!", "Illegal base64 character 21"),
        ("abc\xe9", "Illegal base64 character -17"),
        ("a", "Input byte[] should at least have 2 bytes for base64 bytes"),
        ("abcde", "Last unit does not have enough valid bits"),
        ("ab=c", "Input byte array has wrong 4-byte ending unit"),
        ("abcd=", "Input byte array has wrong 4-byte ending unit"),
        ("YQ==x", "Input byte array has incorrect ending byte at 4"),
    ],
)
def test_what_cannot_be_decoded_is_told_as_java_tells_it(text: str, message: str) -> None:
    with pytest.raises(BadBase64) as refused:
        decode(text)
    assert str(refused.value) == message
