"""Names, short messages and searches that the story is told with: invented."""

FIRST_NAMES = (
    "Aurore", "Basile", "Camille", "Diane", "Edgar", "Fantine", "Gaël", "Hélène", "Ismaël", "Joséphine",
    "Kilian", "Louison", "Margot", "Noé", "Odile", "Pascal", "Quitterie", "Rémi", "Sidonie", "Théo",
    "Ursule", "Victor", "Wassim", "Yvonne", "Zélie",
)  # fmt: skip
LAST_NAMES = (
    "Abribat", "Belcourt", "Chantreau", "Delorme-Vial", "Escoffin", "Fauvel", "Gardane", "Houdebert",
    "Imbrault", "Jalabert", "Kervella", "Lagarde-Pic", "Mirepoix", "Noguerra", "Ollivaud", "Peyrafort",
    "Quintrec", "Roussillat", "Servanin", "Tourmalet", "Vauclair", "Ybarnet",
)  # fmt: skip
FOLLOW_UPS = (
    "Merci, c’est noté. Je vous tiens au courant.",
    "Bonjour, toujours rien sur mon relevé ce matin. Où en est-on ?",
    "J’ai rappelé le prestataire, voici sa réponse : il attend la banque.",
    "C’est réglé, merci beaucoup pour votre aide.",
)
NOTES = (
    "Même remise que deux autres dossiers de la semaine : à rapprocher.",
    "Prestataire joint au téléphone : il confirme l’anomalie et rappelle demain.",
    "Vérifié avec la trésorerie : la liste est complète.",
)
SEARCHES = (
    ("prélèvement deux fois", 31),
    ("AM04", 22),
    ("changer iban", 18),
    ("remboursement", 15),
    ("mandat perdu", 12),
    ("session expirée", 11),
    ("facture abonnement", 8),
    ("code pin carte", 6),
    ("chèque parents", 5),
    ("attestation fiscale", 4),
)
