import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text import key_text, normalise, without_chinese_ordinal, without_ordinal

PRINTED = st.text(
    st.sampled_from('一二合计（）()“"：:；;，,、 \n\t.0123456789AaＡ１－-—％三公经费年⺠⻔①'), max_size=24
)


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("因公出国(境)费", "因公出国（境）费"),
        ("９８．５％", "98.5%"),
        ("项 目 支 出", "项目支出"),
        ("2024 年度", "2024年度"),
        ("big  data", "big data"),
        ("社会保障和\n就业支出", "社会保障和就业支出"),
        ("共2,940.05万元,其中", "共2,940.05万元，其中"),
        ('"三公"经费', "“三公”经费"),
        ("其中:一;二", "其中：一；二"),
        ("10:30", "10:30"),
        ("——", "——"),
        ("－3.2", "-3.2"),
        ("⻔户", "门户"),
        ("⼈员经费", "人员经费"),
        ("  \n ", ""),
    ],
)
def test_the_contract_s_normal_form(printed, normal):
    assert normalise(printed) == normal


# Not so with commas and colons: the contract takes `0, 0` to `0，0`, and that again to `0,0`.
@given(PRINTED.filter(lambda text: not set("，,：:；;") & set(unicodedata.normalize("NFKC", text))))
def test_the_normal_form_of_a_normal_form_is_itself(printed):
    assert normalise(normalise(printed)) == normalise(printed)


@given(PRINTED)
def test_keys_have_no_blanks(printed):
    assert not any(character.isspace() for character in key_text(printed))


@given(
    st.text(
        st.characters(
            exclude_categories=["Cs"],
            exclude_characters="⺠⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻩⻬⻰⻳⺟⻄⻨⻮決収預財業務農債対単項類編碼額總総經経營営結転轉餘",
        ),
        max_size=30,
    )
)
def test_the_scorer_normalises_alike(scorer, printed):
    assert normalise(printed) == scorer.norm(printed)
    assert key_text(printed) == scorer.norm(printed, key=True)


@given(PRINTED.filter(lambda text: not set(text) & set("⺠⻔")))
def test_the_scorer_normalises_what_forms_print_alike(scorer, printed):
    assert normalise(printed) == scorer.norm(printed)


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("一、一般公共服务支出", "一般公共服务支出"),
        ("二十三、其他支出", "其他支出"),
        ("（一）行政单位", "行政单位"),
        ("其中：1.货物", "货物"),
        ("1.5倍", "1.5倍"),
        ("一、", "一、"),
        ("一般公共服务支出", "一般公共服务支出"),
    ],
)
def test_ordinals_go(label, bare):
    assert without_ordinal(label) == bare


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("二十三、其他支出", "其他支出"),
        ("其中：货物", "其中：货物"),
        ("（一）行政单位", "（一）行政单位"),
        ("一、", "一、"),
    ],
)
def test_lines_lose_their_chinese_ordinal_only(label, bare):
    assert without_chinese_ordinal(label) == bare
