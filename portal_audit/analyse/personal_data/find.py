"""Personal data in published text: how much of which kind, and never the data itself.

Identity numbers have twelve digits: birthplace 001–096, sex and century, year of birth (NĐ
137/2015/NĐ-CP Đ13); older ones had nine and are only taken for such where a label says so. What a
citizen is listed with counts; the contacts of officials, which the law wants published, do not.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from portal_audit.analyse.personal_data import patterns as form
from portal_audit.parse.text.letter_codes import LetterCodes
from portal_audit.parse.text.person_names import PERSON, SURNAMES
from portal_audit.parse.text.sure_words import any_can_match
from portal_audit.parse.text.vietnamese import fold, nfc

NEAR = 60
"""Characters before a number in which its label stands."""
CLOSE = 25
"""Characters before a number in groups of three, in which its label must stand."""
ROW = 160
"""Characters of one row of a list, at most."""
HEADER = 2_500
"""Characters after a table's header in which its columns still hold."""
FEWEST_ROWS = 3
"""Rows of names with health data, or with telephones, that make a list."""
_NAME = 6
"""Words in which a name at the beginning of a line ends."""
FEWEST_BARE = 3
"""Numbers without label or name beside them, from which they are no coincidence."""


@dataclass(frozen=True, slots=True)
class PersonalDataFound:
    """How much personal data of each kind a text holds."""

    identity: int = 0
    """Numbers of twelve digits."""
    old_identity: int = 0
    """Numbers of nine digits."""
    contacts: int = 0
    """Citizens listed with their mobile number."""
    insurance: int = 0
    """Persons listed with the number of their health or social insurance."""
    health: int = 0
    """Persons listed with an illness or disability."""

    @property
    def total(self) -> int:
        """All of it."""
        return self.identity + self.old_identity + self.contacts + self.insurance + self.health


def personal_data(text: str) -> PersonalDataFound:
    """Count personal data in a page or file. Nothing of what was read is kept."""
    raw = text[:20_000]
    if not raw.isprintable():
        raw = form.INVISIBLE.sub("", raw)
    if any(digit in raw for digit in form.WIDE):
        raw = raw.translate(form.WIDE_DIGITS)
    text = nfc(raw)
    rows = [(row, _flat(row)) for row in _rows(text)]
    if len(rows) < FEWEST_ROWS:
        rows = list(_lines(raw))
    if not form.LONG_NUMBER.search(text):
        return PersonalDataFound(health=_health(rows))
    flat = _flat(text)
    return PersonalDataFound(
        identity=_twelve(text, flat),
        old_identity=_nine(text, flat),
        contacts=_contacts(rows, flat),
        insurance=_insurance(text, flat),
        health=_health(rows),
    )


def hide_numbers(url: str, text: str = "") -> str:
    """Return an address without numbers of persons, which some portals put there.

    Identity and mobile numbers go, and every number of six digits or more that the page itself
    holds.
    """
    runs = {re.sub("[ .-]", "", run) for run in form.DIGITS.findall(text)}
    hidden_runs = " ".join(run for run in runs if len(run) >= 6)
    hidden = form.SURE_NUMBER.sub("…", url)
    return form.LONG_RUN.sub(lambda run: "…" if run[0] in hidden_runs else run[0], hidden)


def hide_identity(text: str) -> str:
    """Return text without identity numbers, for what is quoted of a page in a finding."""
    return form.IDENTITY.sub("…", text)


def _flat(text: str) -> str:
    """Fold letter by letter, so that places in both texts are the same."""
    if text.isascii():
        return text.lower()
    with suppress(UnicodeEncodeError):  # another script
        flat = _FLAT_LETTERS.apply(text)
        if flat.isascii():
            return flat
    return text.translate(_FLAT)


class _Flat(dict[int, str]):
    """Every sign met so far → its folded form."""

    def __missing__(self, code: int) -> str:
        """Fold a sign that is met for the first time."""
        self[code] = _folded(chr(code))
        return self[code]


