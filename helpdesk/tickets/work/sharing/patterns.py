"""What personal things look like, and what stands in their place."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What kind of thing was taken out."""

    MAIL = "mail"
    ADDRESS = "address"
    ACCOUNT = "account"
    PHONE = "phone"
    AMOUNT = "amount"
    IDENTIFIER = "identifier"
    ORGANISATION = "organisation"
    NAME = "name"
    BIRTH = "birth"
    PLACE = "place"
    HANDLE = "handle"


MARKS = {
    Kind.MAIL: "[adresse e-mail]",
    Kind.ADDRESS: "[lien]",
    Kind.ACCOUNT: "[compte]",
    Kind.PHONE: "[téléphone]",
    Kind.AMOUNT: "[montant]",
    Kind.IDENTIFIER: "[référence]",
    Kind.ORGANISATION: "[organisation]",
    Kind.NAME: "[nom]",
    Kind.BIRTH: "[date de naissance]",
    Kind.PLACE: "[adresse postale]",
    Kind.HANDLE: "[pseudonyme]",
}
"""What stands instead, in the language articles are written in."""

Patterns = tuple[tuple[Kind, re.Pattern[str]], ...]
"""In their order. What a group called `kept` matches stays: it says what stood there."""

GAP = "[ .\u00a0\u202f\\-]?"
NOBODY = "|".join(
    """
    à et pour de d[’']avance beaucoup encore bien nous votre le la les monsieur madame mesdames messieurs mademoiselle
    mme mr mrs ms m sir madam all everyone tou(?:s|tes) (?:l[’'])?équipe collègues? colleagues? camarades?
    ami(?:e|s|es)? adhérente?s? members? trésori(?:er|ère)s? treasurers? présidente?s? secrétaires?
    fuites? vols? pertes? violations? piratages? incidents? alertes? urgen(?:t|ce)s?
    """.split()  # noqa: SIM905 - a list of fifty words in quotes is read by nobody
)
"""Words that are greeted, or follow a greeting, and name nobody: such as what is reported in haste."""

SPACE = "[ \u00a0\u202f]"
CODE = r"[A-Z]{2}\d{2}\b"
"""The reason of a rejection, which many an answer begins with and which is nobody’s name."""

PROPER = rf"(?!{CODE})[A-ZÀ-Þ][\w’'-]{{0,40}}"
NAMES = rf"{PROPER}(?:{SPACE}{PROPER}){{0,2}}"
MONTH = r"[^\W\d_]{3,10}\.?"
DAY = (
    r"(?:\d{1,2}[ ./-]\d{1,2}[ ./-](?:\d{4}|\d{2})\b|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:er|st|nd|rd|th)?{SPACE}{MONTH},?{SPACE}\d{{4}}|{MONTH}{SPACE}\d{{1,2}},?{SPACE}\d{{4}})"
)
BORN = (
    rf"(?:née?|né\(e\)|né·e){SPACE}(?:le|en)|(?:date{SPACE}de{SPACE})?naissance|born(?:{SPACE}(?:on|in))?"
    rf"|date{SPACE}of{SPACE}birth|d\.?o\.?b\.?"
)
STREET = (
    r"(?:rue|avenue|av\.?|boulevard|bd\.?|bld\.?|chemin|allées?|impasse|imp\.|ruelle|faubourg|fbg\.?"
    r"|street|road|lane)"
)
PLACE = (
    r"(?:place|pl\.|route|rte\.?|quai|cours|square|sentier|passage|lotissement|résidence|hameau|voie|villa|cité"
    r"|montée|esplanade|rond-point)"
)
"""Words of which there may well be twelve: only with a name behind them do they say where somebody lives."""

LINKS = rf"(?:(?:de|du|des|la|le|les|aux?|en|et|sur|sous|of|the){SPACE}|[dl][’'])"
COUNTED = (
    r"(?:€|(?:euro|eur|adhérente?|membre|salariée?|personne|dossier|fiche|ligne|compte|mandat|iban|rib|prélèvement"
    r"|rejet|mail|courriel)s?\b)"
)
"""What there may be 44 000 of: such a number is no postcode."""

