"""Taking a complaint, and saying that it was received."""

from collections.abc import Sequence
from datetime import datetime

from flask import Response as FlaskResponse
from flask import jsonify, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from helpdesk.accounts.clients import client_key
from helpdesk.accounts.viewer import Viewer, current_viewer
from helpdesk.config import settings
from helpdesk.core.clock import local, now
from helpdesk.core.errors import Refused, TooMany
from helpdesk.core.identifiers import one_line
from helpdesk.core.topics import TOPICS, Field
from helpdesk.faq.diagnosis.views import trail_in_words
from helpdesk.faq.learning.counting import What, tally_after
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.searching import Result, Search, clean_query, search_articles
from helpdesk.faq.situations import current_places
from helpdesk.organisations.affiliation.panels import affiliation_banner
from helpdesk.organisations.queries import get_organisation, organisation_ids_of, search_organisations
from helpdesk.sepa.wording import looks_like_code
from helpdesk.tickets.complaint.facts import topics_asking
from helpdesk.tickets.complaint.forms import ComplaintForm
from helpdesk.tickets.complaint.rules import Announced, Caution, cautions_of
from helpdesk.tickets.complaint.service import take_complaint
from helpdesk.tickets.complaint.spelling import spell
from helpdesk.tickets.files.service import keep_uploads
from helpdesk.tickets.follow.promises import promises
from helpdesk.tickets.follow.queries import get_followed
from helpdesk.tickets.follow.visitor import remember_link, visitor
from helpdesk.tickets.labels import category_label, subcategory_choices
from helpdesk.tickets.opening import Opened
from helpdesk.tickets.rules import SUBJECT_LENGTH
from helpdesk.web.errors import database_refusals
from helpdesk.web.headers import hide_referrer
from helpdesk.web.i18n import current_lang
from helpdesk.web.links import absolute
from helpdesk.web.uploads import takes_files

SUGGESTIONS = 8
NEAR_ARTICLES = 3
LONGEST_PATH = 300
LONGEST_PREFILLED = 1_000
"""What is taken of a search into the message, when it is too long for a subject."""
PREFILLED = {"data-prefilled": ""}
"""Marks what we filled in ourselves: a draft of the person's own words may still replace it."""
SUBTOPICS = frozenset(sub.slug for each in TOPICS.values() for sub in each.subtopics)


@takes_files
def new() -> Response | tuple[str, int]:
    """Show the complaint form, suggest articles, or open a dossier."""
    at = now()
    form = ComplaintForm(viewer=current_viewer(), today=local(at).date())
    if request.method == "GET":
        _prefill(form)
        tally_after(What.FORMS, **form.came_from)
        return _page(form), 200
    if "suggest" in request.form:
        return _page(form, articles=_articles(form, at)), 200
    if not form.validate():
        return _page(form), 422
    cautions = [] if form.knowing.data else _cautions(form, at)
    if cautions:
        return _page(form, cautions=cautions), 422
    try:
        opened = _open(form, at)
    except Refused as refusal:
        return _refused(form, refusal)
    if opened.is_new:
        tally_after(What.DOSSIERS, **form.came_from)
    _remember(opened, form)
    return redirect(url_for("tickets.received"))


def received() -> Response | str:
    """Say that the dossier is open, what happens next, and show a private link once when no mail carries it."""
    kept = session.get("received")
    if kept is None:
        return redirect(url_for("tickets.find"))
    at = now()
    ticket = get_followed(kept["reference"], visitor(), now=at)
    # Shown once: whoever comes back to this page later finds the rest, not the secret.
    token = session["received"].pop("token", "")
    session.modified = True
    hide_referrer()
    return render_template(
        "tickets/received.html",
        ticket=ticket,
        link=absolute("tickets.follow", lang=current_lang(), token=token) if token else "",
        spelled=spell(ticket.reference),
        masked=kept["masked"],
        promises=promises(ticket, now=at),
    )


