"""A row of the outbox becomes the message that leaves: text part, HTML part, headers."""

import re
from collections.abc import Sequence
from email.message import EmailMessage
from hashlib import sha256
from typing import NamedTuple

import nh3
from flask import current_app
from markdown import Markdown
from markupsafe import Markup, escape

from helpdesk.config import settings
from helpdesk.engines.mail.build import Letter, build_message
from helpdesk.outbox.identity import LOOP_HEADER, instance_id, own_domain
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.reply_tokens import MARKERS, reply_address
from helpdesk.web.context import site
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import in_lang
from helpdesk.web.plain import plain

TAGS = {"p", "br", "hr", "h1", "h2", "h3", "ul", "ol", "li", "a", "strong", "em", "code", "blockquote"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto", "tel"}
INSERT = re.compile(r"(?P<alone><p>)?insert-(?P<number>\d+)-insert(?(alone)</p>)")
MARKDOWN_LIMIT = 20_000
"""Longest source that is rendered, in characters; a longer letter shows its text part as HTML.

The library's time grows with the square of the length on text made for that.
"""


class Words(NamedTuple):
    """What a mail says: as text, as Markdown, and people's own texts to be set into it."""

    text: str
    markdown: str
    inserts: Sequence[str]


def compose(mail: OutgoingMail, *, references: Sequence[str] = ()) -> EmailMessage:
    """Return the message; raise BadLetter when a header cannot be written.

    `references` are the Message-IDs sent earlier about the same thing to the same person, oldest first.
    """
    chosen = settings()
    answer_to = answer_address(mail)
    marker = MARKERS.get(mail.lang, MARKERS["fr"]) if answer_to else ""
    message = build_message(
        Letter(
            sender=chosen.mail_from,
            sender_name=chosen.mail_from_name,
            to=mail.to_address,
            reply_to=answer_to or mail.reply_to,
            subject=mail.subject,
            text=text_part(mail, marker=marker),
            html=html_part(mail, marker=marker),
            message_id=mail.message_id,
            date=mail.created_at,
            references=(*references, mail.in_reply_to) if mail.in_reply_to else tuple(references),
            auto_submitted="auto-replied" if mail.auto_reply else "auto-generated",
            headers={LOOP_HEADER: instance_id(), **_leaving(mail)},
        )
    )
    # The library draws the boundary at random; a mail that leaves twice must be the same, byte for byte.
    message.set_boundary(sha256(mail.message_id.encode()).hexdigest()[:40])
    return message


def _leaving(mail: OutgoingMail) -> dict[str, str]:
    """Let mail programs file what many get under one name, and offer to leave by one click (RFC 2919, 8058)."""
    if not mail.leave_url:
        return {}
    return {
        "List-Id": f"<{mail.event.partition('/')[0]}.{own_domain()}>",
        "List-Unsubscribe": f"<{mail.leave_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }


def answer_address(mail: OutgoingMail) -> str | None:
    """Return the address with which this recipient answers in the thread; None for a mail that takes no answer."""
    if not (mail.answerable and mail.thread):
        return None
    return reply_address(mail.thread, mail.to_address)


def words_of(mail: OutgoingMail) -> Words:
    """Return what the mail says; of a discreet one, only that something is there, and the links to it."""
    if not mail.link_only:
        return Words(mail.text, mail.markdown, mail.inserts)
    own = re.compile(rf"<({re.escape(settings().base_url)}/[^<>\s]*)>")
    links = [found[1] for found in own.finditer(mail.markdown)]
    with in_lang(mail.lang):
        sentence = _(
            "Un message vous attend. Par discrétion, il n’est pas repris ici : lisez-le par votre lien."
        )
    markdown = "\n\n".join((sentence, *(f"<{link}>" for link in links)))
    return Words("\n\n".join((sentence, *links)), markdown, [])


def text_part(mail: OutgoingMail, *, marker: str = "") -> str:
    """Return the text with the signature of the service under it, and the line to answer above on top."""
    above = f"{marker}\n\n" if marker else ""
    text = words_of(mail).text.rstrip()
    with in_lang(mail.lang):
        ours = site()
    return f"{above}{text}\n\n-- \n{ours.name} · {ours.tagline}\n{settings().base_url}\n"


def html_part(mail: OutgoingMail, *, marker: str = "") -> str:
    """Return a whole HTML document: our Markdown, with people's own texts set in as plain paragraphs."""
    words = words_of(mail)
    body = _body(words) if len(words.markdown) <= MARKDOWN_LIMIT else plain(words.text)
    with in_lang(mail.lang):
        return current_app.jinja_env.get_template("web/letter.html").render(
            lang=mail.lang,
            subject=mail.subject,
            site=site(),
            body=_cleaned(body),
            marker=marker,
        )


def _body(words: Words) -> str:
    html = Markdown(extensions=["sane_lists"]).convert(words.markdown)
    return INSERT.sub(lambda mark: _insert(mark, words.inserts), html)


def _insert(mark: re.Match[str], inserts: Sequence[str]) -> str:
    """Return a text of people's: as paragraphs where it stands alone, otherwise inside the sentence."""
    alone, number = mark.group("alone"), int(mark.group("number"))
    return plain(inserts[number]) if alone else str(escape(inserts[number]))


def _cleaned(html: str) -> Markup:
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noreferrer",
        strip_comments=True,
    )
    return Markup(cleaned)  # noqa: S704 - nh3 has just cleaned it
