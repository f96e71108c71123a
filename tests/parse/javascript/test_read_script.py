"""Scripts: what runs on every visit is found, what waits for somebody is not."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.parse.javascript import read_script
from tests.bounded_time import cpu_seconds

ANALYTICS = (
    "(function(i,s,o,g,r,a,m){i['G']=r;i[r]=i[r]||function(){(i[r].q=i[r].q||[]).push(arguments)},"
    "i[r].l=1*new Date();a=s.createElement(o),m=s.getElementsByTagName(o)[0];a.async=1;a.src=g;"
    "m.parentNode.insertBefore(a,m)})(window,document,'script','//www.counter.example/a.js','ga');"
)
TAG_MANAGER = (
    "(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({event:'gtm.js'});"
    "var f=d.getElementsByTagName(s)[0],j=d.createElement(s),dl=l!='dataLayer'?'&l='+l:'';"
    "j.async=true;j.src='https://tags.example/gtm.js?id='+i+dl;f.parentNode.insertBefore(j,f);"
    "})(window,document,'script','dataLayer','GTM-1');"
)
SDK = (
    "(function(d,s,id){var js,f=d.getElementsByTagName(s)[0];if(d.getElementById(id))return;"
    "js=d.createElement(s);js.id=id;js.src='//connect.social.example/vi_VN/sdk.js';"
    "f.parentNode.insertBefore(js,f);}(document,'script','social-jssdk'));"
)
PIXEL = (
    "!function(f,b,e,v,n,t,s){if(f.px)return;n=f.px=function(){n.m?n.m.apply(n,arguments):0};"
    "if(!f._px)f._px=n;n.queue=[];t=b.createElement(e);t.async=!0;t.src=v;"
    "s=b.getElementsByTagName(e)[0];s.parentNode.insertBefore(t,s)}"
    "(window,document,'script','https://connect.social.example/px.js');px('init','1');"
)


def loads(code: str, scheme: str = "https") -> list[tuple[str, str]]:
    return [(load.kind, load.url) for load in read_script(code, scheme).loads]


def test_only_a_module_imports() -> None:
    code = "import a from 'https://cdn.example/a.js'"
    [load] = read_script(code, module=True).loads
    assert (load.kind, load.url) == ("script", "https://cdn.example/a.js")
    assert loads(code) == []


@pytest.mark.parametrize(
    ("code", "kind", "url"),
    [
        ("fetch('http://api.example/data')", "request", "http://api.example/data"),
        ("fetch(`http://api.example/${id}/x`)", "request", "http://api.example/"),
        ("var u = 'http://api.example/'; fetch(u + 'a')", "request", "http://api.example/a"),
        ("$(function(){ $.getJSON('/ds', f) })", "request", "/ds"),
        ("$(document).ready(function(){ $.ajax({url: '/ds'}) })", "request", "/ds"),
        ("window.onload = function(){ axios.get('/ds') }", "request", "/ds"),
        ("addEventListener('load', () => fetch('/ds'))", "request", "/ds"),
        ("function go(){ fetch('/ds') } go()", "request", "/ds"),
        ("setTimeout(function(){ fetch('/ds') }, 100)", "request", "/ds"),
        ("var x = new XMLHttpRequest(); x.open('GET', '/ds'); x.send()", "request", "/ds"),
        ("new WebSocket('ws://api.example/')", "request", "ws://api.example/"),
        ("$.getScript('/a.js')", "script", "/a.js"),
        ("new Image().src = 'http://count.example/p.gif'", "media", "http://count.example/p.gif"),
        (
            "var f = document.createElement('iframe'); f.setAttribute('src', '/f');"
            "document.body.appendChild(f)",
            "frame",
            "/f",
        ),
        (
            "var l = document.createElement('link'); l.rel = 'stylesheet'; l.href = '/s.css';"
            "document.head.appendChild(l)",
            "style",
            "/s.css",
        ),
        (ANALYTICS, "script", "//www.counter.example/a.js"),
        (TAG_MANAGER, "script", "https://tags.example/gtm.js?id=GTM-1"),
        (SDK, "script", "//connect.social.example/vi_VN/sdk.js"),
        (PIXEL, "script", "https://connect.social.example/px.js"),
    ],
)
def test_what_a_script_loads_on_every_visit(code: str, kind: str, url: str) -> None:
    assert loads(code) == [(kind, url)]


@pytest.mark.parametrize(
    "code",
    [
        "function lk(){ window.open('http://www.example.vn', '_blank'); }",
        "window.open('http://www.example.vn')",
        "// fetch('http://old.example/api')\nvar a = 1;",
        "/* fetch('http://old.example/api') */",
        "var s = \"fetch('http://old.example/api')\";",
        "cfg.get('http://schemas.example/ns'); map.get('http://key.example/1')",
        "var cfg = {api: 'http://api.example/', fetch: 'http://b.example/'}",
        "function never(){ fetch('http://api.example/') }",
        "b.onclick = function(){ fetch('http://api.example/') }",
        "b.addEventListener('click', function(){ fetch('http://api.example/') })",
        "$('#b').click(function(){ $.get('http://api.example/') })",
        "if (screen.width > 800) fetch('http://api.example/')",
        "agreed && fetch('http://api.example/')",
        "if (!agreed()) { } else { fetch('http://api.example/') }",
        "(function(){ if (!agreed) return; fetch('http://api.example/') })()",
        "try { x() } catch (e) { fetch('http://api.example/') }",
        "for (var i = 0; i < n; i++) { fetch('http://api.example/' + i) }",
        "fetch(base + '/ds')",
        "fetch('http://' + host + '/ds')",
        "var x = new XMLHttpRequest(); x.open('GET', 'http://api.example/')",
        "var s = document.createElement('script'); s.src = 'http://a.example/'",
        "fetch('http://api.example/'",
    ],
)
def test_what_waits_or_is_no_load(code: str) -> None:
    assert loads(code) == []


@pytest.mark.parametrize(("scheme", "host"), [("https", "https://ssl"), ("http", "http://www")])
def test_a_choice_by_the_protocol_of_the_page_is_followed(scheme: str, host: str) -> None:
    code = "fetch(('https:'==document.location.protocol?'https://ssl':'http://www')+'.c.example/')"
    assert loads(code, scheme) == [("request", f"{host}.c.example/")]


HIDDEN = base64.b64encode(b"https://bet.example/").decode()
CODES = ",".join(str(ord(letter)) for letter in "https://bet.example/")


@pytest.mark.parametrize(
    ("code", "conditional"),
    [
        ("window.location = 'https://bet.example/'", False),
        ("location = 'https://bet.example/'", False),
        ("top.location.href = 'https://bet.example/'", False),
        ("document.location.replace('https://bet.example/')", False),
        ("setTimeout(\"location.href='https://bet.example/'\", 500)", False),
        (f"location.href = atob('{HIDDEN}')", False),
        (f"location.href = String.fromCharCode({CODES})", False),
        (f"location.assign(String.fromCharCode.apply(null, [{CODES}]))", False),
        (f"eval(unescape('location%3D') + '\"' + String.fromCharCode({CODES}) + '\"')", False),
        (f"location = [{CODES}].map(c => String.fromCharCode(c)).join('')", False),
        ("location = '/elpmaxe.teb//:sptth'.split('').reverse().join('')", False),
        ("location = 'https://b.e.t'.split('.').join('') + '.example/'", False),
        ("location = '\\x68ttps://\\u0062et.example/'", False),
        ("new Function(\"location='https://bet.example/'\")()", False),
        ("if (document.referrer.indexOf('google') > -1) location = 'https://bet.example/'", True),
        ("/Android/.test(navigator.userAgent) && location.replace('https://bet.example/')", True),
    ],
)
def test_where_a_script_sends_the_visitor(code: str, conditional: bool) -> None:
    (redirect,) = read_script(code).redirects
    assert (redirect.url, redirect.conditional) == ("https://bet.example/", conditional)


def test_a_link_behind_a_click_is_no_redirect() -> None:
    assert read_script("b.onclick = function(){ location = '/lien-he' }").redirects == ()


@pytest.mark.parametrize(
    "code",
    [
        "document.write('<p>Chào</p>')",
        "document.writeln('<p>' + 'Chào' + '</p>')",
        "document.body.innerHTML = '<p>Chào</p>'",
        "document.getElementById('a').insertAdjacentHTML('beforeend', '<p>Chào</p>')",
        "d = document.createElement('p'); d.innerHTML = '<p>Chào</p>'; document.body.append(d)",
    ],
)
def test_what_a_script_writes(code: str) -> None:
    assert [write.html for write in read_script(code).writes] == ["<p>Chào</p>"]


def test_what_depends_on_the_visit_is_not_written_down() -> None:
    assert read_script("document.write('<p>' + name + '</p>')").writes == ()


PIECES = st.sampled_from(
    [
        *(
            "fetch(",
            "'http://a.example/'",
            ")",
            "{",
            "}",
            "(",
            "function f(){",
            "f()",
            "if(x)",
            ";",
        ),
        *("document.write(", "location=", "+", "[1,2]", ".join('')", ".reverse()", "=>", "eval("),
        *("return", "while(1)", "`${", "}`", "a=", "a", ".concat(a)", "// ", "\n", "ế", "\x00"),
    ]
)


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_is_read(code: str) -> None:
    with cpu_seconds(2):
        read_script("fetch;" + code)


@pytest.mark.parametrize(
    "code",
    [
        "(" * 20_000 + "fetch" + ")" * 20_000,
        "{" * 20_000 + "fetch('/')" + "}" * 20_000,
        "fetch('/'" + "+'a'" * 40_000 + ")",
        "function f(){f();f()} f(); fetch",
        "var a=['x'];" + "a=a.concat(a);" * 3_000 + "fetch(a.join(''))",
        "var s='aaaaaaaa';" + "s=s.replaceAll('a',s);" * 50 + "fetch(s)",
        "eval('" * 400 + "fetch",
    ],
    ids=["brackets", "blocks", "concat", "recursion", "doubling", "replacing", "eval"],
)
def test_hostile_scripts_take_no_time(code: str) -> None:
    with cpu_seconds(1.5):
        read_script(code)
