"""Settle a run: decide once whom to tell what, and put it into words for every recipient."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal_audit.history.breaker import HeldBack
from portal_audit.history.notices.channels import Channel, Channels
from portal_audit.history.notices.digest import Digest, DigestItem, merged, word
from portal_audit.history.notices.events import Event, of_waivers
from portal_audit.history.notices.net_changes import net
from portal_audit.history.waivers import Decision
from portal_audit.inventory.identity import keys_of
from portal_audit.model import Status, day_in_vietnam
from portal_audit.rules.catalog import Catalog
from portal_audit.runs.notify.watch import flip, organisation_of
from portal_audit.store import Outbox, RunInfo, Store
from portal_audit.store.outbox import Flip, OutboxMessage, Settlement

FORGOTTEN = timedelta(days=30)
"""What nobody was told of for so long (there were no channels) is history, and told no more."""
NOTHING_HELD = HeldBack()
MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Audience:
    """The portals of a run as those who are told know them."""

    run: RunInfo
    earlier: frozenset[str]
    """Ids of this run and of those that began before it."""
    names: Mapping[str, str]
    """Portal key → name."""
    organisations: Mapping[str, str]
    """Portal key → organisation."""
    contacts: Mapping[str, tuple[str, ...]]
    """Organisation → mail addresses of its own portals."""
    levels: Mapping[str, str]
    """Portal key → its level in this run."""

    def concerns(self, flip: Flip) -> bool:
        """Tell whether a flip is to be told with this run."""
        return flip.run_id == self.run.id or (
            flip.run_id in self.earlier and flip.portal in self.names
        )


def audience(store: Store, run_id: str) -> Audience:
    """Return the audience of a run."""
    info = store.info(run_id)
    targets = store.targets(info.id)
    keys = keys_of(targets)
    contacts: dict[str, tuple[str, ...]] = {}
    for target in targets:
        whose = organisation_of(target)
        mails = (*contacts.get(whose, ()), *MAIL.findall(target.contact))
        contacts[whose] = tuple(dict.fromkeys(mail.lower() for mail in mails))
    return Audience(
        info,
        frozenset(run.id for run in store.runs() if run.started_at <= info.started_at),
        {keys[target.id]: target.title for target in targets},
        {keys[target.id]: organisation_of(target) for target in targets},
        contacts,
        {score.portal: score.level for score in store.scores(runs=[info.id])},
    )


class Composer:
    """Puts flips into letters for the channels there are."""

    def __init__(
        self, whose: Audience, channels: Channels, catalog: Catalog, held: HeldBack
    ) -> None:
        """Know whom to tell, how, and what is held back."""
        self._whose, self._channels, self._catalog = whose, channels, catalog
        self._held = held

    def decide(
        self, flips: Sequence[Flip], told_before: frozenset[tuple[str, str]], now: datetime
    ) -> Settlement:
        """Return what becomes of the flips: told, postponed, or laid aside."""
        fresh = [
            one
            for one in flips
            if (one.organisation, one.subject) not in told_before
            and (one.run_id == self._whose.run.id or now - one.created_at <= FORGOTTEN)
        ]
        postponed = self._held_back(fresh)
        due = net([one for one in fresh if one not in postponed], self._whose.levels)
        flipped_now = {
            one.check for one in postponed if one.check and one.run_id == self._whose.run.id
        }
        letters = tuple(self._letters(due, tuple(sorted(flipped_now))))
        reached = {letter.organisation for letter in letters}
        everyone = "" in reached
        return Settlement(
            announced=frozenset(one.key for one in due if everyone or one.organisation in reached),
            postponed=frozenset(one.key for one in postponed),
            letters=letters,
        )

    def _held_back(self, flips: Sequence[Flip]) -> list[Flip]:
        """Return what waits for the next run: held checks, and levels that fell with them.

        So do portals that are silent for the second time as many others fall silent.
        """
        held = [one for one in flips if (one.check or one.reason) in self._held.checks]
        portals = {one.portal for one in held} | self._held.portals
        fell = Event.LEVEL_DROP.value
        return held + [one for one in flips if one.reason == fell and one.portal in portals]

    def _letters(self, flips: Sequence[Flip], held: tuple[str, ...]) -> Iterable[OutboxMessage]:
        by_organisation: dict[str, list[Flip]] = {}
        for one in flips:
            by_organisation.setdefault(one.organisation, []).append(one)
        for channel in self._channels.channels:
            if not channel.organisations and (flips or held):
                yield self._letter(channel, "", flips, held=held)
            for organisation, own in sorted(by_organisation.items()):
                if channel.takes(organisation):
                    yield self._letter(channel, organisation, own)
        if self._channels.contact is not None:
            for organisation, own in sorted(by_organisation.items()):
                for mail in self._whose.contacts.get(organisation, ()):
                    yield self._letter(self._channels.contact, organisation, own, recipient=mail)

    def _letter(
        self,
        channel: Channel,
        organisation: str,
        flips: Sequence[Flip],
        *,
        recipient: str = "",
        held: tuple[str, ...] = (),
    ) -> OutboxMessage:
        items = merged((one.subject, self._item(one)) for one in flips)
        digest = Digest(organisation, self._whose.run.id, items, held, self._channels.report)
        worded = word(digest, channel.lang, self._name_of)
        return OutboxMessage(
            organisation, channel.name, recipient, worded.title, worded.text, worded.html
        )

    def _item(self, one: Flip) -> DigestItem:
        name = self._whose.names.get(one.portal, one.portal)
        return DigestItem(Event(one.reason), (name,), one.check, one.old, one.new, one.severity)

    def _name_of(self, check: str, outcome: str, lang: str) -> str:
        found = self._catalog.get(check)
        if found is None:
            return check
        return found.texts[lang].heading(outcome, Status.FAIL if outcome else Status.PASS)


def settle(
    store: Store,
    run_id: str,
    channels: Channels,
    catalog: Catalog,
    *,
    now: datetime,
    decisions: Sequence[Decision] = (),
    held: HeldBack = NOTHING_HELD,
) -> Settlement:
    """Turn what waits in the outbox into digests, in one transaction.

    *held* is what changed on so many portals at once that it is probably us: that waits for the
    next run, which confirms it or takes it back.
    """
    whose = audience(store, run_id)
    outbox = Outbox(store.engine)
    outbox.add(_of_waivers(whose, decisions, now))
    composer = Composer(whose, channels, catalog, held)
    return outbox.settle(
        f"{whose.run.id}.{secrets.token_hex(3)}",
        whose.run.id,
        now,
        whose.concerns,
        lambda flips, told_before: composer.decide(flips, told_before, now),
    )


def preview(
    store: Store,
    run_id: str,
    channels: Channels,
    catalog: Catalog,
    *,
    now: datetime,
    decisions: Sequence[Decision] = (),
    held: HeldBack = NOTHING_HELD,
) -> tuple[OutboxMessage, ...]:
    """Return the letters of a run as they would be written, told already or not; keep nothing.

    In them is what waits from the runs before, too.
    """
    whose, outbox = audience(store, run_id), Outbox(store.engine)
    kept = [*outbox.flips(whose.run.id), *outbox.waiting(whose.concerns)]
    flips = {one.key: one for one in (*kept, *outbox.new(_of_waivers(whose, decisions, now)))}
    composer = Composer(whose, channels, catalog, held)
    return composer.decide([*flips.values()], frozenset(), now).letters


def _of_waivers(whose: Audience, decisions: Sequence[Decision], now: datetime) -> Iterable[Flip]:
    for decision in decisions:
        concerned = {
            whose.organisations[key]
            for key in whose.names
            if decision.concerns(key, decision.check)
        }
        for notice in of_waivers([decision], day_in_vietnam(now)):
            for organisation in sorted(concerned):
                one = flip(notice, whose.run.id, organisation, now)
                yield replace(one, key=f"{one.subject}:{organisation}"[:900])
