"""The vendors' JavaScript clients, unmodified, over a socket. Skipped where Node.js or the packages are not at hand:
`npm install --prefix tests/clients/javascript` brings them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fakeinfer import FakeElasticsearch, FakeOpenSearch
from fakeinfer.fixtures import events

FOLDER = Path(__file__).parent / "javascript"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.node,
    pytest.mark.skipif(
        NODE is None or not (FOLDER / "node_modules").is_dir(),
        reason="needs Node.js and `npm install --prefix tests/clients/javascript`",
    ),
]


def run(which: str, url: str) -> Any:
    assert NODE is not None
    done = subprocess.run([NODE, "main_job.mjs", which, url], cwd=FOLDER, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("which", "version"), [("elasticsearch", "9.5"), ("elasticsearch-8", "8.19")])
def test_elasticsearch(which: str, version: str) -> None:
    with FakeElasticsearch(version=version) as fake:
        told = run(which, fake.url)
        fake.raise_bugs()
    assert told["listed"]["endpoints"] == [told["created"]]
    assert told["lengths"] == [4, 4]
    assert told["conflict"]["status"] == 409
    assert told["conflict"]["reason"].startswith("Inference endpoint emb is referenced by pipelines: [embed].")
    assert told["dry"]["pipelines"] == ["embed"]
    assert told["forced"] == {"acknowledged": True, "pipelines": [], "indexes": []}
    chat, completion = ([data for _, data in events(text)] for text in told["streams"])
    assert chat[-1] == completion[-1] == "[DONE]"
    deltas = [choice["delta"] for chunk in chat[:-1] for choice in chunk["choices"]]
    assert "".join(delta.get("content", "") for delta in deltas) == "This is a made-up answer to: hi"
    assert "".join(data["completion"][0]["delta"] for data in completion[:-1]) == "This is a made-up answer to: hi"
    assert "tool_calls" in told["started"]
    assert told["lost"]["status"] == 404
    assert told["ranked"][0]["index"] == 1
    assert (told["bulk"]["successful"], told["bulk"]["failed"], told["found"]) == (2, 0, ["two"])


def test_opensearch() -> None:
    with FakeOpenSearch(settings={"plugins.ml_commons.safe_delete_model": True}) as fake:
        told = run("opensearch", fake.url)
        fake.raise_bugs()
    assert told["deployed"]["status"] == "COMPLETED"
    assert told["inUse"]["status"] == 400
    assert told["conflict"] == {
        "status": 409,
        "reason": "1 ingest pipelines are still using this model, please delete or update the pipelines first: [p]",
    }
    assert (told["deleted"], told["gone"]) == ("deleted", 404)
