"""What happens to webhooks on their way out."""

from __future__ import annotations

from functools import partial

from sandbox.hostility.hostility import Hostility
from sandbox.hostility.posting import Posting
from sandbox.hostility.settings import Settings


class Post:
    """Webhooks by name, and what became of them."""

    def __init__(self, **odds: float) -> None:
        self.hostility = Hostility()
        self.hostility.begin(Settings(seed=1, odds=odds, late_seconds=60))
        self.posting = Posting(self.hostility)
        self.sent: list[str] = []
        self.disabled: list[str] = []

    def hand_over(self, *names: str) -> None:
        for name in names:
            self.posting.hand_over(partial(self.sent.append, name), partial(self.disabled.append, name))

    @property
    def injected(self) -> dict[str, int]:
        return dict(self.hostility.injected)


def test_webhooks_go_straight_on_while_the_mode_is_off() -> None:
    post = Post()
    post.hand_over("a", "b")
    assert (post.sent, post.injected) == (["a", "b"], {})


def test_a_lost_one_is_not_sent() -> None:
    post = Post(webhook_lost=1)
    post.hand_over("a")
    assert (post.sent, post.injected) == ([], {"webhook_lost": 1})


def test_a_duplicated_one_is_sent_twice() -> None:
    post = Post(webhook_duplicated=1)
    post.hand_over("a")
    assert (post.sent, post.injected) == (["a", "a"], {"webhook_duplicated": 1})


def test_a_late_one_waits_until_it_is_due() -> None:
    post = Post(webhook_late=1)
    post.hand_over("a")
    assert (post.sent, post.hostility.later.pending) == ([], 1)
    post.hostility.end()
    assert (post.sent, post.injected) == (["a"], {"webhook_late": 1})


def test_a_reordered_one_is_sent_after_the_next() -> None:
    post = Post(webhook_reordered=1)
    post.hand_over("a", "b")
    assert post.hostility.later.wait_until_done(30)
    assert (post.sent, post.injected) == (["b", "a"], {"webhook_reordered": 1})


def test_a_reordered_one_that_nothing_follows_is_sent_all_the_same() -> None:
    post = Post(webhook_reordered=1)
    post.hand_over("a")
    assert post.hostility.later.wait_until_done(30)
    assert post.sent == ["a"]
    post.hand_over("b", "c")
    assert post.hostility.later.wait_until_done(30)
    assert post.sent == ["a", "c", "b"]


def test_a_disabled_subscription_gets_nothing() -> None:
    post = Post(webhook_disabled=1)
    post.hand_over("a")
    assert (post.sent, post.disabled, post.injected) == ([], ["a"], {"webhook_disabled": 1})
