"""The shared TLS context talks to servers that a browser would no longer talk to."""

import asyncio
import ssl
import warnings
from ipaddress import ip_network
from typing import Any

import pytest
import trustme

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.http.tls_context import open_context
from portal_audit.model import Target


def test_there_is_one_context() -> None:
    assert open_context() is open_context()


@pytest.mark.parametrize(
    "version",
    [
        ssl.TLSVersion.TLSv1,
        ssl.TLSVersion.TLSv1_1,
        ssl.TLSVersion.TLSv1_2,
        ssl.TLSVersion.TLSv1_3,
    ],
)
def test_a_server_of_one_version_is_read(version: ssl.TLSVersion, scripted: Any) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("wrong-name.example").configure_cert(context)
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = version
        context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")

    async def main() -> int:
        async with scripted({"/": scripted.reply()}, context) as server:
            target = Target("portal", server.url("portal.example"), address="127.0.0.1")
            rules = AccessRules(allow_private=(ip_network("127.0.0.0/8"),))
            async with HttpClient(target, VisitLimits(), rules) as client:
                return (await client.get(target.url)).status

    assert asyncio.run(main()) == 200
