"""Addresses that are never worth a page of the budget: they do something, or show nothing new."""

from __future__ import annotations

import re

from portal_audit.parse.http.urls import is_trap
from portal_audit.parse.text.vietnamese import fold

_ACCOUNT = (
    r"/(?:users?|thanh-?vien|members?|account|tai-?khoan)(?:[/?]|$)"
    r"|/(?:dang-?nhap|dang-?xuat|dang-?ky(?:-(?:tai-khoan|thanh-vien))?|quen-mat-khau)(?:[/?.]|$)"
    r"|[?&](?:view|task|action|page)=(?:registration|register|login|remind|reset)"
    r"|\b(?:lost|forgot|reset)-?pass|[?&](?:returnurl|redirect_to|nv_redirect)="
    r"|/(?:administrator|wp-admin|auth/realms|xmlrpc\.php|wp-json)(?:[/?]|$)"
)
_FEED = (
    r"/(?:feeds?|rss|atom)(?:/[^?#]+|\.(?:xml|php|aspx?))|/feed/?$|[?&](?:feed|format)=(?:feed|rss|atom)"
    r"|[?&]type=(?:rss|atom)|/rss\.ashx"
)
_SEARCH_RESULTS = (
    r"[?&](?:query|keywords?|keys|search|searchword|tukhoa|tu-khoa|timkiem)=|^/\?s="
    r"|[?&]option=com_(?:search|finder)\b|/(?:tim-?kiem-nang-cao|search-results?)(?:[/?.]|$)"
    r"|[?&]q=[^/&]*(?:&|$)"  # Drupal's own addresses are ?q=node/5
    r"|/(?:search|tim-kiem|seek)/[^?#]"
)
_ENDLESS = (
    r"/(?:tags?|tu-khoa|the|hashtag|label)/[^?#]|[?&]tag=|/tagged/|/tag\.\w+\?"
    r"|[?&]option=com_(?:tags|jevents|jcalpro)\b|[?&]cal_[my]=|/events?/(?:month|week|day|\d{4}-\d\d)\b"
    r"|/(?:calendar|lich-van-nien)(?:[/?]|$)"
)
_ACTION = (
    r"/(?:vot(?:e|ing)|binh-chon|polls?|tham-do|cart|gio-hang|checkout|share|like|comment-reply)(?:[/?]|$)"
    r"|[?&](?:vote|add-to-cart|cart|share)=|[?&]option=com_(?:polls?|mailto)\b"
    r"|/(?:wishlist|them-vao-gio|flag|comment/reply|download-counter|counter\.\w+)(?:[/?]|$)"
    r"|/(?:tham-do-y-kien/ket-qua|ket-qua-(?:tham-do|binh-chon))"
    r"|/(?:print(?:pdf|article|news)|in-?tin|in-?bai-?viet)(?:[/?.]|$)"
    r"|\b(?:in-?trang|in-?bai|print(?:er)?(?:-friendly)?|savefile|sendmail)\b|[?&](?:print|in|tmpl)=(?:1|component)"
)
_VIEW = (
    r"[?&](?:theme|skin|nv\w*theme|template|mobile|display|view_?mode|font(?:_?size)?|(?:high_?)?contrast)="
    r"|[?&](?:skinsrc|containersrc)=|[?&](?:mode|view)=mobile\b|/(?:set|change|switch)-?theme(?:[/?]|$)"
    r"|[?&](?:lang(?:uage)?|locale|set_?lang|ngon_?ngu|culture)=(?!vi)"
    r"|/(?:set-?lang(?:uage)?|change-?lang(?:uage)?|switch-?lang(?:uage)?)(?:[/?]|$)"
)
_SORTED_LISTING = r"[?&]C=[NMSD](?:[;&]O=[AD])?$"
"""Directory listings of Apache, once for each column and direction (mod_autoindex)."""
_SKIP = re.compile("|".join((_ACCOUNT, _FEED, _SEARCH_RESULTS, _ENDLESS, _ACTION, _VIEW)), re.I)
_SORTED = re.compile(_SORTED_LISTING)
_LABELS = frozenset(
    {
        "dang nhap", "dang xuat", "dang ky", "dang ky tai khoan", "dang ky thanh vien",
        "quen mat khau", "thanh vien", "gio hang", "in", "in trang", "in bai viet", "ban in",
        "gui email", "gui mail", "chia se", "binh chon", "ket qua binh chon",
        "login", "state in", "sign in", "logout", "register", "sign up", "print", "share", "cart",
    }
)  # fmt: skip
"""Whole labels, folded, of what a reader has no use for."""
_DOWNLOAD = re.compile(
    r"[?&](?:download|attachment|dl)(?:=|&|$)|[?&]action=download|/api/(?:files?|attachments?)/"
    r"|/(?:download\w*|tai-ve|(?:tai|xem|view|get)-?file|download-file|attachments?|dinh-kem)(?:[/?.]|$)"
    r"|/linkclick\.aspx\?(?:.*&)?fileticket=|/document_library/get_file\b|/upload\.ashx\?"
    r"|/documents/(?:\d+/\d+|d)/[^/]+|[?&](?:wpdmdl=|task=doc_download)",
    re.I,
)
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar)\b", re.I)


def is_skipped(url: str, label: str) -> bool:
    """Tell whether an address, or the label that leads there, promises nothing to read."""
    path = "/" + url.partition("://")[2].partition("/")[2]
    return (
        is_trap(url)
        or bool(_SKIP.search(path))
        or bool(_SORTED.search(path))
        or fold(label) in _LABELS
    )


def is_download(url: str, label: str) -> bool:
    """Tell whether a link names a file to fetch, though its address does not end like one.

    Answers tell for certain, by their type and disposition; this says what to expect.
    """
    return bool(_DOWNLOAD.search(url.partition("#")[0]) or _FILE_NAME.search(label))
