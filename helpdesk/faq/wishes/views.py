"""What pages share on which somebody wishes to be told by mail."""

from collections.abc import Callable

from flask import redirect, request
from werkzeug.wrappers import Response

from helpdesk.core import clock
from helpdesk.faq.wishes.forms import WishForm
from helpdesk.faq.wishes.limits import check_asking, check_mails


def take_wish(
    page: Callable[[WishForm], str], send: Callable[[str], None], *, done: str
) -> Response | str | tuple[str, int]:
    """Show the form of a wish, or have the link sent that confirms it and lead to the address `done`."""
    form = WishForm()
    if request.method == "GET":
        return page(form)
    check_asking(now=clock.now())
    if not form.validate():
        return page(form), 422
    email = str(form.email.data)
    check_mails(email, now=clock.now())
    send(email)
    return redirect(done, 303)
