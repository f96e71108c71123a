"""Ask sslyze's own command line, sslscan, nmap, testssl and openssl about servers on loopback."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from sslyze.plugins.openssl_cipher_suites.cipher_suites import CipherSuitesRepository
from sslyze.server_connectivity import TlsVersionEnum

SSLYZE = Path(sys.executable).with_name("sslyze")


@dataclass(frozen=True, slots=True)
class Seen:
    """What one program says about one server."""

    suites: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Version → IANA names of accepted suites; versions without any are left out."""
    not_before: str = ""
    """Of the leaf, ``YYYY-MM-DDTHH:MM:SS`` in UTC."""
    not_after: str = ""
    groups: frozenset[str] = frozenset()
    versions: frozenset[str] | None = None
    """Versions said to be on, where they are told apart from their suites."""


def ask_sslyze(hosts: Mapping[int, str], folder: Path) -> dict[int, Seen]:
    """Return what ``sslyze`` says, by port; *hosts* maps ports of 127.0.0.1 to names."""
    out = folder / "sslyze.json"
    targets = [f"{host}:{port}{{127.0.0.1}}" for port, host in hosts.items()]
    flags = ["sslv2", "sslv3", "tlsv1", "tlsv1_1", "tlsv1_2", "tlsv1_3", "certinfo"]
    command = [SSLYZE, "--quiet", f"--json_out={out}", *(f"--{flag}" for flag in flags)]
    run([*map(str, command), "--elliptic_curves", *targets])
    results = json.loads(out.read_text(encoding="utf-8"))["server_scan_results"]
    return {result["server_location"]["port"]: _sslyze(result["scan_result"]) for result in results}


def _sslyze(scan: Mapping[str, dict[str, dict[str, object]]]) -> Seen:
    suites = {}
    for command, version in SSLYZE_VERSIONS.items():
        accepted = _at(scan, command, "result", "accepted_cipher_suites")
        if names := frozenset(str(_at(entry, "cipher_suite", "name")) for entry in accepted):
            suites[version] = names
    (deployment, *_) = _at(scan, "certificate_info", "result", "certificate_deployments")
    (leaf, *_) = _at(deployment, "received_certificate_chain")
    curves = _at(scan, "elliptic_curves", "result", "supported_curves") or []
    return Seen(
        suites,
        moment(str(_at(leaf, "not_valid_before"))),
        moment(str(_at(leaf, "not_valid_after"))),
        frozenset(str(_at(curve, "name")).lower() for curve in curves),
    )


SSLYZE_VERSIONS = {
    "ssl_2_0_cipher_suites": "SSLv2",
    "ssl_3_0_cipher_suites": "SSLv3",
    "tls_1_0_cipher_suites": "TLSv1.0",
    "tls_1_1_cipher_suites": "TLSv1.1",
    "tls_1_2_cipher_suites": "TLSv1.2",
    "tls_1_3_cipher_suites": "TLSv1.3",
}


def _at(value: object, *keys: str) -> list[object]:
    """Follow keys into JSON; typed as a list, which is what the callers mostly look for."""
    for key in keys:
        value = value[key]  # type: ignore[index]
    return value  # type: ignore[return-value]


SSLSCANS_AT_ONCE = 4


def ask_sslscan(hosts: Mapping[int, str], folder: Path) -> dict[int, Seen]:
    """Return what ``sslscan`` says, by port; it mostly waits, so several are asked at once."""
    with ThreadPoolExecutor(SSLSCANS_AT_ONCE) as pool:
        found = pool.map(lambda port: _sslscan(port, hosts[port], folder), hosts)
        return dict(zip(hosts, found, strict=True))


def _sslscan(port: int, host: str, folder: Path) -> Seen:
    out = folder / f"sslscan-{port}.xml"
    run(["sslscan", "--no-colour", f"--sni-name={host}", f"--xml={out}", f"127.0.0.1:{port}"])
    tree = ElementTree.parse(out)
    suites: dict[str, set[str]] = {}
    for cipher in tree.iter("cipher"):
        if cipher.get("status") in ("accepted", "preferred"):
            name = iana(cipher.get("cipher", ""))
            suites.setdefault(cipher.get("sslversion", ""), set()).add(name)
    return Seen(
        {version: frozenset(names) for version, names in suites.items()},
        moment(tree.findtext(".//not-valid-before") or ""),
        moment(tree.findtext(".//not-valid-after") or ""),
        frozenset(
            SSLSCAN_GROUPS.get(group.get("name", ""), group.get("name", ""))
            for group in tree.iter("group")
        ),
        frozenset(
            f"{each.get('type', '').upper().replace('TLS', 'TLSv').replace('SSL', 'SSLv')}"
            f"{each.get('version')}"
            for each in tree.iter("protocol")
            if each.get("enabled") == "1"
        ),
    )


SSLSCAN_GROUPS = {
    "secp256r1 (NIST P-256)": "secp256r1",
    "secp384r1 (NIST P-384)": "secp384r1",
    "secp521r1 (NIST P-521)": "secp521r1",
}