POSTCODE = (
    rf"(?<!\b(?i:de){SPACE})"
    r"(?<![\d.,-])(?:0[1-9] ?\d{3}|(?:[1-8]\d|9[0-58])(?:\d{3}| \d{3}(?= [A-ZÀ-Þ])))"
    rf"(?![\d.,-])(?!{SPACE}?(?i:{COUNTED}))"
)
"""What may be one: behind « de » it is how many, and so is « 15 000 » in two parts unless a capital follows."""

ON_THE_WAY = rf"(?:(?!(?<=\w{{4}})\.{SPACE}[A-ZÀ-Þ][\w’'])[^\n;!?]){{1,80}}?(?:(?<![.:])\n{SPACE}{{0,3}})?"
"""What stands between a street and its postcode, which may begin the next line; never the end of a sentence.

A full stop behind three letters or fewer (« St. », « bât. »), or before no capital, cuts a word short.
"""

FURTHER = rf"(?:[ -](?:sur|sous|en|lès|les|la|le|de|du|des)[ -]{PROPER}|[ -]{PROPER}){{0,4}}"
NUMBER = rf"(?<![\w.,])\d{{1,4}}(?:{SPACE}?(?:bis|ter|quater|[A-D])\b)?,?{SPACE}"

WHEREABOUTS: Patterns = (
    (
        Kind.BIRTH,
        re.compile(
            rf"(?P<kept>(?i:\b(?:{BORN}){SPACE}{{0,3}}:?{SPACE}{{0,3}}))(?i:{DAY}|(?:19|20)\d\d\b)"
            rf"(?:{SPACE}(?:à|in){SPACE}{PROPER}(?:[ -]{PROPER}){{0,3}})?"
        ),
    ),
    # With its postcode an address is taken whole, however it is spelt; else as far as its words have capitals.
    (
        Kind.PLACE,
        re.compile(
            rf"(?i:{NUMBER}(?:{STREET}|{PLACE}){SPACE}){ON_THE_WAY}{POSTCODE}{SPACE}?[^\W\d_][\w’'-]{{1,40}}{FURTHER}"
        ),
    ),
    (
        Kind.PLACE,
        re.compile(
            rf"(?i:{NUMBER}(?:{STREET}{SPACE}{LINKS}{{0,3}}[\w’'-]{{1,40}}|{PLACE}{SPACE}{LINKS}{{0,3}}(?-i:{PROPER})))"
            rf"(?:{SPACE}{LINKS}{{0,3}}{PROPER}){{0,4}}"
        ),
    ),
    (
        Kind.PLACE,
        re.compile(
            rf"(?<!\w)(?:[Bb]âtiment|[Bb]ât\.?|[Aa]ppartement|[Aa]ppt?\.?|BP|CS){SPACE}"
            r"(?:\d{1,5}[A-Za-z]?|[A-Z]\d{0,3})\b"
        ),
    ),
)
"""When and where somebody was born or lives."""

TOWNS: Patterns = ((Kind.PLACE, re.compile(rf"{POSTCODE}{SPACE}{PROPER}{FURTHER}")),)
"""A postcode and a town by themselves, which may as well be how many there are of something."""

MESSENGERS = (
    r"(?:skype|whats?app|telegram|messenger|discord|insta(?:gram)?|facebook|snap(?:chat)?|linkedin|tiktok|mastodon"
    r"|viber|pseudo(?:nyme)?)"
)
BEFORE_A_HANDLE = rf"{SPACE}?(?:[:=]{SPACE}?|\()"
HANDLE = rf"(?!\[|\d{{1,5}}\b|{CODE})@?[\w.][\w.:#/-]{{1,60}}"
LIKE_A_HANDLE = r"(?=@|[^\W\d][\w-]{0,30}(?:[._]\w|\d))"

