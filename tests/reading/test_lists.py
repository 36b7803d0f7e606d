"""Lists as districts send them: other heads, other orders, rows that are none. Drawn as text."""

from __future__ import annotations

from typing import Any

import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table
from tests.thirdparty.drawing import cell, grid, row

TITLE = paragraph("湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表")
LINE = paragraph("各区经信局（盖章）：江夏区经信局    填报人：王芳    填报日期：2023年8月25日")
HEAD = (
    "序号 | “科技副总”姓名 | 派出单位及院系 | 职称职务 | 接收企业 | 未能签约到岗、履职服务原因（300字以内）"
)
ONE = "1 | 李明 | 武汉大学 | 教授 | 甲公司 | 出国访学"
TWO = "2 | 王芳 | 江汉大学 | 讲师 | 乙公司 | 企业停产"
NAMES = ("serial", "name", "sending_unit", "position", "host_enterprise", "reason")
ROWS = (
    (1, "李明", "武汉大学", "教授", "甲公司", "出国访学"),
    (2, "王芳", "江汉大学", "讲师", "乙公司", "企业停产"),
)


def read(*blocks: str) -> kd.Reading[Any]:
    return kd.read(document(TITLE, LINE, *blocks, paragraph()))


def rows(reading: kd.Reading[Any]) -> tuple[tuple[Any, ...], ...]:
    record: Any = reading.record
    return tuple(tuple(getattr(row, name) for name in NAMES) for row in record.rows)


def doubts(reading: kd.Reading[Any], *quiet: str) -> list[tuple[str, str | None]]:
    return [
        (finding.code, finding.field)
        for finding in reading.findings
        if finding.severity is not kd.Severity.NOTE and finding.code not in quiet
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (HEAD, "…… |  |  |  |  | ", ONE, TWO),
        (HEAD, "（1） | （2） | （3） | （4） | （5） | （6）", ONE, TWO),
        (HEAD, "栏1 | 栏2 | 栏3 | 栏4 | 栏5 | 栏6", ONE, TWO),
        (HEAD, "1 | 张三（示例） | 某大学 | 教授 | 某公司 | 出国", "甲 | 乙 | 丙 | 丁 | 戊 | 己", ONE, TWO),
        (HEAD, "1 | 李XX | XX大学 | 教授 | XX公司 | 出国", ONE, TWO),
        (HEAD, ONE, " |  |  |  |  | ", TWO, " |  |  |  |  | ", " |  |  |  |  | "),
        (HEAD, ONE, TWO, " | （以下空白） |  |  |  | "),
        (HEAD, ONE, TWO, "合计 | 2人 |  |  |  | "),
        (HEAD, ONE, "小计 | 1 |  |  |  | ", TWO),
        (HEAD, ONE, HEAD, TWO),
        (HEAD, ONE, HEAD.replace("姓名", "姓 名").replace("职称职务", "职务/职称"), TWO),
    ],
    ids=[
        *("dots", "column numbers", "numbers with a word", "example and letters", "example", "blanks", "end"),
        *("total", "subtotal", "repeated head", "other head"),
    ],
)
def test_rows_that_are_none_are_left_out_with_a_note(lines: tuple[str, ...]) -> None:
    reading = read(table(*lines))
    assert rows(reading) == ROWS
    assert doubts(reading) == []


@pytest.mark.parametrize("dots", ["3 | …… |  |  |  | ", "3 |  | … |  | …… | "])
def test_a_row_of_dots_beside_its_number_is_left_out_and_said(dots: str) -> None:
    reading = read(table(HEAD, ONE, TWO, dots))
    assert rows(reading) == ROWS
    assert [finding.where.cell for finding in reading.findings if finding.code == "KD207" and finding.where]


