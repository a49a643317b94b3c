"""Who may call what: one table, endpoint by endpoint. What is not listed is not found.

The table decides about functions; which dossier, file or organisation somebody sees is decided in the
queries. What one may not see is « not found », never « forbidden »: a refusal would confirm it exists.
"""

from collections.abc import Mapping

from helpdesk.accounts.rules import DESK, WRITERS, Role
from helpdesk.accounts.viewer import Viewer

Audience = frozenset[Role] | None

PUBLIC: Audience = None
"""Everybody, signed in or not."""
SIGNED_IN: Audience = frozenset(Role)
"""Everybody who signed in, without any role too: it is their own account."""
SUPERVISORS: Audience = frozenset({Role.SUPERVISOR})
MANAGERS: Audience = frozenset({Role.SUPERVISOR, Role.SYSADMIN})
WHO_IS_WHO: Audience = DESK | {Role.ADMINISTRATOR, Role.SYSADMIN}
"""Who needs the organisations with their mailboxes and contacts: not the editors of articles."""
EDITORS: Audience = WRITERS
STATISTICS: Audience = WRITERS | {Role.SUPERVISOR}
"""The figures of searches and readings, which are nobody’s in particular."""
ADMINISTRATORS: Audience = frozenset({Role.ADMINISTRATOR})
MAIL_READERS: Audience = DESK | {Role.SYSADMIN}
"""Mail that came in: the mails of dossiers for those who see these, others for the operator too."""
ACTIVATIONS: Audience = DESK | {Role.ADMINISTRATOR}
"""Who may look at where organisations stand; which of them is decided in the queries."""
SYSADMINS: Audience = frozenset({Role.SYSADMIN})

