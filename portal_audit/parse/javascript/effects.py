"""What a script does to the page when it runs."""

from __future__ import annotations

from dataclasses import dataclass

from portal_audit.evidence.page import ScriptRedirect

MOST = 40
"""Effects of one kind that are kept of one script."""
LONGEST_URL = 500
LONGEST_WRITE = 20_000


@dataclass(frozen=True, slots=True)
class ScriptLoad:
    """Something fetched by a script on every visit."""

    kind: str
    """``script``, ``style``, ``frame``, ``media`` or ``request``."""
    url: str
    """As the script has it; cut where the rest depends on the visit."""


@dataclass(frozen=True, slots=True)
class ScriptWrite:
    """HTML that a script puts into the page."""

    html: str
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class ScriptEffects:
    """Everything of it, in order, each once."""

    loads: tuple[ScriptLoad, ...] = ()
    redirects: tuple[ScriptRedirect, ...] = ()
    writes: tuple[ScriptWrite, ...] = ()


class EffectLog:
    """Gathers effects while a script is followed."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._loads: dict[ScriptLoad, None] = {}
        self._redirects: dict[ScriptRedirect, None] = {}
        self._writes: dict[ScriptWrite, None] = {}
        self._stream, self._stream_at = "", 0

    def load(self, kind: str, url: str) -> None:
        """Note a load."""
        if url and len(self._loads) < MOST:
            self._loads[ScriptLoad(kind, url[:LONGEST_URL])] = None

    def redirect(self, url: str, *, conditional: bool) -> None:
        """Note a navigation."""
        if url and len(self._redirects) < MOST:
            self._redirects[ScriptRedirect(url[:LONGEST_URL], conditional)] = None

    def write(self, html: str, *, conditional: bool) -> None:
        """Note HTML put into the page."""
        if html.strip() and len(self._writes) < MOST:
            self._writes[ScriptWrite(html[:LONGEST_WRITE], conditional)] = None

    def write_on(self, html: str) -> None:
        """Note what is surely written where the script stands: each goes on from the one before."""
        self._stream_at = self._stream_at if self._stream else len(self._writes)
        self._stream = (self._stream + html)[:LONGEST_WRITE]

    def effects(self) -> ScriptEffects:
        """Return what was gathered."""
        writes = list(self._writes)
        if self._stream.strip():
            writes.insert(self._stream_at, ScriptWrite(self._stream))
        return ScriptEffects(tuple(self._loads), tuple(self._redirects), tuple(writes))
