"""HTML of strangers: its words, where the quoted mail begins in it, and a clean copy for display."""

from helpdesk.intake.reading.html.clean import clean_html
from helpdesk.intake.reading.html.plain import Words, read_html

__all__ = ["Words", "clean_html", "read_html"]
