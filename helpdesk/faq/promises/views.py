"""« Prévenez-moi »: a wish is confirmed by mail, kept until the promise is, and left by one click."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.core import clock
from helpdesk.faq.pages import today
from helpdesk.faq.promises import queries, service
from helpdesk.faq.promises.models import Subscription
from helpdesk.faq.promises.rules import Standing, standing_of
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.wishes.service import get_wish
from helpdesk.faq.wishes.views import take_wish
from helpdesk.web.csrf import csrf, same_origin_only
from helpdesk.web.i18n import current_lang


@same_origin_only
def wish(slug: str) -> Response | str | tuple[str, int]:
    """Say how to be told, and send the link that confirms it."""
    lang, badges = current_lang(), current_badges()
    promise = queries.get_promise(slug, lang, today(), badges)
    return take_wish(
        lambda form: render_template("faq/promises/wish.html", promise=promise, form=form),
        lambda email: service.ask_to_be_told(slug, email, lang, badges=badges, now=clock.now()),
        done=url_for("faq.wish_sent", slug=slug),
    )


def wish_sent(slug: str) -> str:
    """Say that a mail is on its way, whoever asked."""
    return render_template(
        "faq/promises/sent.html", promise=queries.get_promise(slug, current_lang(), today(), current_badges())
    )


def wish_link(token: str) -> Response | str:
    """Show a wish with its two buttons; opening the link changes nothing."""
    found = get_wish(Subscription, token)
    if request.method == "GET":
        return render_template("faq/promises/manage.html", wish=found, token=token)
    service.confirm(token, now=clock.now())
    return redirect(url_for("faq.wish_link", token=token), 303)


def leave_wish_at_once(token: str) -> Response | str:
    """Forget a wish: the button of the page, and of mail programs, which send no cookie and no page of ours."""
    if request.method == "GET":
        return redirect(url_for("faq.wish_link", token=token), 303)
    service.leave_wish(token)
    return render_template("faq/promises/left.html")


csrf.exempt(leave_wish_at_once)


def promises() -> str:
    """Show editors what was promised, the most urgent first."""
    day = today()
    rows = [
        (row, standing_of(row.promise_due_on, row.promise_kept_on, day)) for row in queries.list_promises(day)
    ]
    return render_template("faq/promises/list.html", promises=rows, standings=Standing)
