"""Where every page of the site is, and who may see it.

An endpoint that answers GET is in exactly one of the tables below; a test compares them with the routes.
"""

from collections.abc import Mapping, Sequence

SUPERVISOR = "supervisor"
SYSADMIN = "sysadmin"
ADMINISTRATOR = "administrator"
PUBLISHER = "publisher"
TREASURER = "treasurer"
NOBODY = "nobody"
MEMBER_WITH_LINK = "member who followed a private link"
ADDRESSEE = "addressee who followed a signed link"
HALF_SIGNED_IN = "editor who owes the second factor"

NOT_PAGES: Mapping[str, str] = {
    "static": "files",
    "faq.search_json": "JSON",
    "tickets.organisations_json": "JSON",
    "dev_mail.index_json": "JSON",
    "health.alive": "JSON",
    "health.ready": "JSON",
    "faq.guide_file": "a download",
    "faq.service_worker": "a script",
    "faq.pack_pdf": "a PDF file",
    "faq.collection_pdf": "a PDF file",
    "faq.article_pdf": "a PDF file",
    "faq.feed": "for programs",
    "learning.export": "a download",
    "organisations.import_sample": "a download",
    "faq.collection_feed": "for programs",
    "faq.sitemap": "for programs",
    "faq.robots": "for programs",
    "faq.opensearch": "for programs",
    "faq.suggestions": "for programs",
    "faq.guide_latest": "a download",
    "faq.leave_wish_at_once": "leads to faq.wish_link",
    "faq.unfollow_at_once": "leads to faq.follow_link",
    "tickets.file": "a download",
    "faq.file": "a download",
    "writing.translate": "leads to writing.edit where there is a translation, else the form of writing.new",
    "writing.conflict": "leads to writing.edit where nothing is in conflict",
    "desk.file": "a download",
    "incoming.raw": "a download",
    "incoming.piece": "a picture or a download",
    "incoming.original": "a stranger's HTML, where nothing runs, the tools of the tests neither",
    "tickets.follow": "leads to tickets.mine",
    "activation.use_link": "leads to activation.show",
    "activations.export": "a download",
    "confederal.follow": "leads to confederal.show",
    "dev_mail.show_html": "the HTML part of a mail, under the rules of mail programs",
}

PROMISING = "/faq/depot-especes"
"""An article that promises an answer later."""

