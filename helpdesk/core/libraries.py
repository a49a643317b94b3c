"""Large libraries that few requests need: loaded when they are first used, not when a server starts."""

from importlib import import_module
from typing import Any


def library(name: str) -> Any:
    """Return the module `name` of a package that is always installed."""
    return import_module(name)
