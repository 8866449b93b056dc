"""Rulesets: document 2 is read to its exact numbers, and every mistake gets its sentence."""

from pathlib import Path

import pytest

from bot.domain.clocks import ClockKind
from bot.domain.hours import Limit
from bot.domain.ruleset import LimitRule, Rung, UrgeRule
from bot.settings.rulesets import COLUMNS, load_ruleset, names, parse_ruleset
from bot.settings.toml import WrongFile

DAY = Limit(1, "wd")
MOVING = (
    Rung("-1wd", "remind", tell=("assignee",)),
    Rung("due", "owed-urge", tell=("first_responder",), every=DAY),
    Rung("+1wd", "formal-urge", tell=("assignee", "head"), listed=("leader",)),
    Rung("+3wd", "decide", listed=("leader",), after="formal-urge"),
)
LEAST = """name = "own"
title = "本局首问责任制"
version = "1"
channels = ["来访", "来电"]
[limits]
refer = "2wd"
finish = "5wd"
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(WrongFile) as caught:
        parse_ruleset(text, "own.toml")
    return str(caught.value).splitlines()


@pytest.mark.parametrize("name", names())
def test_every_shipped_ruleset_is_right_and_named_as_its_file(name: str) -> None:
    assert load_ruleset(name).name == name


def test_pudong_tobacco_is_among_the_shipped_ones() -> None:
    assert "pudong-tobacco" in names()


def test_pudong_tobacco_refers_within_two_days_and_finishes_within_five() -> None:
    assert load_ruleset("pudong-tobacco").limits == {
        "refer": LimitRule(Limit(2, "wd")),
        "contact": LimitRule(DAY),
        "finish": LimitRule(Limit(5, "wd"), cap=True, own="registration"),
        "direct": LimitRule(DAY),
        "follow_up": LimitRule(Limit(2, "wd")),
        "redo": LimitRule(Limit(5, "wd")),
        "supplement": LimitRule(Limit(10, "wd")),
        "hall": LimitRule(Limit(10, "min"), urgent=True),
        "promise": LimitRule(None),
    }


def test_pudong_tobacco_climbs_from_reminder_to_the_leader() -> None:
    rules = load_ruleset("pudong-tobacco")
    assert rules.ladders == {
        "contact": (),
        "finish": MOVING,
        "redo": MOVING,
        "promise": MOVING,
        "supplement": (Rung("due", "papers-due", tell=("first_responder",), every=Limit(5, "wd")),),
        "hall": (Rung("due", "still-waiting", tell=("first_responder",), urgent=True),),
    }
    assert rules.urge == UrgeRule(by="first_responder", fallback=Limit(2, "h"), at_most=1)
    assert rules.count_first_day is False


def test_pudong_tobacco_has_the_lists_and_words_of_its_paper() -> None:
    rules = load_ruleset("pudong-tobacco")
    assert (rules.title, rules.version, rules.shown_as) == (
        "浦东烟草首问责任制",
        "1",
        "二五（2+5）",
    )
    assert rules.channels == ("来访", "来电", "来信", "传真")
    assert rules.kinds == ("咨询", "投诉", "举报", "求助", "其他")
    assert rules.classes == ("零售客户", "消费者", "其他")
    assert rules.registration_number == "{office}首〔{year}〕{short}"
    assert rules.formal_number == "{office}首催〔{year}〕{n}号"
    assert rules.words["打电话"] == "来电"
    shown = [column.key for column in rules.columns]
    assert set(COLUMNS) - set(shown) == {
        "class", "first_handler", "second_responsible", "paused", "rules",
    }  # fmt: skip
    assert shown == [key for key in COLUMNS if key in shown]
    assert rules.columns[0].title == "编号"


def test_the_least_ruleset_leaves_the_rest_to_what_is_usual() -> None:
    rules = parse_ruleset(LEAST, "own.toml")
    assert rules.limits == {
        "refer": LimitRule(Limit(2, "wd")),
        "finish": LimitRule(Limit(5, "wd")),
    }
    assert (rules.ladders, rules.urge, rules.columns, rules.words) == ({}, UrgeRule(), (), {})
    assert [rung.view for rung in rules.ladder(ClockKind.FINISH)] == ["remind", "overdue"]


def test_an_empty_ladder_is_silence_and_a_missing_one_the_usual() -> None:
    rules = parse_ruleset(LEAST + "[ladder]\nrefer = []\n", "own.toml")
    assert rules.ladder(ClockKind.REFER) == ()
    assert len(rules.ladder(ClockKind.FINISH)) == 2


def test_a_limit_may_name_what_starts_it() -> None:
    text = LEAST + 'contact = { limit = "90min", from = "refer", urgent = true }\n'
    assert parse_ruleset(text, "own.toml").limits[ClockKind.CONTACT] == LimitRule(
        Limit(90, "min"), urgent=True
    )


def test_an_own_ruleset_is_read_from_its_path(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(LEAST, "utf-8")
    assert load_ruleset(str(file)) == parse_ruleset(LEAST, "own.toml")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(WrongFile) as caught:
        load_ruleset("pudong")
    assert str(caught.value) == ('unknown ruleset "pudong"; did you mean "pudong-tobacco"?')


HEAD_MISTAKES = {
    'name = "own"': ("", ['own.toml: "name" is missing']),
    'title = "本局首问责任制"': ('title = ""', ['own.toml:2: "title" is empty']),
    'version = "1"': ("version = 1", ['own.toml:3: "version" must be a text, not a number']),
    'channels = ["来访", "来电"]': (
        "channels = []",
        ['own.toml:4: "channels" is empty; the first is meant where none is said'],
    ),
    '"来电"': ('\n"来访"', ['own.toml:5: "来访" stands twice in "channels"']),
    '"来访", "来电"': ("1", ['own.toml:4: "channels" must hold texts only, not a number']),
    '"own"': (
        '"Own Rules"',
        ['own.toml:1: "name": expected a name such as "formal-urge", not "Own Rules"'],
    ),
    '\nfinish = "5wd"': ("", ['own.toml:5: [limits] lacks "finish"']),
    'refer = "2wd"': (
        'refer = "2d"',
        [
            'own.toml:6: "refer": expected a limit such as "2wd", "90min" or "2h", not "2d"',
        ],
    ),
    'finish = "5wd"': (
        'finish = "given"',
        [
            'own.toml:7: "given" is only for "promise" and "appointment", whose dates people give',
        ],
    ),
    '[limits]\nrefer = "2wd"\nfinish = "5wd"': ("", ["own.toml: [limits] is missing"]),
    "[limits]": ("[limit]", [
        "own.toml: [limits] is missing",
        'own.toml:5: unknown key "limit"; did you mean "limits"?',
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), HEAD_MISTAKES.items(), ids=str)
def test_a_mistake_in_what_every_ruleset_needs_is_said(
    right: str, wrong: tuple[str, list[str]]
) -> None:
    text, sentences = wrong
    found = mistakes(LEAST.replace(right, text, 1))
    assert found == sentences


MORE_MISTAKES = {
    'redoo = "5wd"': '8: unknown key "redoo"; did you mean "redo"?',
    "redo = 5": '8: "redo" must be a text, not a number',
    'redo = "0wd"': '8: "redo": expected a limit such as "2wd", "90min" or "2h", not "0wd"',
    "redo = { cap = true }": '8: [limits.redo] lacks "limit"',
    'redo = { limit = "5wd", urgnt = true }': '8: unknown key "urgnt"; did you mean "urgent"?',
    'redo = { limit = "5wd", own = "registration" }': '8: "own" is only for "finish",'
    ' not for "redo"',
    'redo = { limit = "5wd", from = "refer" }': '8: "refer" is not allowed for "from";'
    " known: reopen",
    'redo = { limit = "5wd", cap = "yes" }': '8: "cap" must be true or false, not a text',
    'count_first_day = "no"': '8: "count_first_day" must be true or false, not a text',
    '[urge]\nby = "chief"': '9: "chief" is not allowed for "by"; known: first_responder, head',
    '[urge]\nat_most = "2"': '9: "at_most": expected so many a working day such as "1/wd", not "2"',
    '[urge]\nfallback = "soon"': '9: "fallback": expected a limit such as "2wd", "90min" or'
    ' "2h", not "soon"',
    "[ladder]\nfinnish = []": '9: unknown clock "finnish"; did you mean "finish"?',
    '[ladder]\nfinish = "none"': '9: "finish" must be a list, not a text',
    "[ladder]\nfinish = [1]": '9: "finish" must hold tables only, not a number',
    '[[ladder.finish]]\nas = "remind"\ntell = ["owner"]': '8: [ladder.finish] lacks "at"',
    '[[ladder.finish]]\nat = "due"\ntell = ["owner"]': '8: [ladder.finish] lacks "as"',
    '[[ladder.finish]]\nat = "due"\nas = "remind"': '8: a rung needs "tell" or "list",'
    " or nobody hears it",
    '[[ladder.finish]]\nat = "due"\nafter = "formal-urge"\nas = "decide"\ntell = ["head"]': '10: "after" names no earlier step of this ladder: "formal-urge"',
    '[[ladder.finish]]\nat = "1wd"\nas = "remind"\ntell = ["owner"]': '9: "at": expected a rung'
    ' such as "-1wd", "due", "+1wd", "+5min" or "90%", not "1wd"',
    '[[ladder.finish]]\nat = "due"\nas = "Remind!"\ntell = ["owner"]': '10: "as": expected a name'
    ' such as "formal-urge", not "Remind!"',
    '[[ladder.finish]]\nat = "due"\nas = "remind"\ntell = [\n"asignee"]': '12: "asignee" is not'
    ' allowed for "tell"; did you mean "assignee"?',
    '[[ladder.finish]]\nat = "due"\nas = "remind"\nlist = ["boss"]': '11: "boss" is not allowed'
    ' for "list"; known: owner, assignee, deputy, first_responder, head, responsible, leader, chief',
    '[[ladder.finish]]\nat = "due"\nas = "x"\ntell = ["head"]\nevery = "1"': '12: "every": expected'
    ' a limit such as "2wd", "90min" or "2h", not "1"',
    '[[columns]]\nkey = "fone"\ntitle = "电话"': '9: "fone" is not allowed for "key";'
    ' did you mean "phone"?',
    '[[columns]]\nkey = "phone"': '8: [columns] lacks "title"',
    '[[columns]]\nkey = "due"\ntitle = "期限"\n[[columns]]\nkey = "due"\ntitle = "时限"': "12: column"
    ' "due" stands twice',
    '[words]\n"电话" = "电来"': '9: "电来" is not allowed for "电话"; known: 来访, 来电',
    '[words]\n电话 = "来电"': '9: put the key in quotes: "电话"',
    '[numbers]\nformal = "{office}催{m}号"': '9: "formal": "{office}催{m}号" may hold {office},'
    " {year}, {short} and {n} in braces",
    '[numbers]\nformal = "{office}催〔{year}〕"': '9: "formal": "{office}催〔{year}〕" needs {short}'
    " or {n}, or every number would be the same",
    '[numbers]\nfromal = "{n}"': '9: unknown key "fromal"; did you mean "formal"?',
}


@pytest.mark.parametrize(("lines", "sentence"), MORE_MISTAKES.items(), ids=str)
def test_a_mistake_in_a_limit_a_ladder_or_a_list_is_said(lines: str, sentence: str) -> None:
    assert mistakes(LEAST + lines) == [f"own.toml:{sentence}"]


def test_a_number_may_be_padded() -> None:
    text = LEAST + '[numbers]\nformal = "第{n:03}号"\n'
    assert parse_ruleset(text, "own.toml").formal_number.format(n=7) == "第007号"