@pytest.mark.parametrize(
    "head",
    [
        "序 号 | 姓  名 | 派出单位（院系） | 职务/职称 | 接收企业名称 | 未能签约到岗原因",
        '序号 | "科技副总"姓名 | 派出单位及院系 | 职称职务 | 接收企业 | 未能签约到岗、履职服务原因(300字以内)',
        "序号 | 科技副总姓名 | 派岀单位及院系 | 职称职务 | 接企业 | 未能签约到岗履职服务原因",
    ],
    ids=["retyped", "half width", "typos"],
)
def test_heads_are_known_however_they_are_typed(head: str) -> None:
    reading = read(table(head, ONE, TWO))
    assert rows(reading) == ROWS
    assert doubts(reading) == []


def test_an_added_column_is_a_remark_said_once() -> None:
    reading = read(table(f"{HEAD} | 备注", f"{ONE} | 已核实", f"{TWO} | 已核实"))
    assert rows(reading) == ROWS
    assert doubts(reading) == [("KD206", None)]


def test_a_missing_column_is_one_finding_for_all_rows() -> None:
    def without(line: str) -> str:
        return " | ".join(line.split(" | ")[:4] + line.split(" | ")[5:])

    reading = read(table(without(HEAD), without(ONE), without(TWO)))
    assert [row[:4] for row in rows(reading)] == [row[:4] for row in ROWS]
    assert ("KD204", "rows.*.host_enterprise") in doubts(reading)


def test_a_table_cut_in_two_is_one_list_with_or_without_a_second_head() -> None:
    assert rows(read(table(HEAD, ONE), paragraph(), table(TWO))) == ROWS
    assert rows(read(table(HEAD, ONE), paragraph(), table(HEAD, TWO))) == ROWS


def test_another_table_below_is_no_part_of_the_list() -> None:
    reading = read(
        table(HEAD, ONE, TWO), paragraph(), table("a | b | c | d | e | f", "g | h | i | j | k | l")
    )
    assert rows(reading) == ROWS
    assert "KD206" in {code for code, _ in doubts(reading)}


def test_records_as_columns_are_read() -> None:
    heads, first, second = (line.split(" | ") for line in (HEAD, ONE, TWO))
    reading = read(table(*(" | ".join(each) for each in zip(heads, first, second, strict=True))))
    assert rows(reading) == ROWS


@pytest.mark.parametrize("joint", ["  ", "；"])
def test_a_list_typed_as_paragraphs_is_read(joint: str) -> None:
    def typed(line: str) -> str:
        pairs = zip(HEAD.split(" | "), line.split(" | "), strict=True)
        return paragraph(joint.join(f"{head}：{text}" for head, text in pairs))

    assert rows(read(typed(ONE), typed(TWO))) == ROWS


def test_a_remark_behind_a_typed_value_is_no_part_of_it() -> None:
    pairs = list(zip(HEAD.split(" | "), ONE.split(" | "), strict=True))
    line = "  ".join(f"{head}：{text}" for head, text in (*pairs, ("备注", "已核实")))
    reading = read(paragraph(line))
    assert rows(reading) == ROWS[:1]
    assert doubts(reading) == [("KD206", "rows.0.reason")]


def test_a_model_row_is_known_by_its_name_wherever_the_name_stands() -> None:
    def moved(line: str) -> str:
        cells = line.split(" | ")
        return " | ".join([cells[0], cells[2], cells[1], *cells[3:]])

    model = "1 | 张×× | XX大学 | 教授 | XX公司 | 出国"
    assert rows(read(table(*map(moved, (HEAD, model, ONE, TWO))))) == ROWS


def test_ditto_is_the_value_above_with_a_doubt() -> None:
    reading = read(table(HEAD, ONE, TWO.replace("江汉大学", "同上")))
    assert rows(reading)[1][2] == "武汉大学"
    assert doubts(reading) == [("KD223", "rows.1.sending_unit")]


def test_a_column_split_in_two_is_joined_with_a_doubt() -> None:
    head = HEAD.replace("职称职务", "职务 | 职称")
    reading = read(table(head, ONE.replace("教授", "院长 | 教授"), TWO.replace("讲师", " | 讲师")))
    assert [row[3] for row in rows(reading)] == ["院长、教授", "讲师"]
    assert doubts(reading) == [("KD222", "rows.0.position")]


