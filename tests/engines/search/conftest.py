import pytest

from helpdesk.engines.search import Doc, open_search

ARTICLES = (
    Doc(
        id="am04-provision",
        title="Provision insuffisante : que faire ?",
        summary="Convenez d’une date avec le trésorier ; une seule nouvelle présentation.",
        aliases=("mon compte était à découvert", "combien de temps avant une nouvelle présentation"),
        keywords=("AM04", "découvert", "frais"),
        body="Le code AM04 dit que le solde ne suffisait pas. Les frais de la banque sont plafonnés.",
        collection="collecte-en-ligne",
        audience="member",
        version="1",
    ),
    Doc(
        id="double-prelevement",
        title="J’ai été prélevé deux fois",
        summary="Signalez-le avec la date et les montants des deux débits.",
        aliases=("double débit sur mon compte", "on m’a pris la cotisation en double"),
        keywords=("doublon",),
        body="Un reversement est possible jusqu’à cinq jours ouvrés. Gardez votre relevé bancaire.",
        collection="collecte-en-ligne",
        audience="member",
        version="1",
    ),
    Doc(
        id="mandats-perdus",
        title="Une série de rejets MD01 après la bascule",
        summary="Arrêtez les présentations et comparez les listes de RUM.",
        aliases=("tous nos mandats sont refusés",),
        keywords=("MD01", "migration"),
        body="Le prélèvement est rejeté parce que la banque du payeur ne trouve pas de mandat.",
        collection="collecte-en-ligne",
        audience="treasurer",
        version="1",
    ),
    Doc(
        id="connexion",
        title="Je n’arrive pas à me connecter",
        summary="Lien expiré, adresse différente ou droits du trésorier sortant : trois vérifications.",
        aliases=("mot de passe oublié", "le lien d’activation ne marche plus"),
        body="Demandez un nouveau lien depuis la page d’accueil de la plateforme, puis ouvrez votre messagerie.",
        collection="collecte-en-ligne",
        audience="member",
        version="1",
    ),
    Doc(
        id="code-pin",
        title="Retrouver le code de la carte",
        summary="Ouvrez Compte Pro, puis Carte physique, et suivez les instructions.",
        aliases=("j’ai perdu mon code PIN",),
        keywords=("PIN", "CB"),
        body="Vous êtes responsable du code de la carte dès que vous l’avez lu.",
        collection="compte-cooperative",
        provider="Société A",
        audience="treasurer",
        version="1",
    ),
    Doc(
        id="chargeback",
        title="How do I ask for a refund?",
        summary="Ask your bank within eight weeks.",
        body="A direct debit you authorised can be refunded for eight weeks.",
        lang="en",
        collection="collecte-en-ligne",
        audience="member",
        version="1",
    ),
)


@pytest.fixture
def url(tmp_path):
    """The URL of the engine under test; the contract asks every engine in turn."""
    return f"whoosh://{tmp_path}/index"


@pytest.fixture
def engine(url):
    engine = open_search(url)
    engine.rebuild(ARTICLES)
    return engine


@pytest.fixture
def find(engine):
    """Return the ids found for a query, best first."""

    def ids(query, **options):
        return [hit.id for hit in engine.search(query, **options).hits]

    return ids
