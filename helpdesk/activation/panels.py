"""What this feature shows on the pages of articles and organisations, and tells search; `app.py` puts it there."""

from collections.abc import Mapping, Sequence

from flask import render_template
from markupsafe import Markup

from helpdesk.accounts.rules import Role
from helpdesk.accounts.viewer import Viewer
from helpdesk.activation.askers import asker_of, current_asker
from helpdesk.activation.labels import place_label, said
from helpdesk.activation.queries import Checklist, list_checklists, list_checklists_of
from helpdesk.core import clock
from helpdesk.faq.situations import Places, fitting
from helpdesk.organisations.models import Organisation

Reading = tuple[Viewer, str, Sequence[Mapping[str, str]]]
"""Who reads, the slug of the article, and the articles that answer its question for each situation."""
Look = tuple[Viewer, Organisation]
"""Who looks, and at which organisation."""


def on_article(reading: Reading) -> Markup:
    """Tell a treasurer what an article means for their organisations now; nothing where it is about no step.

    Source: question-and-answer letter of a departmental association, autumn 2024, on the balance of the old
    account: « c’est en cours pour les coopératives dont le mandataire a suivi toutes les procédures ».
    """
    viewer, slug, variants = reading
    if Role.TREASURER not in viewer.roles:
        return Markup("")
    at = clock.now()
    checklists = list_checklists(asker_of(viewer, now=at), now=at)
    told = [
        (checklist, line)
        for checklist in checklists
        for line in checklist.lines()
        if line.step.article == slug
    ]
    spoken_of = [checklist for checklist, _ in told]
    theirs = _led_elsewhere([each for each in checklists if each not in spoken_of], slug, variants)
    if not (told or theirs):
        return Markup("")
    rendered = render_template("activation/_on_article.html", told=told, theirs=theirs, said=said)
    return Markup(rendered)  # noqa: S704 - ours


def _led_elsewhere(
    checklists: Sequence[Checklist], slug: str, variants: Sequence[Mapping[str, str]]
) -> list[tuple[Mapping[str, str], list[str]]]:
    """Return the other variants that are for some of these organisations, each with their names."""
    names: dict[str, list[str]] = {}
    for checklist in checklists:
        fit = fitting(variants, place_in(checklist))
        for other in fit if slug not in fit else ():
            names.setdefault(other, []).append(checklist.organisation.name)
    return [(each, names[each["slug"]]) for each in variants if each["slug"] in names]


def place_in(checklist: Checklist) -> str:
    """Return where an organisation stands as articles name it."""
    return f"{checklist.slug}/{checklist.place}"


def current_places() -> Places:
    """Return where the organisations of whoever asks stand; for the desk, which asks for others, nowhere."""
    at = clock.now()
    asker = current_asker(now=at)
    return frozenset() if asker.works else frozenset(map(place_in, list_checklists(asker, now=at)))


def on_organisation(look: Look) -> Markup:
    """Lead the desk from an organisation to where it stands; nothing where that is not in their reach."""
    viewer, organisation = look
    at = clock.now()
    asker = asker_of(viewer, now=at)
    found = list_checklists_of(organisation, asker, now=at) if asker.works else []
    if not found:
        return Markup("")
    shown = [(each, place_label(each.journey, each.place)) for each in found]
    rendered = render_template("activation/_on_organisation.html", shown=shown, said=said)
    return Markup(rendered)  # noqa: S704 - ours