def test_a_heading_of_a_group_is_no_row() -> None:
    group = table(HEAD, ONE, TWO).replace(
        '<w:tr><w:tc><w:tcPr/><w:p><w:r><w:t xml:space="preserve">1</w:t>',
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="6"/></w:tcPr><w:p><w:r><w:t>一、江夏区</w:t></w:r></w:p></w:tc></w:tr>'
        '<w:tr><w:tc><w:tcPr/><w:p><w:r><w:t xml:space="preserve">1</w:t>',
        1,
    )
    reading = read(group)
    assert rows(reading) == ROWS
    assert doubts(reading) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("江夏区经信局（盖章）：    填报人：王芳    填报日期：2023年8月25日",),
        ("各区经信局（盖章）：江夏区经信局", "填报人：王芳", "填报日期：2023.8.25"),
        ("填报日期：2023-08-25    填表人：王芳    各区经信局（盖章）：江夏区经信局",),
    ],
    ids=["before the seal", "three lines", "another order"],
)
def test_the_line_above_the_list_is_read_however_it_is_typed(lines: tuple[str, ...]) -> None:
    reading = kd.read(document(TITLE, *map(paragraph, lines), table(HEAD, ONE, TWO), paragraph()))
    record: Any = reading.record
    assert (record.economy_bureau, record.filled_by, str(record.filled_on)) == (
        "江夏区经信局",
        "王芳",
        "2023-08-25",
    )
    assert rows(reading) == ROWS


def test_a_list_inside_a_report_is_read_and_the_report_said_once() -> None:
    letter = (paragraph("关于报送有关材料的报告"), paragraph("市工作专班：现将有关情况报告如下。"))
    reading = kd.read(
        document(*letter, TITLE, LINE, table(HEAD, ONE, TWO), paragraph("特此报告。"), paragraph())
    )
    assert rows(reading) == ROWS
    assert [code for code, _ in doubts(reading)] == ["KD206", "KD206"]


def test_one_remark_among_the_rows_is_no_row_and_is_said() -> None:
    reading = read(table(HEAD, ONE, TWO, "此表请于月底前报送。 |  |  |  |  | "))
    assert rows(reading) == ROWS
    assert doubts(reading) == [("KD206", None)]


def test_two_turned_tables_are_one_list() -> None:
    turned = [" | ".join(pair) for pair in zip(HEAD.split(" | "), ONE.split(" | "), strict=True)]
    second = [" | ".join(pair) for pair in zip(HEAD.split(" | "), TWO.split(" | "), strict=True)]
    reading = read(table(*turned), paragraph(), table(*second))
    assert rows(reading) == ROWS


def test_a_model_row_typed_as_a_paragraph_is_no_row() -> None:
    def typed(row: str) -> str:
        pairs = zip(HEAD.split(" | "), row.split(" | "), strict=True)
        return paragraph("；".join(f"{head}：{value}" for head, value in pairs))

    reading = read(typed(ONE.replace("李明", "李XX")), typed(ONE), typed(TWO))
    assert rows(reading) == ROWS


# ------------------------------------------------------------------ accounts in a cell, and apart

CARD = "6222021234567890128"
TITLE_2 = paragraph("湖北省第二批“科技副总”服务中小微企业工作考核验收情况汇总表")
HEAD_2 = (
    "市州 | 序号 | “科技副总”姓名 | 派出单位及院系 | 职称职务 | 接收企业 | 考核验收总体意见 | "
    "未通过考核验收的原因 | 通过验收的“科技副总”个人账号信息"
)
ROW_2 = "武汉市 | 1 | 李明 | 武汉大学 | 教授 | 甲公司 | ☑通过验收 □不通过验收 |  | "


