"""Where a person may be sent after signing in: pages of this site only."""

from urllib.parse import urlsplit

LONGEST_ADDRESS = 2000


def is_local_path(address: str) -> bool:
    """Tell whether `address` is a path of this site and of no other, however browsers read it.

    Browsers take `\\` for `/`, drop tabs and line ends, and read `//host` as another site.
    Source: OWASP ASVS 5.0.0, 3.7.2 (redirects to known hosts only).
    """
    if not address.startswith("/") or len(address) > LONGEST_ADDRESS:
        return False
    if any(sign in "\\" or ord(sign) < 33 or ord(sign) == 127 for sign in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and not address.startswith("//")
