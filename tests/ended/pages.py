"""Sending a form with a session that has ended, and what its pages carry along."""

import html
import re

from flask.testing import FlaskClient

from helpdesk.accounts.sessions import cookie_name
from helpdesk.accounts.viewer import Viewer
from helpdesk.web import again

PASSWORD = "trente moineaux boivent"
TEXT = "Bonjour, voici l’« échéancier » :\n- <b>mars</b> & avril"
HIDDEN = re.compile(r'<input(?=[^>]*type="hidden")(?=[^>]*name="([^"]*)")(?=[^>]*value="([^"]*)")[^>]*>')


def hidden_in(page: str) -> dict[str, str]:
    return {html.unescape(name): html.unescape(value) for name, value in HIDDEN.findall(page)}


def action_in(page: str, mark: str = 'enctype="multipart/form-data"') -> str:
    (form,) = re.findall(rf"<form[^>]*{mark}[^>]*>", page)
    return html.unescape(re.search(r'action="([^"]*)"', form)[1])


def kept_in(page: str) -> str:
    return dict(again.unpacked(hidden_in(page)["kept"]))["body"]


def end_session_of(browser: FlaskClient) -> None:
    browser.delete_cookie(cookie_name())


def send_reply(browser: FlaskClient, reference: str, **more: object):
    page = browser.get(f"/bureau/dossiers/{reference}").text
    end_session_of(browser)
    data = {**hidden_in(page), "kind": "note", "then": "go_on", "body": TEXT, **more}
    return browser.post(f"/bureau/dossiers/{reference}/reponses", data=data)


def sign_in_on(browser: FlaskClient, page: str, viewer: Viewer, password: str = PASSWORD):
    data = {**hidden_in(page), "email": viewer.email, "password": password}
    return browser.post(action_in(page), data=data)
