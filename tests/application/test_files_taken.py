"""A file is what its content says; what it may not hold is refused or stays behind."""

import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from application.files import names, pictures
from application.files.keeping import Prepared
from application.files.kinds import JPEG, PNG, WEBP
from application.files.refusing import FileRefused
from application.files.taking import recognise, take

MOST = 1 << 20
GPS, MAKER, TURNED = 0x8825, 0x010F, 0x0112
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def taken(data: bytes, name: str = "a", most: int = MOST) -> Prepared:
    return take(BytesIO(data), name, most)


def refused(data: bytes, name: str = "a", most: int = MOST) -> str:
    with pytest.raises(FileRefused) as refusal:
        taken(data, name, most)
    return refusal.value.code


def drawn(size: tuple[int, int] = (40, 30), mode: str = "RGB", **saving: Any) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, **{"format": "JPEG", **saving})
    return out.getvalue()


def photo(**saving: Any) -> bytes:
    """As a phone takes it: where, with what, and held upright."""
    exif = Image.Exif()
    exif[MAKER] = "TELLTALE Maker"
    exif[TURNED] = 6
    exif.get_ifd(GPS).update(
        {1: "N", 2: (IFDRational(26), IFDRational(52), IFDRational(7)), 29: "2026:11:22"}
    )
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>TELLTALE xmp</x:xmpmeta>"
    return drawn(exif=exif.tobytes(), comment=b"TELLTALE comment", xmp=xmp, **saving)


def office(main: str, *parts: str, **content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
        for part in parts:
            archive.writestr(part, content.get(part.replace(".", "_"), b"x"))
    return out.getvalue()


def box(name: bytes, content: bytes = b"", *, long: bool = False) -> bytes:
    if long:
        return pack(">I4sQ", 1, name, len(content) + 16) + content
    return pack(">I4s", len(content) + 8, name) + content


FTYP = box(b"ftyp", b"isom\0\0\0\0isommp42")
SOUND = box(b"mdat", b"the sound itself")


# --- what is taken ---


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (drawn(), "照片.jpg", "image/jpeg"),
        (drawn(format="PNG"), "图.png", "image/png"),
        (drawn(format="WEBP"), "图.webp", "image/webp"),
        (PDF, "答复.pdf", "application/pdf"),
        (office(f"{WORD}.main+xml"), "报告.docx", WORD),
        (
            office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
            "台账.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (office("", "OFD.xml"), "公文.ofd", "application/ofd"),
        (OLE + "WordDocument".encode("utf-16-le"), "报告.wps", "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "表.xls", "application/vnd.ms-excel"),
        ("你好\n".encode(), "说明.txt", "text/plain"),
        ("你好\r\n".encode("gb18030"), "说明.txt", "text/plain"),
        ("你好".encode("utf-16"), "说明.txt", "text/plain"),
        ("单位,件数\n派出所,3\n".encode("utf-8-sig"), "表.csv", "text/csv"),
        (b"ID3\x03" + b"\0" * 64, "录音.mp3", "audio/mpeg"),
        (b"#!AMR\n" + b"\0" * 64, "录音.amr", "audio/amr"),
        (box(b"ftyp", b"M4A \0\0\0\0M4A mp42isom") + box(b"mdat", b"x"), "录音.m4a", "audio/mp4"),
        (FTYP + SOUND, "现场.mp4", "video/mp4"),
    ],
)
def test_what_people_bring_is_taken_under_its_name(data: bytes, name: str, media_type: str) -> None:
    file = taken(data, name)

    assert (file.name, file.media_type) == (name, media_type)


@pytest.mark.parametrize(
    ("data", "name", "right"),
    [
        (drawn(), "照片.exe", "照片.jpg"),
        (drawn(), "照片.PNG", "照片.jpg"),
        (drawn(), "照片.JPEG", "照片.JPEG"),
        (drawn(), "照片", "照片.jpg"),
        (PDF, "答复.html", "答复.pdf"),
        (PDF, "第3.2稿", "第3.2稿.pdf"),
        ("你好".encode(), "说明", "说明.txt"),
        (office(f"{WORD}.main+xml"), "报告.docm", "报告.docx"),
    ],
)
def test_a_wrong_extension_is_put_right(data: bytes, name: str, right: str) -> None:
    assert taken(data, name).name == right


def test_of_exactly_the_limit_it_is_taken_and_of_one_byte_more_refused() -> None:
    assert len(taken(b"a" * 100, "a.txt", 100).data) == 100
    assert refused(b"a" * 101, "a.txt", 100) == "too-large"


# --- what is refused ---


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "空.txt", "empty"),
        (b"MZ\x90\0" + b"\0" * 300, "照片.jpg", "unknown-type"),
        (b"\x7fELF\x02" + b"\0" * 300, "a.pdf", "unknown-type"),
        (b"GIF89a" + b"\0" * 60, "a.gif", "unknown-type"),
        (b"alert(1)", "a.js", "unknown-type"),
        (b"del *.*", "a.bat", "unknown-type"),
        (b"\x00\x01\x02\x03", "a.txt", "unknown-type"),
        (b"\x80", "a.txt", "unknown-type"),
        (b"<html><body>", "a.txt", "active"),
        (b"  <!DOCTYPE html>", "a.pdf", "active"),
        (b"<svg onload=alert(1)>", "a.svg", "active"),
        (b"<?xml version='1.0'?><svg/>", "a.txt", "active"),
        ("﻿<script>".encode(), "a.txt", "active"),
        ("<script>".encode("utf-16"), "a.txt", "active"),
        (b"a,b\n<SCRIPT src=x>", "a.csv", "active"),
        (b"#!/bin/sh\nrm", "a.txt", "active"),
        (pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 64, "IMG_1.HEIC", "heic"),
        (PDF[:20], "a.pdf", "damaged"),
        (PDF + b"PK" * 2000, "a.pdf", "damaged"),
        (drawn()[:200], "a.jpg", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "a.png", "damaged"),
        (b"PK\x03\x04" + b"\0" * 64, "a.docx", "damaged"),
        (office("", "classes.dex"), "a.docx", "unknown-type"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx", "macros"),
        (office(f"{WORD}.main+xml", "word/vbaProject.bin"), "a.docx", "macros"),
        (OLE + "WordDocument_VBA_PROJECT".encode("utf-16-le"), "a.doc", "macros"),
        (OLE + "SummaryInformation".encode("utf-16-le"), "setup.msi", "unknown-type"),
    ],
)
def test_what_is_not_taken_says_why(data: bytes, name: str, code: str) -> None:
    assert refused(data, name) == code


