"""What tests of the search share."""

from flask.testing import FlaskClient


def found(client: FlaskClient, query: str, prefix: str = "") -> list[str]:
    answer = client.get(f"{prefix}/recherche.json", query_string={"q": query}).json
    return [each["slug"] for each in answer["results"]]
