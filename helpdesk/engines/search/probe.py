"""How every engine says whether it works: by being asked something."""

from helpdesk.engines.health import Health
from helpdesk.engines.search import SearchEngine, SearchUnavailable

QUESTION = "prélèvement"


def probed(engine: SearchEngine) -> Health:
    """Ask an engine something and tell how it went."""
    try:
        engine.search(QUESTION)
    except SearchUnavailable as error:
        return Health(ok=False, sentence=str(error))
    return Health(ok=True)