def test_a_paper_that_unpacks_to_far_more_than_it_is_is_refused() -> None:
    heavy = office(f"{WORD}.main+xml", "b.xml", b_xml=b"\0" * (40 << 20))
    assert len(heavy) < MOST
    assert refused(heavy, "a.docx") == "too-packed"


def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn() -> None:
    rows = zlib.compress(b"\0" * 1000)
    head = pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )

    assert refused(bomb, "a.png") in ("too-many-points", "damaged")


def test_a_picture_of_a_few_points_too_many_is_told_so() -> None:
    side, out = int(pictures.POINTS_MOST**0.5), BytesIO()
    Image.new("1", (side, side + 20)).save(out, "PNG")

    assert refused(out.getvalue(), "a.png") == "too-many-points"


def test_moving_pictures_are_refused() -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])

    assert refused(out.getvalue(), "a.webp") == "moving"


# --- pictures ---


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_nothing_a_camera_adds_comes_out_again(kind: str) -> None:
    came = photo(format=kind)
    assert b"TELLTALE" in came

    file = taken(came, "IMG_0001.jpg")

    assert b"TELLTALE" not in file.data
    with Image.open(BytesIO(file.data)) as picture:
        assert not picture.getexif()
        assert not picture.getexif().get_ifd(GPS)
        assert not {"exif", "xmp", "comment", "icc_profile"} & picture.info.keys()


def test_texts_and_profiles_of_a_png_stay_behind() -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - needed here only

    told = PngInfo()
    told.add_text("Comment", "TELLTALE")
    told.add_itxt("XML:com.adobe.xmp", "TELLTALE")
    came = drawn(format="PNG", pnginfo=told, icc_profile=b"TELLTALE", exif=b"TELLTALE")

    assert b"TELLTALE" not in taken(came).data


def test_what_hangs_behind_a_picture_stays_behind() -> None:
    polyglot = drawn() + office("", "payload.js", payload_js=b"TELLTALE") + b"<script>TELLTALE"

    assert b"TELLTALE" not in taken(polyglot).data
    assert b"PK\x03\x04" not in taken(polyglot).data


def test_a_photo_stands_as_it_was_held() -> None:
    with Image.open(BytesIO(taken(photo()).data)) as picture:
        assert picture.size == (30, 40)


