"""Text whose letters were lost on the way: “T?m ki?m”, “Th�ng b�o”.

A server that stores Vietnamese in a column or file of another character set puts a question mark
in the place of every letter it lacks. No decoding brings them back.
"""

import re

_LOST = re.compile(r"[^\W\d_][?\ufffd]+(?=[^\W\d_])|\ufffd|(?<!\w)\?+(?=[a-z])")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST = 20
_SHARE = 0.1
"""Of the words: a sentence in which one name was lost is no page of lost letters."""
_MOST = 20_000


def is_mojibake(text: str) -> bool:
    """Tell whether so many letters were lost that words cannot be looked for."""
    text = text[:_MOST]
    if "?" not in text and "\ufffd" not in text:
        return False
    lost = len(_LOST.findall(text))
    return lost >= _FEWEST and lost > _SHARE * len(_WORD.findall(text))
