"""Where content/ and migrations/ lie: inside the package in a wheel, beside it in a checkout."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def find_folder(name: str) -> Path:
    """Return the folder `name` (content or migrations) that this installation came with."""
    inside, beside = PACKAGE / name, PACKAGE.parent / name
    return inside if inside.is_dir() else beside


@cache
def newest_revision() -> str:
    """Return the revision of the database that this version works with: migrations are numbered in their order."""
    files = (find_folder("migrations") / "versions").glob("[0-9]*.py")
    return max(file.name for file in files).partition("_")[0]
