"""How much of one mail is read, so that no mail costs more than a second of anybody's time."""

MEGABYTE = 1024 * 1024

LARGEST_FILES = 25 * MEGABYTE
"""What the files of a mail may weigh together, once decoded."""
LARGEST_MAIL = 36 * MEGABYTE
"""What a mail may weigh: its files grow by 37 % on the way, in base64."""
LARGEST_HEAD = 256 * 1024
"""What is read of a mail beyond that: its headers and the beginning of its text."""

MOST_PARTS = 50
DEEPEST = 20
MOST_ADDRESSES = 500

LARGEST_TEXT = 4 * MEGABYTE
MOST_FLOWED_LINES = 50_000
LARGEST_HTML = MEGABYTE
"""Longer HTML is not cleaned for display; its words are still read."""

MOST_HEADERS = 1000
MOST_HEADER_LINES = 10_000
LONGEST_HEADER = 64 * 1024
