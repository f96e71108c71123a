"""Recognise the finite-field Diffie-Hellman groups that standards have published.

A prime of a standard was examined in the open; a prime of the server's own making may be weak
without anyone seeing it. The primes are computed from their definitions, not copied.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count

MODP_OFFSETS = {
    768: 149_686,
    1024: 129_093,
    1536: 741_804,
    2048: 124_476,
    3072: 1_690_314,
    4096: 240_904,
    6144: 929_484,
    8192: 4_743_158,
}
"""Bits → the number added to the digits of π (RFC 2409 sections 6.1–6.2, RFC 3526)."""

FFDHE_OFFSETS = {
    2048: 560_316,
    3072: 2_625_351,
    4096: 5_736_041,
    6144: 15_705_020,
    8192: 10_965_728,
}
"""Bits → the number added to the digits of e (RFC 7919 appendix A)."""

GUARD_BITS = 64
"""Worked with beyond what is needed, so that the rounding of the series does not show."""


def known_prime(prime: int) -> str | None:
    """Return ``ffdhe2048``, ``modp1024`` … for a published prime, else None."""
    return known_primes().get(prime)


@lru_cache(maxsize=1)
def known_primes() -> dict[int, str]:
    """Return every published prime with its name."""
    primes = {}
    for name, digits, offsets in (
        ("modp", _pi, MODP_OFFSETS),
        ("ffdhe", _e, FFDHE_OFFSETS),
    ):
        for bits, offset in offsets.items():
            middle = (digits(bits - 130) + offset) << 64
            primes[(1 << bits) - (1 << (bits - 64)) + middle - 1] = f"{name}{bits}"
    return primes


def _e(bits: int) -> int:
    """Return ⌊2^bits · e⌋, as the sum of 1/n!."""
    term = total = 1 << (bits + GUARD_BITS)
    for n in count(1):
        term //= n
        if not term:
            return total >> GUARD_BITS
        total += term
    raise AssertionError


def _pi(bits: int) -> int:
    """Return ⌊2^bits · π⌋, by Machin's formula 16·arctan(1/5) - 4·arctan(1/239)."""
    return (16 * _arctan(5, bits) - 4 * _arctan(239, bits)) >> GUARD_BITS


def _arctan(inverse: int, bits: int) -> int:
    power = (1 << (bits + GUARD_BITS)) // inverse
    total = power
    for n in count(1):
        power //= inverse * inverse
        if not power:
            return total
        total += power // (2 * n + 1) * (-1) ** n
    raise AssertionError
