"""What our own server says of a sender, and what strangers pretend it said."""

import pytest

from helpdesk.intake.rules import Proof
from helpdesk.intake.trust import proof_of

OURS = "mx.example.org"
SENDER = "agathe.aide@union.example.org"


@pytest.mark.parametrize(
    ("header", "proof"),
    [
        ("mx.example.org; dmarc=pass (p=reject) header.from=union.example.org", Proof.ALIGNED),
        ("mx.example.org 1; dmarc = pass header.from=UNION.example.org", Proof.ALIGNED),
        ("mx.example.org; dkim=pass header.d=union.example.org header.s=a", Proof.ALIGNED),
        ("mx.example.org; dkim=pass header.i=@example.org", Proof.ALIGNED),
        ("mx.example.org; spf=pass smtp.mailfrom=union.example.org", Proof.NONE),
        ("mx.example.org; dkim=pass header.d=evil.example.net", Proof.NONE),
        ("mx.example.org; dkim=pass header.d=org", Proof.NONE),
        ("mx.example.org; dkim=pass header.d=notunion.example.org", Proof.NONE),
        ("mx.example.org; dmarc=pass header.from=evil.example.net", Proof.NONE),
        ("mx.example.org; dmarc=fail header.from=union.example.org", Proof.FAILED),
        ("mx.example.org; dmarc=fail header.from=union.example.org; dkim=fail", Proof.FAILED),
        ("mx.example.org; dkim=fail header.d=union.example.org", Proof.NONE),
        (
            "mx.example.org; dkim=pass header.d=example.org; dmarc=fail header.from=union.example.org",
            Proof.FAILED,
        ),
        (
            'mx.example.org; spf=pass smtp.mailfrom="a; dmarc=pass header.from=union.example.org "@evil.example',
            Proof.NONE,
        ),
        (
            r'mx.example.org; spf=pass smtp.mailfrom="\"; dmarc=pass header.from=union.example.org"@evil.example',
            Proof.NONE,
        ),
        ('mx.example.org; dmarc=pass (he said "no) header.from=union.example.org', Proof.ALIGNED),
        ("mx.example.org; none", Proof.NONE),
        ("mx.evil.net; dmarc=pass header.from=union.example.org", Proof.NONE),
        ("mx.evil.net (mx.example.org; dmarc=pass header.from=union.example.org", Proof.NONE),
        ("mx.example.org; spf=fail (dmarc=pass header.from=union.example.org)", Proof.NONE),
        ("", Proof.NONE),
        ("(" * 50_000, Proof.NONE),
    ],
)
def test_only_an_aligned_result_of_our_own_server_proves_anything(header, proof):
    assert proof_of([header], server=OURS, sender=SENDER) is proof


def test_older_headers_which_anybody_may_have_written_say_nothing():
    genuine = "mx.example.org; dmarc=none"
    forged = "mx.example.org; dmarc=pass header.from=union.example.org"

    assert proof_of([genuine, forged], server=OURS, sender=SENDER) is Proof.NONE


def test_without_a_name_of_our_own_nobody_is_believed():
    header = "mx.example.org; dmarc=pass header.from=union.example.org"

    assert proof_of([header], server="", sender=SENDER) is Proof.NONE
    assert proof_of([header], server=OURS, sender=None) is Proof.NONE
