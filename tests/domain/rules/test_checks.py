"""What the loader refuses, and how exactly it says so."""

import pytest

from application.rulebook import parse, shipped
from domain.rules.model import RuleError

NATIONAL = shipped("national.toml")


def clock(**lines: str) -> str:
    fields = {"id": '"extra"', "kind": '"screen"', "span": "1", "unit": '"days"', "article": '"x"'}
    return "\n[[clocks]]\n" + "\n".join(f"{k} = {v}" for k, v in {**fields, **lines}.items())


def pause(track: str, kind: str, reason: str) -> str:
    return (
        f'\n[[pauses]]\ntrack = "{track}"\nkinds = ["{kind}"]\nreason = "{reason}"\narticle = "x"'
    )


def extension(track: str, kind: str) -> str:
    return (
        f'\n[[extensions]]\ntrack = "{track}"\nkinds = ["{kind}"]\nspan = 3\nunit = "days"\n'
        'times = 1\napprover = "leader"\nnotice = true\narticle = "x"'
    )


def refused(text: str) -> str:
    with pytest.raises(RuleError) as refusal:
        parse(text)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("added", "message"),
    [
        (
            clock(id='"visit"', grades='["2"]', tracks='["dispute"]'),
            "clocks[56].id: 'visit' stands twice",
        ),
        (
            clock(night="5"),
            "clocks[56] (extra).night: only a limit in minutes has another span by night",
        ),
        (
            clock(unit='"working_days"', roll_over="true"),
            "clocks[56] (extra).roll_over: only a limit in days or months can end on a rest day",
        ),
        (
            clock(kind='"arrive"', tracks='["petition"]'),
            (
                "clocks[56] (extra).tracks: name the tracks, petition not among them: nobody is "
                "timed on reaching people who complain"
            ),
        ),
        (
            clock(kind='"arrive"'),
            (
                "clocks[56] (extra).tracks: name the tracks, petition not among them: nobody is "
                "timed on reaching people who complain"
            ),
        ),
        (
            clock(zones='["moon"]'),
            (
                "clocks[56] (extra).zones: 'moon' is not declared for these tracks (declared: "
                "assembly, seat, town, town_officers, village)"
            ),
        ),
        (
            clock(tracks='["petition"]', grades='["urgent"]'),
            "clocks[56] (extra).grades: 'urgent' is not declared for these tracks (declared: none)",
        ),
        (
            clock(tracks='["emergency", "hotline"]'),
            (
                "clocks[56] (extra): 'screen.emergency' is for the same cases; make one of them "
                "more particular"
            ),
        ),
        (
            clock(unit='"weeks"'),
            (
                "clocks[56] (extra).unit: Invalid enum value 'weeks'; write one of minutes, hours, "
                "days, working_days, months, working_minutes, working_hours"
            ),
        ),
        (
            clock(tracks='["alarm"]'),
            (
                "clocks[56] (extra).tracks[0]: Invalid enum value 'alarm'; write one of emergency, "
                "hotline, petition, dispute"
            ),
        ),
        (clock(span="0"), "clocks[56] (extra).span: Expected `int` >= 1"),
        (clock(span='"1"'), "clocks[56] (extra).span: Expected `int`, got `str`"),
        (clock(spann="1"), "clocks[56] (extra): Object contains unknown field `spann`"),
        (
            clock(article='""'),
            "clocks[56] (extra).article: write something here, it can't be empty",
        ),
        (
            clock(id='"Extra clock"'),
            "clocks[56] (Extra clock).id: write lower-case letters, digits, dots and dashes only",
        ),
        (
            pause("petition", "opinion", "hearing"),
            (
                "pauses[1]: petition clocks stand still only for the hearing in a re-review (kinds "
                "rereview, reason hearing), hotline clocks only while waiting_for_reporter, others "
                "never"
            ),
        ),
        (extension("petition", "opinion"), "extensions: two rules extend 'petition.opinion'"),
        (
            extension("hotline", "mediation"),
            "extensions[4].kinds: hotline has no clock 'mediation' to extend",
        ),
        (
            '\n[[zones]]\ncode = "seat"\nname = "x"\nname_en = "x"',
            "zones[5].code: 'seat' stands twice",
        ),
    ],
)
def test_a_wrong_addition_is_refused_with_its_place_and_the_way_out(
    added: str, message: str
) -> None:
    assert refused(NATIONAL + added) == message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "day_to = 20:00:00",
            "day_to = 07:00:00",
            "day_from: the day must begin before it ends (day_to)",
        ),
        (
            "supervisor_after_minutes = 1440",
            "supervisor_after_minutes = 5",
            "entry.supervisor_after_minutes: can't be less than reason_after_minutes",
        ),
        (
            "supervisor_after_minutes = 1440",
            "supervisor_after_minutes = 50000",
            "entry.refused_after_days: can't end before supervisor_after_minutes begins",
        ),
        (
            '"Asia/Shanghai"',
            '"Asia/Atlantis"',
            "timezone: there is no time zone 'Asia/Atlantis'; write e.g. Asia/Shanghai",
        ),
        ("version = 4", "version = 0", "version: Expected `int` >= 1"),
        ('id = "national"\n', "", "Object missing required field `id`"),
        ("[entry]", "[entrance]", "Object contains unknown field `entrance`"),
        (
            '[[tracks]]\ntrack = "hotline"',
            '[[tracks]]\ntrack = "emergency"',
            "tracks[1].track: 'emergency' stands twice",
        ),
        ("version = 4", "version = = 1", "this is no TOML: Invalid value (at line 6, column 11)"),
    ],
)
def test_a_wrong_change_is_refused_with_its_place_and_the_way_out(
    old: str, new: str, message: str
) -> None:
    assert old in NATIONAL
    assert refused(NATIONAL.replace(old, new, 1)) == message


@pytest.mark.parametrize("track", ["emergency", "dispute", "petition"])
def test_only_a_hotline_may_wait_for_the_reporter(track: str) -> None:
    kind = "rereview" if track == "petition" else "close"
    added = pause(track, kind, "waiting_for_reporter")
    assert refused(NATIONAL + added).startswith("pauses[1]:")
    allowed = parse(NATIONAL + pause("hotline", "close", "waiting_for_reporter"))
    assert allowed.pause("hotline", "close", "waiting_for_reporter") is not None


def test_a_track_nothing_is_said_about_is_refused() -> None:
    start = NATIONAL.index('[[tracks]]\ntrack = "dispute"')
    end = NATIONAL.index("\n#", start)
    message = refused(NATIONAL[:start] + NATIONAL[end:])
    assert message == "tracks: say what the track 'dispute' asks for"


def test_a_set_without_levels_is_refused() -> None:
    start, end = NATIONAL.index("[[levels]]"), NATIONAL.index("[[grades]]")
    assert refused("levels = []\n" + NATIONAL[:start] + NATIONAL[end:]) == (
        "levels: name at least one level"
    )


def test_the_place_and_the_message_can_be_had_apart() -> None:
    with pytest.raises(RuleError) as refusal:
        parse(NATIONAL.replace("version = 4", "version = 0", 1))
    assert (refusal.value.path, refusal.value.message) == ("version", "Expected `int` >= 1")
