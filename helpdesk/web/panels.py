"""What a higher feature shows on a page of a lower one: functions that `app.py` alone puts together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

Panel = Callable[[Any], Markup]
"""Takes what the page is about and returns a part of it, empty when there is nothing to show."""


def init_panels(app: Flask, panels: Mapping[str, Sequence[Panel]]) -> None:
    """Keep the panels of each endpoint."""
    app.extensions["panels"] = panels


def panels_for(endpoint: str, subject: Any) -> list[Markup]:
    """Return the panels that the page `endpoint` shows about `subject`, without the empty ones."""
    kept: Mapping[str, Sequence[Panel]] = current_app.extensions["panels"]
    made = [panel(subject) for panel in kept.get(endpoint, ())]
    return [each for each in made if each]
