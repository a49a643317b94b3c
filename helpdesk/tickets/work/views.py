"""The agents' pages and their addresses: lists, one dossier, and what is done there (`actions`)."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from helpdesk.core.clock import local, now
from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import normalise_reference
from helpdesk.faq.queries import get_article
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.readers.labels import kept_for
from helpdesk.faq.rules import ArticleKind
from helpdesk.faq.searching import Search, clean_query, search_articles
from helpdesk.tickets.files.views import deliver
from helpdesk.tickets.work import actions
from helpdesk.tickets.work.caller_form import CallerForm
from helpdesk.tickets.work.calls import open_for_caller
from helpdesk.tickets.work.dossier.page import Composed, dossier_page, ticket_of
from helpdesk.tickets.work.dossier.queries import find_file
from helpdesk.tickets.work.duty import Duty, current_duty
from helpdesk.tickets.work.labels import EMPTY, VIEWS
from helpdesk.tickets.work.lists.filters import filter_choices
from helpdesk.tickets.work.lists.lines import cursor_after, lines_of, read_wanted
from helpdesk.tickets.work.lists.queries import Wanted, find_reference, list_dossiers
from helpdesk.tickets.work.merging import views as merging
from helpdesk.tickets.work.rules import PAGE_SIZE, View
from helpdesk.tickets.work.sharing import views as sharing
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _
from helpdesk.web.links import absolute

bp = Blueprint("desk", __name__, url_prefix="/bureau")
bp.add_url_rule("/dossiers/<reference>/reponses", view_func=actions.reply, methods=["POST"])
bp.add_url_rule("/dossiers/<reference>/etat/<action>", view_func=actions.act, methods=["POST"])
bp.add_url_rule("/dossiers/<reference>/resolution/annuler", view_func=actions.take_back, methods=["POST"])
bp.add_url_rule("/dossiers/<reference>/conseiller", view_func=actions.assign, methods=["POST"])
bp.add_url_rule("/dossiers/<reference>/gravite", view_func=actions.severity, methods=["GET", "POST"])
bp.add_url_rule("/dossiers/<reference>/appels", view_func=actions.call, methods=["POST"])
bp.add_url_rule("/dossiers/<reference>/faits", view_func=actions.facts, methods=["GET", "POST"])
bp.add_url_rule("/dossiers/<reference>/sujet", view_func=actions.file_under, methods=["GET", "POST"])
bp.add_url_rule("/dossiers/<reference>/fiche", view_func=sharing.to_article)
bp.add_url_rule("/dossiers/<reference>/reunir", view_func=merging.merge, methods=["GET", "POST"])
bp.add_url_rule("/dossiers/<reference>/separer", view_func=merging.take_apart, methods=["POST"])
bp.add_url_rule("/dossiers/<reference>/coordonnees", view_func=actions.requester, methods=["GET", "POST"])

NEAR_ARTICLES = 4


@bp.get("/")
def inbox() -> str | Response:
    """Show a list of dossiers; a reference typed as a search opens its dossier."""
    duty = current_duty()
    wanted = read_wanted(request.args, duty.directory)
    known = _named(wanted, duty)
    if known is not None:
        return redirect(url_for(".show", reference=known))
    g.desk_view = wanted.view
    rows = list_dossiers(wanted, duty.reach, duty.moment, limit=PAGE_SIZE + 1)
    next_url = _next_url(cursor_after(rows[PAGE_SIZE - 1], wanted.view)) if len(rows) > PAGE_SIZE else ""
    return render_template(
        "tickets/work/inbox.html",
        **filter_choices(wanted, duty),
        wanted=wanted,
        lines=lines_of(rows[:PAGE_SIZE], duty.directory, duty.moment),
        next_url=next_url,
        first_url=_next_url(None) if wanted.after else "",
        title=VIEWS[wanted.view],
        nothing=EMPTY[wanted.view],
        is_everything=wanted.view is View.ALL,
    )


@bp.get("/dossiers/<reference>")
def show(reference: str) -> str | Response:
    """Show a dossier; an article to insert may stand in the composer already."""
    duty = current_duty()
    wanted = normalise_reference(reference)
    if wanted is not None and wanted != reference:
        return redirect(url_for(".show", reference=wanted))
    composed = Composed(body=_article_to_insert(request.args.get("inserer", "")))
    page = dossier_page(duty, reference, composed=composed, whole="tout" in request.args)
    return render_template("tickets/work/show.html", **page)


@bp.get("/dossiers/<reference>/articles")
def articles(reference: str) -> str:
    """Show articles near to a dossier, as a part of its page or as a page of its own."""
    duty = current_duty()
    ticket = ticket_of(duty, reference)
    query = clean_query(ticket.subject)
    search = Search(query, lang=ticket.lang, badges=current_badges(), once_a_question=False)
    found = search_articles(search, now=duty.moment.now, limit=NEAR_ARTICLES)
    template = "_articles.html" if request.headers.get("HX-Request") else "articles.html"
    return render_template(
        f"tickets/work/{template}",
        ticket=ticket,
        articles=[(each, _inserted(each.title, each.slug, ticket.lang)) for each in found.results],
        kept_for=kept_for(each.readers for each in found.results),
    )


@bp.get("/dossiers/<reference>/fichiers/<int(max=2147483647):file_id>")
def file(reference: str, file_id: int) -> FlaskResponse:
    """Send a file of the dossier."""
    found = find_file(ticket_of(current_duty(), reference).id, file_id)
    if found is None:
        raise NotFound
    return deliver(found)


@bp.route("/dossiers/nouveau", methods=["GET", "POST"])
def new() -> str | Response | tuple[str, int]:
    """Take a dossier down while somebody is on the line."""
    duty, form = current_duty(), CallerForm()
    if form.validate_on_submit():
        try:
            opened = open_for_caller(
                form.complaint(),
                form.ends,
                answer=form.answer.data or "",
                note=_("La personne ne souhaite pas être recontactée.") if form.is_left_alone else "",
                now=duty.moment.now,
                by=duty.viewer,
            )
        except Refused as refusal:
            form.form_errors.append(refusal.sentence)
        else:
            flash("nouvel-appel", "draft")
            flash(_("Dossier %(reference)s ouvert.", reference=opened.ticket.reference), "ok")
            return redirect(url_for(".show", reference=opened.ticket.reference))
    return render_template("tickets/work/new.html", form=form), 422 if form.errors else 200


def _article_to_insert(slug: str) -> str:
    """Return what a page without scripts puts into the composer for an article chosen there.

    Raises NotFound for one that is kept for some readers: the member who gets the answer may be none of them.
    """
    if not slug:
        return ""
    day = local(now()).date()
    article = get_article(slug[:100], ArticleKind.FAQ, current_lang(), day, badges=current_badges)
    if article.readers:
        raise NotFound
    return _inserted(article.title, article.slug)


def _inserted(title: str, slug: str, lang: str = "fr") -> str:
    return f"{title}\n{absolute('faq.show', lang=lang, slug=slug)}\n"


def _named(wanted: Wanted, duty: Duty) -> str | None:
    reference = normalise_reference(wanted.text) if wanted.text else None
    return find_reference(reference, duty.reach) if reference else None


def _next_url(cursor: str | None) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "apres"}
    return url_for(".inbox", **kept, apres=cursor)
