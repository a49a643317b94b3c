"""The application as a whole: it starts, answers, and guards every response."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk import sqlite
from helpdesk.config import Mode, Settings, load_settings, unknown_variables
from helpdesk.db import db, transactional
from helpdesk.engines.schemes import folder_of
from helpdesk.setting_files import BadSettings

KEY = "0123456789abcdef" * 3


def test_the_service_says_it_is_alive(client: FlaskClient):
    response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok")


def test_every_response_carries_the_security_headers(client: FlaskClient):
    response = client.get("/nulle-part")

    assert response.status_code == 404
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["q=%ff%00", "q=%00", "q=a%00b&q=c", "%00=%00", "apres=1-%00"])
def test_what_nobody_can_type_is_left_out_of_an_address(client: FlaskClient, query: str):
    response = client.get(f"/recherche?{query}")

    assert response.status_code == 200
    assert "\x00" not in response.text


def test_a_body_beyond_the_limit_is_refused_and_ends_the_connection(client: FlaskClient):
    response = client.post("/connexion", data={"email": "x" * 2_000_000})

    assert response.status_code == 413
    assert response.headers["Connection"] == "close"


def test_a_foreign_host_is_refused(client: FlaskClient):
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("key", ["", "short", "k" * 64, "abc" * 30])
def test_production_wants_a_strong_secret(key: str, tmp_path):
    with pytest.raises(BadSettings, match="HELPDESK_SECRET_KEY must"):
        load_settings(
            mode=Mode.PRODUCTION, instance_dir=tmp_path, secret_key=key, base_url="https://a.example"
        )


def test_production_wants_an_address(tmp_path):
    with pytest.raises(BadSettings, match="HELPDESK_BASE_URL must"):
        load_settings(mode=Mode.PRODUCTION, instance_dir=tmp_path, secret_key=KEY)


def test_lists_in_files_are_json_too(monkeypatch: pytest.MonkeyPatch, tmp_path):
    (tmp_path / "keys").write_text('["earlier", "still earlier"]\n')
    monkeypatch.setenv("HELPDESK_SECRET_KEY_FALLBACKS_FILE", str(tmp_path / "keys"))

    settings = load_settings(mode=Mode.TEST, instance_dir=tmp_path)

    assert [key.get_secret_value() for key in settings.secret_key_fallbacks] == ["earlier", "still earlier"]


def test_a_secret_may_be_kept_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path):
    (tmp_path / "key").write_text(KEY + "\n")
    monkeypatch.setenv("HELPDESK_SECRET_KEY_FILE", str(tmp_path / "key"))

    settings = load_settings(base_url="https://aide.example.org", instance_dir=tmp_path)

    assert settings.secret_key.get_secret_value() == KEY


def test_an_unknown_variable_is_noticed():
    assert unknown_variables({"HELPDESK_SITE_NAM": "x", "HELPDESK_SITE_NAME": "y", "PATH": ""}) == [
        "HELPDESK_SITE_NAM"
    ]


def test_a_use_case_takes_the_write_lock_of_sqlite_from_the_start(app: Flask):
    seen: list[bool] = []

    @transactional
    def use_case() -> None:
        seen.append(db.session.connection().get_execution_options()[sqlite.WRITES])

    use_case()

    assert seen == [True]


def test_the_outer_use_case_alone_commits(app: Flask, people):
    @transactional
    def inner() -> None:
        db.session.execute(db.text("UPDATE person SET name = 'Changed'"))

    @transactional
    def outer() -> None:
        inner()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        outer()

    assert db.session.execute(db.text("SELECT count(*) FROM person WHERE name = 'Changed'")).scalar() == 0


@pytest.mark.parametrize("name", ["quoi?", "aide#1"])
def test_a_folder_that_would_be_cut_in_the_address_of_the_database_is_refused(tmp_path, name):
    with pytest.raises(BadSettings, match="neither \\? nor #"):
        load_settings(mode=Mode.DEMO, instance_dir=tmp_path / name)

    assert Settings(mode=Mode.DEMO, instance_dir=tmp_path / name, database_url="sqlite://").database_url


def test_the_instance_may_lie_in_a_folder_of_any_name(tmp_path):
    folder = tmp_path / "aide à 100% & plus"

    settings = Settings(mode=Mode.DEMO, instance_dir=folder)

    for name, part in {"search": "index", "store": "files", "mail": "mail"}.items():
        assert folder_of(settings.engine_url(name), setting=name) == folder / part
    assert settings.engine_url("database") == f"sqlite:///{folder}/helpdesk.db"
