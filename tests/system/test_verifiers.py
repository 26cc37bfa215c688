"""Both verifiers refuse every changed bundle, agree on each, and stand alone."""

import ast
import json
import random
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from application.desk import Act, Desk
from application.exporting.checking import BundleError, check
from application.settings import Settings
from domain.case.dispatch import Dispatch, SignFor
from domain.case.record import Note
from tests.bundled import KEY, LOG, TOOLS, WITNESS, WITNESS_KEY, alone, body_of, bundle, resealed
from tests.bundles_changed import every
from tests.bundles_signed import signed_for_all_that
from tests.conftest import Place
from tests.contract.conftest import found_units
from tests.contract.records import DESK, POLICE, received
from tests.furnished import FurnishedPlaces
from tests.system.conftest import Look

KEYS = (str(LOG.verifier), str(WITNESS.verifier))
VERIFIER = TOOLS.parent / "docs" / "verifier.md"
PAGE = (TOOLS / "verify_bundle.html").as_uri()
CHANGES = 12_000  # of a single byte
SEALED = 2  # of so many one is sealed again, as by somebody who knows the format
GENUINE = "genuine"
REASONS = (
    *("digest", "form", "checkpoint", "leaf", "order", "proof", "export", "readable"),
    *("origin", "signature", "witness"),
)
REFUSED = "refused"
# What the page's own script says of many files: as they are given, or one byte of a file changed.
EACH = """
async ([log, witness, files]) => {
  const keys = [await key(log, LOG_KIND), await key(witness, WITNESS_KIND)];
  const answers = [];
  for (const file of files) {
    try { await verify(unbase64(file, ""), keys[0], [keys[1]]); answers.push("genuine"); }
    catch (error) { answers.push(error instanceof Refused ? error.code : String(error)); }
  }
  return answers;
}
"""
ONE_BYTE = """
async ([log, witness, file, changes]) => {
  const keys = [await key(log, LOG_KIND), await key(witness, WITNESS_KIND)];
  const whole = unbase64(file, ""), answers = [];
  for (const [at, value, again] of changes) {
    let bytes = whole.slice();
    bytes[at] = value;
    if (again) {
      const body = bytes.slice(0, bytes.length - ENDING);
      bytes = join(body, utf8(`,"sha256":"${hex(await sha256(body))}"}\\n`));
    }
    try { await verify(bytes, keys[0], [keys[1]]); answers.push("genuine"); }
    catch (error) { answers.push(error instanceof Refused ? error.code : String(error)); }
  }
  return answers;
}
"""


@pytest.fixture(scope="module")
def files(
    tmp_path_factory: pytest.TempPathFactory, migrated_places: FurnishedPlaces
) -> tuple[bytes, bytes]:
    """The bundles of two cases of one log, recorded among each other."""
    return bundles_of(Place(tmp_path_factory.mktemp("bundles") / "data", ""), migrated_places)


def bundles_of(place: Place, migrated_places: FurnishedPlaces) -> tuple[bytes, bytes]:
    """The same of any place."""
    migrated_places.copy_to(place)
    settings = Settings(data=place.data_dir, database_url=place.database_url)
    with closing(Desk(settings)) as desk:
        found_units(desk)
        one, other = received(desk), received(desk)
        for case_id in (one, other):
            desk.execute(case_id, Dispatch(unit="police"), Act(by=DESK))
            desk.execute(case_id, SignFor(dispatch=1), Act(by=POLICE))
            desk.execute(case_id, Note(label="电话记录"), Act(by=DESK))
        return bundle(desk, one), bundle(desk, other)


def by_one_file(data: bytes) -> str:
    """What the verifier in Python says."""
    try:
        alone.verify(data, KEY, [WITNESS_KEY])
    except alone.Refused as refused:
        return str(refused.code)
    return GENUINE


def by_service(data: bytes) -> str:
    """Whether the service itself takes it."""
    try:
        check(data, [LOG.verifier], [WITNESS.verifier])
    except BundleError:
        return REFUSED
    return GENUINE


def plain(data: bytes) -> str:
    return b64encode(data).decode()


def test_a_bundle_of_each_database_is_genuine_to_each(
    data_dir: Path, database_url: str, migrated_places: FurnishedPlaces, page: Page
) -> None:
    made = bundles_of(Place(data_dir, database_url), migrated_places)
    page.goto(PAGE)

    in_browser = page.evaluate(EACH, [*KEYS, [plain(one) for one in made]])

    assert in_browser == [by_one_file(one) for one in made] == [GENUINE, GENUINE]
    assert [by_service(one) for one in made] == [GENUINE, GENUINE]


def test_every_bundle_somebody_changed_is_refused_by_each(
    files: tuple[bytes, bytes], page: Page
) -> None:
    data, other = files
    changed = [*every(data, other), *signed_for_all_that(data)]
    page.goto(PAGE)

    in_browser = page.evaluate(EACH, [*KEYS, [plain(one) for _, one in changed]])

    told = {name: (by_one_file(one), by_service(one)) for name, one in changed}
    assert len(told) == len(changed) > 500
    assert [name for name, one in changed if one == data] == []
    assert [name for name, (one, _) in told.items() if one == GENUINE] == []
    assert [name for name, (_, one) in told.items() if one != REFUSED] == []
    differing = [
        (name, told[name][0], answer)
        for (name, _), answer in zip(changed, in_browser, strict=True)
        if answer != told[name][0]
    ]
    assert differing == []


