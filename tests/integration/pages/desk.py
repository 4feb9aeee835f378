"""Somebody of staff at a browser, signed in already."""

from samspill.model.holder import Holder, Subject
from samspill.tasks.page_sessions import admit_holder
from tests.integration.api.bench import Bench
from tests.integration.pages.browser import Browser

STAFF = "kari@samspill.example"


def staff_browser(bench: Bench, language: str = "nb") -> Browser:
    """A browser in which they are signed in."""
    browser = Browser(bench)
    holder = Holder(subject=Subject.STAFF, id="kari", by=STAFF, language=language)
    browser.get(admit_holder(bench.app, holder).url)
    return browser
