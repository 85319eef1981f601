"""What is generated is written, and checked for being up to date; `python -m fakeinfer.coverage --check` checks what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakeinfer.coverage import __main__ as command
from fakeinfer.coverage import pages as module


def test_pages_are_written_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"a.md": "one\n", "b.md": "two\n"}
    monkeypatch.setattr(module, "files", lambda: ({tmp_path / "docs" / name: text for name, text in texts.items()}, []))
    assert module.write() == []
    assert module.check() == []
    (tmp_path / "docs" / "b.md").write_text("older\n")
    (tmp_path / "docs" / "a.md").unlink()
    stale = [module.STALE.format(f"docs/{name}") for name in texts]
    assert module.check() == stale
    monkeypatch.setattr("sys.argv", ["fakeinfer.coverage", "--check"])
    with pytest.raises(SystemExit, match=r"docs/a.md is out of date"):
        command.main()
    monkeypatch.setattr("sys.argv", ["fakeinfer.coverage"])
    command.main()
    assert module.check() == []
