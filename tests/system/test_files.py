"""Files in a real browser: photos and papers on a step, refused ones, and out again."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from domain.case.events import Attached
from tests.system.conftest import Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

DESK = "zhoumin"
MEGABYTE = 1 << 20


def photo(width: int = 4000, height: int = 3000) -> FilePayload:
    """As a phone takes it: large, and held upright."""
    noise = Image.effect_noise((width // 4, height // 4), 90).resize((width, height))
    exif, out = Image.Exif(), BytesIO()
    exif[0x0112] = 6
    exif[0x010F] = "TELLTALE"
    colours = Image.merge("RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), noise))
    colours.save(out, "JPEG", quality=90, exif=exif.tobytes())
    return FilePayload(name="IMG_0001.jpg", mimeType="image/jpeg", buffer=out.getvalue())


def paper(name: str = "情况说明（第二稿）.txt", text: str = "桥头路灯不亮") -> FilePayload:
    return FilePayload(name=name, mimeType="text/plain", buffer=text.encode())


def a_case(page: Page, town: Town) -> str:
    """Some case of the desk; gives its number."""
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/cases")
    number = page.locator("table a[href^='/cases/']").first.inner_text()
    page.goto(f"{town.address}/cases/{number}")
    return number


def step(page: Page, name: str) -> Locator:
    """The form of a step, unfolded, with its field for files."""
    form = page.locator(f'form[action$="/do/{name}"]').first
    fold = page.locator("details.lc-fold", has=form)
    if fold.count() and fold.first.get_attribute("open") is None:
        fold.first.locator("summary").first.click()
    inner = form.locator("details", has=page.locator('input[type="file"]'))
    if inner.count() and inner.first.get_attribute("open") is None:
        inner.locator("summary").click()
    return form


def choose(form: Locator, *files: FilePayload) -> None:
    """Choose files, and wait until photos are drawn smaller."""
    form.locator('input[type="file"]').set_input_files(list(files))
    expect(form.locator(".lc-chosen li")).to_have_count(len(files))


def send(form: Locator) -> None:
    form.locator("button.lc-do").click()
    form.page.wait_for_load_state()


@pytest.mark.parametrize(("screen", "speech"), [("desktop", "zh"), ("phone", "en")])
def test_photos_and_papers_go_with_a_step_and_come_out_again(
    town: Town, page: Page, look: Look, speech: str, tmp_path: Path
) -> None:
    town.speak(page, speech)
    number = a_case(page, town)
    form = step(page, "Note")
    form.locator('[name="label"]').fill("现场情况")
    choose(form, photo(), paper())
    look(page, f"files-chosen-{speech}")
    send(form)

    listed = page.locator(".lc-filelist").last
    expect(listed).to_contain_text("IMG_0001.jpg")
    expect(listed).to_contain_text("情况说明（第二稿）.txt")
    shown = listed.locator("img")
    shown.scroll_into_view_if_needed()
    page.wait_for_function(
        "img => img.complete && img.naturalWidth > 0", arg=shown.element_handle()
    )
    assert shown.evaluate("img => img.naturalHeight > img.naturalWidth")
    look(page, f"files-listed-{speech}")

    with page.expect_download() as loading:
        listed.get_by_role("link", name="情况说明").click()
    loading.value.save_as(tmp_path / "paper")
    assert loading.value.suggested_filename == "情况说明（第二稿）.txt"
    assert (tmp_path / "paper").read_text() == "桥头路灯不亮"

    with page.expect_download() as loading:
        listed.get_by_role("link", name="IMG_0001.jpg").click()
    loading.value.save_as(tmp_path / "photo")
    assert b"TELLTALE" not in (tmp_path / "photo").read_bytes()
    with Image.open(tmp_path / "photo") as picture:
        assert picture.size == (1920, 2560)
    assert number


def test_a_photo_is_drawn_smaller_before_it_travels(town: Town, page: Page) -> None:
    a_case(page, town)
    form = step(page, "Attach")
    came = photo()
    choose(form, came)

    length = "input => input.files[0].size"
    box = form.locator('input[type="file"]').element_handle()
    page.wait_for_function(f"input => ({length})(input) < {len(came['buffer'])}", arg=box)


def test_without_script_photos_go_all_the_same(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    page = open_context("phone", java_script_enabled=False).new_page()
    number = a_case(page, town)
    form = step(page, "Attach")
    form.locator('input[type="file"]').set_input_files([photo(1200, 900)])
    send(form)

    expect(page.locator(".tl")).to_contain_text("IMG_0001.jpg")
    history = town.service.desk.load(town.service.desk.find(number)).history
    assert isinstance(history[-1], Attached)


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_one_that_is_refused_is_named_and_what_was_typed_stays(
    town: Town, page: Page, look: Look
) -> None:
    a_case(page, town)
    form = step(page, "Note")
    form.locator('[name="label"]').fill("现场情况")
    choose(form, paper("网页.html", "<html><script>alert(1)</script>"), paper())
    send(form)

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("网页.html：不接收网页和程序")
    look(page, "files-refused-zh")
    alert.get_by_role("link").first.click()
    expect(page.locator(":focus")).to_have_attribute("type", "file")
    expect(step(page, "Note").locator('[name="label"]')).to_have_value("现场情况")


def test_one_too_large_is_told_before_it_is_sent(town: Town, page: Page, look: Look) -> None:
    number = a_case(page, town)
    form = step(page, "Attach")
    choose(form, paper("录音.txt", "a" * (10 * MEGABYTE + 1)))

    expect(form.locator(".lc-chosen")).to_contain_text("录音.txt：超过 10 MB")
    before = len(town.service.desk.load(town.service.desk.find(number)).history)
    form.locator("button.lc-do").click()
    expect(form.locator('input[type="file"]')).to_be_focused()
    look(page, "files-too-large-zh")
    assert len(town.service.desk.load(town.service.desk.find(number)).history) == before
