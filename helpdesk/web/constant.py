"""What is the same on every page of one language: marked here, called when templates are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T", bound=Callable[..., Any])


def constant(function: T) -> T:
    """Say that `function` depends on its arguments and the language alone, whoever asks and whenever."""
    function.is_constant = True  # type: ignore[attr-defined]
    return function


def is_constant(function: object) -> bool:
    """Tell whether `constant` was said of it."""
    return getattr(function, "is_constant", False) is True
