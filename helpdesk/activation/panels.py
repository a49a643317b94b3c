"""What this feature shows on the pages of articles; `app.py` puts it there."""

from flask import render_template
from markupsafe import Markup

from helpdesk.accounts.rules import Role
from helpdesk.accounts.viewer import Viewer
from helpdesk.activation.askers import asker_of
from helpdesk.activation.labels import said
from helpdesk.activation.queries import list_checklists
from helpdesk.core import clock

Reading = tuple[Viewer, str]
"""Who reads, and the slug of the article."""


def on_article(reading: Reading) -> Markup:
    """Tell a treasurer what an article means for their organisations now; nothing where it is about no step.

    Source: question-and-answer letter of a departmental association, autumn 2024, on the balance of the old
    account: « c’est en cours pour les coopératives dont le mandataire a suivi toutes les procédures ».
    """
    viewer, slug = reading
    if Role.TREASURER not in viewer.roles:
        return Markup("")
    at = clock.now()
    told = [
        (checklist, line)
        for checklist in list_checklists(asker_of(viewer, now=at), now=at)
        for line in checklist.lines()
        if line.step.article == slug
    ]
    if not told:
        return Markup("")
    return Markup(render_template("activation/_on_article.html", told=told, said=said))  # noqa: S704 - ours
