"""The vendors' JavaScript clients, unmodified, over a socket. Skipped where Node.js or the packages are not at hand:
`npm install --prefix tests/clients/javascript` brings them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fakeinfer import FakeElasticsearch, FakeOpenSearch
from fakeinfer.fixtures import events
from tests.clients.test_opensearch_ml_methods import OLD_NAMES

FOLDER = Path(__file__).parent / "javascript"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.node,
    pytest.mark.skipif(
        NODE is None or not (FOLDER / "node_modules").is_dir(),
        reason="needs Node.js and `npm install --prefix tests/clients/javascript`",
    ),
]


def run(*arguments: str, script: str = "main_job.mjs") -> Any:
    assert NODE is not None
    done = subprocess.run([NODE, script, *arguments], cwd=FOLDER, capture_output=True, text=True, timeout=60)
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


def test_every_ml_method_of_opensearch_reaches_the_operation_of_its_name() -> None:
    with FakeOpenSearch(version="3.8") as fake:
        names = run(fake.url, script="ml_methods.mjs")
        fake.raise_bugs()
        reached = [entry.operation for entry in fake.journal]
    assert len(names) >= 73
    words = [re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", name) for name in names]
    assert reached == [f"ml.{OLD_NAMES.get(name, name)}" for name in words]
