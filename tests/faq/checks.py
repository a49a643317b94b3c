"""What checking a folder says, without the folder’s own place."""

from datetime import datetime

from helpdesk.faq.loading import check_content
from tests.faq.conftest import ContentFolder


def check(folder: ContentFolder, now: datetime) -> list[str]:
    faults = check_content(folder.root, now=now)
    return [str(fault).replace(f"{folder.root}/", "") for fault in faults if not fault.is_warning]


def warnings(folder: ContentFolder, now: datetime) -> list[str]:
    faults = check_content(folder.root, now=now)
    return [str(fault).replace(f"{folder.root}/", "") for fault in faults if fault.is_warning]
