"""Media types of pictures, sounds, films and documents that browsers show by themselves."""

import re

PICTURE_TYPE = (
    r"image/(?:a?png|p?jpe?g|gif|webp|avif|svg\+xml|(?:x-ms-)?bmp|x-icon|vnd\.microsoft\.icon)"
)
_SOUND = r"audio/(?:mpeg|mp3|mp4|x-m4a|aac|ogg|opus|wav|wave|x-wav|webm|flac|x-flac)"
_FILM = r"video/(?:mp4|x-m4v|webm|ogg|mpeg|3gpp)|application/ogg"
_PICTURE_TYPE = re.compile(PICTURE_TYPE, re.IGNORECASE)
_PLAYED = re.compile(rf"(?:{_SOUND}|{_FILM})(?:\s*;.*)?", re.IGNORECASE | re.DOTALL)
_SHOWN = re.compile(
    rf"text/.+|application/(?:pdf|xhtml\+xml|xml|json)|{PICTURE_TYPE}|{_SOUND}|{_FILM}",
    re.IGNORECASE,
)


def is_picture(kind: str) -> bool:
    """Tell whether browsers show pictures of this type; none stated is shown."""
    return not kind.strip() or _PICTURE_TYPE.fullmatch(kind.strip()) is not None


def is_played(kind: str) -> bool:
    """Tell whether browsers play sounds or films of this type; none stated is tried."""
    return not kind.strip() or _PLAYED.fullmatch(kind.strip()) is not None


def is_shown(kind: str) -> bool:
    """Tell whether an ``object`` or ``embed`` of this type is fetched without a plug-in."""
    return not kind.strip() or _SHOWN.fullmatch(kind.partition(";")[0].strip()) is not None
