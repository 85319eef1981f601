"""What is generated: the pages under `docs/` (operations, settings of services, failures, ML Commons) and the index of operations.

What no fixture shows needs a reason in `reasons.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from .. import operation_index
from ..contract import PRODUCTS, product_named
from ..fixtures import read_all
from ..verify import fixtures_folder
from . import failures, ml_commons, operations, services

DOCS = Path(__file__).parent.parent.parent / "docs"
STALE = "{} is out of date: run `python -m fakeinfer.coverage`"


@lru_cache(maxsize=1)
def reasons() -> Mapping[str, Mapping[str, str]]:
    """Why nothing shows a thing, by page and name."""
    found: Mapping[str, Mapping[str, str]] = json.loads(Path(__file__).with_name("reasons.json").read_text("utf-8"))
    return found


def pages() -> tuple[dict[str, str], list[str]]:
    """Text of every page by its name, and what is shown by no fixture and excused by no reason, or excused for nothing."""
    fixtures = [fixture for product in PRODUCTS for fixture in read_all(fixtures_folder(), product)]
    settings, settings_problems = services.page(fixtures, reasons()["settings"])
    refusals, refusals_problems = failures.page(fixtures, reasons()["failures"])
    of_ml, of_ml_problems = ml_commons.page(fixtures, reasons()["ml_commons"])
    texts = {
        "coverage.md": operations.page(),
        "coverage-services.md": settings,
        "coverage-failures.md": refusals,
        "coverage-ml-commons.md": of_ml,
    }
    return texts, [*settings_problems, *refusals_problems, *of_ml_problems]


def files() -> tuple[dict[Path, str], list[str]]:
    """All that is generated, by where it belongs, and what is wrong with it as with `pages`."""
    texts, problems = pages()
    found = {DOCS / name: text for name, text in texts.items()}
    for product in PRODUCTS:
        modules = product_named(product).all_modules
        found[operation_index.file_of(product)] = operation_index.written(modules)
    return found, problems


def write() -> list[str]:
    """Write what is generated; what is left to show."""
    texts, problems = files()
    for file, text in texts.items():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return problems


def check() -> list[str]:
    """What is left to show, and the files that are not up to date."""
    texts, problems = files()
    for file, text in texts.items():
        if not file.exists() or file.read_text("utf-8") != text:
            problems.append(STALE.format(f"{file.parent.name}/{file.name}"))
    return problems
