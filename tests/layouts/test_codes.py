import pytest

from extractor.errors import LayoutError
from extractor.layouts.codes import CodeBook, CodeEntry


def entry(code: str, name: str, first: int | None = None, last: int | None = None) -> CodeEntry:
    return CodeEntry(code, name, (len(code) - 1) // 2, first, last, "test")


BOOK = CodeBook(
    [
        entry("201", "一般公共服务", last=2013),
        entry("201", "一般公共服务支出", first=2014),
        entry("20103", "政府办公厅（室）及相关机构事务"),
        entry("2010301", "行政运行"),
        entry("2010302", "一般行政管理事务"),
        entry("20104", "发展与改革事务"),
        entry("2010401", "行政运行"),
    ]
)


@pytest.mark.parametrize(
    ("year", "first"),
    [(2010, "一般公共服务"), (2013, "一般公共服务"), (2014, "一般公共服务支出"), (2024, "一般公共服务支出")],
)
def test_the_name_of_the_year_comes_first(year, first):
    names = BOOK.names("201", year)
    assert names[0] == first
    assert len(names) == 2


def test_a_blank_year_claims_nothing():
    assert entry("1", "x").valid(1900)
    assert entry("1", "x", first=2014).valid(None)
    assert not entry("1", "x", first=2014).valid(2013)


def test_likeness():
    assert BOOK.likeness("2010301", "行政运行") == 100
    assert BOOK.likeness("2010301", "一、行政运行") == 100
    assert 0 < BOOK.likeness("2010302", "一般行政管理事物") < 100
    assert BOOK.likeness("9999999", "行政运行") == 0


def test_a_code_is_repaired_with_full_support():
    assert BOOK.repaired("2016302", "一般行政管理事务", {"20103"}) == "2010302"


def test_without_its_parent_row_a_code_stays():
    assert BOOK.repaired("2016302", "一般行政管理事务", {"20104"}) is None


def test_without_its_name_a_code_stays():
    assert BOOK.repaired("2016302", "教育支出", {"20103"}) is None


def test_two_digits_off_a_code_stays():
    assert BOOK.repaired("2066302", "一般行政管理事务", {"20103"}) is None


def test_digits_that_nobody_could_read_are_found_by_name_and_parent():
    assert BOOK.repaired("201??02", "一般行政管理事务", {"20103"}) == "2010302"
    assert BOOK.repaired("201??01", "行政运行", {"20103", "20104"}) is None


def test_where_two_codes_have_support_it_stays():
    """2010?01 may be 2010301 or 2010401: both are 行政运行, both parents stand in the table."""
    assert BOOK.repaired("2010901", "行政运行", {"20103", "20104"}) is None


def test_a_digit_too_many_is_what_is_left_of_a_rule():
    assert BOOK.repaired("201031", "政府办公厅（室）及相关机构事务", {"201"}) == "20103"
    assert BOOK.repaired("201031", "教育支出", {"201"}) is None


def test_membership_and_levels():
    assert "20103" in BOOK
    assert "20199" not in BOOK
    assert BOOK.level(1) == ["一般公共服务", "一般公共服务支出"]


def test_a_file_s_bad_line_is_named(tmp_path):
    path = tmp_path / "functional.csv"
    path.write_text(
        "code,name,level,parent,first_year,last_year,source\n201,好,1,,,,x\n2o1,坏,1,,,,x\n", encoding="utf-8"
    )
    with pytest.raises(LayoutError, match="line 3") as caught:
        CodeBook.read([path])
    assert caught.value.file == str(path)


def test_the_shipped_books(layouts):
    assert layouts.functional.names("201", 2024)[0] == "一般公共服务支出"
    assert layouts.economic.names("30101") == ["基本工资"]
    assert all(entry.code.isdigit() for entry in layouts.functional.entries)


def test_a_digit_that_was_not_seen_is_repaired_where_no_code_has_so_few():
    assert BOOK.repaired("201302", "一般行政管理事务", {"20103"}) == "2010302"
    assert BOOK.repaired("201302", "一般行政管理事务", {"20104"}) is None
    assert BOOK.repaired("20102", "一般行政管理事务", {"20103"}) is None


def test_a_code_with_two_digits_misread_is_known_by_its_name_and_parent():
    assert BOOK.misread("2066302", "一般行政管理事务", {"201", "20103"}) == "2010302"


@pytest.mark.parametrize(
    ("read", "name", "codes"),
    [
        ("2066302", "一般行政管理事务", {"201"}),
        ("2066302", "一般行政管理事务", {"20103", "2010302"}),
        ("9988777", "一般行政管理事务", {"20103"}),
        ("2010901", "行政运行", {"20103", "20104"}),
    ],
    ids=["no parent", "it stands in another row", "other digits", "two codes of the name"],
)
def test_a_misread_code_that_its_name_does_not_tell_stays(read, name, codes):
    assert BOOK.misread(read, name, codes) is None