FIXED: Mapping[str, tuple[str, str]] = {
    "faq.home": (NOBODY, "/"),
    "faq.articles": (NOBODY, "/faq/"),
    "faq.search": (NOBODY, "/recherche?q=prelevement+deux+fois"),
    "faq.answered": (NOBODY, "/reponse-trouvee"),
    "faq.page": (NOBODY, "/pages/mentions-legales"),
    "faq.show": (NOBODY, "/faq/double-prelevement"),
    "faq.wish": (NOBODY, f"{PROMISING}/prevenez-moi"),
    "faq.wish_sent": (NOBODY, f"{PROMISING}/prevenez-moi/envoye"),
    "faq.follow": (NOBODY, "/collections/collecte-en-ligne/suivre"),
    "faq.follow_sent": (NOBODY, "/collections/collecte-en-ligne/suivre/envoye"),
    "faq.promises": (PUBLISHER, "/bureau/promesses"),
    "faq.guides": (NOBODY, "/guides/"),
    "faq.guide": (NOBODY, "/guides/migration-plateforme"),
    "faq.notices": (NOBODY, "/notes/"),
    "faq.notice": (NOBODY, "/notes/information-prelevement-2"),
    "faq.diagnoses": (NOBODY, "/diagnostic/"),
    "faq.diagnosis_start": (NOBODY, "/diagnostic/prelevement"),
    "faq.diagnosis": (NOBODY, "/diagnostic/activation/oui/non/jamais/oui"),
    "faq.print_pack": (NOBODY, "/imprimer"),
    "faq.print_collection": (NOBODY, "/collections/reponses-a-la-carte/imprimer"),
    "faq.offline": (NOBODY, "/hors-ligne"),
    "faq.glossary": (NOBODY, "/glossaire"),
    "codes.index": (NOBODY, "/codes/"),
    "codes.show": (NOBODY, "/codes/AM04?le=2026-11-02"),
    "accounts.sign_in": (NOBODY, "/connexion"),
    "accounts.send_link": (NOBODY, "/connexion/lien"),
    "accounts.forgot_password": (NOBODY, "/mot-de-passe/oublie"),
    "accounts.second_factor": (HALF_SIGNED_IN, "/connexion/code"),
    "accounts.recovery_code": (HALF_SIGNED_IN, "/connexion/code-de-secours"),
    "accounts.enrol": (SUPERVISOR, "/connexion/activation"),
    "accounts.account": (TREASURER, "/mon-compte"),
    "mailing.choices": (SUPERVISOR, "/mon-compte/courriels"),
    "accounts.change_password": (SUPERVISOR, "/mon-compte/mot-de-passe"),
    "accounts.factor": (SUPERVISOR, "/mon-compte/second-facteur"),
    "accounts.people": (SYSADMIN, "/bureau/personnes"),
    "accounts.invite": (SYSADMIN, "/bureau/personnes/invitation"),
    "tickets.new": (NOBODY, "/dossiers/nouveau"),
    "tickets.find": (NOBODY, "/suivi"),
    "tickets.received": (MEMBER_WITH_LINK, "/dossiers/recu"),
    "tickets.index": (TREASURER, "/mes-dossiers"),
    "activation.index": (TREASURER, "/activation/"),
    "activation.ask": (NOBODY, "/activation/compte-cooperative"),
    "activation.asked": (NOBODY, "/activation/compte-cooperative/lien-envoye"),
    "activations.index": (SUPERVISOR, "/bureau/activations/"),
    "activations.journey": (SUPERVISOR, "/bureau/activations/compte-cooperative"),
    "activations.remind": (
        SUPERVISOR,
        "/bureau/activations/plateforme-de-collecte/relances?etape=aucune-demarche",
    ),
    "desk.inbox": (SUPERVISOR, "/bureau/"),
    "desk.new": (SUPERVISOR, "/bureau/dossiers/nouveau"),
    "escalation.index": (SUPERVISOR, "/bureau/escalades"),
    "confederal.index": (ADMINISTRATOR, "/bureau/saisines"),
    "writing.index": (PUBLISHER, "/bureau/fiches/"),
    "writing.new": (PUBLISHER, "/bureau/fiches/nouvelle"),
    "writing.new_block": (PUBLISHER, "/bureau/fiches/blocs/nouveau"),
    "writing.new_notice": (PUBLISHER, "/bureau/fiches/notes/nouvelle"),
    "writing.split": (PUBLISHER, "/bureau/fiches/decouper"),
    "organisations.index": (SUPERVISOR, "/bureau/organisations/"),
    "organisations.affiliations": (SUPERVISOR, "/bureau/organisations/affiliations"),
    "organisations.new": (SUPERVISOR, "/bureau/organisations/nouvelle"),
    "organisations.import_csv": (SUPERVISOR, "/bureau/organisations/importer"),
    "desks.index": (SUPERVISOR, "/bureau/poles/"),
    "desks.new": (SUPERVISOR, "/bureau/poles/nouveau"),
    "incoming.index": (SUPERVISOR, "/bureau/courrier-recu/"),
    "incoming.show": (SUPERVISOR, "/bureau/courrier-recu/5"),
    "dev_write.write": (NOBODY, "/dev/mail/ecrire"),
    "outbox.index": (SUPERVISOR, "/bureau/courriels/"),
    "outbox.queue": (SUPERVISOR, "/bureau/courriels/file?etat=partis"),
    "outbox.addresses": (SUPERVISOR, "/bureau/courriels/adresses"),
    "routing.index": (SUPERVISOR, "/bureau/regles/"),
    "routing.new": (SUPERVISOR, "/bureau/regles/nouvelle"),
    "synonyms.index": (PUBLISHER, "/bureau/synonymes/"),
    "synonyms.new": (PUBLISHER, "/bureau/synonymes/nouveau"),
    "learning.index": (SUPERVISOR, "/bureau/recherches/"),
    "learning.proposals": (PUBLISHER, "/bureau/recherches/formulations"),
    "learning.opinions": (PUBLISHER, "/bureau/recherches/avis"),
    "dev_mail.index": (NOBODY, "/dev/mail"),
}

LINKED: Mapping[str, tuple[str, str, str]] = {
    # endpoint: who, the page that links to it, what its address looks like
    "faq.collection": (NOBODY, "/", r"/collections/[\w-]+"),
    "dev_mail.show": (NOBODY, "/dev/mail", r"/dev/mail/[\w.-]+"),
    "accounts.person": (SYSADMIN, "/bureau/personnes", r"/bureau/personnes/\d+"),
    "learning.opinions_on": (PUBLISHER, "/bureau/recherches/avis", r"/bureau/recherches/avis/\d+"),
    "writing.edit": (PUBLISHER, "/bureau/fiches/?q=double-prelevement", r"/bureau/fiches/\d+"),
    "organisations.show": (SUPERVISOR, "/bureau/organisations/", r"/bureau/organisations/\d+"),
    "activation.show": (TREASURER, "/activation/", r"/activation/[\w-]+/\d+"),
    "activations.organisation": (
        SUPERVISOR,
        "/bureau/activations/compte-cooperative",
        r"/bureau/activations/[\w-]+/organisations/\d+",
    ),
    "desks.edit": (SUPERVISOR, "/bureau/poles/", r"/bureau/poles/\d+"),
    "desk_closing.close": (SUPERVISOR, "/bureau/poles/2", r"/bureau/poles/\d+/fermer"),
    "synonyms.edit": (PUBLISHER, "/bureau/synonymes/", r"/bureau/synonymes/\d+"),
    "synonyms.remove": (PUBLISHER, "/bureau/synonymes/", r"/bureau/synonymes/\d+/supprimer"),
    "routing.edit": (SUPERVISOR, "/bureau/regles/", r"/bureau/regles/\d+"),
    "routing.remove": (SUPERVISOR, "/bureau/regles/", r"/bureau/regles/\d+/supprimer"),
    "escalation.show": (SUPERVISOR, "/bureau/escalades?vue=en-attente", r"/bureau/escalades/\d+"),
    "confederal.case": (ADMINISTRATOR, "/bureau/saisines", r"/bureau/saisines/\d+"),
}

