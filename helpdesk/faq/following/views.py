"""« Suivre ce thème »: confirmed by mail, told once a day at most, left by one click; no account."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.core import clock
from helpdesk.faq.following import queries, service
from helpdesk.faq.following.models import CollectionFollower
from helpdesk.faq.wishes.service import get_wish
from helpdesk.faq.wishes.views import take_wish
from helpdesk.web.csrf import csrf, same_origin_only
from helpdesk.web.i18n import current_lang


@same_origin_only
def follow(slug: str) -> Response | str | tuple[str, int]:
    """Say what following means, and send the link that confirms it."""
    collection = queries.get_collection(slug)
    return take_wish(
        lambda form: render_template("faq/following/follow.html", collection=collection, form=form),
        lambda email: service.ask_to_follow(slug, email, current_lang(), now=clock.now()),
        done=url_for("faq.follow_sent", slug=slug),
    )


def follow_sent(slug: str) -> str:
    """Say that a mail is on its way, whoever asked."""
    return render_template("faq/following/sent.html", collection=queries.get_collection(slug))


def follow_link(token: str) -> Response | str:
    """Show what somebody follows, with its two buttons; opening the link changes nothing."""
    found = get_wish(CollectionFollower, token)
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
    service.unfollow(token)
    return render_template("faq/promises/left.html")


csrf.exempt(unfollow_at_once)