@pytest.mark.parametrize(
    "cell",
    [
        f"开户行（含支行）：某行某支行¶银行账号：{CARD}",
        f"银行账号：{CARD}¶开户行：某行某支行",
        f"开户银行：某行某支行 账号：{CARD}",
        f"某行某支行¶{CARD}",
        f"某行某支行 {CARD}",
        f"某行某支行¶{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:]}",
        f"开户行：{CARD}¶账号：某行某支行",
        f"开户行：某行某支行；账号：{CARD}",
        f"某行某支行¶'{CARD}",
    ],
)
def test_branch_and_number_of_one_cell_are_told_apart(cell: str) -> None:
    reading = kd.read(document(TITLE_2, table(HEAD_2, ROW_2 + cell), paragraph()))
    record: Any = reading.record
    account = record.rows[0].account
    assert (account.branch, account.number) == ("某行某支行", CARD) or "rows.0.account" in str(
        doubts(reading)
    )


def test_an_account_may_have_two_columns_of_its_own() -> None:
    head = HEAD_2.replace("通过验收的“科技副总”个人账号信息", "开户行（含支行） | 银行账号")
    reading = kd.read(document(TITLE_2, table(head, f"{ROW_2}某行某支行 | {CARD}"), paragraph()))
    record: Any = reading.record
    assert record.rows[0].account == kd.BankAccount(branch="某行某支行", number=CARD)


@pytest.mark.parametrize("line", ["某某区经信局：  填报人：王芳  填报日期：2023年8月25日"])
def test_the_colon_behind_a_name_is_no_part_of_it(line: str) -> None:
    reading = kd.read(document(TITLE, paragraph(line), table(HEAD, ONE), paragraph()))
    record: Any = reading.record
    assert record.economy_bureau == "某某区经信局"


def test_branch_and_number_written_into_each_others_column_are_exchanged() -> None:
    head = (
        "“科技副总”姓名 | 性别 | 党派 | 开户行（支行） | 银行账号 | 服务企业 | "
        "是否已与企业签约（是/否） | 是否到岗履职（是/否） | "
        "服务成效（很好/一般/没有） | 企业满意度（很满意/满意/不满意） | 联系手机"
    )
    row = f"李明 | 男 | 群众 | {CARD} | 某行某支行 | 甲公司 | 是 | 是 | 很好 | 满意 | 13800000000"
    title = paragraph("湖北省第四批“科技副总”支持经费第一次拨付个人账户信息采集表")
    reading = kd.read(document(title, LINE, table(head, row), paragraph()))
    record: Any = reading.record
    assert record.rows[0].account == kd.BankAccount(branch="某行某支行", number=CARD)
    assert [field for code, field in doubts(reading) if code == "KD224"] == [
        "rows.0.account.number",
        "rows.0.account.branch",
    ]


HEAD_4 = (
    "“科技副总”姓名 | 性别 | 党派 | {} | 服务企业 | 是否已与企业签约（是/否） | 是否到岗履职（是/否） | "
    "服务成效（很好/一般/没有） | 企业满意度（很满意/满意/不满意） | 联系手机"
)
TITLE_4 = paragraph("湖北省第四批“科技副总”支持经费第一次拨付个人账户信息采集表")


def read_4(head: str, account: str) -> kd.Reading[Any]:
    row = f"李明 | 男 | 群众 | {account} | 甲公司 | 是 | 是 | 很好 | 满意 | 13800000000"
    return kd.read(document(TITLE_4, LINE, table(HEAD_4.format(head), row), paragraph()))


@pytest.mark.parametrize(
    "head",
    ["开户行（支行）及银行账号", "开户行、账号", "银行账号/开户行（支行）", "开户行和银行卡号", "账户信息"],
)
@pytest.mark.parametrize(
    "cell",
    [
        "某行某支行 {}",
        "某行某支行，账号：{}",
        "{}¶某行某支行",
        "某行某支行，{}",
        "开户行：某行某支行；账号：{}",
    ],
)
def test_branch_and_number_in_one_column_are_told_apart(head: str, cell: str) -> None:
    reading = read_4(head, cell.format(CARD))
    record: Any = reading.record
    assert record.rows[0].account == kd.BankAccount(branch="某行某支行", number=CARD)
    assert [code for code, _ in doubts(reading, "KD418")] == []


