"""Addresses of pages and files as the platforms of Vietnamese portals make them."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = str.maketrans({"đ": "", "Đ": ""})


def slug(label: str, how: str = "d") -> str:
    """Return a slug: ``d`` đ as d, ``drop`` đ lost, ``lost`` every letter with a mark lost."""
    text = unicodedata.normalize("NFC", label).lower()
    if how == "lost":
        text = "".join(char if char.isascii() else "-" for char in text)
    elif how == "drop":
        text = text.translate(_DROPPED)
    text = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", text.encode("ascii", "ignore").decode()).strip("-")


def joined(label: str) -> str:
    """Return a label as one word."""
    return slug(label).replace("-", "")


def path_of(platform: str, label: str, number: int) -> str:
    """Return the path of the page of this label, the *number*-th of its site."""
    plain, dropped = slug(label), slug(label, "drop")
    paths = {
        "liferay6": f"/web/guest/{dropped}",
        "liferay7": f"/web/portal/{dropped}",
        "vnpt": f"/{dropped}/-/cms-icbt/20182/chuyen-muc/{1000 + number}",
        "sharepoint": f"/Pages/{joined(label)}.aspx",
        "sharepoint-vi": f"/2026/Trang/{plain}.aspx?cm={number}",
        "nukeviet": f"/vi/{plain}/",
        "nukeviet-lost": f"/vi/about/{slug(label, 'lost') or 'bai'}-{number}.html",
        "dotnetnuke": f"/Default.aspx?tabid={100 + number}",
        "dotnetnuke-name": f"/{plain}",
        "joomla": f"/index.php?option=com_content&view=article&id={300 + number}&Itemid={number}",
        "joomla-sef": f"/index.php/{plain}",
        "wordpress": f"/{plain}/",
        "wordpress-id": f"/?page_id={40 + number}",
        "drupal": f"/node/{500 + number}",
        "bizportal": f"/vn/chuyen-muc/{4000 + number}/{plain}.aspx",
        "laravel": f"/{plain}-{number}.html",
        "laravel-id": f"/bai-viet/{7000 + number}",
        "oracle": f"/webcenter/portal/cong/r/o/{joined(label)[:18]}",
        "vccorp": f"/{plain}.htm",
        "gov-cdn": f"/{plain}-{76000 + number}",
        "mvc": f"/Home/ChiTiet?id={number}",
        "frames": f"/{joined(label)[:14]}.htm",
        "react": f"/{plain}",
    }
    return paths[platform]


def file_of(platform: str, label: str, extension: str) -> str:
    """Return the path of a document."""
    folders = {
        "sharepoint": "/SiteAssets/VanBan",
        "nukeviet": "/uploads/news/2026_03",
        "dotnetnuke": "/Portals/0/VanBan",
        "liferay6": "/documents/10182/20455",
        "liferay7": "/documents/20181/33418",
        "joomla": "/images/vanban",
        "wordpress": "/wp-content/uploads/2026/03",
        "drupal": "/sites/default/files",
    }
    folder = folders.get(platform.partition("-")[0], "/upload/VanBan")
    return f"{folder}/{slug(label)[:60]}.{extension}"
