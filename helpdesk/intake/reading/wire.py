"""A read mail on its way from the child process: JSON, then the contents of its files."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from helpdesk.core.child import LENGTH
from helpdesk.intake.reading.mail import Attached, Bounce, Complaint, Failure, ReadMail


def to_wire(mail: ReadMail) -> bytes:
    """Return `mail` as bytes."""
    values = asdict(mail)
    contents = [each.pop("content") for each in values["attachments"]]
    values["sent_at"] = mail.sent_at.isoformat() if mail.sent_at else None
    head = json.dumps(values | {"sizes": [len(each) for each in contents]}).encode()
    return b"".join([LENGTH.pack(len(head)), head, *contents])


def from_wire(content: bytes) -> ReadMail:
    """Return the mail that `to_wire` wrote."""
    view = memoryview(content)
    at = LENGTH.size + LENGTH.unpack(view[: LENGTH.size])[0]
    values: dict[str, Any] = json.loads(bytes(view[LENGTH.size : at]))
    files = []
    for file, size in zip(values["attachments"], values.pop("sizes"), strict=True):
        files.append(Attached(**file, content=bytes(view[at : at + size])))
        at += size
    return ReadMail(**values | _rebuilt(values) | {"attachments": tuple(files)})


def _rebuilt(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that JSON cannot hold as they were."""
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    sent, bounce, complaint = values["sent_at"], values["bounce"], values["complaint"]
    failures = tuple(Failure(**each) for each in bounce["failures"]) if bounce else ()
    return lists | {
        "sent_at": datetime.fromisoformat(sent) if sent else None,
        "bounce": Bounce(message_id=bounce["message_id"], failures=failures) if bounce else None,
        "complaint": Complaint(**complaint) if complaint else None,
    }
