"""French spaces (first form; the full one lands next)."""


def typo(text: str) -> str:
    """Return the text with its spaces set."""
    return (
        text.replace(" ?", "\u202f?")
        .replace(" !", "\u202f!")
        .replace(" ;", "\u202f;")
        .replace(" :", "\u00a0:")
    )