def test_one_column_of_accounts_without_a_number_lacks_it() -> None:
    reading = read_4("开户行及账号", "某行某支行")
    record: Any = reading.record
    assert record.rows[0].account == kd.BankAccount(branch="某行某支行")
    assert doubts(reading) == [("KD401", "rows.0.account.number")]


@pytest.mark.parametrize("head", ["开户行及联系人", "开户行及开户行", "及"])
def test_a_head_that_joins_other_things_is_no_column_of_accounts(head: str) -> None:
    assert ("KD204", "rows.*.account.branch") in doubts(read_4(head, f"某行某支行 {CARD}"))


def test_a_prefecture_written_once_counts_for_the_rows_below() -> None:
    second = ROW_2.replace("武汉市 | 1 | 李明", " | 2 | 王芳")
    reading = kd.read(
        document(TITLE_2, table(HEAD_2.replace("市州", "市（州）"), ROW_2, second), paragraph())
    )
    record: Any = reading.record
    assert [row.prefecture for row in record.rows] == ["武汉市", "武汉市"]


@pytest.mark.parametrize("number", ["6.236E+18", "62789256O2499136953"])
@pytest.mark.parametrize("cell", ["某行某支行¶{}", "{}¶某行某支行", "某行某支行 {}"])
def test_a_damaged_account_is_no_part_of_the_branch(number: str, cell: str) -> None:
    reading = kd.read(document(TITLE_2, table(HEAD_2, ROW_2 + cell.format(number)), paragraph()))
    record: Any = reading.record
    assert record.rows[0].account.branch == "某行某支行"
    assert "rows.0.account.number" in {field for _, field in doubts(reading)}


@pytest.mark.parametrize(
    "blocks",
    [
        (table("各区经信局（盖章）： | 江夏区经信局 | 填报人： | 王芳 | 填报日期： | 2023年8月25日"), TITLE),
        (LINE, ""),
    ],
    ids=["cells of its own", "above a table that begins with the title"],
)
def test_the_line_above_the_list_is_read_wherever_it_stands(blocks: tuple[str, str]) -> None:
    line, title = blocks
    head = HEAD if title else "湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表 |  |  |  |  | "
    rest = (ONE,) if title else (HEAD, ONE)
    reading = kd.read(document(title, line, table(head, *rest), paragraph()))
    record: Any = reading.record
    assert (record.economy_bureau, record.filled_by) == ("江夏区经信局", "王芳")
    assert str(record.filled_on) == "2023-08-25"


@pytest.mark.parametrize(
    "line",
    [
        "各区经信局 | 江夏区经信局 | 填报人 | 王芳 | 填报日期 | 2023年8月25日",
        "各区经信局（盖章）： | 江夏区经信局 | 填报人： | 王芳 | 填报日期： | 2023年8月25日",
    ],
)
def test_the_line_above_a_list_may_stand_in_cells_of_a_table(line: str) -> None:
    for tables in ((table(line, HEAD, ONE),), (table(line), paragraph(), table(HEAD, ONE))):
        reading = kd.read(document(TITLE, *tables, paragraph()))
        record: Any = reading.record
        assert (record.economy_bureau, record.filled_by) == ("江夏区经信局", "王芳")
        assert str(record.filled_on) == "2023-08-25"
        assert doubts(reading) == []


def test_two_lines_above_a_list_that_became_one_are_both_read() -> None:
    line = paragraph(
        "江夏区经信局（盖章）：  各区党委组织部（盖章）：江夏区委组织部  填报人：王芳  填报日期：2023.8.25"
    )
    reading = kd.read(document(TITLE_2, line, table(HEAD_2, ROW_2), paragraph()))
    record: Any = reading.record
    assert (record.economy_bureau, record.organization_dept) == ("江夏区经信局", "江夏区委组织部")
    assert record.filled_by == "王芳"


def test_pages_that_were_copied_twice_are_read_once_and_said() -> None:
    pages = (TITLE, LINE, table(HEAD, ONE, TWO), paragraph())
    reading = kd.read(document(*pages, *pages))
    assert rows(reading) == ROWS
    assert doubts(reading) == [("KD234", None)]


