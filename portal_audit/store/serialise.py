"""Targets, evidence and results as the store holds them."""

from __future__ import annotations

import json
import sys
import zlib
from dataclasses import asdict
from typing import Any

import msgspec
from pydantic import TypeAdapter, ValidationError

from portal_audit.errors import BadStore
from portal_audit.model import Cause, SiteResult, State, Target
from portal_audit.parse.http.url_secrets import hash_in_json
from portal_audit.texts import Message, fault_of

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd

LEVEL = 3
"""Of zstandard: a fifth of the size that zlib gives, in a tenth of the time (real portals). Level 6
takes four times as long for a seventh less."""
WIDEST = 27
"""Of zstandard's windows, as a power of two: what decompressing allows without asking."""
ZSTANDARD = b"\x28\xb5\x2f\xfd"
"""First bytes of a frame (RFC 8878, 3.1.1)."""
_TARGET = TypeAdapter(Target)
_RESULT = TypeAdapter(SiteResult)


def pack(value: Any) -> bytes:
    """Return JSON values compressed; dataclasses of such count. The same give the same bytes."""
    return _compress(_as_text(value))


def pack_without_secrets(value: Any) -> bytes:
    """Do the same with the tokens in addresses hashed."""
    return _compress(hash_in_json(_as_text(value)))


def _as_text(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # a hostile site may send half a surrogate pair
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), default=asdict)
        return text.encode("ascii")


def _compress(text: bytes) -> bytes:
    return zstd.compress(text, level=LEVEL)


def unpack(blob: bytes) -> Any:
    """Return what *pack* was given; raises BadStore where it was damaged since."""
    return read(decompress(blob))


def read(text: bytes) -> Any:
    """Return the values of JSON; raises BadStore where it is none."""
    try:
        return msgspec.json.decode(text)
    except msgspec.MsgspecError:  # half a surrogate pair again, or damage
        pass
    try:
        return json.loads(text)
    except ValueError as error:
        raise _damaged(error) from error


def decompress(blob: bytes) -> bytes:
    """Return the JSON of what *pack* returned; raises BadStore where it was damaged since."""
    try:
        if blob.startswith(ZSTANDARD):
            return zstd.decompress(blob)
        return zlib.decompress(blob)  # as the first releases wrote it
    except (zlib.error, zstd.ZstdError) as error:
        raise _damaged(error) from error


def compress_onto(base: bytes, text: bytes) -> bytes:
    """Return a text compressed so that only what *base* has not costs anything.

    Its beginning lies as far behind as *base* is long, so the window has to hold both.
    """
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: LEVEL,
        zstd.CompressionParameter.checksum_flag: 1,
        zstd.CompressionParameter.enable_long_distance_matching: 1,
        zstd.CompressionParameter.window_log: min(WIDEST, (len(base) + len(text)).bit_length()),
    }
    return zstd.compress(text, options=options, zstd_dict=_before(base))


def decompress_onto(base: bytes, blob: bytes) -> bytes:
    """Return the text of *compress_onto*; raises BadStore where blob or base was damaged since."""
    try:
        return zstd.decompress(blob, zstd_dict=_before(base))
    except zstd.ZstdError as error:
        raise _damaged(error) from error


def _before(base: bytes) -> tuple[zstd.ZstdDict, int]:
    return zstd.ZstdDict(base, is_raw=True).as_prefix


def dump_target(target: Target) -> dict[str, Any]:
    """Return a target as JSON values."""
    data: dict[str, Any] = _TARGET.dump_python(target, mode="json")
    return data


def load_target(data: dict[str, Any]) -> Target:
    """Return the target of *dump_target*; raises BadStore where it is none."""
    try:
        return _TARGET.validate_python(data)
    except ValidationError as error:
        raise _damaged(error) from error


def dump_result(result: SiteResult) -> dict[str, Any]:
    """Return a result as JSON values."""
    data: dict[str, Any] = _RESULT.dump_python(result, mode="json")
    return data


def load_result(data: dict[str, Any]) -> SiteResult:
    """Return the result of *dump_result*; raises BadStore where it is none."""
    try:
        return _RESULT.validate_python(data)
    except ValidationError as error:
        raise _damaged(error) from error


def load_outline(data: dict[str, Any]) -> SiteResult:
    """Return the same without findings and views, which are most of it."""
    return load_result({**data, "findings": (), "views": {}})


def unfinished(target: Target) -> SiteResult:
    """Return the row of a site whose turn did not come, or that was broken off."""
    return SiteResult(
        id=target.id,
        url=target.url,
        name=target.title,
        kind=target.kind,
        organisation=target.organisation,
        province=target.province,
        state=State.NOT_SCANNED,
        cause=Cause.INTERRUPTED,
        key=target.key,
        tags=target.tags,
        contact=target.contact,
    )


def _damaged(error: Exception) -> BadStore:
    if isinstance(error, ValidationError):
        what = fault_of(error.errors()[0], error.title)
    else:
        what = Message("store.broken-part", reason=str(error).splitlines()[0])
    return BadStore(Message("store.damaged", what=what))
