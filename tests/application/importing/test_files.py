"""A file that is not as the mapping describes it is refused whole, with what to change."""

from pathlib import Path

import pytest
import xlsxwriter

from application.importing.problems import FileError
from application.importing.shape import FileShape
from application.importing.tables import Table, read_table, require_columns


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "export.csv"
    file.write_bytes(text.encode(encoding))
    return file


def sheet(tmp_path: Path, *rows: tuple[object, ...], name: str = "留言") -> Path:
    file = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(str(file)) as workbook:
        page = workbook.add_worksheet(name)
        day = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        workbook.default_date_format = day
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return file


def texts(table: Table, column: str) -> list[str]:
    return [row.text(column) for row in table.rows]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"nowhere\.csv: there is no such file"):
        read_table(tmp_path / "nowhere.csv", FileShape())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty: no header in row 1"),
        ("no,at\n", "there are no rows below the header"),
        ("no,at\n\n,\n", "there are no rows below the header"),
        ("no,at,no\n1,2,3\n", "two columns are called 'no'"),
        ('no,"at\n1,2\n', "the header can't be read"),
    ],
)
def test_a_file_without_a_table_says_what_is_missing(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(FileError, match=message):
        read_table(written(tmp_path, text), FileShape())


def test_another_encoding_is_told_with_the_line_and_what_to_write(tmp_path: Path) -> None:
    file = written(tmp_path, "no,title\n1,路灯不亮\n", "gb18030")

    with pytest.raises(FileError, match=r'line 2: the text is not utf-8 .* encoding = "gb18030"'):
        read_table(file, FileShape())

    table = read_table(file, FileShape(encoding="gb18030"))
    assert texts(table, "title") == ["路灯不亮"]


def test_another_delimiter_is_guessed_when_columns_are_missing(tmp_path: Path) -> None:
    file = written(tmp_path, "no;at\n1;2\n")
    table = read_table(file, FileShape())

    with pytest.raises(FileError) as told:
        require_columns(file, table, [("no", "key")])

    assert told.value.message == (
        "no column 'no' (mapping: key); there are: 'no;at'; cells seem to be separated by ';':"
        " set delimiter in [file]"
    )


def test_a_missing_column_is_told_with_who_asks_for_it_and_what_there_is(tmp_path: Path) -> None:
    file = written(tmp_path, "no,at\n1,2\n")

    with pytest.raises(FileError) as told:
        require_columns(file, read_table(file, FileShape()), [("time", "receive.at")])

    assert told.value.message == "no column 'time' (mapping: receive.at); there are: 'no', 'at'"


def test_rows_have_the_number_a_spreadsheet_shows_and_cells_are_trimmed(tmp_path: Path) -> None:
    text = '\ufeffno,words\n1," two\nlines "\n\n2,x\n'

    table = read_table(written(tmp_path, text), FileShape())

    assert [(row.number, row.text("words")) for row in table.rows] == [(2, "two\nlines"), (4, "x")]


def test_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "Export of May\n\nno,at\n1,2\n"), FileShape(header=3))

    assert (table.columns, [row.number for row in table.rows]) == (["no", "at"], [4])


def test_rows_that_are_none_of_the_table_are_kept_for_the_list(tmp_path: Path) -> None:
    text = 'no,at\n1,2,3\n2\n3,"a"b\n4,5\n'

    table = read_table(written(tmp_path, text), FileShape())

    assert [(row.number, row.code) for row in table.unreadable] == [
        (2, "row-length"),
        (3, "row-length"),
        (4, "row-broken"),
    ]
    assert texts(table, "no") == ["4"]


def test_a_quote_that_is_never_closed_is_listed(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, 'no,at\n1,2\n2,"x\n3,4\n'), FileShape())

    assert texts(table, "no") == ["1"]
    assert [(row.number, row.code) for row in table.unreadable] == [(3, "row-broken")]


def test_long_texts_are_read_whole(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, f"no,words\n1,{'长' * 200_000}\n"), FileShape())

    assert len(table.rows[0].text("words")) == 200_000


def test_a_sheet_gives_numbers_as_people_see_them(tmp_path: Path) -> None:
    file = sheet(tmp_path, ("编号", "标题", "面积"), (2549, " 路灯 ", 1.5), (2550, "", 2))

    table = read_table(file, FileShape(format="xlsx", sheet="留言"))

    assert texts(table, "编号") == ["2549", "2550"]
    assert texts(table, "面积") == ["1.5", "2"]
    assert [row.number for row in table.rows] == [2, 3]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    file = sheet(tmp_path, ("no",), (1,))

    with pytest.raises(FileError, match="no sheet 'Sheet9'; there are: 留言"):
        read_table(file, FileShape(format="xlsx", sheet="Sheet9"))


def test_a_file_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no workbook that can be read"):
        read_table(written(tmp_path, "no,at\n1,2\n"), FileShape(format="xlsx"))
