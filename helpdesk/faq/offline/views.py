"""The service worker with its list of files, and the page shown when there is no network.

Nothing private can be kept: the worker stores only answers that say `public`, and this server says so on
nothing that depends on who asks.
"""

import hashlib
import json
from functools import cache

from flask import Response, make_response, render_template, request

from helpdesk.accounts.viewer import current_viewer
from helpdesk.web.assets import STATIC, fingerprint, static_url
from helpdesk.web.headers import make_public
from helpdesk.web.pagecache import UNCHANGING, public_page

FILES = (
    "app.css",
    "theme.js",
    "icons.svg",
    "favicon.svg",
    "fonts/hyperlegible-next.woff2",
    "js/app.js",
)
DESK_ONLY = frozenset({"desk.js", "organisation.js", "topicfields.js", "draft.js", "suggest.js"})
"""Scripts that no page needs without a network."""
PAGES = ("/hors-ligne", "/en/hors-ligne", "/codes/", "/en/codes/")
"""What is kept before anybody has read it: the offline page, and the codes, of use where a bank letter is read."""


def worker() -> Response:
    """Give the service worker. It must stand at the root: it rules the pages below its own address."""
    make_public()
    response = make_response(_script())
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def offline() -> Response:
    """Say that there is no network, and list what was read and kept."""
    return public_page(
        UNCHANGING,
        lambda: ((), render_template("faq/offline.html")),
        for_everybody=current_viewer() is None,
    )


@cache
def _script() -> str:
    modules = sorted(path.name for path in (STATIC / "js").glob("*.js") if path.name not in DESK_ONLY)
    files = [*map(static_url, FILES), *(f"/static/js/{name}" for name in modules)]
    versions = [*files, *(fingerprint(f"js/{name}") for name in modules), fingerprint("worker.js")]
    head = {
        "VERSION": hashlib.sha256("".join(versions).encode()).hexdigest()[:12],
        "KEPT_FILES": files,
        "KEPT_PAGES": PAGES,
    }
    lines = [f"self.{name} = {json.dumps(value)};" for name, value in head.items()]
    return "\n".join([*lines, (STATIC / "worker.js").read_text(encoding="utf-8")])
