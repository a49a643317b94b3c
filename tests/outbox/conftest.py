"""Mail templates written by the test, and rows of the outbox."""

import pytest
from jinja2 import ChoiceLoader, DictLoader


@pytest.fixture
def template(app):
    """Put a mail template at `tests/letter`."""

    def put(text):
        source = DictLoader({"tests/mail/letter.md": text})
        app.jinja_env.loader = ChoiceLoader([source, app.jinja_env.loader])

    return put
