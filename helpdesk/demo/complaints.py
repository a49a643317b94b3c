"""What members and treasurers write in the weeks after a migration: invented, in their own words.

`{amount}` is an amount, `{n}` a number of members, `{day}` the day of the run, `{org}` the organisation.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One kind of complaint: what is said, what is known, and how an adviser answers."""

    category: str
    subcategory: str
    subject: str
    body: str
    answer: str
    weight: int = 3
    amount_cents: tuple[int, int] | None = None
    members: tuple[int, int] | None = None
    reason_code: str = ""
    vendor_contacted: bool = False
    school: bool = False


OF_UNIONS = (
    Story(
        "prelevement",
        "double-debit",
        "Deux prélèvements pour la même cotisation",
        "Bonjour,\n\nj’ai été débitée deux fois le {day}, de {amount} chaque fois. Ma banque me dit de voir avec "
        "vous. Est-ce que je serai remboursée ?\n\nMerci",
        "Bonjour,\n\nle doublon est confirmé : la même remise a été présentée deux fois. Le reversement est demandé "
        "à la banque, vous n’avez rien à faire. Si rien n’apparaît sous cinq jours ouvrés, répondez à ce message.",
        weight=9,
        amount_cents=(800, 3200),
        members=(1, 1),
        reason_code="AM05",
    ),
    Story(
        "prelevement",
        "double-debit",
        "{n} adhérents débités deux fois",
        "Bonjour, {n} adhérents de {org} ont été débités deux fois le {day}. Plusieurs sont à découvert et "
        "m’appellent. La plateforme n’affiche qu’une seule remise. Que dois-je leur répondre ?",
        "Bonjour,\n\nmerci pour la liste. Nous avons demandé le reversement et le remboursement des frais de "
        "découvert. Dites à vos adhérents de ne pas faire opposition : cela bloquerait le reversement.",
        weight=6,
        amount_cents=(20000, 90000),
        members=(6, 40),
        reason_code="AM05",
        vendor_contacted=True,
    ),
    Story(
        "prelevement",
        "montant-errone",
        "Montant multiplié par cent",
        "On m’a prélevé {amount} au lieu de ma cotisation habituelle. J’ai cru à une arnaque.",
        "Bonjour,\n\nles centimes ont été lus comme des euros lors de la reprise. La différence vous est rendue ; "
        "votre banque peut aussi vous rembourser sans motif pendant huit semaines.",
        weight=4,
        amount_cents=(60000, 180000),
        members=(1, 1),
    ),
    Story(
        "prelevement",
        "non-preleve",
        "Rien n’a été prélevé ce mois-ci",
        "Bonjour, la cotisation de novembre n’est pas passée alors que d’habitude c’est le 5. Dois-je faire un "
        "virement ?",
        "Bonjour,\n\nnon, surtout pas de virement : la remise a été reportée. Elle sera présentée à la prochaine "
        "échéance, et vous serez prévenu avant.",
        weight=7,
        amount_cents=(900, 2500),
        members=(1, 1),
    ),
    Story(
        "prelevement",
        "apres-depart",
        "Prélevé alors que j’ai quitté l’organisation",
        "J’ai démissionné en septembre et j’ai encore été prélevé de {amount} le {day}.",
        "Bonjour,\n\nvotre départ n’avait pas été repris dans la nouvelle plateforme. C’est corrigé, et la somme "
        "vous est rendue.",
        weight=4,
        amount_cents=(900, 2500),
        members=(1, 1),
    ),
    Story(
        "prelevement",
        "creancier-inconnu",
        "Un créancier que je ne connais pas",
        "Le libellé sur mon relevé ne dit pas {org}, c’est un nom que je ne connais pas. Qui m’a prélevée ?",
        "Bonjour,\n\nla plateforme a affiché son propre nom au lieu de celui de votre organisation. L’identifiant "
        "du créancier est bien le bon ; le libellé sera corrigé avant la prochaine échéance.",
        weight=2,
        amount_cents=(900, 2500),
        members=(1, 1),
    ),
    Story(
        "mandat",
        "mandat-perdu",
        "Mandats absents depuis la bascule",
        "Depuis la bascule, {n} mandats n’existent plus dans la plateforme. Tous reviennent avec MD01. J’ai les "
        "originaux papier.",
        "Bonjour,\n\narrêtez les présentations et ne faites rien re-signer. Nous comparons votre liste de RUM à "
        "celle de l’ancienne base, et demandons la reprise.",
        weight=6,
        members=(3, 60),
        amount_cents=(10000, 150000),
        reason_code="MD01",
        vendor_contacted=True,
    ),
    Story(
        "mandat",
        "sequence",
        "Rejets AG02 sur toute la remise",
        "Toute la remise du {day} est rejetée AG02. Le prestataire me dit que c’est une question de séquence.",
        "Bonjour,\n\nla plateforme a tout envoyé en premier prélèvement. Demandez une nouvelle présentation en "
        "récurrent, sans frais. Nous suivons.",
        weight=3,
        members=(10, 80),
        amount_cents=(30000, 300000),
        reason_code="AG02",
        vendor_contacted=True,
    ),
    Story(
        "mandat",
        "changement-iban",
        "J’ai changé de banque",
        "Bonjour, j’ai changé de banque le mois dernier. À qui dois-je donner mon nouveau compte ?",
        "Bonjour,\n\nà votre trésorier, par le moyen qu’il vous indique, et jamais dans un message ici. Votre "
        "mandat reste valable.",
        weight=5,
        members=(1, 1),
    ),
    Story(
        "impaye",
        "comprendre-un-code",
        "Que veut dire MS03 ?",
        "Trois rejets MS03 ce mois-ci, sans autre explication. Puis-je les représenter ?",
        "Bonjour,\n\nMS03 veut dire que la banque ne donne pas de motif. Appelez d’abord les trois adhérents, "
        "puis une seule nouvelle présentation.",
        weight=6,
        members=(3, 3),
        amount_cents=(3000, 6000),
        reason_code="MS03",
    ),
    Story(
        "impaye",
        "non-restitue",
        "Les impayés n’apparaissent plus",
        "Je vois les débits de retour sur le relevé de {org}, mais plus aucun détail : impossible de savoir qui "
        "est rejeté.",
        "Bonjour,\n\nle fichier des retours n’a pas été activé à la bascule. Nous demandons l’activation et "
        "l’historique depuis le premier jour.",
        weight=5,
        members=(5, 30),
        amount_cents=(10000, 60000),
        vendor_contacted=True,
    ),
    Story(
        "impaye",
        "frais",
        "Frais de rejet facturés à un adhérent",
        "Un adhérent a payé {amount} de frais à sa banque pour un rejet qui n’est pas de son fait.",
        "Bonjour,\n\ngardez l’avis de sa banque : nous joignons ces frais à la demande faite au prestataire.",
        weight=4,
        amount_cents=(800, 2000),
        members=(1, 1),
    ),
    Story(
        "fonds",
        "non-credite",
        "La collecte n’est pas arrivée sur le compte",
        "La collecte du {day} ({amount}) n’est toujours pas créditée sur le compte de {org}.",
        "Bonjour,\n\nle compte de règlement enregistré était l’ancien. La banque confirme que les fonds sont "
        "identifiés ; nous demandons la date de crédit.",
        weight=4,
        amount_cents=(80000, 900000),
        members=(20, 120),
        vendor_contacted=True,
    ),
    Story(
        "acces",
        "lien-non-recu",
        "Lien d’activation jamais reçu",
        "Je n’ai jamais reçu le lien d’activation, même dans les indésirables.",
        "Bonjour,\n\nle lien était parti à l’adresse de l’ancien trésorier. Un nouveau lien vous est envoyé.",
        weight=6,
    ),
    Story(
        "acces",
        "connexion",
        "Impossible de me connecter depuis hier",
        "« Votre session a expiré » à chaque essai, sur l’ordinateur et sur le téléphone.",
        "Bonjour,\n\nce message n’empêche pas de continuer : rouvrez la page de connexion sans passer par un "
        "favori. Dites-nous si cela persiste.",
        weight=5,
    ),
    Story(
        "acces",
        "habilitation-mandataire",
        "L’ancien trésorier a encore les droits",
        "Je remplace le trésorier depuis l’assemblée, mais la plateforme me refuse la signature des remises.",
        "Bonjour,\n\nles pouvoirs doivent être mis à jour avant la prochaine échéance. Voici les pièces à fournir "
        "au prestataire.",
        weight=3,
    ),
    Story(
        "remise",
        "fichier-rejete",
        "Fichier refusé au dépôt",
        "Le dépôt de la remise affiche FF01 et rien d’autre. Le fichier passait très bien avant.",
        "Bonjour,\n\nne modifiez pas le fichier à la main. Joignez l’accusé de rejet : l’en-tête de la nouvelle "
        "plateforme est différent.",
        weight=5,
        members=(10, 90),
        amount_cents=(20000, 200000),
        reason_code="FF01",
        vendor_contacted=True,
    ),
    Story(
        "facturation",
        "exoneration-non-appliquee",
        "Facturés malgré l’engagement",
        "Nous avons reçu une facture d’abonnement de {amount} alors que rien ne devait être facturé.",
        "Bonjour,\n\nla facture est à contester : nous joignons l’engagement écrit à votre réclamation.",
        weight=5,
        amount_cents=(1500, 9000),
    ),
    Story(
        "support",
        "sans-reponse",
        "Le prestataire ne répond pas",
        "Trois appels et deux messages au prestataire depuis lundi, aucune réponse. On fait quoi ?",
        "Bonjour,\n\nnous avons la référence de vos appels et relançons par notre propre contact.",
        weight=4,
        vendor_contacted=True,
    ),
    Story(
        "conseil",
        "depart-entreprise",
        "Je quitte mon entreprise, quelles démarches ?",
        "Mon entreprise compte six personnes et je préfère ne pas en parler sur place. Pouvez-vous me rappeler ?",
        "Bonjour,\n\nmerci de votre confiance. Un conseiller vous rappelle au numéro donné, dans le créneau "
        "choisi.",
        weight=4,
    ),
    Story(
        "donnees",
        "rectification",
        "Mon ancienne adresse est toujours enregistrée",
        "Vos courriers partent encore à mon ancienne adresse de courriel. Merci de corriger.",
        "Bonjour,\n\nc’est corrigé chez nous ; nous demandons la même correction au prestataire.",
        weight=2,
    ),
)
