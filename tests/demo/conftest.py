"""One running sample province for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal_audit.demo.control import Testbed


@pytest.fixture(scope="session")
def testbed() -> Iterator[Testbed]:
    """Run the sample province on free ports; whatever its servers had to say is an error."""
    with Testbed(base_port=0) as running:
        yield running
        complaints = (running.folder / "log.txt").read_text(encoding="utf-8")
    assert complaints == ""
