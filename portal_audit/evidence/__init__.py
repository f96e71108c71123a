"""Evidence: what was seen on a site, frozen and serialisable.

Takes nothing but values; gives one class for each kind of evidence, ``Evidence`` that holds at most
one of each, and ``serialise`` that writes and reads them as JSON. Facts only: nothing here has an
opinion, opens a connection or reads a clock. A new field needs a default, so that evidence stored
before it still loads.
"""

from portal_audit.evidence.bag import Evidence, Gap
from portal_audit.evidence.crawl import (
    BrowserUse,
    Crawl,
    Document,
    Platform,
    Robots,
    Signature,
    Sitemap,
    Unread,
)
from portal_audit.evidence.dns import DnsRecords
from portal_audit.evidence.http import (
    Exchange,
    Failure,
    FirstContact,
    Front,
    HttpFront,
    HttpsFront,
    PhoneView,
)
from portal_audit.evidence.page import (
    DatedText,
    ErrorPage,
    Form,
    Frame,
    HiddenBlock,
    Image,
    Link,
    Load,
    Page,
    Script,
    ScriptRedirect,
    Stylesheet,
    TextBox,
)
from portal_audit.evidence.samples import CrossOrigin, ForeignHost, NotFound, Samples
from portal_audit.evidence.screenshot import Screenshot
from portal_audit.evidence.security_txt import SecurityTxt, SecurityTxtAnswer
from portal_audit.evidence.tls import (
    Certificate,
    CertificateDeployment,
    ProtocolVersion,
    StoreTrust,
    TlsAddress,
    TlsServer,
)
from portal_audit.evidence.visit import Visit

__all__ = [
    "BrowserUse",
    "Certificate",
    "CertificateDeployment",
    "Crawl",
    "CrossOrigin",
    "DatedText",
    "DnsRecords",
    "Document",
    "ErrorPage",
    "Evidence",
    "Exchange",
    "Failure",
    "FirstContact",
    "ForeignHost",
    "Form",
    "Frame",
    "Front",
    "Gap",
    "HiddenBlock",
    "HttpFront",
    "HttpsFront",
    "Image",
    "Link",
    "Load",
    "NotFound",
    "Page",
    "PhoneView",
    "Platform",
    "ProtocolVersion",
    "Robots",
    "Samples",
    "Screenshot",
    "Script",
    "ScriptRedirect",
    "SecurityTxt",
    "SecurityTxtAnswer",
    "Signature",
    "Sitemap",
    "StoreTrust",
    "Stylesheet",
    "TextBox",
    "TlsAddress",
    "TlsServer",
    "Unread",
    "Visit",
]
