"""« Suivre ce thème »: confirmed by mail, told once a day at most, left by one click; no account."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.accounts.limits import check_limit, client_key
from helpdesk.core import clock
from helpdesk.core.identifiers import email_key
from helpdesk.faq.following import queries, service
from helpdesk.faq.promises.forms import WishForm
from helpdesk.faq.promises.views import MOST_AN_HOUR, MOST_MAILS_A_DAY
from helpdesk.web.csrf import csrf, same_origin_only
from helpdesk.web.i18n import current_lang


@same_origin_only
def follow(slug: str) -> Response | str | tuple[str, int]:
    """Say what following means, and send the link that confirms it."""
    collection, form = queries.get_collection(slug), WishForm()
    if request.method == "GET":
        return render_template("faq/following/follow.html", collection=collection, form=form)
    check_limit("wish", client_key(request), limit=MOST_AN_HOUR, window=timedelta(hours=1), now=clock.now())
    if not form.validate():
        return render_template("faq/following/follow.html", collection=collection, form=form), 422
    email, day = str(form.email.data), timedelta(days=1)
    check_limit("wish mail", email_key(email), limit=MOST_MAILS_A_DAY, window=day, now=clock.now())
    service.ask_to_follow(slug, email, current_lang(), now=clock.now())
    return redirect(url_for("faq.follow_sent", slug=slug), 303)


def follow_sent(slug: str) -> str:
    """Say that a mail is on its way, whoever asked."""
    return render_template("faq/following/sent.html", collection=queries.get_collection(slug))


def follow_link(token: str) -> Response | str:
    """Show what somebody follows, with its two buttons; opening the link changes nothing."""
    found = service.get_follower(token)
    if request.method == "GET":
        collection = queries.get_collection(found.collection)
        return render_template(
            "faq/following/manage.html", follower=found, collection=collection, token=token
        )
    service.confirm(token, now=clock.now())
    return redirect(url_for("faq.follow_link", token=token), 303)


def unfollow_at_once(token: str) -> Response | str:
    """Forget a follower: the button of the page, and of mail programs, which send no cookie and no page of ours."""
    if request.method == "GET":
        return redirect(url_for("faq.follow_link", token=token), 303)
    service.leave(token)
    return render_template("faq/promises/left.html")


csrf.exempt(unfollow_at_once)
