"""The answer of a mail, told apart from the history quoted below it.

A scanner of lines that hides only what is surely not the author's: what is shown and what is hidden together
are the text, and a quotation more on the screen is better than a word less. Libraries for this know little
French, lose words now and then, and hang on hostile text; this one looks at a bounded number of lines.
"""

from helpdesk.intake.reading.trim.scan import trim
from helpdesk.intake.reading.trim.separators import is_forward_subject

__all__ = ["is_forward_subject", "trim"]
