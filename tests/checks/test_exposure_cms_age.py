"""exposure.cms_age: versions that the home page gives away, against a table with its date."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from portal_audit.api import Crawl, Exchange, Finding, Front
from portal_audit.rules.catalog import Catalog
from tests.checks.conftest import URL, read

Ask = Callable[..., Finding]


def generator(value: str) -> str:
    return f'<meta name="generator" content="{value}">'


@pytest.mark.parametrize(
    ("html", "headers", "outcome", "version"),
    [
        ("<p>Tin</p>", (), "hidden", None),
        (generator("Microsoft SharePoint"), (), "hidden", None),
        (generator("Joomla! - Open Source Content Management"), (), "hidden", None),
        (generator("WordPress 6.1.9"), (), "older", "6.1.9"),
        (generator("WordPress 4.6.30"), (), "ended", "4.6.30"),
        (generator("WordPress 7.0.1"), (), "current", "7.0.1"),
        (generator("NukeViet v4.4"), (), "older", "4.4"),
        (generator("NukeViet v4.5"), (), "current", "4.5"),
        (generator("NukeViet 3.4"), (), "ended", "3.4"),
        (generator("Drupal 7 (https://www.drupal.org)"), (), "ended", "7"),
        (generator("Drupal 11 (https://www.drupal.org)"), (), "current", "11"),
        (
            "<link rel=stylesheet href='/wp-includes/css/dist/x/style.min.css?ver=5.2'>",
            (),
            "older",
            "5.2",
        ),
        (
            "<link rel=stylesheet href='/wp-content/plugins/x/style.css?ver=1.2'>",
            (),
            "hidden",
            None,
        ),
        ("<script src='/misc/drupal.js?v=7.98'></script>", (), "ended", "7.98"),
        ("<script src='/core/misc/drupal.js?v=9.5.1'></script>", (), "ended", "9.5.1"),
        ("<script src='/core/misc/drupal.js?v=11.2.0'></script>", (), "current", "11.2.0"),
        ("<script src='/core/misc/drupal.js?s8k2xq'></script>", (), "hidden", None),
        ("", (("MicrosoftSharePointTeamServices", "14.0.0.7015"),), "ended", "14.0.0.7015"),
        ("", (("MicrosoftSharePointTeamServices", "16.0.0.10337"),), "ended", "16.0.0.10337"),
        ("", (("MicrosoftSharePointTeamServices", "16.0.0.17928"),), "current", "16.0.0.17928"),
        ("", (("Liferay-Portal", "Liferay Portal Community Edition 6.2 CE GA6"),), "ended", "6.2"),
    ],
)
def test_exposure_cms_age(
    html: str, headers: tuple[tuple[str, str], ...], outcome: str, version: str | None, ask: Ask
) -> None:
    page = read(html, URL)
    front = Front((Exchange(URL, 200, headers, 0.1),), page, True)
    finding = ask("exposure.cms_age", front, Crawl((page,)))
    assert (finding.outcome, finding.facts.get("version")) == (outcome, version)


def test_without_a_page(ask: Ask) -> None:
    front = Front((Exchange(URL, 200, (), 0.1),), None, True)
    assert ask("exposure.cms_age", front, Crawl(())).outcome == "not-html"


def test_the_table_is_not_half_a_year_old(rules: Catalog) -> None:
    check = rules.get("exposure.cms_age")
    assert check is not None
    as_of = date.fromisoformat(check.rule.keywords["limits"].as_of)  # type: ignore[attr-defined]
    assert datetime.now(UTC).date() - as_of < timedelta(days=183), (
        "bring exposure/cms_age.toml up to date"
    )
