"""Search by Whoosh, the default: an index in a folder, written by one process and read by any number.

Whoosh keeps the files, the postings and the lock; the words, their weights and the score are ours (`weights`,
`question`, `snapshot`). Its query parser is never fed: it takes “?” for a wildcard and finds nothing for most
questions. Its files hold pickles, so the folder is ours alone and is never restored from a backup: it is rebuilt.
"""

import os
import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.filedb.filestore import RamStorage, Storage
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Existence
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.writing import IndexWriter

from helpdesk.engines.health import Health
from helpdesk.engines.schemes import folder_of
from helpdesk.engines.search import EVERYTHING, MAX_HITS, Doc, Filters, Hits, SearchUnavailable, latest
from helpdesk.engines.search.folder import IndexFolder, scratch_folder
from helpdesk.engines.search.newest import Newest
from helpdesk.engines.search.probe import probed
from helpdesk.engines.search.question import MAX_CHARACTERS
from helpdesk.engines.search.scoring import FIELDS
from helpdesk.engines.search.snapshot import Asked, Snapshot
from helpdesk.engines.search.synonyms import SHIPPED, Synonyms
from helpdesk.engines.search.vocabulary import Vocabulary, note_words
from helpdesk.engines.search.weights import Weights, weigh

POOL_MB = 32
"""How much of what is being written waits in memory, about: the rest waits on the disk."""

_TOC = re.compile(r"_MAIN_([0-9]+)\.toc")


class WeightedTerms(FieldType):
    """A field given as a mapping of terms to weights, so that nothing is analysed by Whoosh."""

    def __init__(self) -> None:
        self.format = Existence()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False
        self.vector = None

    def index(self, value: Weights, **kwargs: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Yield each term as Whoosh's writer wants it."""
        yield from ((term.encode(), 1, weight, b"") for term, weight in value.items())


class InMemory(RamStorage):
    """Whoosh's storage in memory, without the copy that its own makes of every file it opens."""

    def open_file(self, name: str, **options: Any) -> BufferFile:
        """Return the file's bytes as a file."""
        if name not in self.files:
            raise NameError(name)
        return BufferFile(self.files[name], name=name)


class NamedByChance(W3Codec):
    """Whoosh's codec, with segments named by the system's randomness.

    Its own names come from `random`: a program that seeds it twice alike would name two segments alike.
    """

    def new_segment(self, storage: Storage, indexname: str) -> W3Segment:
        """Return a segment whose name no other has."""
        return W3Segment(self, indexname, segid=token_hex(8))  # type: ignore[no-untyped-call]


_CODEC = NamedByChance()  # type: ignore[no-untyped-call]

SCHEMA = Schema(
    id=ID(stored=True, unique=True),
    version=STORED,
    lang=STORED,
    collection=STORED,
    audience=STORED,
    provider=STORED,
    readers=STORED,
    **{field: WeightedTerms() for field in FIELDS},
)


class WhooshEngine:
    """Search the index of a folder; see the port for what each method promises."""

    def __init__(self, root: Path) -> None:
        self._folder = IndexFolder(root, "whoosh4")
        self._newest = Newest(self._folder, generation=_generation, opened=_opened)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        filters: Filters = EVERYTHING,
        synonyms: Synonyms = SHIPPED,
        lang: str = "fr",
    ) -> Hits:
        """Return the best articles; a very long query is cut before anything remembers it."""
        asked = Asked(query[:MAX_CHARACTERS], min(limit, MAX_HITS), filters, synonyms, lang)
        return self._newest.ask(lambda snapshot: snapshot.search(asked))

    def upsert(self, docs: Iterable[Doc]) -> None:
        """Replace the articles in the index in use."""
        articles = latest(docs)
        rows = [_fields(doc) for doc in articles]
        with self._writer() as (writer, folder):
            note_words(folder, articles)
            for row in rows:
                writer.update_document(**row)

    def delete(self, ids: Iterable[str]) -> None:
        """Take the articles out of the index in use."""
        with self._writer() as (writer, _):
            for id in ids:
                writer.delete_by_term("id", id)

    def rebuild(self, docs: Iterable[Doc]) -> None:
        """Fill a new folder and swap it in; edits that others make meanwhile wait and go into the new one."""
        with (
            self._folder.lock(),
            self._folder.replacement() as new,
            closing(create_in(str(new), SCHEMA)) as index,
            _writer_of(index) as writer,
        ):
            articles = latest(docs)
            note_words(new, articles)
            for doc in articles:
                writer.add_document(**_fields(doc))

    def versions(self) -> Mapping[str, str]:
        """Return the version of every article."""
        return self._newest.ask(lambda snapshot: {held.id: held.version for held in snapshot.held.values()})

    def generation(self) -> str:
        """Return the name of the folder in use and the number of its last commit."""
        return self._newest.generation()

    def health(self) -> Health:
        """Open the index and ask it something."""
        return probed(self)

    @contextmanager
    def _writer(self) -> Iterator[tuple[IndexWriter, Path]]:
        """Lend the only writer and the folder it writes to."""
        with self._folder.lock():
            current = self._folder.current()
            try:
                with closing(open_dir(str(current))) as index, _writer_of(index) as writer:
                    yield writer, current
            # A torn index fails inside pickle, struct or zlib: nearly any exception may come out.
            except Exception as error:
                raise SearchUnavailable(f"The search index {current} cannot be written: {error!r}") from error


def open_url(url: str) -> WhooshEngine:
    """Return the engine for the URL's folder; the first rebuild makes it."""
    return WhooshEngine(folder_of(url, setting="search_url"))


scratch = scratch_folder


def _generation(current: Path) -> str:
    commits = [int(found[1]) for name in os.listdir(current) if (found := _TOC.fullmatch(name))]
    return f"{current.name}.{max(commits, default=0)}"


def _opened(folder: Path, vocabulary: Vocabulary) -> Snapshot:
    return Snapshot(_in_memory(folder).open_index().reader(), vocabulary)  # type: ignore[no-untyped-call]


def _writer_of(index: FileIndex) -> IndexWriter:
    # Segments of several files, since parts of a single one would be copied again when read into memory.
    writer: IndexWriter = index.writer(codec=_CODEC, compound=False, limitmb=POOL_MB)
    return writer


def _in_memory(folder: Path) -> InMemory:
    """Read the index whole; 1,000 long articles take 7 MB.

    Whoosh would map its files, and a mapped file that is cut short kills the process instead of raising.
    """
    storage = InMemory()  # type: ignore[no-untyped-call]
    for path in folder.glob("*MAIN_*"):
        # What a writer has just replaced may be gone; if it was still needed, opening the index will say so.
        with suppress(FileNotFoundError):
            storage.files[path.name] = path.read_bytes()
    return storage


def _fields(doc: Doc) -> dict[str, Any]:
    return {
        "id": doc.id,
        "version": doc.version,
        "lang": doc.lang,
        "collection": doc.collection,
        "audience": doc.audience,
        "provider": doc.provider,
        "readers": tuple(sorted(doc.readers)),
        **weigh(doc),
    }
