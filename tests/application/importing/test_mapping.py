"""A mapping that says something it can't is refused with the place and what to write."""

from pathlib import Path

import pytest

from application.importing import MappingError, load_mapping, parse_mapping, shipped_mappings
from application.importing.values import Column, FirstThen, Moment, Parts
from tests.application.importing.conftest import HEAD, MAPPING

ARRIVE = """[[steps]]
do = "Arrive"
at = "arrived"
by = { unit = { column = "unit" } }
dispatch = { dispatch_of = "unit" }
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ('id = "town"', "id = town", "", "this is no TOML"),
        ('id = "town"', 'id = "My Town"', "id", "lower-case letters"),
        ('id = "town"', 'name = "town"', "", "unknown field `name`"),
        ('key = "no"', "key = []", "key", "name at least one column"),
        ('"Asia/Shanghai"', '"Asia/Pekin"', "times.zone", "no time zone 'Asia/Pekin'"),
        ("[times]", '[file]\nencoding = "gbx"\n[times]', "file.encoding", "no encoding 'gbx'"),
        ("[times]", '[file]\nencoding = "base64"\n[times]', "file.encoding", "'base64'; write"),
        ("[times]", '[file]\ndelimiter = ";;"\n[times]', "file.delimiter", "length <= 1"),
        ("[times]", '[file]\nformat = "ods"\n[times]', "file.format", "Invalid enum value 'ods'"),
        ('at = "received"', "at = 3", "receive.at", "name the column with the time"),
        (
            'track = "emergency"',
            'track = "fire"',
            "receive.track",
            "'fire' does not fit: Invalid enum value 'fire'; write one of emergency, hotline,",
        ),
        (
            'track = "emergency"',
            'trak = "emergency"',
            "receive.trak",
            "Receive has no field 'trak': did you mean 'track'?",
        ),
        ('track = "emergency"', "", "receive.track", "Receive needs this field"),
        ('track = "emergency"', 'track = "emergency"\nnumber = "1"', "receive.number", "no field"),
        (
            'title_fallback = "Call to the centre"',
            "title_fallback = 1",
            "receive.title_fallback",
            "",
        ),
        (
            'map = "channel"',
            'map = "chanel"',
            "receive.channel.map",
            "no map 'chanel': did you mean 'channel'?",
        ),
        ('desk = "visit"', 'desk = "counter"', "receive.channel", "'counter' does not fit"),
        (
            'title = { column = "title" }',
            'title = { colum = "title" }',
            "receive.title",
            'write "…" for a constant',
        ),
        (
            'title = { column = "title" }',
            'title = { column = "title", default = "x" }',
            "receive.title.default",
            "not known beside 'column'",
        ),
        (
            'title = { column = "title" }',
            "title = { column = 3 }",
            "receive.title.column",
            "quotes",
        ),
        (
            'do = "Arrive"',
            'do = "Arive"',
            "steps[1].do",
            "no step 'Arive' to import: did you mean 'Arrive'?",
        ),
        ('do = "Arrive"', 'do = "Correct"', "steps[1].do", "no step 'Correct' to import"),
        ('do = "Arrive"', 'done = "Arrive"', "steps[1].do", "no step '' to import"),
        (
            'dispatch = { dispatch_of = "unit" }\n\n',
            "\n",
            "steps[1] (Arrive).dispatch",
            "Arrive needs this field",
        ),
        (
            ARRIVE,
            ARRIVE + "persons = 3\n",
            "steps[1] (Arrive).persons",
            "Arrive has no field 'persons': did you mean 'person'|There are: dispatch, people",
        ),
        (
            ARRIVE,
            ARRIVE + 'people = "few"\n',
            "steps[1] (Arrive).people",
            "'few' does not fit: Expected `int",
        ),
        (ARRIVE, ARRIVE + 'once = "yes"\n', "steps[1] (Arrive).once", "write true or false"),
        (ARRIVE, ARRIVE + "when = 3\n", "steps[1] (Arrive).when", "write {"),
        (ARRIVE, ARRIVE + "unless = { unit = 3 }\n", "steps[1] (Arrive).unless", "write a text"),
        ('by = { unit = { column = "unit" } }', 'by = "unit"', "steps[1] (Arrive).by", "user ="),
        (
            'then = "support"',
            'later = "support"',
            "steps[0] (Dispatch).role.later",
            "beside 'first'",
        ),
        (', then = "support"', "", "steps[0] (Dispatch).role", '"first" needs "then"'),
        ('level = "town"', "", "units[0].level", "a unit needs this field"),
        ('level = "town"', 'level = "town"\nrank = "x"', "units[0].rank", "has no field 'rank'"),
    ],
)
def test_each_mistake_is_told_with_its_place(old: str, new: str, place: str, message: str) -> None:
    assert old in MAPPING

    with pytest.raises(MappingError) as told:
        parse_mapping(MAPPING.replace(old, new, 1))

    assert told.value.place == place
    assert any(part in told.value.message for part in message.split("|"))


def test_a_time_among_the_fields_is_read_as_a_time_and_takes_nothing_else() -> None:
    step = """[[steps]]
do = "ServeNotice"
at = "done"
notice = { how = "post", served_at = { column = "done" } }
"""
    mapping = parse_mapping(MAPPING + step)

    notice = mapping.steps[-1].fields["notice"]
    assert isinstance(notice, Parts)
    assert notice.fields["served_at"] == Moment("done")
    wrong = step.replace('{ column = "done" }', '{ column = "done", map = "channel" }')
    with pytest.raises(MappingError, match="a time is taken from its column alone"):
        parse_mapping(MAPPING + wrong)


def test_a_notice_without_a_known_field_is_told_by_its_own_fields() -> None:
    step = '[[steps]]\ndo = "ServeNotice"\nat = "done"\nnotice = { by = "post" }\n'

    with pytest.raises(MappingError, match="Notice has no field 'by'") as told:
        parse_mapping(MAPPING + step)

    assert told.value.place == "steps[3] (ServeNotice).notice.by"


def test_every_column_it_needs_is_known_with_its_place() -> None:
    needed = dict(parse_mapping(MAPPING).columns())

    header = set(HEAD.split(","))
    assert needed.keys() == header
    assert needed["sent"] == "steps[0] (Dispatch).at"


def test_values_may_fall_back_on_others() -> None:
    otherwise = 'otherwise = { column = "title", otherwise = "web" }'
    text = MAPPING.replace('map = "channel" }', f'map = "channel", {otherwise} }}')

    channel = parse_mapping(text).receive.fields["channel"]

    assert isinstance(channel, Column)
    assert set(channel.fixed()) == {"phone", "visit", "web"}
    assert list(channel.columns()) == ["channel", "title"]
    assert isinstance(parse_mapping(text).steps[0].fields["role"], FirstThen)


def test_shipped_mappings_are_known_by_name_and_all_can_be_read() -> None:
    assert shipped_mappings() == ["sffd", "wabo", "zh-messages"]
    assert [load_mapping(name).id for name in shipped_mappings()] == shipped_mappings()


def test_a_mapping_that_is_not_there_is_told_with_those_shipped(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="no such file; shipped are sffd, wabo, zh-messages"):
        load_mapping("sfdd")
    file = tmp_path / "m.toml"
    file.write_bytes("id = '甲'".encode("gb18030"))
    with pytest.raises(MappingError, match="a mapping is written in UTF-8"):
        load_mapping(file)