def test_twelve_thousand_bundles_with_one_byte_changed_are_refused_by_each(
    files: tuple[bytes, bytes], page: Page
) -> None:
    data, _ = files
    changes = one_byte_changes(data)
    page.goto(PAGE)

    in_browser = page.evaluate(ONE_BYTE, [*KEYS, plain(data), changes])

    in_python = [by_one_file(with_one_byte(data, *change)) for change in changes]
    assert len(changes) >= CHANGES
    assert len({at for at, _, _ in changes}) == len(data)
    assert GENUINE not in in_python
    assert in_browser == in_python


def one_byte_changes(data: bytes) -> list[tuple[int, int, bool]]:
    """Position, new value, whether it is sealed again; each byte at least once."""
    chance = random.Random(7)
    rounds = -(-CHANGES // len(data))
    return [
        (at, data[at] ^ chance.randrange(1, 256), at < sealed and not (at + turn) % SEALED)
        for sealed in [len(body_of(data))]
        for turn in range(rounds)
        for at in range(len(data))
    ]


def with_one_byte(data: bytes, at: int, value: int, again: bool) -> bytes:
    changed = data[:at] + bytes([value]) + data[at + 1 :]
    return resealed(body_of(changed)) if again else changed


def test_a_genuine_one_is_shown_record_by_record(
    files: tuple[bytes, bytes], page: Page, look: Look
) -> None:
    page.goto(PAGE)
    bundled = {"name": "a.bundle.json", "mimeType": "application/json", "buffer": files[0]}
    page.get_by_label("记录库公钥").fill(KEYS[0][:-1])
    page.get_by_label("验证包文件").set_input_files(bundled)  # type: ignore[arg-type]
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_role("heading", name="尚未核验")).to_be_visible()

    page.get_by_label("记录库公钥").fill(KEYS[0])
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_role("heading", name="真实")).to_be_visible()
    expect(page.get_by_text("没有给出见证人公钥")).to_be_visible()

    page.get_by_label("见证人公钥").fill(KEYS[1])
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_text(f"{WITNESS.name}, ")).to_be_visible()
    expect(page.get_by_role("heading", level=3)).to_have_count(5)
    look(page, "verifier")

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Genuine")).to_be_visible()
    cut = {**bundled, "buffer": files[0][:-1]}
    page.get_by_label("Bundle").set_input_files(cut)  # type: ignore[arg-type]
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("heading", name="Refused")).to_be_visible()
    expect(page.get_by_text("changed or cut off")).to_be_visible()


def test_the_verifier_in_python_is_one_file_that_imports_nothing_of_the_service() -> None:
    tree = ast.parse((TOOLS / "verify_bundle.py").read_text())
    imported = {name.split(".")[0] for node in ast.walk(tree) for name in _names(node)}
    assert imported - sys.stdlib_module_names == {"cryptography"}


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_both_say_the_same_sentences_and_the_document_names_each_reason() -> None:
    page, document = (TOOLS / "verify_bundle.html").read_text(), VERIFIER.read_text()
    assert [code for code in REASONS if f"`{code}`" not in document] == []
    for language in ("zh", "en"):
        said = alone.SAID[language]
        assert [code for code in REASONS if f'"{code}": "{said[code]}"' not in page] == []


def test_the_page_asks_for_nothing_and_loads_nothing() -> None:
    text = (TOOLS / "verify_bundle.html").read_text()
    assert "default-src 'none'" in text
    for word in ("fetch(", "XMLHttpRequest", "import(", "src=", "href=", "://", "url("):
        assert word not in text, word


def test_in_a_terminal_it_answers_in_words_and_by_its_exit_code(
    files: tuple[bytes, bytes], tmp_path: Path
) -> None:
    bundled, key = tmp_path / "a.bundle.json", tmp_path / "log.key"
    bundled.write_bytes(files[0])
    key.write_text(f"{KEYS[0]}\n")

    good = _ask(bundled, "--log", str(key), "--witness", KEYS[1], "--lang", "zh")
    told = _ask(bundled, "--log", KEYS[0], "--json")
    bundled.write_bytes(files[0][:-2])
    bad = _ask(bundled, "--log", KEYS[0], "--lang", "en")
    wrong = _ask(bundled, "--log", KEYS[1])

    assert (good.returncode, good.stdout.split("：")[0]) == (0, "真实")
    assert json.loads(told.stdout)["unchecked"] == [WITNESS.name]
    assert (bad.returncode, bad.stdout) == (1, "")
    assert "cut off" in bad.stderr
    assert wrong.returncode == 2


def test_a_forger_steers_no_terminal_and_a_plain_machine_gets_its_answer(
    files: tuple[bytes, bytes], tmp_path: Path
) -> None:
    bundled = tmp_path / "a.bundle.json"
    signs = '"\\u001b[2K\u202e'.encode()
    steering = body_of(files[0]).replace(f'"{LOG.name}'.encode(), signs, 1)
    bundled.write_bytes(resealed(steering))
    forged = _ask(bundled, "--log", KEYS[0], "--lang", "en")
    bundled.write_bytes(files[0])
    plain = subprocess.run(
        [sys.executable, str(TOOLS / "verify_bundle.py"), str(bundled), "--log", KEYS[0]],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "LANG": "zh_CN.UTF-8"},
    )

    assert (forged.returncode, "another log" in forged.stderr) == (1, True)
    assert forged.stderr.strip().isprintable()
    assert (plain.returncode, plain.stderr) == (0, b"")


def _ask(bundled: Path, *keys: str) -> subprocess.CompletedProcess[str]:
    asked: Sequence[str] = (sys.executable, "-I", str(TOOLS / "verify_bundle.py"), str(bundled))
    return subprocess.run([*asked, *keys], capture_output=True, text=True, check=False)
