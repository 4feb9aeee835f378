"""The demo's inbox."""

from local.doorway.inbox import Piece, letters
from local.stack import Mail

LINK = "https://hooks.samspill.localhost/link#o.1.secret"


def mail(to: str, text: str) -> Mail:
    return Mail("samspill@samspill.localhost", (to,), f"To {to}", text, "")


def test_the_newest_mail_comes_first() -> None:
    assert [each.number for each in letters([mail("a@x.example", ""), mail("b@x.example", "")])] == [2, 1]


def test_one_persons_inbox_holds_nobody_elses_mails() -> None:
    sent = [mail("a@x.example", ""), mail("b@x.example", "")]
    assert [each.to for each in letters(sent, "a@x.example")] == ["a@x.example"]


def test_a_link_leads_to_this_machine_and_keeps_what_stands_behind_its_mark() -> None:
    (letter,) = letters([mail("a@x.example", f"Open {LINK}\nand go on.")])
    assert letter.pieces == (Piece("Open "), Piece(LINK, "/link#o.1.secret"), Piece("\nand go on."))


def test_addresses_of_others_are_no_links() -> None:
    (letter,) = letters([mail("a@x.example", "See https://elsewhere.example/link")])
    assert [each.to for each in letter.pieces] == [""]
