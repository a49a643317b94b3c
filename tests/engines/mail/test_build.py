from email import message_from_bytes
from email.policy import default

import pytest

from helpdesk.engines.mail.build import BadLetter, build_message

FRENCH = "« Rejet » d’un prélèvement : 12,50 € — à qui s’adresser ?"


def read_back(letter):
    return message_from_bytes(build_message(letter).as_bytes(), policy=default)


def test_every_header_is_read_back_as_it_was_given(letter):
    message = read_back(
        letter(subject=FRENCH, reply_to="aide+t1.abc@example.org", headers={"X-Helpdesk-Loop": "1"})
    )

    assert {
        name: str(value) for name, value in message.items() if name not in {"Content-Type", "MIME-Version"}
    } == {
        "From": "Service d’aide <aide@example.org>",
        "To": "jeanne@example.org",
        "Reply-To": "aide+t1.abc@example.org",
        "Subject": FRENCH,
        "Date": "Mon, 16 Nov 2026 10:00:00 +0000",
        "Message-ID": "<k7q-482.1@example.org>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Helpdesk-Loop": "1",
        "Content-Transfer-Encoding": "quoted-printable",
    }


def test_the_bytes_are_seven_bits_with_short_lines_that_end_as_smtp_wants(letter):
    data = build_message(letter(text="é" * 5000, html="<p>" + "à " * 5000, subject=FRENCH * 20)).as_bytes()

    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) <= 78


def test_text_and_html_are_two_faces_of_one_letter(letter):
    message = read_back(letter(text="Bonjour à tous\n", html="<p>Bonjour à tous</p>\n"))

    assert message.get_content_type() == "multipart/alternative"
    assert message.get_body(("plain",)).get_content() == "Bonjour à tous\r\n"
    assert message.get_body(("html",)).get_content() == "<p>Bonjour à tous</p>\r\n"


def test_an_answer_names_the_mail_it_answers_and_the_whole_thread(letter):
    message = read_back(letter(references=("<1@example.org>", "<2@example.org>")))

    assert message["In-Reply-To"] == "<2@example.org>"
    assert message["References"] == "<1@example.org> <2@example.org>"


def test_very_long_message_ids_are_not_encoded(letter):
    foreign = f"<{'A' * 120}@mail.example.org>"

    data = build_message(letter(message_id=foreign, references=(foreign, "<2@example.org>"))).as_bytes()

    assert f"Message-ID: {foreign}\r\n".encode() in data
    assert f"References: {foreign}\r\n <2@example.org>\r\n".encode() in data


@pytest.mark.parametrize(
    ("subject", "cleaned"),
    [
        ("Bonjour\r\nBcc: tous@example.org", "Bonjour Bcc: tous@example.org"),
        ("a\n\nb\x00c\x0bd\u2028e\u2029f\x85g\x7fh", "a b c d e f g h"),
        ("  trop   de\tblancs ", "trop de blancs"),
        ("moitié \udc80 perdue", "moitié ? perdue"),
        ("=?utf-8?q?a=0D=0ABcc:_tous=40example.org?=", "= ?utf-8?q?a=0D=0ABcc:_tous=40example.org?="),
        ("12 500 € – ok", "12 500 € – ok"),
        ("", ""),
    ],
)
def test_a_subject_becomes_one_clean_line(letter, subject, cleaned):
    message = read_back(letter(subject=subject))

    assert message["Subject"] == cleaned
    assert "Bcc" not in message


@pytest.mark.parametrize(
    "name", ['Union "des" adhérents, Lyon (69) <x>', "=?utf-8?q?=0D=0ABcc:x?=", "a\r\nBcc: b"]
)
def test_a_display_name_never_becomes_an_address_or_a_header(letter, name):
    message = read_back(letter(sender_name=name))

    (sender,) = message["From"].addresses
    assert sender.addr_spec == "aide@example.org"
    assert "Bcc" not in message


@pytest.mark.parametrize(
    "headers",
    [
        {"X-A": "a\r\nBcc: b@example.org"},
        {"X-A": "a\nb"},
        {"X-A": "=?utf-8?q?a=0D=0ABcc:_b=40example.org?="},
        {"X-A\r\nBcc": "b"},
        {"X A": "b"},
        {"X-A:": "b"},
        {"X-É": "b"},
        {"Message-ID": "<second@example.org>"},
        {"to": "second@example.org"},
    ],
)
def test_a_header_that_smuggles_or_doubles_is_refused(letter, headers):
    with pytest.raises(BadLetter):
        build_message(letter(headers=headers))


@pytest.mark.parametrize(
    "what",
    [
        {"message_id": "<a@b>\r\nBcc: x"},
        {"references": ("<a@b>\r\n\r\ncorps",)},
        {"reply_to": "a@b\r\nBcc: x"},
        {"auto_submitted": "no\nBcc: x"},
        {"message_id": "<é@b>"},
    ],
)
def test_hostile_parts_of_a_letter_are_refused(letter, what):
    with pytest.raises(BadLetter):
        build_message(letter(**what))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jeanne",
        "@example.org",
        "jeanne@",
        "a@b.fr, c@d.fr",
        "a b@c.fr",
        "a@b.fr\r\nBcc: x",
        "é@b.fr",
        "a@b..fr",
        "<a@b.fr>",
    ],
)
def test_an_address_that_mail_cannot_reach_is_refused(letter, address):
    with pytest.raises(BadLetter):
        build_message(letter(to=address))


def test_a_domain_with_accents_goes_out_in_ascii(letter):
    assert read_back(letter(to="jeanne@école.example.org"))["To"] == "jeanne@xn--cole-9oa.example.org"


def test_a_text_that_utf8_cannot_carry_is_sent_all_the_same(letter):
    assert read_back(letter(text="moitié \udc80\n")).get_content() == "moitié ?\r\n"
