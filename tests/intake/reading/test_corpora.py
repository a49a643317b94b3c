"""Collections of bounces (flufl.bounce) and of oddities (Python's own tests), read whole."""

import json

from helpdesk.intake.reading import Reader, ReadMail
from helpdesk.intake.reading.wire import to_wire
from tests.intake.reading.corpora import mails_of, needs_corpora


def read_all(name: str) -> dict[str, ReadMail]:
    with Reader() as reader:
        return {file.stem: reader.read(file.read_bytes()) for file in mails_of(name)}


@needs_corpora
def test_nearly_every_historical_bounce_is_recognised():
    mails = read_all("bounces")

    missed = {name for name, mail in mails.items() if mail.bounce is None}
    assert len(mails) == 115
    # Two of them name no address at all, one is an automatic answer, one is signed by a person.
    assert missed == {"bounce_01", "groupwise_03", "qmail_08", "simple_20"}
    assert all(mail.automatic for name, mail in mails.items() if name not in missed)


@needs_corpora
def test_a_bounce_that_carries_the_mail_tells_its_message_id():
    mails = read_all("bounces")

    told = {name for name, mail in mails.items() if mail.bounce and mail.bounce.message_id}
    assert len(told) >= 25
    assert mails["exim_01"].bounce.message_id == "<19990920022322.A19735@stereo.rotzorg.org>"


@needs_corpora
def test_every_odd_mail_is_read():
    mails = read_all("oddities")

    assert len(mails) >= 46
    for mail in mails.values():
        assert mail.error is None
        assert mail.text == mail.visible + mail.hidden
        json.loads(to_wire(mail)[8:].split(b'"sizes"')[0].rstrip(b", ") + b"}")
