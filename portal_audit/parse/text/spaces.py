"""Spaces between words: made single, and counted instead of making lists of words."""

_COMMON_SPACES = ("\t", "\r", "\u00a0", "  ")


def spaced(text: str) -> str:
    """Return ``" ".join(text.split())``, quicker for a text on one line."""
    if text.isprintable() and "  " not in text:  # then its only spaces are single ones
        return text.strip(" ")
    return collapsed(text)


def collapsed(text: str) -> str:
    """Return ``" ".join(text.split())``, quicker: most texts have many words on few lines."""
    for space in _COMMON_SPACES:
        text = text.replace(space, "\n")
    text = " ".join(filter(None, map(str.strip, text.split("\n"))))
    return text if text.isprintable() else " ".join(text.split())


def single_spaces(text: str) -> str:
    """Return text without spaces around it, and with single ones in it."""
    while "  " in text:  # a few whole replacements are far quicker than a pattern
        text = text.replace("  ", " ")
    return text.strip(" ")


def has_fewer_words(text: str, number: int) -> bool:
    """Tell whether a text has fewer words; only its beginning is split."""
    return len(text.split(None, number)) < number


def first_words(text: str, most: int) -> str:
    """Return the first words of a text with single spaces.

    Counting spaces is far quicker than making a list of the words.
    """
    if text.count(" ") < most:
        return text
    start, end, left = 0, len(text), most
    while end - start > 1:  # the last of the spaces that are left stands between
        middle = (start + end) // 2
        before = text.count(" ", start, middle)
        if before < left:
            start, left = middle, left - before
        else:
            end = middle
    return text[:start]
