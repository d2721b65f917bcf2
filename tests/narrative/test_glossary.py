from extractor.narrative.glossary import Term, read_glossary
from extractor.narrative.sections import Section
from tests.narrative.writing import paragraph


def terms(layouts, *texts, children=()) -> list[Term]:
    part = Section("第四部分名词解释", 1, "glossary", 9, 9, [paragraph(text) for text in texts], list(children))
    return read_glossary([part], layouts.sections)


def test_term_and_definition(layouts):
    found = terms(layouts, "一、基本支出：指为保障机构正常运转而发生的支出。", "2.项目支出是指完成任务所发生的支出。")
    assert found == [
        Term("基本支出", "为保障机构正常运转而发生的支出。", 1),
        Term("项目支出", "完成任务所发生的支出。", 1),
    ]


def test_quotes_belong_to_the_term(layouts):
    assert terms(layouts, "十、“三公”经费：指因公出国（境）费等支出。")[0].term == "“三公”经费"


def test_a_paragraph_without_term_goes_on_with_the_definition(layouts):
    found = terms(layouts, "一、基本支出：指人员支出。", "此外还包括公用经费。")
    assert found == [Term("基本支出", "人员支出。此外还包括公用经费。", 1)]


def test_a_term_may_be_a_heading(layouts):
    child = Section("（一）财政拨款收入", 2, "glossary", 9, 9, [paragraph("单位从财政部门取得的资金。")])
    assert terms(layouts, children=[child]) == [Term("财政拨款收入", "单位从财政部门取得的资金。", 1)]
