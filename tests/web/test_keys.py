"""Keys made from the secret key: their own for each purpose, and new ones when the secret changes."""

from flask import Flask
from pydantic import SecretStr

from helpdesk.web.keys import derived_key, derived_keys


def test_each_purpose_and_each_secret_has_a_key_of_its_own(app: Flask) -> None:
    first, other = derived_key("links"), derived_key("pseudonyms")

    app.extensions["settings"] = app.extensions["settings"].model_copy(
        update={"secret_key": SecretStr("another secret key, long enough as well")}
    )

    assert len({first, other, derived_key("links"), derived_key("pseudonyms")}) == 4
    assert next(derived_keys("links")) == derived_key("links")