def organisations_json() -> FlaskResponse:
    """Give the names of organisations like what is typed, and nothing else about them."""
    found = search_organisations(request.args.get("q", "")[:100], limit=SUGGESTIONS)
    return jsonify(
        results=[
            {"id": each.id, "name": each.name, "detail": _place(each.short_name, each.town)} for each in found
        ]
    )


def _open(form: ComplaintForm, at: datetime) -> Opened:
    viewer = current_viewer()
    senders = [client_key(request), f"to:{viewer.email if viewer else form.reached_at}"]
    with database_refusals():
        return take_complaint(form.complaint(keep_uploads(form.files.data or [])), senders=senders, now=at)


def _remember(opened: Opened, form: ComplaintForm) -> None:
    remember_link(opened.link_id)
    session["received"] = {
        "reference": opened.ticket.reference,
        "token": "" if opened.ticket.requester_email else opened.token,
        "masked": bool(opened.masked),
    }


def _prefill(form: ComplaintForm) -> None:
    category, _slash, subcategory = request.args.get("categorie", "").partition("/")
    if category in TOPICS:
        form.category.data, form.subcategory.data = category, subcategory
    subject = request.args.get("q") or request.args.get("subject") or ""
    form.subject.data = one_line(subject[: SUBJECT_LENGTH * 4])[:SUBJECT_LENGTH]
    if len(subject) > SUBJECT_LENGTH:
        form.body.data = subject[:LONGEST_PREFILLED]
    form.search.data = form.subject.data
    form.subject.render_kw = form.organisation_text.render_kw = PREFILLED
    form.article_slug.data = request.args.get("article", "")[:80]
    form.diagnosis.data = request.args.get("diagnostic", "")[:LONGEST_PATH]
    form.reason_code.data = looks_like_code(request.args.get("code", ""))
    viewer = current_viewer()
    if viewer is not None:
        form.organisation_id.data, form.organisation_text.data = _own_organisation(viewer)


def _own_organisation(viewer: Viewer) -> tuple[str, str]:
    """Return the organisation a signed-in person speaks for, when it is the only one."""
    ids = organisation_ids_of(viewer, local(now()).date())
    if len(ids) != 1:
        return "", ""
    organisation = get_organisation(next(iter(ids)))
    return str(organisation.id), organisation.name


def _cautions(form: ComplaintForm, at: datetime) -> list[Caution]:
    """Return what the person is told once, before the dossier is opened."""
    chosen = settings()
    announced = Announced(chosen.transfer_bank_days, chosen.association_email_domain)
    return list(cautions_of(form.claim(), announced, today=local(at).date()))


def _page(
    form: ComplaintForm, *, articles: Sequence[Result] | None = None, cautions: Sequence[Caution] = ()
) -> str:
    return render_template(
        "tickets/new.html",
        form=form,
        articles=articles,
        cautions=cautions,
        work_domain=settings().association_email_domain,
        subtopics=[(slug, category_label(slug), subcategory_choices(slug)) for slug in TOPICS],
        subtopic=form.subcategory.data if form.subcategory.data in SUBTOPICS else "",
        facts=[(form[field.value], topics_asking(field)) for field in Field],
        trail=trail_in_words(form.diagnosis.data or ""),
        banner=affiliation_banner(current_viewer(), now=now()),
        files_lost=any(upload.filename for upload in request.files.getlist(form.files.name)),
    )


def _articles(form: ComplaintForm, at: datetime) -> Sequence[Result]:
    """Return the articles near what is typed: the suggestions of who has no scripts."""
    typed = " ".join(filter(None, [form.subject.data, form.body.data]))
    search = Search(clean_query(typed), lang=current_lang(), badges=current_badges(), places=current_places)
    return search_articles(search, now=at, limit=NEAR_ARTICLES).results


def _refused(form: ComplaintForm, refusal: Refused) -> FlaskResponse:
    form.form_errors.append(refusal.sentence)
    response = make_response(_page(form), refusal.status)
    if isinstance(refusal, TooMany) and refusal.retry_after:
        response.headers["Retry-After"] = str(int(refusal.retry_after.total_seconds()))
    return response


def _place(short_name: str, town: str) -> str:
    return " · ".join(filter(None, [short_name, town]))
