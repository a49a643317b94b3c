"""Searching: the page of results, and the suggestions while one types."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, jsonify, make_response, render_template, request, url_for

from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.core.identifiers import one_line
from helpdesk.faq import queries
from helpdesk.faq.counting import search_counter, write_after
from helpdesk.faq.labels import AUDIENCES
from helpdesk.faq.learning.carrying import address_with
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.readers.labels import kept_for
from helpdesk.faq.rules import Audience
from helpdesk.faq.searching import Answer, Search, clean_query, search_articles
from helpdesk.faq.situations import Variant, current_places
from helpdesk.sepa.wording import asked_code, asked_unknown
from helpdesk.web.filters import typo_filter
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _

ON_A_PAGE = 12
NEAREST = 5
"""Articles shown where nothing was found: without the filters, or those that help most."""
AS_ONE_TYPES = 10


def search() -> Response:
    """Show what was found, with the passages, and the way to write to us."""
    now = clock.now()
    wanted = _wanted()
    answer = search_articles(wanted, now=now, limit=ON_A_PAGE)
    collections = queries.list_collections()
    page = render_template(
        "faq/search.html",
        search=wanted,
        answer=answer,
        collections=collections,
        titles={each.slug: each for each in collections},
        audiences=AUDIENCES,
        kept_for=kept_for(each.readers for each in answer.results),
        most=ON_A_PAGE,
        code=asked_code(wanted.query),
        unknown_code=asked_unknown(wanted.query),
        providers=queries.list_providers(local(now).date(), wanted.lang, wanted.badges)
        if wanted.query
        else (),
        **_nearest(wanted, answer, now),
        address=lambda slug: address_with(slug, wanted.query),
    )
    response = make_response(page)
    if wanted.query and not wanted.is_narrowed:
        search_counter().add(wanted.query, lang=wanted.lang, results=len(answer.results), now=now)
        write_after(response, now=now)
    return response


def _nearest(wanted: Search, answer: Answer, now: datetime) -> dict[str, object]:
    """Return what stands in for results that there are none of."""
    empty = bool(wanted.query) and not answer.results
    wider = (
        search_articles(wanted.widened(), now=now, limit=NEAREST) if empty and wanted.is_narrowed else None
    )
    return {
        "wider": wider.results if wider else [],
        "helpful": queries.list_most_helpful(local(now).date(), wanted.lang, wanted.badges)
        if empty and not wider
        else [],
    }


def search_json() -> Response:
    """Give the first results to a program; addresses are relative to the root.

    Whoever asks for `carried` gets addresses with the words that led there, by the rule of the page of results.
    """
    answer = search_articles(_wanted(), now=clock.now(), limit=AS_ONE_TYPES)
    carries = "carried" in request.args

    def address(slug: str) -> str:
        return address_with(slug, answer.query) if carries else url_for("faq.show", slug=slug)

    return jsonify(as_values(answer, address) | _code(answer.query))


def _code(query: str) -> dict[str, object]:
    """Give the page of the reason code that is looked for, if it is one."""
    code, lang = asked_code(query), current_lang()
    if code is None:
        return _unknown_code(asked_unknown(query))
    title = typo_filter(_("Code %(code)s : %(meaning)s", code=code.code, meaning=code.meaning(lang)))
    return {
        "code": {
            "title": title,
            "url": url_for("codes.show", code=code.code),
            "summary": typo_filter(code.advice(lang)),
        }
    }


def _unknown_code(code: str) -> dict[str, object]:
    """Give the page that says what is safe to say of a code that nobody knows."""
    if not code:
        return {}
    title, summary = (
        _("Code %(code)s", code=code),
        _("Ce code n’est pas dans notre liste : voici ce qui est sûr."),
    )
    return {
        "code": {"title": title, "url": url_for("codes.show", code=code), "summary": typo_filter(summary)}
    }


def as_values(answer: Answer, address: Callable[[str], str]) -> dict[str, Any]:
    """Return an answer as programs read it; `address` gives the path of an article."""
    told = kept_for(each.readers for each in answer.results)
    return {
        "query": answer.query,
        "corrected": answer.corrected,
        "results": [
            {
                "slug": each.slug,
                "title": each.title,
                "url": address(each.slug),
                "summary": each.summary,
                "snippet": each.snippet,
            }
            | ({"kept_for": told[each.readers]} if each.readers else {})
            | ({"provider": each.provider} if each.provider else {})
            | ({"variant": each.variant} if each.variant else {})
            | ({"besides": [_beside(other, address) for other in each.besides]} if each.besides else {})
            for each in answer.results
        ],
    }


def _beside(variant: Variant, address: Callable[[str], str]) -> dict[str, str]:
    return {"variant": variant["label"], "slug": variant["slug"], "url": address(variant["slug"])}


def _wanted() -> Search:
    audience = request.args.get("audience", "")
    return Search(
        clean_query(request.args.get("q", "")),
        lang=current_lang(),
        collection=request.args.get("collection") or None,
        audience=Audience(audience) if audience in {Audience.MEMBER, Audience.TREASURER} else None,
        provider=one_line(request.args.get("provider", "")[:80]) or None,
        badges=current_badges(),
        places=current_places,
    )
