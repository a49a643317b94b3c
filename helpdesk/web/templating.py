"""Templates: `tickets/show.html` lives at `helpdesk/tickets/templates/show.html`; StrictUndefined."""

from pathlib import Path

from flask import Flask
from jinja2 import FileSystemLoader, PrefixLoader, StrictUndefined

from helpdesk.places import PACKAGE
from helpdesk.web.compiling import PageEnvironment
from helpdesk.web.remembering import remembered


def init_templates(app: Flask) -> None:
    """Give Jinja one folder per feature and make every typing mistake loud."""
    app.jinja_environment = PageEnvironment
    # Each template is kept once for each language: a cache of Jinja's usual 400 would lose some at every round.
    app.jinja_options = {**app.jinja_options, "cache_size": -1}
    folders = {path.parent.name: path for path in sorted(PACKAGE.glob("*/templates"))}
    app.jinja_env.loader = app.jinja_loader = PrefixLoader(
        {name: FileSystemLoader(Path(folder)) for name, folder in folders.items()}
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["remembered"] = remembered
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # As the extraction does it: a paragraph is one string, however its lines are broken.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")
