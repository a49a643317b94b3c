"""Reading of one mail: bytes in, values out; no clock, no database, no Flask.

Nothing here raises, whatever the bytes. What strangers send is read in a child process by `Reader`.
"""

from helpdesk.intake.reading.mail import Attached, Bounce, Complaint, Failure, ReadMail
from helpdesk.intake.reading.process import Reader
from helpdesk.intake.reading.read import read_mail

__all__ = ["Attached", "Bounce", "Complaint", "Failure", "ReadMail", "Reader", "read_mail"]
