"""One class name, one meaning: whoever reads ``Channel`` need not ask which."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.imports import ROOT, place, tree_of

OF_EVERY_CHECK = "Limits"
"""The contract of checks: a rule's limits are a class of this name (checks/README.md)."""


def test_no_two_classes_have_one_name() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for folder in ("portal_audit", "checks", "reports"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(tree_of(file)):
                if isinstance(node, ast.ClassDef) and node.name != OF_EVERY_CHECK:
                    found[node.name].append(place(file))
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