def test_a_head_repeated_in_other_words_is_no_row_in_the_layout_of_the_template() -> None:
    again = "序号（必填） | “科技副总”姓名（必填） | 派出单位及院系 | 职称职务* | 接收企业 | 原因"
    reading = read(table(HEAD, ONE, again, TWO))
    assert rows(reading) == ROWS


def test_the_first_head_counts_though_a_later_one_is_nearer_to_the_template() -> None:
    first = HEAD.replace("职称职务", "职称职务（必填）").replace("接收企业", "企业代号")
    reading = read(table(first, ONE, HEAD, TWO))
    record: Any = reading.record
    assert [row.name for row in record.rows] == ["李明", "王芳"]


def test_a_typed_label_with_another_comma_ends_the_value_before_it() -> None:
    labels = HEAD.replace("、", ",").replace("（", "(").replace("）", ")").split(" | ")
    pairs = zip(labels, ONE.split(" | "), strict=True)
    reading = read(paragraph("    ".join(f"{label}：{value}" for label, value in pairs)))
    assert rows(reading) == ROWS[:1]


def test_a_list_without_its_title_is_that_of_which_most_columns_are_there() -> None:
    head = HEAD_2.replace("考核验收总体意见", "结论").replace("市州", "地区")
    account = f"开户行：某行某支行¶银行账号：{CARD}"
    reading = kd.read(document(table(head, ROW_2 + account), paragraph()))
    assert reading.form is kd.forms["acceptance_summary"]


def test_a_misspelt_head_is_found_though_another_column_stands_twice() -> None:
    head = HEAD_2.replace("职称职务", "职务 | 职称").replace("通过验收的", "通过验验收的")
    row = ROW_2.replace("教授", "系主任 | 教授") + f"开户行：某行某支行¶银行账号：{CARD}"
    reading = kd.read(document(TITLE_2, table(head, row), paragraph()))
    record: Any = reading.record
    assert record.rows[0].account == kd.BankAccount(branch="某行某支行", number=CARD)


def test_of_a_missing_column_of_two_values_each_is_said() -> None:
    head = HEAD_2.replace(" | 通过验收的“科技副总”个人账号信息", "")
    reading = kd.read(document(TITLE_2, table(head, ROW_2.removesuffix(" | ")), paragraph()))
    missing = {field for code, field in doubts(reading) if code == "KD204"}
    assert {"rows.*.account.branch", "rows.*.account.number"} <= missing


@pytest.mark.parametrize(
    "lines",
    [
        ("各区经信局（盖章）：江夏区经信局", "中共江夏区委组织部（盖章）："),
        ("江夏区经信局（盖章）：", "中共江夏区委组织部（盖章）："),
        ("中共江夏区委组织部（盖章）：", "江夏区经信局（盖章）："),
    ],
)
def test_the_seals_of_two_offices_are_told_apart_by_their_names(lines: tuple[str, ...]) -> None:
    typed = map(paragraph, (*lines, "填报人：王芳", "填报日期：2023年8月25日"))
    reading = kd.read(document(TITLE_2, *typed, table(HEAD_2, ROW_2), paragraph()))
    record: Any = reading.record
    assert (record.organization_dept, record.economy_bureau) == ("中共江夏区委组织部", "江夏区经信局")


def test_the_line_of_a_list_may_stand_in_cells_above_its_heads() -> None:
    """Merged over the columns, it looks like a row of upper heads."""
    line = row(
        *(
            cell(text, 2)
            for text in ("各区经信局（盖章）：江夏区经信局", "填报人：王芳", "填报日期：2023年8月25日")
        )
    )
    listed = [row(*map(cell, texts.split(" | "))) for texts in (HEAD, ONE, TWO)]
    reading = kd.read(document(TITLE, grid(6, line, *listed), paragraph()))
    assert rows(reading) == ROWS
    record: Any = reading.record
    assert (record.economy_bureau, record.filled_by, str(record.filled_on)) == (
        "江夏区经信局",
        "王芳",
        "2023-08-25",
    )
    assert doubts(reading) == []
