"""What our own mail server says about where a mail comes from: Authentication-Results, read with suspicion.

Only the newest such header counts, and only when it names our own server: whoever writes a mail can write
older ones into it. Source: RFC 8601, section 5 (removing existing header fields).
"""

from collections.abc import Iterator, Sequence

from helpdesk.intake.rules import Proof

HEADER_LENGTH = 8_000
METHODS = ("dmarc", "dkim")
"""What says that the domain in From sent it; SPF speaks of the envelope, which nobody reads."""


def proof_of(headers: Sequence[str], *, server: str, sender: str | None) -> Proof:
    """Return what `server`, our own authserv-id, found about the domain of `sender`; NONE without a server."""
    domain = (sender or "").rpartition("@")[2].lower()
    if not headers or not server or not domain:
        return Proof.NONE
    name, *results = _pieces(_without_strings_and_comments(headers[0][:HEADER_LENGTH]))
    if (name.split() or [""])[0].lower() != server.lower():
        return Proof.NONE
    found = set(_verdicts(results, domain))
    # A failure weighs more: a domain may ask for more than a signature of the domain above it.
    return next((proof for proof in (Proof.FAILED, Proof.ALIGNED) if proof in found), Proof.NONE)


def _verdicts(results: Sequence[str], domain: str) -> Iterator[Proof]:
    """Yield what each method said of this domain; what it said of another one is nothing."""
    for result in results:
        words = result.lower().replace(" =", "=").replace("= ", "=").split()
        method, _equals, verdict = (words or [""])[0].partition("=")
        method = method.partition("/")[0]
        if method not in METHODS:
            continue
        spoken_of = _domains(words[1:], method)
        is_aligned = any(_is_same_or_above(each, domain) for each in spoken_of)
        if verdict == "pass" and is_aligned:
            yield Proof.ALIGNED
        elif (method, verdict) == ("dmarc", "fail") and (is_aligned or not spoken_of):
            yield Proof.FAILED


def _domains(words: Sequence[str], method: str) -> list[str]:
    names = ("header.from=",) if method == "dmarc" else ("header.d=", "header.i=")
    return [word.partition("=")[2].rpartition("@")[2] for word in words if word.startswith(names)]


def _is_same_or_above(domain: str, of: str) -> bool:
    # A top-level domain signs nothing: one dot at least.
    return domain == of or ("." in domain and of.endswith(f".{domain}"))


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.replace("\r", " ").replace("\n", " ").split(";")]


def _without_strings_and_comments(text: str) -> str:
    """Leave out what stands in quotes or in parentheses, nested ones too; an unclosed one ends the text.

    Both may hold the sender's own words, e.g. `smtp.mailfrom="; dmarc=pass header.from=…"@evil.example`. What
    we look for is never quoted.
    """
    kept, depth, quoted = [], 0, False
    signs = iter(text)
    for sign in signs:
        if sign == "\\":
            next(signs, None)
        elif quoted or (sign == '"' and not depth):
            quoted = sign != '"' if quoted else True
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(sign)
    return "".join(kept)
