"""Mail addresses as they go over the wire."""


def ascii_address(address: str) -> str:
    """Return the address with its domain in ASCII (IDNA); raise ValueError when it cannot be sent to.

    A local part outside ASCII would need SMTPUTF8 from every server on the way: it is refused.
    """
    local, at, domain = address.strip().rpartition("@")
    if (
        not (at and local and domain)
        or not local.isascii()
        or any(c <= " " or c in "<>,;\x7f" for c in address)
    ):
        raise ValueError(f"{address!r} is not an address that mail can be sent to")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise ValueError(f"{address!r} has a domain that mail cannot be sent to") from error
