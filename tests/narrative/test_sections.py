from extractor.geometry import Box
from extractor.narrative.paragraphs import TableMark
from extractor.narrative.sections import build_sections
from tests.narrative.writing import paragraph


def outline(items, layouts) -> list[tuple]:
    roots = build_sections([paragraph(item) if isinstance(item, str) else item for item in items], layouts.sections)
    return [
        (section.level, section.kind, section.title, len(section.paragraphs))
        for root in roots
        for section, _ in root.walk()
    ]


CONTENTS = ["目录", "第一部分概况…1", "一、主要职能…1", "第二部分2024年度部门决算表…3", "第三部分情况说明…9"]


def test_the_parts_of_a_disclosure(layouts):
    items = ["某某局", "2024年度部门决算", *CONTENTS, "第一部分概况", "一、主要职能", "负责某某工作。"]
    items += [
        "第三部分情况说明",
        "一、收入决算情况说明",
        "（一）总体情况",
        "本年收入合计1.00万元。",
        "第四部分名词解释",
    ]
    assert outline(items, layouts) == [
        (1, "cover", "某某局2024年度部门决算", 2),
        (1, "contents", "目录", 4),
        (1, "overview", "第一部分概况", 0),
        (2, "overview", "一、主要职能", 1),
        (1, "explanation", "第三部分情况说明", 0),
        (2, "explanation", "一、收入决算情况说明", 0),
        (3, "explanation", "（一）总体情况", 1),
        (1, "glossary", "第四部分名词解释", 0),
    ]


def test_a_part_without_its_number_is_known_from_the_contents(layouts):
    items = [*CONTENTS, "第一部分概况", "2024年度部门决算表", "第三部分情况说明"]
    assert (1, "tables", "2024年度部门决算表", 0) in outline(items, layouts)


def test_a_misread_part_is_known_from_the_contents(layouts):
    items = [*CONTENTS, "第一部分概况", "第二部分2024年度部门伏算衣"]
    assert (1, "tables", "第二部分2024年度部门伏算衣", 0) in outline(items, layouts)


def test_numbered_sentences_are_no_headings(layouts):
    items = ["第一部分概况", "（一）负责全市某某工作。", "1、某某支出（类）0万元，与上年相同", "（二）机构设置"]
    assert [title for _, _, title, _ in outline(items, layouts)] == ["第一部分概况", "（二）机构设置"]


def test_a_heading_may_end_with_a_full_stop(layouts):
    items = ["第三部分情况说明", "（一）“三公”经费支出决算总体情况说明。"]
    assert len(outline(items, layouts)) == 2


def test_tables_of_their_part_have_titles_and_pages(layouts):
    marks = [TableMark(page, Box(0, 0, 1, 1)) for page in (1, 2, 3)]
    items = ["第二部分决算表", "收入决算表", "公开02表", marks[0], "收入决算表", marks[1], "支出决算表", marks[2]]
    roots = build_sections([paragraph(i) if isinstance(i, str) else i for i in items], layouts.sections)
    found = [(child.title, child.first_page, child.last_page) for child in roots[0].children]
    assert found == [("收入决算表", 1, 2), ("支出决算表", 1, 3)]


def test_kinds_without_numbered_parts(layouts):
    items = ["一、部门概况", "二、2024年度部门决算表", "三、2024年度部门决算情况说明", "四、名词解释"]
    assert [kind for _, kind, _, _ in outline(items, layouts)] == ["overview", "tables", "explanation", "glossary"]


def test_an_explanation_whose_title_was_not_read_begins_with_its_headings(layouts):
    found = outline(["第二部分决算表", "二、收入决算情况说明", "本年收入合计1.00万元。"], layouts)
    assert found == [
        (1, "tables", "第二部分决算表", 0),
        (1, "explanation", "", 0),
        (2, "explanation", "二、收入决算情况说明", 1),
    ]