OF_A_DOSSIER: Mapping[str, tuple[str, str]] = {
    "tickets.mine": (MEMBER_WITH_LINK, "/suivi/dossier/{}"),
    "asking.form": (MEMBER_WITH_LINK, "/suivi/dossier/{}/saisine"),
    "desk.show": (SUPERVISOR, "/bureau/dossiers/{}"),
    "desk.to_article": (SUPERVISOR, "/bureau/dossiers/{}/fiche"),
    "desk.articles": (SUPERVISOR, "/bureau/dossiers/{}/articles"),
    "desk.severity": (SUPERVISOR, "/bureau/dossiers/{}/gravite"),
    "desk.facts": (SUPERVISOR, "/bureau/dossiers/{}/faits"),
    "desk.file_under": (SUPERVISOR, "/bureau/dossiers/{}/sujet"),
    "desk.requester": (SUPERVISOR, "/bureau/dossiers/{}/coordonnees"),
    "desk.merge": (SUPERVISOR, "/bureau/dossiers/{}/reunir"),
    "escalation.new": (SUPERVISOR, "/bureau/dossiers/{}/saisine"),
}

CONFIRM = "/courrier/confirmer/"
LEAVE = "/activation/relances/"
"""Stands in the reminders that the demo sends by itself."""
MAILED: Mapping[str, tuple[str, str]] = {
    # endpoint: who asks for the mail, what the address looks like
    "accounts.use_link": (NOBODY, "/connexion/lien/"),
    "accounts.reset_password": (NOBODY, "/mot-de-passe/nouveau/"),
    "accounts.accept_invitation": (SYSADMIN, "/invitation/"),
    "faq.wish_link": (NOBODY, "/prevenez-moi/"),
    "faq.follow_link": (NOBODY, "/suivre/"),
}

FURTHER = {
    "activation.leave",
    "confederal.show",
    "mail_confirmation.confirm_page",
    "writing.versions",
    "organisations.edit",
}
"""Found one step further, by `visits.read_site`."""

BESIDE: Sequence[tuple[str, str]] = (
    # The same endpoints in other states.
    (NOBODY, "/recherche?q=xyzzyqwk"),
    (NOBODY, "/recherche?q="),
    (NOBODY, "/recherche?q=AM04"),
    (NOBODY, "/codes/ZZ99"),
    (PUBLISHER, "/bureau/fiches/?a-retraduire=1"),
    (PUBLISHER, "/bureau/fiches/?sans-traduction=1"),
    (TREASURER, "/dossiers/nouveau"),
    (SUPERVISOR, "/bureau/organisations/affiliations?situation=to_renew&famille=union"),
    (NOBODY, "/notes/information-prelevement-1"),
    (NOBODY, "/diagnostic/activation/oui/non"),
    (NOBODY, "/dossiers/nouveau?diagnostic=activation/oui/non/jamais/oui"),
    (NOBODY, "/codes/MD01"),
    (NOBODY, "/activation/"),
    (SUPERVISOR, "/bureau/activations/compte-cooperative/relances"),
    (SUPERVISOR, "/bureau/activations/plateforme-de-collecte?etape=acces&bloquees=1"),
    (NOBODY, "/dossiers/nouveau?categorie=prelevement/double-debit&article=double-prelevement"),
    (NOBODY, "/pages/accessibilite"),
    (NOBODY, "/pages/donnees-personnelles"),
    (SUPERVISOR, "/bureau/?vue=echeance-proche"),
    (SUPERVISOR, "/bureau/?vue=escalades"),
    (SUPERVISOR, "/bureau/?vue=resolus"),
    (SUPERVISOR, "/bureau/?vue=mes-dossiers&q=introuvable"),
    (SUPERVISOR, "/bureau/escalades?vue=a-confirmer"),
    (SUPERVISOR, "/bureau/escalades?vue=terminees"),
)


def endpoints_by_table() -> list[str]:
    """Return the endpoints of every table; one that is in two tables is there twice."""
    tables = (NOT_PAGES, FIXED, LINKED, OF_A_DOSSIER, MAILED, FURTHER)
    return [endpoint for table in tables for endpoint in table]
