"""Signed documents are counted, not scored."""

from collections.abc import Callable

import pytest

from portal_audit.api import Crawl, Document, Finding, Page, Signature, Status

Ask = Callable[..., Finding]
HOME = Page("https://xa.gov.test/", "https://xa.gov.test/", 200)
GOOD = Signature("UBND xã Mẫu", "Ban Cơ yếu", whole_file=True, intact=True)
CHANGED = Signature("UBND xã Mẫu", whole_file=False, intact=False)
TRUSTED = Signature("UBND xã Mẫu", whole_file=True, intact=True, trusted=True)


def crawl(*signatures: tuple[Signature, ...] | None) -> Crawl:
    documents = tuple(
        Document(f"{HOME.url}{n}.pdf", 200, signatures=one) for n, one in enumerate(signatures)
    )
    return Crawl((HOME,), documents=documents)


@pytest.mark.parametrize(
    ("signatures", "outcome", "facts"),
    [
        ([], "no-documents", {}),
        ([None], "no-documents", {}),
        ([(), None, ()], "unsigned", {"documents": 2}),
        (
            [(GOOD,), (CHANGED,), (GOOD, CHANGED), (), None],
            "signed",
            {"documents": 4, "signed": 3, "intact": 1, "whole": 2, "signers": ("UBND xã Mẫu",)},
        ),
        ([(TRUSTED,), (GOOD,)], "signed-roots", {"signed": 2, "trusted": 1}),
    ],
)
def test_signed_documents(
    signatures: list[tuple[Signature, ...] | None],
    outcome: str,
    facts: dict[str, object],
    ask: Ask,
) -> None:
    found = ask("information.signed_documents", crawl(*signatures))
    assert found.outcome == outcome
    assert found.status in (Status.INFO, Status.NOT_APPLICABLE)
    for name, value in facts.items():
        told = found.facts[name]
        assert (tuple(told) if isinstance(told, list | tuple) else told) == value
