"""The sections of the text, worded: what each says for the administration, and what the bank may read.

Each function takes the material and gives one section, without lines when nothing is known. Call them
in the language of the mail.
"""

from collections.abc import Mapping
from datetime import date

from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.core.identifiers import one_line
from helpdesk.escalation.dossier.breach import duties
from helpdesk.escalation.dossier.legal import deadlines
from helpdesk.escalation.dossier.material import Happened, Material, Touched, Words
from helpdesk.escalation.dossier.redaction import redact, short_rum
from helpdesk.escalation.dossier.rules import Look, Section, kept
from helpdesk.escalation.dossier.sums import sum_label
from helpdesk.sepa.codes import meaning
from helpdesk.tickets.event_labels import event_sentence
from helpdesk.tickets.labels import topic_label
from helpdesk.tickets.rules import EntryKind
from helpdesk.tickets.severity.labels import severity_label
from helpdesk.web.filters import day, local_time, money, phone
from helpdesk.web.i18n import current_lang, ngettext
from helpdesk.web.i18n import gettext as _
from helpdesk.web.opening import hours_in_words


def internal_sections(material: Material, words: Words, grounds: tuple[str, ...]) -> tuple[Section, ...]:
    """Return what the administration reads, in the order it is useful."""
    return kept(
        (
            summary(words),
            report(material),
            asked(material, words),
            duties(material),
            why(material, grounds),
            chronology(material),
            organisations(material),
            amounts(material),
            references(material),
            pieces(material),
            tried(words),
            deadlines(material),
            contact(),
        )
    )


def bank_sections(material: Material, words: Words) -> tuple[Section, ...]:
    """Return what may go to the bank: no member, no desk, no file, nothing of how we work."""
    return kept(
        (
            summary(words),
            asked(material, words),
            milestones(material),
            organisations(material, for_bank=True),
            amounts(material),
            references(material),
            deadlines(material),
            contact(),
        )
    )


def summary(words: Words) -> Section:
    """What, since when, with what consequence."""
    return Section(_("Résumé"), _texts(words.summary), Look.TEXT)


def report(material: Material) -> Section:
    """What the member wrote, word for word but for what is known to identify people, which is not everything."""
    title = _("Ce que dit le signalement, identifiants reconnus masqués")
    return Section(title, tuple(text for each in material.report for text in _texts(each)), Look.TEXT)


def asked(material: Material, words: Words) -> Section:
    """What is asked, each with its day."""
    lines = tuple(
        _("%(ask)s – avant le %(day)s", ask=one_line(text).rstrip(" ."), day=day(by))
        for text, by in words.asks
    )
    title = _("Demande à la banque") if material.is_for_bank else _("Ce qui est demandé")
    return Section(title, lines, Look.NUMBERED)


def why(material: Material, grounds: tuple[str, ...]) -> Section:
    """Why it is laid before the administration."""
    level = _("Gravité : %(level)s", level=severity_label(material.ticket.severity))
    return Section(_("Motifs de la saisine"), (level, *grounds))


def chronology(material: Material) -> Section:
    """Everything that happened, in Paris time; what people wrote is not told here."""
    told = ((local(each.at).date(), redact(_told(each), material.secrets)) for each in material.history)
    return Section(_("Chronologie (heure de Paris)"), _in_order([*_dated(material), *told]))


def milestones(material: Material) -> Section:
    """The few days the bank needs to find the operations."""
    opened = local(material.ticket.created_at).date()
    lines = [*_dated(material), (opened, _("%(day)s : premier signalement", day=day(opened)))]
    return Section(_("Chronologie (heure de Paris)"), _in_order(lines))


def organisations(material: Material, *, for_bank: bool = False) -> Section:
    """Who is touched: organisations, never members; nobody when discretion was asked for."""
    title = _("Organisations touchées")
    if not material.ticket.confidential:
        return Section(title, tuple(_organisation(each) for each in material.organisations))
    if for_bank:
        return Section(title, ())
    discreet = _("Discrétion demandée : ne contactez pas l’organisation au sujet de ce dossier.")
    return Section(title, (*(_organisation(each) for each in material.organisations), discreet))


