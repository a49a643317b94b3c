"""What the finders share: the answer they give, and what may stand between groups of signs."""

Span = tuple[int, int, str]
"""Where a secret begins, where it ends, and what to show in its place."""

GAP = r"[ \u00a0\u2009\u202f.\-\u2010-\u2013]"
