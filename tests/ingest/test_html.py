"""Text out of HTML."""

from __future__ import annotations

import pytest

from fakeinfer.ingest.html import stripped


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a <b>b</b> &lt;c&gt; &amp;", "a b <c> &"),
        ("<p>one</p><p>two</p>", "\none\n\ntwo\n"),
        ("x<br/>y", "x\ny"),
        ("a<!-- no -->b<script>var x;</script>c", "ab\nc"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_tags_go_and_text_stays(html: str, text: str) -> None:
    assert stripped(html) == text
