"""Snippets that portals paste for counters, chats and boxes: what each loads on every visit."""

import pytest

from portal_audit.parse.javascript import read_script
from tests.bounded_time import cpu_seconds

CHAT = (
    "var T_API=T_API||{}, T_LoadStart=new Date();(function(){"
    "var s1=document.createElement('script'),s0=document.getElementsByTagName('script')[0];"
    "s1.async=true;s1.src='https://embed.chat.example/5f/default';s1.charset='UTF-8';"
    "s1.setAttribute('crossorigin','*');s0.parentNode.insertBefore(s1,s0);})();"
)
RECORDER = (
    "(function(c,l,a,r,i,t,y){c[a]=c[a]||function(){(c[a].q=c[a].q||[]).push(arguments)};"
    "t=l.createElement(r);t.async=1;t.src='https://www.rec.example/tag/'+i;"
    "y=l.getElementsByTagName(r)[0];y.parentNode.insertBefore(t,y);"
    "})(window,document,'clear','script','abc');"
)
HEAT_MAP = (
    "(function(h,o,t,j,a,r){h.hm=h.hm||function(){(h.hm.q=h.hm.q||[]).push(arguments)};"
    "h._set={id:1,sv:6};a=o.getElementsByTagName('head')[0];r=o.createElement('script');r.async=1;"
    "r.src=t+h._set.id+j+h._set.sv;a.appendChild(r);"
    "})(window,document,'https://static.heat.example/c/hm-','.js?sv=');"
)
OWN_COUNTER = (
    "var _paq=window._paq=window._paq||[];_paq.push(['trackPageView']);(function(){"
    "var u=(('https:'==document.location.protocol)?'https':'http')+'://count.example/';"
    "_paq.push(['setTrackerUrl',u+'m.php']);var d=document,g=d.createElement('script'),"
    "s=d.getElementsByTagName('script')[0];g.async=true;g.src=u+'m.js';"
    "s.parentNode.insertBefore(g,s);})();"
)
VISITS = (
    "var _H=_H||[];_H.push(['start','1']);(function(){var hs=document.createElement('script');"
    "hs.type='text/javascript';hs.async=true;hs.src=('//s10.visits.example/async.js');"
    "(document.getElementsByTagName('head')[0]||document.getElementsByTagName('body')[0])"
    ".appendChild(hs);})();"
)
WIDGET = (
    "!function(d,s,id){var js,f=d.getElementsByTagName(s)[0];if(!d.getElementById(id)){"
    "js=d.createElement(s);js.id=id;js.src='https://platform.social.example/widgets.js';"
    "f.parentNode.insertBefore(js,f);}}(document,'script','social-wjs');"
)


@pytest.mark.parametrize(
    ("snippet", "url"),
    [
        (CHAT, "https://embed.chat.example/5f/default"),
        (RECORDER, "https://www.rec.example/tag/abc"),
        (HEAT_MAP, "https://static.heat.example/c/hm-1.js?sv=6"),
        (OWN_COUNTER, "https://count.example/m.js"),
        (VISITS, "//s10.visits.example/async.js"),
        (WIDGET, "https://platform.social.example/widgets.js"),
    ],
)
def test_it_loads_its_script(snippet: str, url: str) -> None:
    assert [(load.kind, load.url) for load in read_script(snippet).loads] == [("script", url)]


@pytest.mark.parametrize(
    "code",
    [
        "if(!document.getElementById('map')){new Image().src='http://a.example/i'}",
        "if(!window.jQuery){document.write('<script src=http://a.example/j.js><\\/script>')}",
        "if(!box()){var s=document.createElement('img');s.id='a';s.src='http://a.example/i'}",
    ],
)
def test_what_another_element_or_script_decides_on_is_not_said_to_be_loaded(code: str) -> None:
    effects = read_script(code)
    assert effects.loads == ()
    assert all(write.conditional for write in effects.writes)


@pytest.mark.parametrize(
    "code",
    [
        "const {" + ",".join(f"a{n}" for n in range(20_000)) + "}=window.x; fetch(a1);",
        "const " + "[" * 3_000 + "a" + "]" * 3_000 + "=fetch;",
        "switch(x){" + "case 1: fetch(x);" * 8_000 + "}",
        "switch(1){" + "case 2: fetch(x);" * 8_000 + "}",
        "fetch(" + "...[" * 2_000 + "1" + "]" * 2_000 + ")",
    ],
)
def test_long_and_deep_ones_cost_little(code: str) -> None:
    with cpu_seconds(2):
        read_script(code)