def test_a_large_photo_is_drawn_smaller_and_a_small_one_no_larger() -> None:
    with Image.open(BytesIO(taken(drawn((5000, 2500))).data)) as picture:
        assert picture.size == (pictures.SIDE, pictures.SIDE // 2)
    with Image.open(BytesIO(taken(drawn((50, 20))).data)) as picture:
        assert picture.size == (50, 20)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_first_picture_a_process_sees_is_taken_whatever_its_kind(kind: str) -> None:
    taking = (
        "import sys; from application.files.taking import take; take(sys.stdin.buffer, 'a', 9999)"
    )
    subprocess.run(
        [sys.executable, "-c", taking],
        input=drawn(format=kind),
        cwd=Path(__file__).parents[2],
        check=True,
    )


def test_a_photo_with_a_second_picture_behind_it_is_taken() -> None:
    out = BytesIO()
    first, second = Image.new("RGB", (40, 30), "red"), Image.new("RGB", (20, 15), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])

    with Image.open(BytesIO(taken(out.getvalue()).data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (40, 30))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_mode_are_taken(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    out = BytesIO()
    source = Image.new("L", (9, 7), 200)
    converted = source.convert("RGBA").quantize(8) if mode == "PA" else source.convert(mode)
    converted.save(out, kind)

    with Image.open(BytesIO(taken(out.getvalue()).data)) as picture:
        assert picture.size == (9, 7)
        assert picture.mode in pictures.PLAIN


@pytest.mark.parametrize("data", [drawn((900, 600)), drawn((900, 600), "RGBA", format="PNG")])
def test_a_small_view_is_a_jpeg_of_at_most_320_points(data: bytes) -> None:
    with Image.open(BytesIO(pictures.small(data))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (320, 213))


def test_what_is_no_picture_has_no_small_view() -> None:
    with pytest.raises(FileRefused):
        pictures.small(PDF)


def test_a_picture_is_read_as_nothing_but_its_kind() -> None:
    for kind, other in ((JPEG, "PNG"), (PNG, "WEBP"), (WEBP, "JPEG")):
        with pytest.raises(FileRefused):
            pictures.cleaned(drawn(format=other), kind)


# --- recordings ---


@pytest.mark.parametrize(
    "remarks",
    [
        box(b"moov", box(b"mvhd", b"x" * 9) + box(b"udta", b"\xa9xyzTELLTALE+26.87")),
        box(b"moov", box(b"meta", b"TELLTALE com.apple.quicktime.location.ISO6709"), long=True),
        box(b"moov", box(b"trak", box(b"tkhd", b"y") + box(b"udta", b"TELLTALE"))),
        box(b"uuid", b"TELLTALE xmp"),
    ],
)
def test_what_a_device_says_of_a_recording_is_blanked_and_all_else_stays_in_its_place(
    remarks: bytes,
) -> None:
    came = FTYP + remarks + SOUND

    file = taken(came, "现场.mp4")

    assert b"TELLTALE" not in file.data
    assert len(file.data) == len(came)
    assert file.data.endswith(SOUND)
    assert file.data.startswith(FTYP)
    for kept in (b"mvhd", b"tkhd"):
        assert file.data.find(kept) == came.find(kept)


def test_the_last_box_may_reach_to_the_end() -> None:
    came = FTYP + pack(">I4s", 0, b"mdat") + b"the sound itself"
    assert taken(came, "现场.mp4").data == came


@pytest.mark.parametrize(
    "broken",
    [
        pack(">I4s", 9999, b"moov"),
        pack(">I4s", 3, b"moov"),
        pack(">I4s", 1, b"moov"),
        pack(">I4sQ", 1, b"moov", 2**63),
        box(b"moov", pack(">I4s", 500, b"udta") + b"TELLTALE"),
    ],
)
def test_a_recording_that_is_cut_off_or_says_wrong_lengths_is_damaged(broken: bytes) -> None:
    assert refused(FTYP + broken, "现场.mp4") == "damaged"


# --- names ---


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("路灯 照片(1).jpg", "路灯 照片(1).jpg"),
        ("C:\\fakepath\\照片.jpg", "照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\a.txt", "a.txt"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie_ x.txt"),
        ('他说"好".txt', "他说_好_.txt"),
        ("\u202egpj.exe", "gpj.exe"),
        ("a\u200b\u0000\u0007b.txt", "ab.txt"),
        ("𠮷野家😀.txt", "𠮷野家😀.txt"),
        ("e\u0301.txt", "é.txt"),
        ("", "file"),
        ("...", "file"),
        (" .txt", "txt"),
        ("长" * 300 + ".txt", "长" * 116 + ".txt"),
    ],
)
def test_a_name_is_kept_as_far_as_every_computer_allows(name: str, clean: str) -> None:
    assert names.clean(name) == clean
    assert len(names.clean(name)) <= names.MOST


def test_only_for_a_text_does_the_extension_count() -> None:
    assert recognise(PDF, "csv").media_type == "application/pdf"
    assert recognise(b"a,b", "csv").media_type == "text/csv"
