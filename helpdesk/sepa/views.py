"""The pages of the reason codes: all of them, one of them, and what a pasted text means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from helpdesk.accounts.viewer import current_viewer
from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import clean_text
from helpdesk.sepa.codes import ReasonCode, all_codes, find_code
from helpdesk.sepa.labels import ACTORS, AGAIN, STAGES, TO_MEMBER, TO_WHOM, WINDOWS
from helpdesk.sepa.letters import letter_text
from helpdesk.sepa.plain import HAPPENED
from helpdesk.sepa.rules import Deadline, deadlines, letter_of, stage_of
from helpdesk.sepa.wording import looks_like_code, recognise
from helpdesk.web.csrf import same_origin_only
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _
from helpdesk.web.pagecache import UNCHANGING, public_page

bp = Blueprint("codes", __name__)
BLUEPRINTS = (bp,)

TOPIC = "impaye/comprendre-un-code"
"""What a dossier opened from here is about."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Shown:
    """A code as its page shows it."""

    code: ReasonCode
    meaning: str
    happened: str
    stage: Any
    actors: Sequence[Any]
    again: tuple[Any, Any]
    advice: str


@bp.get("/codes/")
def index() -> Response:
    """List every code, and take a pasted one."""
    return public_page(UNCHANGING, lambda: ((), _index_page()), for_everybody=current_viewer() is None)


@bp.post("/codes/")
@same_origin_only
def find() -> AnyResponse | tuple[str, int]:
    """Lead from a pasted text to the code it names. By POST, since bank lines hold account numbers."""
    text = clean_text(request.form.get("texte", "")).strip()
    found = recognise(text)
    if len(found) == 1:
        return redirect(url_for("codes.show", code=found[0].code), 303)
    unknown = looks_like_code(text)
    if not found and unknown:
        return redirect(url_for("codes.show", code=unknown), 303)
    return _index_page(found=found, asked=bool(text)), 200


@bp.get("/codes/<code>")
def show(code: str) -> AnyResponse:
    """Explain one code; one that nobody knows gets what is safe to say of any."""
    known = find_code(code)
    if known is None:
        return _unknown(code)
    if code != known.code:
        return redirect(url_for("codes.show", code=known.code), 301)
    return public_page(UNCHANGING, lambda: ((), _page(known)), for_everybody=current_viewer() is None)


def _index_page(*, found: Sequence[ReasonCode] = (), asked: bool = False) -> str:
    return render_template(
        "sepa/index.html",
        codes=[_shown(each) for each in all_codes().values()],
        found=[_shown(each) for each in found],
        asked=asked,
        topic=TOPIC,
    )


def _page(code: ReasonCode) -> str:
    debit_on, fault = _debit_on()
    return render_template(
        "sepa/show.html",
        shown=_shown(code),
        deadlines=[_in_words(each) for each in deadlines(code, debit_on, today=local(clock.now()).date())],
        debit_on=debit_on,
        fault=fault,
        letter=letter_text(code, current_lang()),
        to_whom=TO_WHOM.get(letter_of(code), TO_MEMBER),
        topic=TOPIC,
    )


def _unknown(code: str) -> Response:
    shaped = looks_like_code(code)
    if not shaped:
        raise NotFound
    return make_response(render_template("sepa/unknown.html", code=shaped, topic=TOPIC))


def _shown(code: ReasonCode) -> Shown:
    lang = current_lang()
    meaning = code.meaning(lang)
    return Shown(
        code=code,
        meaning=meaning,
        happened=str(HAPPENED.get(code.code, "")) or f"{meaning}.",
        stage=STAGES[stage_of(code)],
        actors=[ACTORS[actor] for actor in code.actors],
        again=AGAIN[code.again],
        advice=code.advice(lang),
    )


def _in_words(deadline: Deadline) -> tuple[Any, Any, Any, date | None, bool]:
    words, length, source = WINDOWS[deadline.window]
    return words, length, source, deadline.on, deadline.window.value == "present"


def _debit_on() -> tuple[date | None, str]:
    """Return the day of the debit given in the address, or what is wrong with it."""
    typed = request.args.get("le", "").strip()
    if not typed:
        return None, ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None, _("Écrivez une date complète, par exemple 2026-11-16.")
    if not FIRST_DAY <= day <= LAST_DAY:
        return None, _("Cette date est trop loin d’aujourd’hui.")
    return day, ""
