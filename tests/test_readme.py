"""README says every setting and every command."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from helpdesk.cli import COMMANDS
from helpdesk.config import PREFIX, Settings

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
ROW = re.compile(rf"^\| `({PREFIX}\w+)` \| (?:`(.*)`)? *\| (.+) \|$", re.MULTILINE)


def shown(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def test_the_table_holds_every_setting_once_in_its_order():
    assert [row[0] for row in ROW.findall(README)] == [
        PREFIX + name.upper() for name in Settings.model_fields
    ]


def test_the_table_tells_the_defaults():
    told = {name: default for name, default, _ in ROW.findall(README)}

    assert told == {
        PREFIX + name.upper(): shown(field.default) for name, field in Settings.model_fields.items()
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_explained(name):
    assert f"`helpdesk {name}" in README
