"""Certificate chains with one thing to notice each: what is sent, and what is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

NOW = datetime.now(UTC).replace(microsecond=0)
HOST = "portal.hacson.gov.vn"
SERVER, CLIENT = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH
CODE = ExtendedKeyUsageOID.CODE_SIGNING
STRANGE = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00")
SIGN = "digital_signature"


@dataclass(frozen=True)
class Made:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class PathCase:
    """A chain, and what is right."""

    name: str
    sent: Sequence[x509.Certificate]
    """Leaf first."""
    reason: str | None = None
    """Why browsers refuse it; ``None`` where they do not."""
    culprit: x509.Certificate | None = None
    roots: Sequence[x509.Certificate] = field(default=())


def usage(*bits: str) -> x509.KeyUsage:
    """Return a key usage with these bits."""
    every = [SIGN, "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"]
    every += ["key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{bit: bit in bits for bit in every})


def make(
    name: str,
    by: Made | None,
    *extensions: tuple[x509.ExtensionType, bool],
    begins: int = -10,
    ends: int = 80,
    key: ec.EllipticCurvePrivateKey | None = None,
) -> Made:
    """Return a certificate signed by another, or by itself."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, signer = (by.certificate.subject, by.key) if by else (subject, own)
    public = own.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=begins))
        .not_valid_after(NOW + timedelta(days=ends))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False
        )
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return Made(builder.sign(signer, hashes.SHA256()), own)


def authority(
    name: str,
    by: Made | None = None,
    *more: tuple[x509.ExtensionType, bool],
    length: int | None = None,
    begins: int = -3000,
    ends: int = 3000,
    key: ec.EllipticCurvePrivateKey | None = None,
) -> Made:
    """Return a certification authority."""
    basic = (x509.BasicConstraints(True, length), True)
    signs = (usage("key_cert_sign", "crl_sign"), True)
    return make(name, by, basic, signs, *more, begins=begins, ends=ends, key=key)


def leaf(
    by: Made | None,
    *more: tuple[x509.ExtensionType, bool],
    purposes: Sequence[ObjectIdentifier] | None = (SERVER,),
    bits: Sequence[str] = (SIGN,),
    ca: bool = False,
    begins: int = -10,
    ends: int = 80,
) -> x509.Certificate:
    """Return a server's certificate."""
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca, None), True),
        (x509.SubjectAlternativeName([x509.DNSName(HOST)]), False),
        (usage(*bits), True),
        *more,
    ]
    if purposes is not None:
        extensions.append((x509.ExtendedKeyUsage(list(purposes)), False))
    return make(HOST, by, *extensions, begins=begins, ends=ends).certificate


@cache
def root() -> Made:
    """Return the root that is trusted."""
    return authority("Root")


@cache
def cases() -> tuple[PathCase, ...]:
    """Return every case."""
    return (*_order(), *_dates(), *_purposes(), *_issuers(), *_names(), *_unknown())


def _order() -> Iterator[PathCase]:
    middle = authority("Issuing", root())
    mid, top = middle.certificate, root().certificate
    good = leaf(middle)
    others = [authority(f"Unrelated {number}").certificate for number in range(12)]
    expired = authority("Issuing", root(), key=middle.key, begins=-900, ends=-10).certificate
    namesake = authority("Issuing", root()).certificate
    old = authority("Old root", begins=-4000, ends=-100)
    crossed = authority("Root", old, key=root().key, begins=-3000, ends=900)
    upper = authority("Upper", root())
    lower = authority("Lower", upper)
    deep = leaf(lower)
    yield PathCase("in order", [good, mid])
    yield PathCase("with the root", [good, mid, top])
    yield PathCase("out of order", [good, top, mid])
    yield PathCase("twelve unrelated ones first", [good, *others, mid])
    yield PathCase("an expired namesake first", [good, expired, mid])
    yield PathCase("an expired namesake last", [good, mid, expired])
    yield PathCase("a namesake with another key first", [good, namesake, mid])
    yield PathCase("a namesake with another key last", [good, mid, namesake])
    expired_cross = [good, mid, crossed.certificate, old.certificate]
    yield PathCase("the root signed by an expired one as well", expired_cross)
    yield PathCase("two intermediates", [deep, lower.certificate, upper.certificate])
    yield PathCase("two intermediates, reversed", [deep, upper.certificate, lower.certificate])
    yield PathCase("sent twice", [good, mid, mid, good])


def _dates() -> Iterator[PathCase]:
    middle = authority("Issuing", root())
    stale = authority("Issuing", root(), begins=-900, ends=-10)
    late, early = leaf(middle, begins=-90, ends=-1), leaf(middle, begins=5)
    yield PathCase("expired", [late, middle.certificate], "expired", late)
    yield PathCase("not yet valid", [early, middle.certificate], "not-yet-valid", early)
    under_stale = leaf(stale)
    yield PathCase(
        "expired intermediate", [under_stale, stale.certificate], "expired", stale.certificate
    )


