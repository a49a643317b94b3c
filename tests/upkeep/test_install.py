"""Making an installation and serving it, as an operator does."""

import socket
import stat


def test_init_makes_a_private_folder_with_a_key_and_every_table(run, tmp_path):
    result = run("init")

    assert result.exit_code == 0
    assert "Migration 1 of" in result.stderr
    assert "helpdesk serve" in result.stdout
    key = tmp_path / "instance" / "secret_key"
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) == 64


def test_a_second_init_changes_nothing(run, tmp_path):
    run("init")
    key = (tmp_path / "instance" / "secret_key").read_text()

    result = run("init")

    assert result.exit_code == 0
    assert "Migration" not in result.stderr
    assert (tmp_path / "instance" / "secret_key").read_text() == key


def test_no_key_is_made_where_one_is_given(run, tmp_path):
    run("init", HELPDESK_SECRET_KEY="k" * 64)

    assert not (tmp_path / "instance" / "secret_key").exists()


def test_serving_before_the_upgrade_is_refused(run, tmp_path):
    (tmp_path / "instance").mkdir()

    result = run("serve", "--port", "1")

    assert result.exit_code == 1
    assert "helpdesk upgrade" in result.stderr


def test_a_taken_port_is_one_sentence(run):
    run("init")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]))

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: Nothing can listen on 127.0.0.1:")


def test_upgrade_says_how_much_it_did(run):
    run("init")

    assert run("upgrade").stdout == "The database is up to date (0 migrations run).\n"


def test_a_fresh_installation_has_desks_once(run):
    first, second = run("init"), run("init")

    assert "Desks: 6 made" in first.stderr
    assert "Desks:" not in second.stderr
