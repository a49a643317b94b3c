"""Commands about people: `helpdesk person …`."""

import sys

import click
from flask.cli import AppGroup

from helpdesk.accounts.passwords.hashing import hash_password
from helpdesk.accounts.passwords.service import refuse_weak
from helpdesk.accounts.queries import find_person_by_email
from helpdesk.accounts.rules import Role
from helpdesk.accounts.second_factor.service import remove_second_factor
from helpdesk.accounts.staff import service
from helpdesk.accounts.staff.service import COMMAND_LINE, Newcomer
from helpdesk.core import clock
from helpdesk.core.errors import Refused
from helpdesk.web.i18n import COMMAND_LANGUAGE, in_lang

person = AppGroup("person", help="People who sign in.")


@person.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's name, as others will read it.")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role])
)
@click.option("--lang", default="fr", type=click.Choice(["fr", "en"]), help="Language of the mail they get.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input; send no invitation."
)
@in_lang(COMMAND_LANGUAGE)
def add(email: str, name: str, roles: tuple[str, ...], lang: str, password_stdin: bool) -> None:
    """Add a person with one or more roles; without a password they get an invitation by mail."""
    newcomer = Newcomer(name, email, frozenset(Role(role) for role in roles), lang)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        refuse_weak(password, name=name, email=email)
        added = service.add_person(
            newcomer, now=clock.now(), by=COMMAND_LINE, password_hash=hash_password(password)
        )
        click.echo(f"{added.email} can sign in.")
    else:
        added = service.add_and_invite(newcomer, now=clock.now(), by=COMMAND_LINE)
        click.echo(f"{added.email} is invited: the worker sends the mail.")


@person.command("disable")
@click.argument("email")
@in_lang(COMMAND_LANGUAGE)
def disable(email: str) -> None:
    """Shut a person out at once and end their sessions."""
    service.disable_person(_id_of(email), now=clock.now(), by=COMMAND_LINE)
    click.echo(f"{email} is disabled.")


@person.command("reset-second-factor")
@click.argument("email")
@in_lang(COMMAND_LANGUAGE)
def reset_second_factor(email: str) -> None:
    """Take the second factor away from somebody who lost it, the last administrator for instance."""
    remove_second_factor(_id_of(email), now=clock.now(), by=COMMAND_LINE)
    click.echo(f"{email} has no second factor any more.")


def _id_of(email: str) -> int:
    found = find_person_by_email(email)
    if found is None:
        raise Refused(f"Nobody has the mailbox {email}.")
    return found.id
