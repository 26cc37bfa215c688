"""Who opened what is sealed, from the command line."""

from tests.cli.conftest import Asked, Linkage


def test_who_read_what_is_listed_and_narrowed(fire: str, asked: Asked, linkage: Linkage) -> None:
    for who, purpose in (("li", "checking"), ("chen", "来电核实")):
        assert linkage("case", "show", fire, "--as", who, "--open", purpose).exit_code == 0

    first, second = asked("readings")

    assert (first["user"], first["purpose"], first["case"]) == ("chen", "来电核实", fire)
    assert second["fields"][0] == "narrative"
    assert first["until"] is None  # read once, it stays open for nobody
    assert [one["user"] for one in asked("readings", "--by", "li")] == ["li"]
    assert asked("readings", "--unit", "pcs") == []
    assert asked("readings", "--unusual") == []
    assert len(asked("readings", "--case", fire, "--limit", "1")) == 1
    told = linkage("readings", "--as", "zhou").output
    assert "checking and signing off" in told
    assert fire in told


def test_somebody_gets_what_is_kept_of_them(fire: str, asked: Asked, linkage: Linkage) -> None:
    give = ("export", "person", fire, "--as", "li", "--identity", "窗口核对身份证件")

    copy = asked(*give)

    assert "13800138000" in [item[-1] for item in copy["items"]]
    assert asked("readings")[0]["taken"] == "own-data"
    assert linkage(*give, "--person", "party-1").exit_code == 1
    assert linkage("export", "person", fire, "--as", "wang", "--identity", "面核").exit_code == 1