def amounts(material: Material) -> Section:
    """How much is at stake, and whether it was given back."""
    ticket, lines = material.ticket, []
    if ticket.amount_cents:
        label = sum_label(ticket.category, ticket.subcategory)
        lines.append(_("%(what)s : %(amount)s", what=label, amount=money(ticket.amount_cents)))
    others = sum(each.amount_cents or 0 for each in material.others)
    if others:
        lines.append(_("Autres organisations : %(amount)s", amount=money(others)))
        lines.append(_("Total : %(amount)s", amount=money(others + (ticket.amount_cents or 0))))
    if ticket.refunded is not None and ticket.amount_cents:
        lines.append(_("Déjà remboursé : oui") if ticket.refunded else _("Déjà remboursé : non"))
    return Section(_("Montants"), tuple(lines))


def references(material: Material) -> Section:
    """What the operations can be found by, codes with their meaning in plain words."""
    ticket = material.ticket
    code = ticket.reason_code
    explained = meaning(code, current_lang())
    values: Mapping[str, str] = {
        _("Objet"): topic_label(ticket.category, ticket.subcategory),
        _("Date du prélèvement"): day(ticket.debit_on) if ticket.debit_on else "",
        _("Date d’échéance"): day(ticket.due_on) if ticket.due_on else "",
        _("Mandat (RUM, quatre derniers signes)"): short_rum(ticket.rum),
        _("Code de rejet"): " – ".join(filter(None, (code, explained))),
        _("Référence chez le prestataire"): redact(one_line(ticket.vendor_reference), material.secrets),
    }
    lines = tuple(
        _("%(what)s : %(value)s", what=what, value=value) for what, value in values.items() if value
    )
    return Section(_("Références"), lines)


def pieces(material: Material) -> Section:
    """The files, which stay where they are: their names and what proves they are the same."""
    lines = [
        _("%(name)s, SHA-256 %(sha)s", name=one_line(each.name), sha=each.sha256) for each in material.pieces
    ]
    if lines:
        lines.append(_("Les originaux restent dans le dossier ; demandez-les au contact ci-dessous."))
    return Section(_("Pièces"), tuple(lines))


def tried(words: Words) -> Section:
    """What level 1 tried, or why it could not."""
    texts = _texts(words.tried)
    if words.untried_because:
        texts += _texts(_("Non tenté : %(why)s", why=words.untried_because))
    return Section(_("Déjà tenté auprès du support"), texts, Look.TEXT)


def contact() -> Section:
    """Whom to reach: mailbox and telephone of the service, never a person's."""
    chosen = settings()
    reached = (chosen.site_name, chosen.support_email, phone(chosen.support_phone))
    return Section(
        _("Contact"),
        (" · ".join(filter(None, reached)), hours_in_words(chosen.support_hours, current_lang())),
    )


def _texts(text: str) -> tuple[str, ...]:
    return tuple(block.strip() for block in text.split("\n\n") if block.strip())


def _dated(material: Material) -> list[tuple[date, str]]:
    ticket = material.ticket
    found = []
    if ticket.debit_on:
        found.append((ticket.debit_on, _("%(day)s : prélèvement en cause", day=day(ticket.debit_on))))
    if ticket.vendor_contacted_on:
        said = _("%(day)s : assistance du prestataire contactée", day=day(ticket.vendor_contacted_on))
        found.append((ticket.vendor_contacted_on, said))
    return found


def _in_order(lines: list[tuple[date, str]]) -> tuple[str, ...]:
    """Order by day; lines of one day keep their order."""
    return tuple(line for _day, line in sorted(lines, key=lambda pair: pair[0]))


def _told(happened: Happened) -> str:
    is_event = happened.kind is EntryKind.EVENT and happened.event is not None
    words = event_sentence(happened.event or {}) if is_event else _text_told(happened.kind)
    return _("%(when)s : %(what)s", when=local_time(happened.at), what=words)


def _text_told(kind: EntryKind) -> str:
    return {
        EntryKind.COMPLAINT: _("premier signalement"),
        EntryKind.MESSAGE: _("nouveau message de l’adhérent"),
        EntryKind.REPLY: _("réponse d’un conseiller"),
        EntryKind.CALL: _("appel téléphonique"),
    }.get(kind, _("note"))


def _organisation(touched: Touched) -> str:
    parts = [
        touched.name,
        _("département %(code)s", code=touched.department) if touched.department else "",
        touched.federation,
        ngettext("%(num)d dossier", "%(num)d dossiers", touched.dossiers) if touched.dossiers > 1 else "",
        ngettext("%(num)d adhérent touché", "%(num)d adhérents touchés", touched.members)
        if touched.members
        else "",
        money(touched.amount_cents) if touched.amount_cents else "",
    ]
    return one_line(", ".join(filter(None, parts)))
