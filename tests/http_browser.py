"""A browser without scripts: cookies, forms as pages write them, redirects. For driving a running site."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

TIMEOUT_S = 30


@dataclass
class Form:
    """A form of a page with the values it would send as it stands."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def filled(self, **changes: str) -> list[tuple[str, str]]:
        """Return the values with some replaced; a name that the form lacks is a mistake of the test."""
        unknown = changes.keys() - self.names
        assert not unknown, f"{self.action} has no {unknown}, only {sorted(self.names)}"
        kept = [(name, value) for name, value in self.values if name not in changes]
        return [*kept, *changes.items()]


@dataclass(frozen=True)
class Page:
    """An answer of the site."""

    status: int
    url: str
    text: str
    forms: list[Form]

    def form(self, part_of_action: str) -> Form:
        """Return the only form whose address holds `part_of_action`."""
        found = [form for form in self.forms if part_of_action in form.action]
        assert found, f"no form to {part_of_action} on {self.url}: {[form.action for form in self.forms]}"
        return found[0]


class HttpBrowser:
    """One visitor with their cookies."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar))

    def cookies(self) -> list[dict[str, str]]:
        """Return the visitor's cookies, for another browser to go on with."""
        return [{"name": cookie.name, "value": cookie.value or ""} for cookie in self._jar]

    def get(self, address: str) -> Page:
        """Open an address of the site, following redirects."""
        return self._ask(Request(urljoin(self.base, address)))

    def submit(self, page: Page, form: Form, **changes: str) -> Page:
        """Send a form of `page` with some fields filled in."""
        content = urlencode(form.filled(**changes))
        address = urljoin(page.url, form.action)
        if form.method == "get":
            return self._ask(Request(f"{address}?{content}"))
        return self._ask(Request(address, data=content.encode()))

    def sign_in(self, account: dict[str, str]) -> Page:
        """Sign in as one of the demo's accounts."""
        page = self.get("/connexion")
        form = next(form for form in page.forms if "password" in form.names)
        done = self.submit(page, form, email=account["email"], password=account["password"])
        assert "/connexion" not in done.url, done.text
        return done

    def _ask(self, request: Request) -> Page:
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                return _page(answer.status, answer.url, answer.read().decode())
        except HTTPError as error:
            return _page(error.code, error.url, error.read().decode())


def _page(status: int, url: str, text: str) -> Page:
    return Page(status, url, text, read_forms(url, text))


def read_forms(url: str, text: str) -> list[Form]:
    """Return the forms of a page; one without an address is sent to `url`."""
    reader = _Forms(url)
    reader.feed(text)
    return reader.forms


class _Forms(HTMLParser):
    """Reads forms: hidden and typed values, chosen options, ticked boxes."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self._select = ""
        self._area: str | None = None
        self._area_text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or self.url, (given.get("method") or "get").lower()))
        if not self.forms:
            return
        form, name = self.forms[-1], given.get("name") or ""
        if name:
            form.names.add(name)
        if tag == "input" and name and self._counts(given):
            form.values.append(
                (name, given.get("value") or ("on" if given.get("type") == "checkbox" else ""))
            )
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            form.values.append((self._select, given.get("value") or ""))
        elif tag == "textarea":
            self._area, self._area_text = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self.forms[-1].values.append((self._area, self._area_text.removeprefix("\n")))
            self._area = None
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area_text += data

    @staticmethod
    def _counts(given: dict[str, str | None]) -> bool:
        if given.get("type") in {"checkbox", "radio"}:
            return "checked" in given
        return given.get("type") not in {"submit", "button", "file"}
