"""Every figure of the judgement of required information, read from one file with its reasons."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

_FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The figures; what each is for, and which cases need it, stands in ``thresholds.toml``."""

    menu_label_slack: int
    body_label_slack: int
    short_label_slack: int
    longest_hint: int
    longest_body_label: int
    longest_menu_label: int
    near_words: int
    several_procedures: int
    enough_hinted: int
    enough_in_body: int
    enough_alone: int
    share_alone: float
    enough_inside: int
    home_line: int
    block_window: int
    name_words: int
    name_near_top: int
    fewest_words: int
    article_words: int
    shortest_headline: int
    headline_words: int
    list_links: int
    list_share: float
    shared_labels: int
    fewest_pages: int
    furniture_run: int
    furniture_pages: int
    furniture_share: float
    loader_share: float
    copy_runs: int
    copy_share: float
    copied_share: float
    short_page: int
    few_menu_links: int
    pages_with_menus: int
    menu_pages: int
    placeholder_words: int
    tiny_answer: int
    no_such_page_words: int


def entries() -> dict[str, dict[str, object]]:
    """Return every threshold with its ``value``, ``why`` and ``cases``, as written."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _load() -> Thresholds:
    written = {name: entry["value"] for name, entry in entries().items()}
    types = {one.name: float if one.type is float else int for one in fields(Thresholds)}
    for name, value in written.items():
        if not isinstance(value, types.get(name, int | float)):
            raise ValueError(f"{_FILE.name}: {name} = {value!r}")
    return Thresholds(**written)  # type: ignore[arg-type]


THRESHOLDS = _load()