def ask_nmap(hosts: Mapping[int, str]) -> dict[int, Seen]:
    """Return what nmap's scripts ``ssl-enum-ciphers`` and ``ssl-cert`` say, by port."""
    ports = ",".join(map(str, hosts))
    scripts = ["--script", "ssl-enum-ciphers,ssl-cert"]
    tree = ElementTree.fromstring(
        run(["nmap", "-Pn", "-n", "-oX", "-", "-p", ports, *scripts, "127.0.0.1"])
    )
    return {int(port.get("portid", "0")): _nmap(port) for port in tree.iter("port")}


def _nmap(port: ElementTree.Element) -> Seen:
    suites = {}
    for version in port.iterfind("script[@id='ssl-enum-ciphers']/table"):
        names = version.iterfind("table[@key='ciphers']/table/elem[@key='name']")
        # nmap writes TLS_AKE_WITH_AES_128_GCM_SHA256 for the suites of TLS 1.3.
        found = ((name.text or "").replace("TLS_AKE_WITH_", "TLS_") for name in names)
        suites[version.get("key", "")] = frozenset(found)
    validity = "script[@id='ssl-cert']/table[@key='validity']/elem[@key='%s']"
    return Seen(
        suites,
        moment(port.findtext(validity % "notBefore") or ""),
        moment(port.findtext(validity % "notAfter") or ""),
    )


def ask_testssl(hosts: Mapping[int, str], folder: Path) -> dict[int, Seen]:
    """Return what ``testssl.sh`` says, by port; it takes half a minute a server and more."""
    return {port: _testssl(port, host, folder) for port, host in hosts.items()}


def _testssl(port: int, host: str, folder: Path) -> Seen:
    out = folder / f"testssl-{port}.json"
    quiet = ["--quiet", "--color", "0", "--warnings", "off", "--jsonfile", str(out)]
    asked = ["--protocols", "--cipher-per-proto"]
    run(["testssl", *quiet, "-n", "none", "--ip", "127.0.0.1", *asked, f"{host}:{port}"])
    found = json.loads(out.read_text(encoding="utf-8"))
    suites: dict[str, set[str]] = {}
    for one in found:
        version = TESTSSL_VERSIONS.get(one["id"].removeprefix("cipher-").partition("_x")[0])
        if version and one["id"].startswith("cipher-"):
            suites.setdefault(version, set()).add(one["finding"].split()[-1])
    offered = {TESTSSL_VERSIONS[one["id"].lower()] for one in found if _is_offered(one)}
    return Seen(
        {version: frozenset(names) for version, names in suites.items()},
        versions=frozenset(offered),
    )


def _is_offered(one: Mapping[str, str]) -> bool:
    return one["id"].lower() in TESTSSL_VERSIONS and one["finding"].startswith("offered")


TESTSSL_VERSIONS = {
    "sslv2": "SSLv2",
    "ssl3": "SSLv3",
    "sslv3": "SSLv3",
    "tls1": "TLSv1.0",
    "tls1_1": "TLSv1.1",
    "tls1_2": "TLSv1.2",
    "tls1_3": "TLSv1.3",
}


def ask_openssl(hosts: Mapping[int, str], ca_file: Path) -> dict[int, tuple[int, bool]]:
    """Return ``openssl s_client``'s verdict on each chain, and whether it is for the name."""
    return {port: _openssl(port, host, ca_file) for port, host in hosts.items()}


def _openssl(port: int, host: str, ca_file: Path) -> tuple[int, bool]:
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", host]
    command += ["-CAfile", str(ca_file), "-no-CApath", "-no-CAstore", "-auth_level", "0"]
    command += ["-cipher", "ALL:@SECLEVEL=0", "-min_protocol", "TLSv1"]
    trust, name = (
        int(found.group(1)) if (found := VERIFIED.search(run([*command, *more]))) else -1
        for more in ((), ("-verify_hostname", host))
    )
    return trust, name != HOSTNAME_MISMATCH


VERIFIED = re.compile(r"Verify return code: (\d+)")
HOSTNAME_MISMATCH = 62
"""X509_V_ERR_HOSTNAME_MISMATCH."""


def run(command: Iterable[str]) -> str:
    """Run a program to its end, with nothing to read; return what it printed."""
    done = subprocess.run(
        list(command),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    return done.stdout


def moment(text: str) -> str:
    """Return a date as these programs write it, in one form."""
    text = text.strip().removesuffix("GMT").removesuffix("Z").removesuffix("+00:00").strip()
    for form in ("%Y-%m-%dT%H:%M:%S", "%b %d %H:%M:%S %Y"):
        try:
            return f"{datetime.strptime(text, form).replace(tzinfo=UTC):%Y-%m-%dT%H:%M:%S}"
        except ValueError:
            continue
    return text


def iana(openssl_name: str) -> str:
    """Return IANA's name of a suite that OpenSSL named."""
    for version in TlsVersionEnum:
        for suite in CipherSuitesRepository.get_all_cipher_suites(version):
            if suite.openssl_name == openssl_name:
                return suite.name
    return openssl_name