ACCESS: Mapping[str, Audience] = {
    "static": PUBLIC,
    # faq
    "faq.home": PUBLIC,
    "faq.articles": PUBLIC,
    "faq.collection": PUBLIC,
    "faq.show": PUBLIC,
    "faq.page": PUBLIC,
    "faq.glossary": PUBLIC,
    "faq.service_worker": PUBLIC,
    "faq.offline": PUBLIC,
    "faq.print_pack": PUBLIC,
    "faq.pack_pdf": PUBLIC,
    "faq.print_collection": PUBLIC,
    "faq.collection_pdf": PUBLIC,
    "faq.article_pdf": PUBLIC,
    "faq.feed": PUBLIC,
    "faq.collection_feed": PUBLIC,
    "faq.sitemap": PUBLIC,
    "faq.robots": PUBLIC,
    "faq.opensearch": PUBLIC,
    "faq.suggestions": PUBLIC,
    "faq.guides": PUBLIC,
    "faq.guide": PUBLIC,
    "faq.guide_latest": PUBLIC,
    "faq.guide_file": PUBLIC,
    "faq.notices": PUBLIC,
    "faq.notice": PUBLIC,
    "faq.diagnoses": PUBLIC,
    "faq.diagnosis_start": PUBLIC,
    "faq.diagnosis": PUBLIC,
    "faq.search": PUBLIC,
    "faq.search_json": PUBLIC,
    "faq.vote": PUBLIC,
    "faq.answered": PUBLIC,
    "learning.index": STATISTICS,
    "learning.export": STATISTICS,
    "learning.proposals": EDITORS,
    "learning.decide": EDITORS,
    "learning.opinions": EDITORS,
    "learning.opinions_on": EDITORS,
    "learning.handle": EDITORS,
    "synonyms.index": WRITERS,
    "synonyms.own": WRITERS,
    "synonyms.forget": WRITERS,
    "synonyms.settle": WRITERS,
    "synonyms.new": WRITERS,
    "synonyms.edit": WRITERS,
    "synonyms.remove": WRITERS,
    "faq.wish": PUBLIC,
    "faq.wish_sent": PUBLIC,
    "faq.wish_link": PUBLIC,
    "faq.leave_wish_at_once": PUBLIC,
    "faq.follow": PUBLIC,
    "faq.follow_sent": PUBLIC,
    "faq.follow_link": PUBLIC,
    "faq.unfollow_at_once": PUBLIC,
    "faq.promises": WRITERS,
    # sepa
    "codes.index": PUBLIC,
    "codes.find": PUBLIC,
    "codes.show": PUBLIC,
    "faq.file": PUBLIC,
    # faq, those who write
    "writing.index": EDITORS,
    "writing.new": EDITORS,
    "writing.new_block": EDITORS,
    "writing.new_notice": EDITORS,
    "writing.translate": EDITORS,
    "writing.keep_promise": EDITORS,
    "writing.look_over": EDITORS,
    "writing.edit": EDITORS,
    "writing.preview": EDITORS,
    "writing.step": EDITORS,
    "writing.versions": EDITORS,
    "writing.restore": EDITORS,
    "writing.conflict": EDITORS,
    "writing.upload": EDITORS,
    "writing.split": EDITORS,
    # accounts
    "accounts.sign_in": PUBLIC,
    "accounts.send_link": PUBLIC,
    "accounts.use_link": PUBLIC,
    "accounts.second_factor": PUBLIC,
    "accounts.recovery_code": PUBLIC,
    "accounts.enrol": PUBLIC,
    "accounts.sign_out": PUBLIC,
    "accounts.forgot_password": PUBLIC,
    "accounts.reset_password": PUBLIC,
    "accounts.accept_invitation": PUBLIC,
    "accounts.account": SIGNED_IN,
    "accounts.change_password": SIGNED_IN,
    "accounts.factor": SIGNED_IN,
    "accounts.end_session": SIGNED_IN,
    "accounts.end_other_sessions": SIGNED_IN,
    "accounts.people": MANAGERS,
    "accounts.person": MANAGERS,
    "accounts.invite": MANAGERS,
    "accounts.invite_again": MANAGERS,
    "accounts.disable_person": SYSADMINS,
    "accounts.enable_person": SYSADMINS,
    "accounts.end_person_sessions": SYSADMINS,
    "accounts.reset_second_factor": SYSADMINS,
    # tickets, the member's side
    "tickets.new": PUBLIC,
    "tickets.received": PUBLIC,
    "tickets.find": PUBLIC,
    "tickets.follow": PUBLIC,
    "tickets.mine": PUBLIC,
    "tickets.reply": PUBLIC,
    "tickets.solved": PUBLIC,
    "tickets.reopen": PUBLIC,
    "tickets.file": PUBLIC,
    "tickets.organisations_json": PUBLIC,
    "tickets.index": SIGNED_IN,
    # tickets, the agents' side
    "desk.inbox": DESK,
    "desk.new": DESK,
    "desk.show": DESK,
    "desk.articles": DESK,
    "desk.to_article": WRITERS,
    "desk.file": DESK,
    "desk.reply": DESK,
    "desk.act": DESK,
    "desk.take_back": DESK,
    "desk.assign": DESK,
    "desk.severity": DESK,
    "desk.call": DESK,
    "desk.facts": DESK,
    "desk.file_under": DESK,
    "desk.requester": DESK,
    "desk.merge": DESK,
    "desk.take_apart": DESK,
    # escalation: the agents' side, then the member's and the administrators'
    "escalation.index": DESK,
    "escalation.new": DESK,
    "escalation.send": DESK,
    "escalation.show": DESK,
    "escalation.set_aside": DESK,
    "escalation.revoke": SUPERVISORS,
    "asking.form": PUBLIC,
    "asking.ask": PUBLIC,
    "confederal.follow": PUBLIC,
    "confederal.show": PUBLIC,
    "confederal.act": PUBLIC,
    "confederal.new_link": PUBLIC,
    "confederal.index": ADMINISTRATORS,
    "confederal.case": ADMINISTRATORS,
    "confederal.case_act": ADMINISTRATORS,
    # organisations
    "organisations.index": WHO_IS_WHO,
    "organisations.show": WHO_IS_WHO,
    "organisations.new": MANAGERS,
    "organisations.edit": MANAGERS,
    "organisations.link": MANAGERS,
    "organisations.import_csv": MANAGERS,
    "organisations.import_sample": MANAGERS,
    "organisations.affiliations": MANAGERS,
    "organisations.enter_affiliation": MANAGERS,
    "organisations.remove_affiliation": MANAGERS,
    # activations: an organisation's own people, then the desk
    "activation.index": PUBLIC,
    "activation.ask": PUBLIC,
    "activation.asked": PUBLIC,
    "activation.use_link": PUBLIC,
    "activation.show": PUBLIC,
    "activation.mark": PUBLIC,
    "activation.leave": PUBLIC,
    "activation.resume": PUBLIC,
    "activations.index": ACTIVATIONS,
    "activations.journey": ACTIVATIONS,
    "activations.export": ACTIVATIONS,
    "activations.organisation": ACTIVATIONS,
    "activations.correct": DESK,
    "activations.remind": SUPERVISORS,
    # desks
    "desks.index": DESK,
    "mailing.choices": DESK,
    "desks.new": MANAGERS,
    "desks.edit": MANAGERS,
    "desks.reopen": MANAGERS,
    "desk_closing.close": MANAGERS,
    "desks.add_absence": MANAGERS,
    "desks.remove_absence": MANAGERS,
    # mail that comes in
    "incoming.index": MAIL_READERS,
    "incoming.show": MAIL_READERS,
    "incoming.original": MAIL_READERS,
    "incoming.raw": MAIL_READERS,
    "incoming.piece": MAIL_READERS,
    "incoming.attach": DESK,
    "incoming.open_dossier": DESK,
    "incoming.ignore": MAIL_READERS,
    "incoming.read_again": MAIL_READERS,
    "incoming.checked": DESK,
    "mail_confirmation.confirm_page": PUBLIC,
    "mail_confirmation.confirm": PUBLIC,
    # outbox
    "outbox.index": MANAGERS,
    "outbox.retry": MANAGERS,
    "outbox.discard": MANAGERS,
    "outbox.queue": MANAGERS,
    "outbox.cancel": MANAGERS,
    "outbox.pause": MANAGERS,
    "outbox.resume": MANAGERS,
    "outbox.addresses": MANAGERS,
    "outbox.lift": MANAGERS,
    "outbox.set_aside": MANAGERS,
    # outbox, in the demonstration only
    "dev_mail.index": PUBLIC,
    "dev_mail.index_json": PUBLIC,
    "dev_mail.show": PUBLIC,
    "dev_mail.show_html": PUBLIC,
    "dev_write.write": PUBLIC,
    # routing rules
    "routing.index": SUPERVISORS,
    "routing.attempt": SUPERVISORS,
    "routing.new": SUPERVISORS,
    "routing.edit": SUPERVISORS,
    "routing.move_up": SUPERVISORS,
    "routing.move_down": SUPERVISORS,
    "routing.remove": SUPERVISORS,
    # worker
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
}


def may_call(endpoint: str, viewer: Viewer | None) -> bool:
    """Tell whether `viewer` may call `endpoint`."""
    if endpoint not in ACCESS:
        return False
    audience = ACCESS[endpoint]
    if audience is None:
        return True
    if viewer is None or viewer.needs_second_factor:
        return False
    return audience is SIGNED_IN or bool(viewer.roles & audience)
