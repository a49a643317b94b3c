"""Setting up the second factor as somebody does in the browser."""

import re

from helpdesk.accounts.models import Person
from helpdesk.db import db
from tests.accounts.conftest import code_for


def person_of(viewer) -> Person:
    db.session.expire_all()
    return db.session.get(Person, viewer.id)


def offered(client) -> dict[str, str]:
    page = client.get("/connexion/activation").text
    seed = re.search(r'class="ref wrap">([A-Z2-7-]+)<', page).group(1).replace("-", "")
    sealed = re.search(r'name="seed"[^>]*value="([^"]+)"', page).group(1)
    return {"seed": sealed, "clear": seed}


def enrol(client, at, **form):
    """Set up the second factor; return the seed and the recovery codes."""
    offer = offered(client)
    response = client.post(
        "/connexion/activation", data={"seed": offer["seed"], "code": code_for(offer["clear"], at), **form}
    )
    assert response.status_code == 200
    return offer["clear"], re.findall(r'class="ref">([A-Z0-9]{5}-[A-Z0-9]{5})<', response.text)
