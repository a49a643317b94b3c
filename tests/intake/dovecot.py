"""A private dovecot: IMAP and LMTP on loopback, everything in one folder, any user with the password `secret`."""

import os
import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imap_tools import MailBoxUnencrypted

from tests.ports import free_port

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
LMTP = Path("/usr/lib/dovecot/lmtp")
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = dovecot
default_internal_group = dovecot
default_login_user = dovenull
first_valid_uid = 1
first_valid_gid = 1
recipient_delimiter = +
mail_fsync = never
mail_max_userip_connections = 50
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
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
    port = 0
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
}}
namespace inbox {{
  inbox = yes
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """Where the server listens."""

    folder: Path
    imap: int
    lmtp: int

    def url(self, user: str = "aide") -> str:
        return f"imap://{user}%40example.org:secret@127.0.0.1:{self.imap}/INBOX"

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
        server = Dovecot(folder, free_port(), free_port())
        file = folder / "dovecot.conf"
        file.write_text(CONFIGURATION.format(folder=folder, imap=server.imap, lmtp=server.lmtp))
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
