"""How we meet a server over TLS: its certificate is verified, always."""

import ssl


class BadAuthorities(OSError):
    """The file of certificates to trust cannot be used; the sentence says why."""


def client_context(ca_file: str = "") -> ssl.SSLContext:
    """Return what verifies a server's certificate: by `ca_file` in PEM form alone, else as this system does.

    Raises BadAuthorities. OpenSSL's own variable SSL_CERT_FILE says what the system trusts.
    """
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ValueError) as error:
        # Neither of them names the file.
        raise BadAuthorities(
            f"the certificates in {ca_file} cannot be read ({type(error).__name__})"
        ) from error
