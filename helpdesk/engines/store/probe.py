"""How any file store is found to be working."""

from helpdesk.engines.health import Health
from helpdesk.engines.store import FileMissing, FileStore, StoreUnavailable


def probe(store: FileStore, *, place: str) -> Health:
    """Write a small file, read it back and remove it."""
    try:
        stored = store.put(b"probe")
        with store.open(stored.key) as file:
            ok = file.read() == b"probe"
        store.delete(stored.key)
    except (StoreUnavailable, FileMissing) as error:
        return Health(ok=False, sentence=f"The file store {place} does not work: {error}")
    return Health(ok=ok, sentence="" if ok else f"The file store {place} gives back other bytes")
