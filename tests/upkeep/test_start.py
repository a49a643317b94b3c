"""What a web process loads before its first page: nothing that only few requests need."""

import json
import subprocess
import sys

HEAVY = (
    "flufl.bounce",
    "holidays",
    "inscriptis",
    "tantivy",
    "weasyprint",
    "whoosh",
    "zxcvbn",
)
ASK = """
import json, sys
{}
print(json.dumps(sorted(name for name in {} if name in sys.modules)))
"""


def loaded(statements: str, names: tuple[str, ...]) -> list[str]:
    script = ASK.format(statements, names)
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True, text=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_large_libraries_wait_for_who_needs_them():
    assert loaded("import helpdesk.app", HEAVY) == []


def test_the_command_that_starts_the_server_loads_neither_database_library_nor_pages():
    assert loaded("import helpdesk.upkeep.serve_cli", ("alembic", "flask_sqlalchemy", "sqlalchemy")) == []
