"""Filling in a paper line by line: asks, reads, goes back, skips, and hands it in (登记)."""

from dataclasses import replace

from bot.dialogs.forms import Answers, Field, Form
from bot.dialogs.registration import FORM, FORMS
from bot.dialogs.talk import Talk
from bot.domain.errors import Unclear, UsedButton
from bot.domain.messages import PostKind
from bot.domain.ruleset import Ruleset
from bot.ports.values import Draft

BACK, SKIP, CANCEL, SUBMIT = "back", "skip", "cancel", "submit"


def begin(talk: Talk) -> None:
    """Start the paper, or go on with the one begun before."""
    draft = talk.turn.work.drafts.get(talk.here, talk.me.id)
    if draft is None:
        draft = Draft(
            address=talk.here,
            officer=talk.me.id,
            form=FORM.name,
            answers={},
            started_at=talk.turn.now,
        )
    ask_next(talk, draft)


def typed(talk: Talk, draft: Draft, said: str) -> None:
    """Take what was typed as the answer to the line last asked."""
    words = talk.turn.views.wording.labels("form_words")
    action = next(
        (key for key, word in words.items() if word.casefold() == said.strip().casefold()), ""
    )
    _act(talk, draft, action or "say", said)


def pressed(talk: Talk, inquiry: int, arg: str) -> None:
    """A button under the question: an option by its number, 上一步, 跳过, 取消."""
    del inquiry  # a paper is about none yet
    draft = talk.turn.work.drafts.get(talk.here, talk.me.id)
    if draft is None:
        talk.toast("toasts/no_draft")
        return
    key, _, said = arg.partition("=")
    if said and key != draft.asking:
        talk.toast("toasts/answered_already")
        return
    _act(talk, draft, "say" if said else key, said)


def filled(talk: Talk) -> dict[str, str]:
    """Take a paper that was filled in as a whole: what is wrong by its lines, nothing if it is in."""
    form = _paper(talk, talk.incoming.form)
    answers: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for field in form.fields:
        said = talk.incoming.answers.get(field.key, "").strip()
        try:
            answers = dict(_one(talk, form, field, answers, said))
        except Unclear as unclear:
            wrong[field.key] = talk.plain("replies/unclear", why=unclear.why, wanted=unclear.wanted)
    if not wrong:
        draft = Draft(
            address=talk.here,
            officer=talk.me.id,
            form=form.name,
            answers=answers,
            started_at=talk.turn.now,
        )
        _submit(talk, form, draft)
    return wrong


def _one(talk: Talk, form: Form[Talk], field: Field, answers: Answers, said: str) -> Answers:
    if not said and field.optional:
        return form.skip(answers, field.key)
    return form.answer(answers, field.key, said, options_of(talk.turn.office.rules, field.options))


def ask_next(talk: Talk, draft: Draft) -> None:
    """Ask the first blank line, or hand the complete paper in."""
    form = _paper(talk, draft.form)
    answers = dict(form.known(draft.answers))
    field = form.next_field(answers)
    if field is None:
        _submit(talk, form, replace(draft, answers=answers))
        return
    talk.turn.work.drafts.put(replace(draft, answers=answers, asking=field.key))
    options = options_of(talk.turn.office.rules, field.options)
    place = len(answers) + 1
    args = (field.key, f"{place}/{len(form.fields)}", "1" if field.optional else "", *options)
    talk.show("ask/field", kind=PostKind.QUESTION, args=args)


def _paper(talk: Talk, name: str) -> Form[Talk]:
    """The paper as it is asked here.

    Raises:
        UsedButton: there is no such paper any more.
    """
    form = FORMS.get(name)
    if form is None:
        raise UsedButton("", talk.me.id, "")
    return form.shown_abroad() if talk.abroad else form


def options_of(rules: Ruleset, name: str) -> tuple[str, ...]:
    """Look up a line's options: lists of the ruleset."""
    return {"channels": rules.channels, "kinds": rules.kinds}.get(name, ())


def _act(talk: Talk, draft: Draft, action: str, said: str) -> None:
    form = _paper(talk, draft.form)
    if action == CANCEL:
        talk.turn.work.drafts.drop(draft)
        talk.say("replies/draft_dropped")
    elif action == SUBMIT:
        ask_next(talk, replace(draft, answers=dict(form.rest_skipped(draft.answers))))
    else:
        try:
            answers = _answers(talk, draft, form, action, said)
        except Unclear as unclear:
            talk.say("replies/unclear", why=unclear.why, wanted=unclear.wanted)
            ask_next(talk, draft)
            return
        ask_next(talk, replace(draft, answers=dict(answers)))


def _answers(talk: Talk, draft: Draft, form: Form[Talk], action: str, said: str) -> dict[str, str]:
    if action == BACK:
        return dict(form.back(draft.answers))
    if action == SKIP:
        return dict(form.skip(draft.answers, draft.asking))
    field = form.field(draft.asking)
    options = options_of(talk.turn.office.rules, field.options) if field else ()
    return dict(form.answer(draft.answers, draft.asking, said, options))


def _submit(talk: Talk, form: Form[Talk], draft: Draft) -> None:
    talk.turn.work.drafts.drop(draft)
    form.submit(talk, draft.answers)
