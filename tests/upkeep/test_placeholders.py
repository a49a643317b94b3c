from helpdesk.config import Mode, Settings
from helpdesk.upkeep.placeholders import list_examples, warning_of

KEY = "3f9a1c77d2e84b60a5c1f0e92d7b6a48"
REAL = {
    name: "service@entraide.invente"
    for name in (
        "mail_from",
        "support_email",
        "publisher_email",
        "controller_contact",
        "escalation_to",
        "escalation_second_to",
    )
}


def production(**given: str) -> Settings:
    return Settings(mode=Mode.PRODUCTION, secret_key=KEY, base_url="https://aide.entraide.test", **given)


def test_every_mailbox_of_the_examples_is_named_by_its_variable():
    assert list_examples(production()) == [
        "HELPDESK_MAIL_FROM",
        "HELPDESK_PUBLISHER_EMAIL",
        "HELPDESK_CONTROLLER_CONTACT",
        "HELPDESK_SUPPORT_EMAIL",
        "HELPDESK_ESCALATION_TO",
        "HELPDESK_ESCALATION_SECOND_TO",
    ]


def test_one_that_is_left_is_told_and_none_is_silence():
    left = warning_of(production(**REAL | {"escalation_to": "direction@sub.example.org"}))

    assert left.startswith("WARNING: HELPDESK_ESCALATION_TO is a mailbox of the examples")
    assert warning_of(production(**REAL)) == ""
    assert warning_of(Settings(mode=Mode.DEMO)) == ""


def test_init_and_doctor_warn_in_production_and_go_on(run):
    real = {"HELPDESK_MODE": "production", "HELPDESK_BASE_URL": "https://aide.entraide.test"}

    made, looked_at, tried_out = run("init", **real), run("doctor", **real), run("doctor")

    assert (made.exit_code, looked_at.exit_code) == (0, 0)
    for answer in (made, looked_at):
        assert answer.stderr.count("WARNING") == 1
        assert "HELPDESK_ESCALATION_TO" in answer.stderr
        assert "WARNING" not in answer.stdout
    assert "WARNING" not in tried_out.stderr
