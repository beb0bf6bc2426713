"""Laws of a class's votes, whatever is answered."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepviz.lessons.classroom import (
    CODE_LENGTH,
    LETTERS,
    Classroom,
    Stage,
    Verdict,
    Vote,
    new_code,
    new_secret,
    next_stages,
    read_code,
    verdict,
)
from sepviz.ui.session.parameters import PARAMETERS

VOTES = st.builds(Vote, st.sampled_from(Stage), st.integers(0, 4_000_000_000))


def test_codes_are_six_letters_that_nobody_confuses():
    codes = {new_code() for _ in range(500)}
    assert len(codes) > 490
    assert all(len(code) == CODE_LENGTH and set(code) <= set(LETTERS) for code in codes)
    assert not set("AEIOULY01") & set(LETTERS)


@given(st.text())
def test_a_code_that_is_typed_becomes_one_that_can_be_looked_up_or_nothing(text):
    code = read_code(text)
    assert code == "" or re.fullmatch(r"[A-Z0-9]{1,12}", code)
    assert read_code(code) == code
    assert PARAMETERS["class"].read(text) == code


@pytest.mark.parametrize("typed", ["kqwztr", " KQW ZTR ", "kqw-ztr"])
def test_case_and_blanks_of_a_code_do_not_matter(typed):
    assert read_code(typed) == "KQWZTR"


@given(st.integers(1, 300), st.integers(0, 300))
def test_the_proposal_follows_the_share_that_is_right(answers, right):
    right = min(right, answers)
    percent = 100 * right / answers
    expected = Verdict.EXPLAIN if percent < 40 else Verdict.DISCUSS if percent <= 80 else Verdict.GO_ON
    assert verdict(right=right, answers=answers) == expected


@given(st.sampled_from(Verdict), st.data())
def test_every_way_through_a_vote_shows_nothing_before_the_graph_and_ends(proposed, data):
    way = [Stage.SOLO]
    while choices := next_stages(way[-1], proposed):
        way.append(data.draw(st.sampled_from(choices)))
    assert way[1] == Stage.PROPOSAL
    assert way[-2:] == [Stage.GRAPH, Stage.TEMPTING]
    assert len(set(way)) == len(way)
    assert [stage.round for stage in way if stage.round] in ([1], [1, 2])
    assert not any(stage.shown for stage in way[:-2])


def test_the_proposed_stage_comes_first():
    assert next_stages(Stage.PROPOSAL, Verdict.GO_ON)[0] == Stage.GRAPH
    for proposed in (Verdict.EXPLAIN, Verdict.DISCUSS):
        assert next_stages(Stage.PROPOSAL, proposed)[0] == Stage.AGAIN


@given(VOTES)
def test_a_vote_comes_back_from_the_store_as_it_was(vote):
    assert Vote.read(vote.write()) == vote


@given(VOTES, st.floats(0, 4_000_000_000))
def test_the_time_that_is_left_stays_within_its_bounds_whatever_the_clocks_say(vote, now):
    left = vote.left(now)
    assert (left is None) == (vote.stage.seconds is None)
    assert left is None or 0 <= left <= vote.stage.seconds


@given(st.dictionaries(st.integers(1, 9), VOTES), st.integers(1, 9))
def test_a_class_comes_back_from_the_store_as_it_was(votes, chapter):
    secret = new_secret()
    kept = {"secret": secret, "chapter": str(chapter)}
    kept |= {str(name): vote.write() for name, vote in votes.items()}
    room = Classroom.read("KQWZTR", kept)
    assert (room.chapter, dict(room.votes)) == (chapter, votes)
    assert room.vote(4) == votes.get(4, Vote())
    assert room.is_taught_with(secret)
    assert PARAMETERS["teach"].read(secret) == secret
    assert not any(room.is_taught_with(other) for other in ("", secret[1:], new_secret(), "é"))
