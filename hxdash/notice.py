"""Room 12. Pages for people where there is no page: an address that is none, a form that came too late, a layout that failed.

Programs get the same statuses with a line of plain text or JSON; only who asks for text/html, as browsers do, gets these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hxdash.exceptions import RequestRefused
from hxdash.render import environment
from hxdash.shell import Head
from hxdash.static_files import manifest

_NOSCRIPT = "default-src 'none'; style-src 'self' {styles}; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self' {styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


@dataclass(frozen=True)
class Notice:
    """What is said, and where to go from here.

    Args:
        status: of HTTP.
        heading, text: what happened, in the words of a person.
        link: of the way out.
        href: where it leads.
        box: markup of an error box, for the author of the app.
    """

    status: int
    heading: str
    text: str
    link: str
    href: str
    box: str = ""


def nowhere(path: str, title: str, base: str) -> Notice:
    """At an address where nothing is; `base` is the app's own."""
    return Notice(404, "There is no page here", f"{path} is not an address of this app.", f"Go to {title}", f"{base}/")


def refused(refusal: RequestRefused, here: str) -> Notice:
    """To whom sent a form that cannot be used; `here` is the address of the page."""
    if refusal.status == 409:
        text = "The app has changed since this page was loaded, so what you sent could not be used. Your browser's Back shows what you had entered."
        return Notice(409, "This page is out of date", text, "Load it again", here)
    said = refusal.what[:1].upper() + refusal.what[1:]
    return Notice(refusal.status, "This could not be done", f"{said}. Nothing was changed.", "Load the page again", here)


def failed(reference: str, here: str, box: str) -> Notice:
    """Where the page itself could not be made; `box` says more in debug mode."""
    text = "Something failed on the server. It is not because of what you did."
    return Notice(500, "This page could not be made", f"{text} Reference {reference}.", "Try again", here, box)


def draw(notice: Notice, head: Head, base: str) -> str:
    """The page that says so."""
    made = environment()
    sheets = [{"href": base + manifest().url("hxdash.css")}, *head.stylesheets]
    box = made.filters["safe"](notice.box)
    return made.get_template("notice.html").render(
        head=head, heading=notice.heading, text=notice.text, link=notice.link, href=notice.href, box=box, stylesheets=sheets
    )


def headers(head: Head) -> Mapping[str, str]:
    """No script, nothing from elsewhere, and nobody keeps it."""
    styles = " ".join(head.style_origins)
    return {"Content-Security-Policy": " ".join(_NOSCRIPT.format(styles=styles).split()).replace(" ;", ";"), "Cache-Control": "no-store"}


def wanted(accept: str) -> bool:
    """Whether the Accept header is that of a browser that asks for a page."""
    return "text/html" in accept.lower()