def _folded(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    folded = fold(sign)
    return folded if len(folded) == 1 else " "


_FLAT = _Flat()
_FLAT_LETTERS = LetterCodes("flat", _folded)


def _twelve(text: str, flat: str) -> int:
    sure: set[str] = set()
    bare: set[str] = set()
    for match in form.TWELVE.finditer(text):
        at, label, other = match.start(), *_labels(flat, match.start())
        if not _of_a_province(match) or (other > label and not _in_row(text, flat, at)):
            continue
        beside = text[max(at - NEAR, 0) : match.end() + 20]
        elsewhere = label < 0 and _in_other_column(flat, at)
        certain = label >= 0 or _in_column(flat, at) or PERSON.search(beside)
        if not elsewhere:
            (sure if certain else bare).add(re.sub(r"\D", "", match.group()))
    for match in form.PARTED.finditer(text):
        label, other = _labels(flat, match.start())
        if label > other and _of_a_province(match):
            sure.add(re.sub(r"\D", "", match.group()))
    bare -= sure
    return len(sure) + (len(bare) if len(bare) >= FEWEST_BARE else 0)


def _of_a_province(match: re.Match[str]) -> bool:
    """Tell whether a number begins with the code of a province (001–096)."""
    return 1 <= int(re.sub(r"\D", "", match.group())[:3]) <= 96


def _labels(flat: str, at: int) -> tuple[int, int]:
    """Return where the last label of identity, and of another kind of number, ends before *at*."""
    before = flat[max(at - NEAR, 0) : at]
    return _last(form.LABEL, before), _last(form.OTHER_NUMBER, before)


def _in_row(text: str, flat: str, at: int) -> bool:
    """Tell whether a row has begun since the header that names several columns."""
    before = max(at - NEAR, 0)
    names = [match.end() for match in PERSON.finditer(text[before:at])]
    return bool(names) and names[-1] > _labels(flat, at)[1] and _in_column(flat, at)


def _in_other_column(flat: str, at: int) -> bool:
    """Tell whether the table above names columns of other numbers and none of identity."""
    others = form.OTHER_COLUMN.search(flat, max(at - HEADER, 0), at)
    return others is not None and not _in_column(flat, at)


def _nine(text: str, flat: str) -> int:
    found: set[str] = set()
    for match in form.NINE.finditer(text):
        before = text[max(match.start() - NEAR, 0) : match.start()]
        label, other = _labels(flat, match.start())
        named = PERSON.search(before)
        if other > label or (label < 0 and not (named and _in_column(flat, match.start()))):
            continue
        found.add(match.group())
    for match in form.NINE_PARTED.finditer(text):
        if form.LABEL.search(flat, max(match.start() - CLOSE, 0), match.start()):
            found.add(re.sub(r"\D", "", match.group()))
    return len(found)


def _in_column(flat: str, at: int) -> bool:
    """Tell whether a table above has a column so named: its header comes before the first row."""
    return bool(form.COLUMN.search(flat, max(at - HEADER, 0), at))


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def _rows(text: str) -> Iterator[str]:
    """Yield each numbered row that begins with a person's name."""
    starts = [match.start() for match in form.ROW_START.finditer(text)]
    for start, following in pairwise([*starts, len(text)]):
        end = min(following, start + ROW)
        yield text[start:end]


def _lines(raw: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of a table without numbers: a line that begins with a person's name."""
    row = ""
    for written in raw.splitlines():
        words = written.split(None, _NAME)[:_NAME]
        begins = words and nfc(words[0]) in SURNAMES and PERSON.match(nfc(" ".join(words)))
        if not begins and not row:
            continue
        line = nfc(written)
        if begins and len(line) <= ROW:
            yield row, _flat(row)
            row = line
        elif row and len(row) + len(line) < ROW:
            row += f" | {line}"
    yield row, _flat(row)


def _contacts(listed: list[tuple[str, str]], flat: str) -> int:
    """Count rows of a list of citizens that give a mobile number."""
    if not (_may_hold(form.CITIZENS, flat) and form.CITIZENS.search(flat)):
        return 0
    numbers = [form.MOBILE, *([form.MOBILE_CUT] if form.PHONE_COLUMN.search(flat) else [])]
    rows = [row for row, folded in listed if _is_citizen(folded)]
    rows = [row for row in rows if any(number.search(row) for number in numbers)]
    return len(rows) if len(rows) >= FEWEST_ROWS else 0


def _insurance(text: str, flat: str) -> int:
    """Count rows of a list with a column of insurance numbers that hold one."""
    may = _may_hold(form.INSURANCE_COLUMN, flat)
    header = form.INSURANCE_COLUMN.search(flat) if may else None
    if header is None:
        return 0
    rows = [
        row
        for row in _rows(text[header.start() :])
        if form.INSURANCE.search(row) and not form.MOBILE.search(row)
    ]
    return len(rows) if len(rows) >= FEWEST_ROWS else 0


def _may_hold(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether words stand there that a pattern needs, which is quicker to see."""
    return any_can_match((pattern.pattern,), text)


def _health(listed: list[tuple[str, str]]) -> int:
    """Count rows of a list of persons that name an illness or disability."""
    rows = [row for _, row in listed if _is_citizen(row) and form.HEALTH.search(row)]
    return len(rows) if len(rows) >= FEWEST_ROWS else 0


def _is_citizen(folded: str) -> bool:
    return not form.OFFICIAL.search(folded)