def _purposes() -> Iterator[PathCase]:
    middle = authority("Issuing", root())
    mid = middle.certificate
    for name, one in (
        ("for clients only", leaf(middle, purposes=[CLIENT])),
        ("for signing code only", leaf(middle, purposes=[CODE])),
    ):
        yield PathCase(name, [one, mid], "wrong-purpose", one)
    yield PathCase("for servers and clients", [leaf(middle, purposes=[SERVER, CLIENT]), mid])
    yield PathCase("no purpose given", [leaf(middle, purposes=None), mid])
    mail = authority("Mail", root(), (x509.ExtendedKeyUsage([CLIENT]), False))
    web = authority("Web", root(), (x509.ExtendedKeyUsage([SERVER]), False))
    yield PathCase(
        "an intermediate for clients only",
        [leaf(mail), mail.certificate],
        "wrong-purpose",
        mail.certificate,
    )
    yield PathCase("an intermediate for servers", [leaf(web), web.certificate])
    for name, bits in (("no signature", ["key_agreement"]), ("to sign lists", ["crl_sign"])):
        one = leaf(middle, bits=bits)
        yield PathCase(f"key usage: {name}", [one, mid], "wrong-key-usage", one)
    own = leaf(middle, ca=True, bits=[SIGN, "key_cert_sign"])
    yield PathCase("an authority as leaf", [own, mid], "ca-as-leaf", own)


def _issuers() -> Iterator[PathCase]:
    plain = make("Plain", root(), (x509.BasicConstraints(False, None), True))
    bare = make("Bare", root())
    mute = make(
        "Mute", root(), (x509.BasicConstraints(True, None), True), (usage("crl_sign"), True)
    )
    for name, issuer in (("says no", plain), ("says nothing", bare), ("may not sign", mute)):
        sent = [leaf(issuer), issuer.certificate]
        yield PathCase(f"an issuer that {name}", sent, "not-a-ca", issuer.certificate)
    short, enough = authority("Short", root(), length=0), authority("Enough", root(), length=1)
    below, fine = authority("Below", short), authority("Fine", enough)
    yield PathCase(
        "a path too long",
        [leaf(below), below.certificate, short.certificate],
        "path-length",
        short.certificate,
    )
    yield PathCase("a path just long enough", [leaf(fine), fine.certificate, enough.certificate])
    odd = authority("Odd", root(), (STRANGE, True))
    noted = authority("Noted", root(), (STRANGE, False))
    yield PathCase(
        "an issuer with an unknown critical extension",
        [leaf(odd), odd.certificate],
        "unknown-critical-extension",
        odd.certificate,
    )
    yield PathCase("an issuer with an unknown extension", [leaf(noted), noted.certificate])
    middle = authority("Issuing", root())
    strange = leaf(middle, (STRANGE, True))
    yield PathCase(
        "a leaf with an unknown critical extension",
        [strange, middle.certificate],
        "unknown-critical-extension",
        strange,
    )


def _names() -> Iterator[PathCase]:
    def limited(permitted: str | None, excluded: str | None) -> Made:
        names = x509.NameConstraints(
            [x509.DNSName(permitted)] if permitted else None,
            [x509.DNSName(excluded)] if excluded else None,
        )
        return authority("Limited", root(), (names, True))

    for name, issuer, reason in (
        ("permitted", limited("hacson.gov.vn", None), None),
        ("not permitted", limited("elsewhere.gov.vn", None), "name-constraints"),
        ("excluded", limited(None, "hacson.gov.vn"), "name-constraints"),
        ("not excluded", limited(None, "elsewhere.gov.vn"), None),
    ):
        culprit = issuer.certificate if reason else None
        yield PathCase(f"a name {name}", [leaf(issuer), issuer.certificate], reason, culprit)


def _unknown() -> Iterator[PathCase]:
    other = authority("Other root")
    middle, stray = authority("Issuing", root()), authority("Issuing", other)
    own = leaf(None)
    yield PathCase("signed by itself", [own], "self-signed", own)
    lone = leaf(middle)
    yield PathCase("the intermediate is missing", [lone], "no-issuer", lone)
    sent = [leaf(stray), stray.certificate, other.certificate]
    yield PathCase("a root that nobody trusts", sent, "unknown-issuer", other.certificate)
    wrong = authority("Issuing", root()).certificate
    yield PathCase("only a namesake of the intermediate", [lone, wrong], "no-issuer", lone)
    one, two = authority("One"), authority("Two")
    circle = [authority("One", two, key=one.key), authority("Two", one, key=two.key)]
    chain = [leaf(one), *(each.certificate for each in circle)]
    yield PathCase("a circle of two", chain, "no-issuer")
