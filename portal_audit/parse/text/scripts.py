"""Which writing system a text is in, where it is not the Latin that Vietnamese is written in."""

import re
from functools import lru_cache

_SIGNS = {
    "thai": "\u0e01-\u0e5b",
    "lao": "\u0e81-\u0edf",
    "khmer": "\u1780-\u17f9",
    "burmese": "\u1000-\u109f",
    "japanese": "\u3041-\u30ff\uff66-\uff9d",
    "chinese": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
    "korean": "\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e",
    "cyrillic": "\u0400-\u04ff",
    "arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "hebrew": "\u05d0-\u05ea",
    "devanagari": "\u0900-\u097f",
}
LANGUAGES = {
    "thai": ("th", "tha", "thai"),
    "lao": ("lo", "la", "lao", "laos"),
    "khmer": ("km", "kh", "khm", "khmer"),
    "burmese": ("my", "mm"),
    "japanese": ("ja", "jp", "jpn", "japanese"),
    "chinese": ("zh", "cn", "chn", "cht", "tw", "chi", "zho", "chinese"),
    "korean": ("ko", "kr", "kor", "korean"),
    "cyrillic": ("ru", "rus", "uk", "bg", "mn", "russian"),
    "arabic": ("ar", "ara", "fa", "arabic"),
    "hebrew": ("he", "iw"),
    "devanagari": ("hi", "ne"),
}
"""Words by which tags, paths and host names say that they are in a language so written."""
_LETTERS = {name: re.compile(f"[{signs}]") for name, signs in _SIGNS.items()}
_FOREIGN = re.compile("[" + "".join(_SIGNS.values()) + "]")
_RUN = re.compile(f"[{''.join(_SIGNS.values())}][{''.join(_SIGNS.values())}\\s\\d,.!-]*")
_MOST = 5_000
FEWEST = 4
"""Letters of a system, from which a text is written in it rather than quoting a word."""


def foreign_parts(text: str) -> str:
    """Return the runs of a text that are in other scripts, joined; most texts have none."""
    if text.isascii() or not _FOREIGN.search(text):
        return ""
    return " ".join(run.strip() for run in _RUN.findall(text[:20_000]))


@lru_cache(maxsize=4096)
def foreign_script(text: str, fewest: int = FEWEST) -> str:
    """Return the system that more than half of the letters are of; empty for Latin.

    Text in several systems at once is a list of languages and is in none of them; Japanese, with
    its Chinese signs, is one. Too few letters are in none either.
    """
    text = text[:_MOST]
    if text.isascii() or not _FOREIGN.search(text):
        return ""
    letters = sum(sign.isalpha() for sign in text)
    counts = {name: len(signs.findall(text)) for name, signs in _LETTERS.items()}
    if counts["japanese"]:
        counts["japanese"] += counts.pop("chinese")
    used = [name for name, count in counts.items() if count >= 2]
    if len(used) != 1 or counts[used[0]] < fewest:
        return ""
    return used[0] if counts[used[0]] * 2 > letters else ""
