"""A private dovecot: IMAP and LMTP on loopback, everything in one folder, any user with the password `secret`."""

import json
import os
import shutil
import smtplib
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from imap_tools import MailBoxUnencrypted

from tests.certificates import make_certificate
from tests.ports import free_port

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
LMTP = Path("/usr/lib/dovecot/lmtp")
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
default_internal_user = dovecot
default_internal_group = dovecot
default_login_user = dovenull
first_valid_uid = 1
first_valid_gid = 1
recipient_delimiter = +
mail_fsync = never
auth_failure_delay = 0
mail_max_userip_connections = 50
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password=secret
}}
userdb {{
  driver = static
  args = uid=dovecot gid=dovecot home={folder}/mail/%u allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
  # Those who were refused once are not made to wait: all tests come from one address.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


GOOD_TOKEN = "ya29.good"
"""The access token that the server takes, of oauth@example.org."""


TOKENS = """
introspection_mode = post
introspection_url = http://127.0.0.1:{port}/
username_attribute = email
active_attribute = active
active_value = true
"""


class _Introspection(BaseHTTPRequestHandler):
    """What dovecot asks whether a token is good, and whose it is (RFC 7662)."""

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        is_good = asked.get("token") == [GOOD_TOKEN]
        said = json.dumps({"active": is_good, "email": "oauth@example.org"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _introspecting() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Introspection) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class Dovecot:
    """Where the server listens."""

    folder: Path
    imap: int
    imaps: int
    lmtp: int

    @property
    def certificate(self) -> Path:
        """Return what the server shows, signed by itself."""
        return self.folder / "certificate.pem"

    def url(self, user: str = "aide") -> str:
        return f"imap://{user}%40example.org:secret@127.0.0.1:{self.imap}/INBOX"

    def safe_url(self, scheme: str, user: str = "aide", *, secret: str = ":secret", **options: object) -> str:
        """Return the URL of a mailbox opened over TLS."""
        port = self.imaps if scheme == "imaps" else self.imap
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return f"{scheme}://{user}%40example.org{secret}@127.0.0.1:{port}/INBOX?{query}"

    def deliver(self, *mails: bytes, user: str = "aide", to: str = "") -> None:
        """Hand mails over by LMTP, one transaction each."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as client:
            for mail in mails:
                client.sendmail("membre@example.org", [to or f"{user}@example.org"], mail)

    def count(self, folder: str, user: str = "aide") -> int:
        with MailBoxUnencrypted("127.0.0.1", self.imap).login(f"{user}@example.org", "secret") as box:
            return box.folder.status(folder, ["MESSAGES"])["MESSAGES"] if box.folder.exists(folder) else 0


def why_not() -> str:
    """Say why no server can be started here; empty when it can."""
    if not Path(PROGRAM).exists() or not LMTP.exists():
        return "dovecot-imapd and dovecot-lmtpd are not installed: bash .ci/install-system"
    return "" if os.geteuid() == 0 else "dovecot needs root to give its mail to its own user"


@contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """Run a server inside the block."""
    # Its own user must get to its mail: TMPDIR may be a folder that only ours may enter.
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-dovecot-", dir="/tmp"))
    try:
        folder.chmod(0o755)
        (folder / "mail").mkdir()
        shutil.chown(folder / "mail", "dovecot", "dovecot")
        make_certificate(folder)
        server = Dovecot(folder, free_port(), free_port(), free_port())
        file = folder / "dovecot.conf"
        file.write_text(
            CONFIGURATION.format(folder=folder, imap=server.imap, imaps=server.imaps, lmtp=server.lmtp)
        )
        with _introspecting() as port:
            (folder / "oauth2.conf").write_text(TOKENS.format(port=port))
            process = subprocess.Popen([PROGRAM, "-F", "-c", str(file)])
            try:
                _wait_for(server, process)
                yield server
            finally:
                process.terminate()
                process.wait(10)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            with MailBoxUnencrypted("127.0.0.1", server.imap, timeout=1).login("probe", "secret"):
                return
        except OSError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    raise AssertionError((server.folder / "dovecot.log").read_text())
