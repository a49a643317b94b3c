import re

from helpdesk.places import PACKAGE


def test_every_form_that_keeps_what_is_typed_can_give_it_back():
    forms = [
        (path.name, form)
        for path in PACKAGE.rglob("templates/**/*.html")
        for form in re.findall(r"<form[^\n]* data-draft=.*?</form>", path.read_text(), re.DOTALL)
    ]

    without = [name for name, form in forms if "ui.draft_notice()" not in form]

    assert len(forms) >= 8
    assert without == []
