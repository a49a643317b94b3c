"""The one family of refusals; a single handler in `web` turns them into pages."""

from datetime import timedelta


class NotFound(Exception):
    """Say that the thing does not exist, or not for this person: the two must look alike.

    Not a `Refused`, so that a view which shows refusals beside its form lets it pass.
    """

    status = 404


class Refused(Exception):
    """Refuse a request with one sentence for the person, already in their language."""

    def __init__(self, sentence: str, *, status: int = 422) -> None:
        """Keep the sentence to show and the HTTP status of the page that shows it."""
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class Stale(Refused):
    """Refuse a change made on a version that somebody else has replaced meanwhile."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence; the page answers 409."""
        super().__init__(sentence, status=409)


class TooMany(Refused):
    """Refuse one attempt too many; `retry_after` is None when waiting would not help."""

    def __init__(self, sentence: str, *, retry_after: timedelta | None = None) -> None:
        """Keep the sentence and the wait; the page answers 429, with Retry-After when known."""
        super().__init__(sentence, status=429)
        self.retry_after = retry_after
