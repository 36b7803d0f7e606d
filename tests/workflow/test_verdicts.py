"""What an opinion decides, in the words people use; what is not certain decides nothing."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.records.collations import Decision, Verdict, alternatives
from kjfz_docs.records.programme import HUBEI
from kjfz_docs.workflow.verdicts import decided

(PASSED,) = (decision for rule in HUBEI.collations for decision in rule.decisions)
YES, NO = "通过验收", "不通过验收"


def meant(*texts: str | None) -> str | None:
    return decided(texts, PASSED, ["李明", "示范大学", "江夏区"])


@pytest.mark.parametrize(
    "text",
    [
        *(
            "同意通过考核验收。",
            "通过验收",
            "考核合格",
            "合格",
            "建议通过考核验收",
            "考核结果：合格",
            "予以通过",
        ),
        *("经审核，该同志考核合格，同意通过验收。", "李明同志服务期满考核合格", "符合条件，同意通过验收"),
        *("同意李明同志通过第二批“科技副总”期满考核验收", "同意通过。该同志表现突出", "情况属实，准予通过"),
        *(
            "帮助企业通过高企认定，同意通过考核验收",
            "无违纪违法行为，同意通过考核验收",
            "同意 通过\n考核验收",
        ),
        *("同意李明同志通过考核验收，请市局审定", "同意通过考核验收并上报市经信局", "拟同意通过验收"),
        *("同意通过考核验收，予以拨付第二笔经费", "江夏区经信局同意通过考核验收", "同意示范大学李明通过验收"),
        *("同意通过。该同志表现非常突出", "同意通过，该同志不断创新", "考核合格。无违纪违法行为"),
        *("公示无异议，同意通过", "同意通过考核验收（公示期间无异议）", "虽有不足，但进步明显，同意通过"),
        *("服务期内表现良好，通过考核。", "通过考核，情况属实", "坚持原则，若干产品延长保质期，考核合格"),
    ],
)
def test_words_of_passing(text: str) -> None:
    assert meant(text) == YES


@pytest.mark.parametrize(
    "text",
    [
        *("不予通过", "不合格", "考核不合格，不予通过验收", "未通过考核验收", "不同意通过", "没有通过"),
        *("不同意李明同志通过验收", "考核不合格，不予拨付第二笔经费"),
        *("不同意其通过考核验收", "未达到合格标准", "考核未通过", "同意不予通过", "不 合 格", "不通过验收"),
        *(
            "该同志未完成合同任务，不予通过考核验收",
            "服务时间不足，考核不合格。",
            "建议不通过",
            "未能通过验收",
            "考核不合格，该同志未完成合同任务。",
            "不予通过：本人已离职",
        ),
    ],
)
def test_words_of_not_passing(text: str) -> None:
    assert meant(text) == NO


@pytest.mark.parametrize(
    "text",
    [
        *("", None, "同意", "同意。", "不同意", "情况属实", "已阅", "基本合格", "原则同意通过"),
        *(
            "待补齐材料后同意通过",
            "同意通过，但须补交总结",
            "暂不通过",
            "是否通过请市局定",
            "考核合格。暂缓拨付",
        ),
        *(
            "并非不合格",
            "不得不通过",
            "不存在不合格的情况",
            "考核合格，不同意",
            "合格/不合格",
            "合格、不合格",
        ),
        *("帮助企业的项目通过验收", "通过验收的项目不多", "产品合格率不高，考核合格", "□通过 □不通过"),
        *("同意通过，不予拨付经费", "考核合格，建议取消资格", "李明不同意，通过"),
        *("不合格（已整改，现合格）", "同意通过。另：该同志未到岗", "同意通过考核（有异议）"),
        *("同意通过，但本人已离职", "考核合格。但服务时间较短", "不予通过。后复核为合格"),
        *("通过考核，发现该同志服务不到位", "我局通过审核，该同志表现一般", "合格" * 60),
    ],
)
def test_what_is_not_certain_stays_open(text: str | None) -> None:
    assert meant(text) is None


def test_all_opinions_must_mean_the_same() -> None:
    assert meant("同意通过", "考核合格") == YES
    assert meant("同意通过", "不合格") is None
    assert meant("同意通过", "同意") is None
    assert meant(None, "同意通过") is None


def test_an_opinion_may_take_over_the_one_before_in_so_many_words() -> None:
    assert meant("同意通过", "同意经信部门意见") == YES
    assert meant("考核不合格", "同意区经信局的考核意见。") == NO
    assert meant("同意", "同意经信部门意见") is None
    assert meant("同意通过", "同意经信部门意见，不予通过") is None
    assert meant("同意上述意见", "考核合格") is None


def test_an_office_may_let_a_bare_word_be_enough() -> None:
    yes, no = PASSED.verdicts
    more = attrs.evolve(PASSED, verdicts=(attrs.evolve(yes, words=(*yes.words, "同意")), no))
    assert decided(["同意通过", "同意。"], more) == YES
    assert decided(["同意", "同意其通过考核"], more) == YES
    assert decided(["同意", "同意不予通过"], more) is None
    assert decided(["同意", "不同意"], more) is None


def test_four_grades_are_words_like_others() -> None:
    grades = Decision(
        field="grade",
        by=("a", "b", "c"),
        verdicts=tuple(Verdict(value=name, words=(name,)) for name in ("优秀", "良好", "合格", "不合格")),
        fillers=("考核等次", "(评定|定)为", "表现"),
    )
    assert decided(["考核等次评定为优秀", "优秀。", "定为优秀"], grades) == "优秀"
    assert decided(["优秀", "良好", "优秀"], grades) is None
    assert decided(["不合格", "考核等次：不合格", "不合格"], grades) == "不合格"
    assert decided(["不优秀"] * 3, grades) is None


def test_a_word_may_offer_parts() -> None:
    assert alternatives("(不|未)(能|)通过") == ("不能通过", "不通过", "未能通过", "未通过")
    assert alternatives("合格") == ("合格",)


@given(st.text(alphabet="同意不未予通过验收考核合格但待无 ", max_size=14))
def test_no_clause_with_a_negation_is_passing(text: str) -> None:
    found = meant(text)
    if any(sign in text for sign in "不未"):
        assert found != YES
    elif found is not None:
        assert found == YES