GREETED: Patterns = (
    # « publié sur Facebook : données visibles »: there, only what looks like a handle is one.
    (
        Kind.HANDLE,
        re.compile(rf"(?P<kept>(?<!\b(?i:sur|via){SPACE})\b(?i:{MESSENGERS}){BEFORE_A_HANDLE}){HANDLE}"),
    ),
    # A signal is also what a bank sends: « Signal : rejet ».
    (
        Kind.HANDLE,
        re.compile(rf"(?P<kept>\b(?:(?i:signal)[:=]{SPACE}?|Signal{SPACE}?\()){HANDLE}"),
    ),
    (
        Kind.HANDLE,
        re.compile(rf"(?P<kept>\b(?i:signal|{MESSENGERS}){BEFORE_A_HANDLE}){LIKE_A_HANDLE}{HANDLE}"),
    ),
    (Kind.HANDLE, re.compile(r"(?<![\w@./])@[A-Za-z0-9_][\w.]{2,40}(?:@[\w-]{1,40}(?:\.[\w-]{1,40}){1,3})?")),
    (
        Kind.NAME,
        re.compile(
            rf"(?P<kept>\b(?i:ch(?:er|ère)s?(?:{SPACE}(?:amie?|camarade|collègue))?|bonjour|bonsoir|salut|coucou|hello"
            rf"|hi|dear|merci),?{SPACE}(?!(?i:{NOBODY})\b|{CODE}))"
            # Behind a comma the sentence may go on with a capital: « Bonjour, Nous avons… » greets nobody.
            rf"(?:(?<!,{SPACE}){NAMES}|{NAMES}(?={SPACE}?(?:[,!.]|\n|\Z)|{SPACE}j(?:e\b|[’']))"
            rf"|[^\W\d_][\w’'-]{{1,30}}(?={SPACE}?(?:[,!]|\n|\Z)))"
        ),
    ),
    (
        Kind.NAME,
        re.compile(
            rf"(?P<kept>\b(?i:(?:bien{SPACE})?cordialement|(?:bien{SPACE})?amicalement|fraternellement"
            rf"|bien{SPACE}à{SPACE}(?:vous|toi)|salutations|(?:kind|best){SPACE}regards|regards)[,.]?\s{{1,4}}"
            rf"(?!(?i:{NOBODY})\b))"
            rf"{PROPER}(?:{SPACE}{PROPER}\.?){{0,2}}(?={SPACE}{{0,3}}(?:\n|\Z))"
        ),
    ),
)
"""Who is written to, and who signs: names beside the words that go with them, handles beside their messengers."""

TITLED: Patterns = (
    (
        Kind.NAME,
        re.compile(
            r"(?<!\w)(?:MM?\.|Mmes?|Mlle|Monsieur|Madame|Mademoiselle|Mr|Mrs|Ms)[ \u00a0]"
            r"(?:[A-ZÀ-Þ][\w’'\-]{0,40})(?:[ \u00a0](?:de |du |d’)?[A-ZÀ-Þ][\w’'\-]{0,40}){0,3}"
        ),
    ),
)
"""Names behind « M. » and « Mme »."""

PATTERNS: Patterns = (
    *WHEREABOUTS,
    *TOWNS,
    (Kind.MAIL, re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8}")),
    (Kind.ADDRESS, re.compile(r"https?://[^\s<>\"'«»]{1,500}", re.IGNORECASE)),
    (Kind.ACCOUNT, re.compile(r"(?:[A-Z]{2}\d{2} )?(?:•{2,4} ?)+[A-Z0-9]{0,4}|\b[12](?: ••){2,6}")),
    (
        Kind.PHONE,
        re.compile(rf"(?<!\w)(?:\+\d{{1,3}}{GAP}(?:\(0\))?{GAP}\d|0[1-9])(?:{GAP}\d{{2}}){{4}}(?!\d)"),
    ),
    (
        Kind.AMOUNT,
        re.compile(
            r"(?<![\w,.])\d{1,9}(?:[ .\u00a0\u202f]\d{3}){0,3}(?:[.,]\d{1,2})?[ \u00a0\u202f]?(?:€|euros?\b|EUR\b)",
            re.I,
        ),
    ),
    (
        Kind.IDENTIFIER,
        re.compile(r"(?<![\w\-])(?:RUM|ICS|SIREN|SIRET|NIR|BIC)[ :n°]{1,4}[A-Z0-9][\w\-+/]{3,34}"),
    ),
    (
        Kind.IDENTIFIER,
        re.compile(r"(?<![\w\-])[B-DF-HJ-NP-TV-Z][B-DF-HJ-NP-TV-Z2-9]{2}-[B-DF-HJ-NP-TV-Z2-9]{3}(?![\w\-])"),
    ),
    (Kind.IDENTIFIER, re.compile(r"(?<![\w\-])(?=[\w\-/+]{0,40}\d{5})[\w\-/+]{6,40}(?![\w\-])")),
    *TITLED,
)
