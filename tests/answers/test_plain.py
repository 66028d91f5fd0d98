"""An answer in a terminal."""

import pytest
from tests.web.made_door import ACTING, House, pay_plan

from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.plain import plain
from ppwi_bot.answers.plan import AnswerPlan


@pytest.mark.parametrize(
    ("plan", "order"),
    [
        (pay_plan("real"), ["Summary", "checkbook", "Calls to action"]),
        (ACTING, ["Calls to action", "Summary", "checkbook"]),
    ],
    ids=["what was said", "what should be done"],
)
def test_what_was_asked_for_comes_first(plan: AnswerPlan, order: list[str]) -> None:
    text = plain(fill(plan, House().voices))
    assert sorted(order, key=text.index) == order
