"""What an element's own attributes say: whether it is shown, and which part of the page it is."""

import re
from functools import lru_cache

_HIDDEN_CLASSES = frozenset(
    {"hide", "hidden", "d-none", "display-none", "is-hidden", "invisible", "ms-hide", "nodisplay"}
)
_SHOWN_ON_SOME_SCREENS = re.compile(
    r"(?:^|\s)(?:(?:sm|md|lg|xl|2xl|xxl):(?:block|flex|grid|inline|inline-block|inline-flex|table|visible)"
    r"|d-(?:sm|md|lg|xl|xxl)-(?:block|flex|grid|inline|inline-block|inline-flex|table)"
    r"|visible-(?:xs|sm|md|lg)(?:-\w+)?|show)(?:\s|$)"
)
_OFF_SCREEN = re.compile(
    r"(?:^|;)(?:left|right|top|bottom|margin-left|margin-top|text-indent):-(?:\d{4,}|999)(?:\.\d+)?(?:px|pt)"
    r"|(?:^|;)(?:left|top|margin-left|text-indent):-\d{3,}(?:\.\d+)?(?:r?em|%|vw|vh)"
    r"|(?:^|;)transform:translate(?:x|y|3d)?\([^)]*-\d{4,}px"
)
_NO_SIZE = re.compile(r"(?:^|;)(?:max-)?(?:width|height):[01](?:px|pt|em|%)?(?:;|$|!)")
_NO_FONT = re.compile(r"(?:^|;)font-size:(?:0?\.?0*(?:px|pt|em|rem|%)?|0?\.\d+p[xt]|1px)(?:;|$|!)")
_ROLES = {"navigation": "nav", "banner": "header", "contentinfo": "footer"}
_TAGS = {"nav": "nav", "header": "header", "footer": "footer"}
_NOT_OF_PAGE = (
    r"(?:card|panel|modal|box|block|widget|item|post|article|entry|news|table|accordion|title|content"
    r"|list|tab|popup|dialog|portlet|section|no|has|with|fixed|sticky)"
)
_FOOTER = re.compile(
    rf"(?:^|\s)(?!{_NOT_OF_PAGE}[-_])\S*(?:footer|copyright|chan-?trang|ban-?quyen)\S*",
    re.IGNORECASE,
)
_NAV = re.compile(
    r"(?:^|\s)(?!(?:no|has|with|hide|show|is|content|body|page|main-content)[-_])"
    r"(?:\S*menu(?!-?(?:content|open|fixed|wrapper-body))\S*|\S*navbar\S*|\S*navigation\S*"
    r"|(?:main|top|side|site|left|right|primary|header|footer|global)?[-_]?nav(?:[-_]\S*)?|breadcrumbs?)"
    r"(?=\s|$)",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"(?:^|\s)(?:(?:site|page|main|top|global|web|portal|wrap|wrapper|inner|dnn|egov|ms|div|block)[-_]?)?"
    r"(?:header|banner|masthead|topbar|dau-?trang)"
    r"(?:[-_]?(?:top|inner|wrapper|wrap|container|main|area|box|row|bg|\d+))*(?=\s|$)",
    re.IGNORECASE,
)
_LOADER = re.compile(
    r"skeleton|shimmer|animate-pulse|placeholder-(?:glow|wave)|circularprogress|progress-circular"
    r"|(?<![a-z])(?:spinner|preloader|loader|loading|lds-[a-z]+)(?![a-z])"
)
"""Words in classes of what shows that something is still to come (Bootstrap, Tailwind, Ant Design,
Vuetify, Material UI, loading.io)."""


@lru_cache(maxsize=8192)
def is_loader(classes: str) -> bool:
    """Tell whether classes are those of what stands there until a script has brought something."""
    return bool(_LOADER.search(classes.lower()))


@lru_cache(maxsize=8192)
def marks(
    tag: str, role: str, classes: str, ident: str, style: str, hidden: bool
) -> tuple[str | None, str | None]:
    """Return which region an element begins, and how it is kept from view; see below."""
    shown = tag in ("html", "body") or role == "tabpanel"  # a click on its tab shows it
    how = None if shown else hidden_how(classes, style, hidden, tag)
    return region_of(tag, role, classes, ident), how


@lru_cache(maxsize=8192)
def says_nothing(name: str) -> bool:
    """Tell whether a class or id says nothing of any element; nearly all are of this kind."""
    return (
        region_of("", "", name, "") is None
        and hidden_how(name, "", False) is None
        and not is_loader(name)
    )


def hidden_how(classes: str, style: str, attribute: bool, tag: str = "") -> str | None:
    """Return how an element is kept from view, by its own class, style and ``hidden``; or None.

    Text for screen readers only (``sr-only``), closed accordions and panels of tabs (``marks``)
    count as shown. A class that
    hides on small screens only does not hide.
    """
    if attribute:
        return "hidden"
    if style and (how := _hidden_by_style(re.sub(r"\s+", "", style.lower()), tag)):
        return how
    if classes:
        names = classes.lower()
        if not _HIDDEN_CLASSES.isdisjoint(names.split()) and not _SHOWN_ON_SOME_SCREENS.search(
            names
        ):
            return "hidden"
    return None


def region_of(tag: str, role: str, classes: str, ident: str) -> str | None:
    """Return ``nav``, ``header`` or ``footer`` where an element begins one; else ``None``."""
    if tag in _TAGS:
        return _TAGS[tag]
    if role in _ROLES:
        return _ROLES[role]
    if tag in ("html", "body", "main", "article", "form", "a", "i", "span", "img"):
        return None
    for names in (ident, classes):
        if not names:
            continue
        if _FOOTER.search(names):
            return "footer"
        if _NAV.search(names):
            return "nav"
        if _HEADER.search(names):
            return "header"
    return None


def inner_region(outer: str, found: str | None, *, in_article: bool) -> str:
    """Return the region of an element inside *outer*, where its own attributes say *found*."""
    if found is None or outer == "footer" or (outer == "nav" and found == "header"):
        return outer
    if in_article and found != "nav":
        return outer  # an article has a header and a footer of its own
    return found


def _hidden_by_style(style: str, tag: str) -> str | None:
    if "display:none" in style:
        return "display-none"
    if "visibility:hidden" in style or "visibility:collapse" in style:
        return "visibility"
    if _OFF_SCREEN.search(style):
        return "off-screen"
    if _NO_FONT.search(style):
        return "zero-size"
    if _NO_SIZE.search(style) and ("overflow:hidden" in style or tag == "marquee"):
        return "zero-size"
    return None
