"""How French words are compared: the one reading of text that every search engine shares.

Text is folded, cut into words, stripped of its little words and reduced to stems; unknown words are
corrected from the vocabulary; a passage is shown around the words found.
"""

from helpdesk.core.french.correct import Corrector, distance
from helpdesk.core.french.fold import STOP_WORDS, fold, located_words, words
from helpdesk.core.french.snippet import highlight_spans, snippet
from helpdesk.core.french.stem import stem, stems

__all__ = [
    "STOP_WORDS",
    "Corrector",
    "distance",
    "fold",
    "highlight_spans",
    "located_words",
    "snippet",
    "stem",
    "stems",
    "words",
]
