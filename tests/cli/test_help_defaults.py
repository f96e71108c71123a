"""Help says in the reader's language what no value means."""

from __future__ import annotations

from portal_audit.cli.help_words import in_language
from tests.docs.commands import commands


def test_no_default_in_words_is_left_in_english() -> None:
    for name, english in dict(commands()).items():
        shown = in_language(english, "vi", " ".join(name.split()[1:-1]))
        for option in shown.params:
            assert "default:" not in (option.help or ""), (name, option.name, option.help)
            words = (option.help or "").partition("mặc định: ")[2].partition(";")[0]
            assert not {"the", "of", "a", "or", "on", "only"} & set(words.split()), words
