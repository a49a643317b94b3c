"""The English catalogue holds every French string of the program, translated and compiled."""

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / ".ci" / "catalogue.py"


def test_every_string_has_english_words():
    spec = importlib.util.spec_from_file_location("catalogue", SCRIPT)
    catalogue = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(catalogue)

    assert catalogue.check() == []
