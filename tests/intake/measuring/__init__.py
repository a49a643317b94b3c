"""How fast mail comes in, and what memory it takes: `python -m tests.intake.measuring 1000`."""
