"""Kinds, families and lines of organisations.

Source: « Information aux organisations », 19 April 2018: « diffuser cette note auprès des organisations
relevant de votre périmètre ».
"""

from enum import StrEnum


class Family(StrEnum):
    """To which kind of network an organisation belongs."""

    UNION = "union"
    ASSOCIATION = "association"
    COOPERATIVE = "cooperative"


class Kind(StrEnum):
    """What an organisation is in its network."""

    CONFEDERATION = "confederation"
    FEDERATION = "federation"
    REGIONAL = "regional"
    DEPARTMENTAL = "departmental"
    LOCAL_UNION = "local_union"
    UNION = "union"
    SECTION = "section"
    DEPARTMENTAL_ASSOCIATION = "departmental_association"
    NATIONAL_FEDERATION = "national_federation"
    SCHOOL_COOPERATIVE = "school_cooperative"


class Line(StrEnum):
    """Along which line a parent stands above a child."""

    GEOGRAPHIC = "geo"
    PROFESSIONAL = "pro"
    CONFEDERAL = "confed"


class ContactFunction(StrEnum):
    """What a contact of an organisation does there."""

    TREASURER = "treasurer"
    SECRETARY = "secretary"
    CORRESPONDENT = "correspondent"
    TRUSTEE = "trustee"
    """The « mandataire » of a school cooperative."""
