"""Mails as people write them, built from what matters."""

from email.message import EmailMessage
from email.utils import make_msgid

MEMBER = "Mélanie Membre <melanie.membre@example.org>"
AGENT = "Agathe Aide <agathe.aide@example.org>"
STRANGER = "Sylvain Inconnu <sylvain@elsewhere.example.net>"
ALIGNED = "mx.example.org; dmarc=pass header.from=example.org"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 3000


def a_mail(
    text: str = "Bonjour, j’ai été prélevée deux fois le 5 novembre.",
    *,
    sender: str = "Mélanie Membre <melanie.membre@example.org>",
    to: str = "aide@example.org",
    subject: str = "Deux prélèvements en novembre",
    html: str = "",
    files: tuple[tuple[str, str, bytes], ...] = (),
    message_id: str = "",
    **headers: str,
) -> bytes:
    """Return a mail; a header `In_Reply_To` is called In-Reply-To."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = message_id or make_msgid(domain="membre.example.org")
    mail["Date"] = "Mon, 16 Nov 2026 10:00:00 +0100"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, media_type, content in files:
        main, _slash, sub = media_type.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()
