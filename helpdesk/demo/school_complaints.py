"""What those who run school cooperatives write in the same weeks: invented, in their own words."""

from helpdesk.demo.complaints import Story

OF_SCHOOLS = (
    Story(
        "fonds",
        "avance-urgente",
        "Acompte d’un séjour à payer cette semaine",
        "Nous devons payer l’acompte du séjour ({amount}) et l’argent est encore sur l’ancien compte.",
        "Bonjour,\n\ndemandez d’abord un délai au prestataire et gardez sa réponse. Nous transmettons votre demande "
        "d’avance à l’association.",
        weight=3,
        amount_cents=(60000, 240000),
        members=(25, 60),
        school=True,
    ),
    Story(
        "fonds",
        "solde-a-transferer",
        "Solde de l’ancien compte",
        "Le formulaire est renvoyé depuis trois semaines, et toujours pas de solde sur le nouveau compte.",
        "Bonjour,\n\nvotre dossier est complet. Le délai dépend de l’ancienne banque ; nous relançons.",
        weight=4,
        amount_cents=(20000, 300000),
        school=True,
    ),
    Story(
        "carte-especes-cheques",
        "cheque-recu",
        "Des parents ont fait un chèque",
        "Quatre familles ont quand même fait un chèque pour la sortie. Je peux le déposer ?",
        "Bonjour,\n\nnon : rendez les chèques et proposez la carte en ligne.",
        weight=3,
        school=True,
    ),
)
