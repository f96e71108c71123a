"""Which field of a page searches the portal, by its own words, its button and its form."""

import re

from portal_audit.evidence.page import Form, Page, TextBox
from portal_audit.parse.text.vietnamese import fold

_SEARCHES = re.compile(
    r"\b(?:tim(?:[ -]?kiem)?|tu khoa|(?:can|muon) tim|search(?:ing)?|keywords?)\b"
)
"""Words of a search, folded."""
_LOOKS_UP = re.compile(r"\btra cuu(?! (?:thong tin )?(?:ve |quy hoach|dat|dat dai|thua dat))\b")
"""“Tra cứu thông tin” of a field itself; as the word on a button it looks something else up."""
_CALLED = re.compile(r"(?:tim kiem|tu khoa|search)\W*$")
"""How the words right before a field end that name it."""
_GOOGLE = re.compile(r"//cse\.google\.com/cse\.js", re.IGNORECASE)
"""The script that draws Google's box for one site (Programmable Search Element)."""
_NAMED = re.compile(r"search|seek|tim-?kiem|tu-?khoa|keyword|\b(?:q|s|k|query|find|tim|txttim)\b")
"""Names that programmers give to what searches; they write words together."""
_SOMETHING_ELSE = re.compile(
    r"\b(?:"
    r"(?:ma|so) (?:ho so|bien nhan|don|don thu|tra cuu|dinh danh|giay(?: phep)?|(?:ky )?hieu)"
    r"|(?:tra cuu|tim) (?:ho so|don|khieu nai|to cao|phan anh|kien nghi|ket qua|tinh trang)"
    r"|(?:tra cuu|tim) (?:van ban|thu tuc|gia dat)"
    r"|khieu nai|to cao|don thu|phan anh|hoi dap|binh luan|comment|filter|newsletter"
    r"|e ?mail|mat khau|password|captcha|ma xac nhan|ma bao mat"
    r"|ho (?:va )?ten|dien thoai|dia chi|cccd|cmnd"
    r")\b"
)
"""What a field asks for that searches no portal: one's own file or complaint, a name, an e-mail."""
_FIELD_SEARCHES = re.compile(
    r"^(?:q|s|k)$|query|search|key-?word|tu-?khoa|tim-?kiem", re.IGNORECASE
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PLATFORM = "__"
"""What names of fields begin with that ASP.NET puts into every page."""
_BUTTON = 90
"""Characters behind a field in which its button is named."""


def searches_site(box: TextBox) -> bool:
    """Tell whether a field is for searching the portal, rather than one's own file or complaint."""
    if box.type == "textarea" or box.name.startswith(_PLATFORM):
        return False
    own, form = fold(box.words), fold(_CAMEL.sub(" ", box.action))
    if _SOMETHING_ELSE.search(f"{own} {form} {fold(_CAMEL.sub(' ', box.name))}"):
        return False
    if box.type == "search" or _SEARCHES.search(own) or _NAMED.search(box.name.lower()):
        return True
    if _LOOKS_UP.search(own) or _CALLED.search(fold(box.before)):
        return True
    button = fold(box.beside[:_BUTTON])
    if _SOMETHING_ELSE.search(button):
        return False
    return bool(_SEARCHES.search(button) or _NAMED.search(box.action.lower()))


def has_search_box(page: Page) -> bool:
    """Tell whether a page lets its visitors search the portal.

    Of pages read before fields were noted, only forms can tell.
    """
    if any(_GOOGLE.search(script.url or "") for script in page.scripts):
        return True
    if page.text_boxes is None:
        return any(map(_form_searches, page.forms))
    return any(map(searches_site, page.text_boxes))


def _form_searches(form: Form) -> bool:
    """A form that only asks, or has a field named so; fields of the platform do not count."""
    fields = [name for name in form.fields if not name.startswith(_PLATFORM)]
    asks = form.method.lower() == "get" or any(map(_FIELD_SEARCHES.search, fields))
    return 0 < len(fields) <= 6 and not form.password and asks
