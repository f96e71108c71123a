"""Mark-up as nearly everybody writes it, passed over at once where only the rest need be looked at.

Tag by tag in Python costs more than parsing. What is passed over is read alike by every reader of
HTML: attributes in quotation marks right behind an equals sign, none of them long.
"""

import re

LONGEST_TAG = 20_000
"""Characters that a tag which is passed over has at most."""


def ordinary_markup(but: str) -> re.Pattern[str]:
    """Return what matches text and ordinary tags, up to a comment or a tag that is none.

    *but* are names, apart by ``|``, of tags that are not passed over either, with ``/`` in front
    of those of end tags. It always matches, if only nothing, in time that grows with the text.
    """
    return re.compile(
        rf"(?:[^<]++|<(?!!--|/?[a-zA-Z])|<(?!(?i:{but})(?:[\s/>]|\Z))/?[a-zA-Z][\w:-]{{0,50}}+"
        r"""(?:\s{1,50}+[^\s/>="'<]{1,100}+(?:="[^"]{0,800}+"|='[^']{0,800}+')?+){0,20}+\s{0,50}+/?>)*+"""
    )
