"""Between a text and its form: what the form shows, and the text that comes of what was typed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from helpdesk.core.clock import local
from helpdesk.core.identifiers import clean_text
from helpdesk.faq.content.checking import SAME_IN_EVERY_LANGUAGE
from helpdesk.faq.content.folder import CollectionMatter
from helpdesk.faq.content.source import Source
from helpdesk.faq.labels import AUDIENCES, TOPIC_WORDS
from helpdesk.faq.nesting import above, depth_first
from helpdesk.faq.writing import room
from helpdesk.faq.writing.beginning import named, new_notice_text
from helpdesk.faq.writing.forms import ArticleForm, TextForm, ticket_topics
from helpdesk.faq.writing.labels import KEY_WORDS
from helpdesk.faq.writing.matter import DAYS, KEYS, LISTS, Article, compose, parts_of, rewrite
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import Kind
from helpdesk.faq.writing.texts import Paper, of_source, own_path, path_for, read
from helpdesk.faq.writing.translating import agreed, find_original, leading_text
from helpdesk.web.filters import day
from helpdesk.web.i18n import current_lang

AnyForm = ArticleForm | TextForm

NOTHING: Mapping[str, Any] = {key: [] if key in LISTS else None if key in DAYS else "" for key in KEYS}
"""What an article says of itself before anybody wrote in it."""


@dataclass(frozen=True)
class Opened:
    """A text opened for writing: its row, None for a new one, its parts, None where only the whole can be shown."""

    kind: Kind
    row: Manuscript | None = None
    parts: Article | None = None
    begins: str = ""
    """What stands in a new text that is shown whole."""
    is_whole: bool = False
    """An article of which the whole file was asked for."""

    def original_of(self, form: AnyForm) -> Manuscript | None:
        """Return the text that the one in a form translates."""
        slug, lang = (
            (self.row.slug, self.row.lang) if self.row else (form.slug.data or "", form.lang.data or "")
        )
        return find_original(self.kind, slug, lang)

    def draft_key(self, seen: int) -> str:
        """Return the name under which a browser keeps what is typed over the version that was seen."""
        name = self.row.id if self.row else self.kind.value
        return f"fiche-{name}-{'texte-' if self.is_whole else ''}{seen}"

    @property
    def keeps_name(self) -> bool:
        """Tell whether its name is known outside, and so stays."""
        row = self.row
        return row is not None and (
            row.kind is not Kind.ARTICLE or bool(row.file_hash) or row.live_text is not None
        )


def open_row(row: Manuscript, *, whole: bool = False) -> Opened:
    """Open a text; an article is shown whole where that was asked for, or its front matter is broken."""
    if row.kind is not Kind.ARTICLE or whole:
        return Opened(row.kind, row, is_whole=whole)
    try:
        return Opened(row.kind, row, parts_of(row.text))
    except ValueError:
        return Opened(row.kind, row)


def new_article(now: datetime, values: Mapping[str, Any]) -> Opened:
    """Open an article that does not exist yet."""
    begun = {**NOTHING, "lang": "fr", "reviewed_on": local(now).date()}
    shown = {key: value for key, value in values.items() if key in KEYS}
    return Opened(Kind.ARTICLE, None, Article(begun | shown, values.get("body", "")))


def new_notice(now: datetime) -> Opened:
    """Open a notice that does not exist yet."""
    return Opened(Kind.NOTICE, begins=new_notice_text(local(now).date()))


def form_for(opened: Opened, *, bound: bool = True) -> AnyForm:
    """Return the form of a text, holding what was sent, or the text itself."""
    form: AnyForm
    if opened.parts is not None:
        sent: dict[str, Any] = {} if bound else {"formdata": None}
        form = ArticleForm(data=_shown(opened.parts), **sent)
        form.offer(titles_of(room.collections()))
        if opened.original_of(form) is not None:
            form.leave_to_the_original()
    else:
        row = opened.row
        data = {"text": row.text, "slug": row.slug, "lang": row.lang} if row else {"text": opened.begins}
        form = TextForm(data=data) if bound else TextForm(formdata=None, data=data)
    if opened.row is not None and not (bound and form.is_submitted()):
        form.version.data = str(opened.row.version)
    if opened.keeps_name and opened.row is not None:
        form.slug.data, form.lang.data = opened.row.slug, opened.row.lang
    return form


def titles_of(collections: Sequence[CollectionMatter]) -> Mapping[str, str]:
    """Return what each collection is called, with those it lies in: there may be two of one name."""
    return {
        each.slug: " › ".join(_title(one) for one in (*above(each.slug, collections), each))
        for each in depth_first(collections)
    }


def _title(collection: CollectionMatter) -> str:
    return collection.title_en if current_lang() == "en" else collection.title


def _shown(parts: Article) -> dict[str, Any]:
    shown = {key: "\n".join(value) if key in LISTS else value for key, value in parts.matter.items()}
    shown["reason_codes"] = " ".join(parts.matter["reason_codes"])
    return {**shown, "body": parts.body.strip("\n")}


def paper_from(opened: Opened, form: AnyForm) -> Paper:
    """Return the text that comes of a form, and what is known of it even while it still has faults."""
    if isinstance(form, ArticleForm):
        return _article(opened, form)
    slug, lang = form.slug.data or "", form.lang.data or "fr"
    path = opened.row.path if opened.row else path_for(opened.kind, slug, lang)
    text = _unless_same(opened, form.text.data or "")
    return text_paper(opened, named(text, slug, lang) if opened.begins else text, path, slug, lang)


def text_paper(opened: Opened, text: str, path: str, slug: str, lang: str) -> Paper:
    """Return a whole text with what it says of itself, or with what was known before if it cannot be read.

    An article that nobody knows yet takes the name that its front matter says.
    """
    understood = read(path, text)
    if isinstance(understood, Source):
        own = of_source(understood, path)
        if own.kind is Kind.ARTICLE and not opened.keeps_name:
            slug, lang = own.slug, own.lang
        if (own.slug, own.lang) == (slug, lang):
            return replace(own, path=own_path(own) if own.kind is Kind.ARTICLE else path)
    row = opened.row
    return Paper(
        path,
        opened.kind,
        slug,
        lang,
        text,
        row.title if row and opened.kind is not Kind.BLOCK else slug,
        row.collection if row else "",
        row.owner if row else "",
        row.reviewed_on if row else None,
    )


def _article(opened: Opened, form: ArticleForm) -> Paper:
    assert opened.parts is not None
    article, original = form.article(opened.parts), opened.original_of(form)
    if original is not None:
        with suppress(ValueError):
            article = agreed(article, parts_of(leading_text(original)))
    text = rewrite(opened.row.text, article) if opened.row else compose(article)
    matter = article.matter
    paper = Paper(
        "",
        Kind.ARTICLE,
        matter["slug"],
        matter["lang"],
        text,
        matter["title"],
        matter["collection"],
        matter["owner"],
        matter["reviewed_on"],
    )
    return replace(paper, path=own_path(paper))


def _unless_same(opened: Opened, typed: str) -> str:
    """Return what was typed, ended by a line feed; the text itself where only line ends would differ."""
    row = opened.row
    if row is not None and clean_text(row.text).strip() == typed.strip():
        return row.text
    return typed.strip("\n") + "\n"


def taken_from(original: Manuscript) -> list[tuple[str, str]]:
    """Return what a translation takes from its original, as the form calls it, in words."""
    matter = parts_of(leading_text(original)).matter
    words: Mapping[str, Mapping[Any, str]] = {
        "collection": titles_of(room.collections()),
        "category": TOPIC_WORDS,
        "ticket_category": ticket_topics(),
        "audience": AUDIENCES,
    }
    return [
        (str(KEY_WORDS[key]), _in_words(matter[key], words.get(key, {})))
        for key in SAME_IN_EVERY_LANGUAGE
        if key in KEYS and matter[key]
    ]


def _in_words(value: Any, words: Mapping[Any, str]) -> str:
    if isinstance(value, date):
        return day(value)
    return ", ".join(value) if isinstance(value, list) else str(words.get(value, value))


def translation_of(original: Manuscript) -> Mapping[str, Any]:
    """Return what the translation of an article begins with: its words, to be written over, and all that is shared."""
    parts = parts_of(original.text)
    kept = {key: parts.matter[key] for key in KEYS if key not in {"aliases", "keywords"}}
    return kept | {"lang": "en", "body": parts.body.strip("\n")}
