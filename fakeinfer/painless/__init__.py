"""Painless: the language of scripts, for both products: `compile(source).run(variables)`.

Knows statements, functions, lambdas and the classes that scripts of pipelines, connectors and searches use; what it does not
know is refused with 501 and named, at the latest when it is reached. Loops, texts and lists end where the server or a
test's patience ends. Nothing of a value is ever part of a message but what the server tells, too.

`lexer.py` makes tokens, `parser.py` the tree of `syntax.py`, `statements.py` and `expressions.py` functions of it;
`operators.py`, `casts.py`, `methods.py`, `classes.py` are what values can do, `values.py` those that JSON has not.
Source: opensearch-project/OpenSearch:modules/lang-painless/ (observed: opensearch 2.19.1).
"""

from __future__ import annotations

from .errors import Thrown
from .leaving import as_json
from .script import Script, compile
from .values import Host, LinkedMap, ReadOnlyList, class_of, frozen

__all__ = ["Host", "LinkedMap", "ReadOnlyList", "Script", "Thrown", "as_json", "class_of", "compile", "frozen"]
