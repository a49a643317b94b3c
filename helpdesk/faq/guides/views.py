"""The pages of the guides, and their files: each version at an address that stays."""

import re
from pathlib import PurePosixPath

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from helpdesk.accounts.viewer import current_viewer
from helpdesk.core.errors import NotFound
from helpdesk.faq import queries
from helpdesk.faq.companions.files import get_file
from helpdesk.faq.companions.reading import GUIDE
from helpdesk.faq.companions.storing import get_companion, list_companions
from helpdesk.faq.guides.source import FOLDER, MEDIA
from helpdesk.faq.pages import here, today
from helpdesk.faq.rules import ArticleKind
from helpdesk.web.headers import DOWNLOAD_CSP, make_public
from helpdesk.web.i18n import current_lang
from helpdesk.web.pagecache import Answer, public_page

NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


def index() -> Response:
    """List the guides with their latest version."""

    def build() -> tuple[Answer, str]:
        generation = queries.generation()
        guides = [(row.slug, row.value) for row in list_companions(GUIDE)]
        return (generation,), render_template("faq/guides/index.html", guides=guides)

    return public_page(queries.GENERATION, build, for_everybody=current_viewer() is None)


def show(slug: str) -> Response:
    """Show a guide: its latest version to read and to download, and those before it."""

    def build() -> tuple[Answer, str]:
        generation, lang = queries.generation(), current_lang()
        guide = get_companion(GUIDE, slug).value
        row = queries.get_article(slug, ArticleKind.GUIDE, lang, today())
        page = render_template(
            "faq/guides/show.html", slug=slug, guide=guide, article=row, html=here(row.html)
        )
        return (generation,), page

    return public_page(queries.GENERATION, build, for_everybody=current_viewer() is None)


def latest(slug: str) -> AnyResponse:
    """Lead to the file of the latest version, as the reader’s language has it: an address that holds."""
    version = get_companion(GUIDE, slug).value["versions"][0]
    name = (version.get("file_en") if current_lang() == "en" else None) or version["file"]
    return redirect(url_for("faq.guide_file", slug=slug, version=version["version"], name=name))


def file(slug: str, version: str, name: str) -> Response:
    """Give one file of one version."""
    if not all(NAME.fullmatch(part) for part in (slug, version, name)):
        raise NotFound
    suffix = PurePosixPath(name).suffix
    if suffix not in MEDIA:
        raise NotFound
    held = get_file(f"{FOLDER}/{slug}/{version}/{name}")
    media, english = MEDIA[suffix], "-en" if name.endswith(f".en{suffix}") else ""
    response = Response(held.body, mimetype=media)
    if media.startswith("text/"):
        response.headers["Content-Type"] = f"{media}; charset=utf-8"
    make_public()
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{version}{english}{suffix}"'
    response.headers["Content-Security-Policy"] = DOWNLOAD_CSP
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.set_etag(held.sha256[:32])
    response.make_conditional(request)
    return response
