"""« Cet article vous a-t-il aidé ? » and « Cela répond à ma question »: small anonymous forms.

They stand on pages that are kept whole, so they carry no token of their own: a same-origin check guards
them. Of one article, one vote a day counts from the same kind of browser at the same address: a second one
is told so, since it may be a colleague's.
"""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from helpdesk.accounts.limits import check_limit, client_key
from helpdesk.core import clock
from helpdesk.core.errors import Refused, TooMany
from helpdesk.core.identifiers import clean_text, one_line
from helpdesk.db import AnyRow
from helpdesk.faq import queries, service
from helpdesk.faq.learning.carrying import words_that_led_to
from helpdesk.faq.learning.rules import Source
from helpdesk.faq.learning.service import learn
from helpdesk.faq.opinion import Opinion, Step, vote_id_of, vote_token
from helpdesk.faq.pages import article_page, today
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.rules import LONGEST_COMMENT, ArticleKind, VoteReason
from helpdesk.web.csrf import same_origin_only
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _

CARD = "votre-avis"
"""The anchor of the vote card on the page."""
MOST_AN_HOUR = 60
"""How many opinions one network may give in an hour; a whole office may share an address."""


@same_origin_only
def vote(slug: str) -> AnyResponse | tuple[str, int]:
    """Count a vote, or add to one why the article did not help."""
    _check_pace()
    _readable(slug)
    if "vote" in request.form:
        return _explain(slug)
    answer = request.form.get("helpful", "")
    if answer not in {"oui", "non"}:
        raise Refused(_("Dites si l’article vous a aidé : oui ou non."))
    if not _is_first(slug):
        return _back(slug, Step.NOT_AGAIN)
    vote_id = service.cast_vote(slug, current_lang(), helpful=answer == "oui", now=clock.now())
    if answer == "oui":
        learn(slug, current_lang(), words_that_led_to(slug), Source.VOTES, now=clock.now())
        return _back(slug, Step.THANKS)
    return _back(slug, Step.WHY, vote_token(vote_id))


@same_origin_only
def answered() -> AnyResponse | str | tuple[str, int]:
    """Count that an article answered a question about to be sent, and thank for it."""
    if request.method == "GET":
        return render_template("faq/answered.html")
    _check_pace()
    slug, category = one_line(request.form.get("slug", "")), request.form.get("category", "")
    _readable(slug)
    service.record_deflection(slug, category=category, now=clock.now())
    learn(slug, current_lang(), request.form.get("q", ""), Source.ACCEPTED, now=clock.now())
    # A script asks for no page: it says thank you where the reader is.
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return "", 204
    return redirect(url_for("faq.answered"), 303)


def _explain(slug: str) -> AnyResponse | tuple[str, int]:
    token, reason = request.form["vote"], request.form.get("reason", "")
    comment = clean_text(request.form.get("comment", "")).strip()
    vote_id = vote_id_of(token)
    if len(comment) > LONGEST_COMMENT:
        sentence = _("Le texte est trop long : %(most)d signes au plus.", most=LONGEST_COMMENT)
        return article_page(_readable(slug), Opinion(Step.WHY, token, reason, comment, sentence)), 422
    known = VoteReason(reason) if reason in set(VoteReason) else None
    service.explain_vote(vote_id, reason=known, comment=comment)
    return _back(slug, Step.THANKS)


def _readable(slug: str) -> AnyRow:
    """Return an article that whoever says something of it may see."""
    return queries.get_article(slug, ArticleKind.FAQ, current_lang(), today(), badges=current_badges)


def _check_pace() -> None:
    check_limit(
        "opinion", client_key(request), limit=MOST_AN_HOUR, window=timedelta(hours=1), now=clock.now()
    )


def _is_first(slug: str) -> bool:
    """Tell whether nobody with this browser voted here on the article today; a light guard, without a cookie."""
    browser = f"{client_key(request)} {request.user_agent.string[:200]} {slug}"
    try:
        check_limit("vote", browser, limit=1, window=timedelta(days=1), now=clock.now())
    except TooMany:
        return False
    return True


def _back(slug: str, step: Step, token: str | None = None) -> AnyResponse:
    return redirect(url_for("faq.show", slug=slug, avis=step.value, vote=token, _anchor=CARD), 303)
