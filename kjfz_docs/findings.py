"""Findings: every doubt that the library has about a file, a form or a record.

A finding has a code from one table (``CODES``); codes are never reused. KD1xx speak of the file, 2xx of the
layout, 3xx of a value, 4xx of a rule of one record, 5xx of several forms, 6xx of a template, 7xx of a scan.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs


class Severity(enum.Enum):
    """How much a finding matters: an error must be resolved, a warning looked at, a note is for information."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return {"error": "错误", "warning": "警告", "note": "提示"}[self.value]


@attrs.frozen(kw_only=True)
class Place:
    """Where something stands. Numbers count from 1, as a person counts.

    ``row`` and ``column`` are those of the printed table, ``paragraph`` counts the paragraphs outside tables;
    ``cell`` is an Excel address without its sheet; ``part`` is what holds the paragraph outside the text (页眉).
    """

    file: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None
    page: int | None = None
    part: str | None = None

    def __str__(self) -> str:
        if self.cell is not None:
            spot = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        else:
            parts = (
                (self.part, "{}"),
                (self.page, "第{}页"),
                (self.table, "表{}"),
                (self.row, "第{}行"),
                (self.column, "第{}列"),
                (self.paragraph, "第{}段"),
            )
            spot = "".join(text.format(value) for value, text in parts if value is not None)
        return " ".join(part for part in (self.file, spot) if part)


@attrs.frozen
class Code:
    """One kind of finding: its severity, what it means (``title``), the message and the remedy."""

    code: str
    severity: Severity
    title: str
    message: str
    remedy: str


@attrs.frozen(kw_only=True)
class Finding:
    """One doubt: ``code`` and ``severity``, the field's dotted path, where it stands, what to do, what stood there.

    ``field`` counts rows from 0 (``rows.3.account.number``); None speaks of the file. ``raw`` is masked when
    the field is private.
    """

    code: str
    severity: Severity
    message: str
    field: str | None = None
    where: Place | None = None
    raw: str | None = None

    @classmethod
    def of(
        cls,
        code: str,
        *,
        field: str | None = None,
        where: Place | None = None,
        raw: str | None = None,
        severity: Severity | None = None,
        **values: object,
    ) -> Finding:
        """Make a finding from the table of codes; ``values`` fill the placeholders of its message."""
        entry = CODES[code]
        filled = {"raw": raw or "", **values}
        remedy = entry.remedy.format(**filled)
        message = entry.message.format(**filled) + (f"：{remedy}" if remedy else "")
        return cls(
            code=code, severity=severity or entry.severity, message=message, field=field, where=where, raw=raw
        )

    def under(self, prefix: str) -> Finding:
        """The same finding with its field placed under ``prefix``."""
        field = ".".join(part for part in (prefix, self.field) if part)
        return attrs.evolve(self, field=field or None)

    def __str__(self) -> str:
        parts = (self.severity.label, self.code, str(self.where) if self.where else "", self.message)
        return " ".join(part for part in parts if part)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings must be resolved before the record can be used."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def _table(rows: Iterable[tuple[str, Severity, str, str, str]]) -> Mapping[str, Code]:
    table: dict[str, Code] = {}
    for row in rows:
        if row[0] in table:
            raise ValueError(f"code {row[0]} stands twice in the table")
        table[row[0]] = Code(*row)
    return MappingProxyType(table)


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# One row for each code: code, severity, title, message, remedy. Placeholders are filled by Finding.of.
CODES: Mapping[str, Code] = _table(
    (
        # 1xx: the file
        ("KD101", _E, "文件为空", "文件没有内容", "请重新发送原文件"),
        (
            "KD102",
            _E,
            "文件已损坏",
            "文件已损坏或不完整，无法打开（{detail}）",
            "请用 Word 或 WPS 打开另存后重新发送",
        ),
        ("KD103", _E, "文件已加密", "文件设有打开密码", "请取消密码后重新发送"),
        (
            "KD104",
            _E,
            "文件超出限制",
            "文件超出读取限制（{detail}）",
            "请确认文件来源，删去无关图片和内容后重新发送",
        ),
        (
            "KD105",
            _E,
            "文件不安全",
            "文件含有不允许的内容（{detail}）",
            "请用 Word 或 WPS 新建文件，重新填写后发送",
        ),
        ("KD106", _E, "文件类型不支持", "这是{kind}文件，不能读取", "请另存为 .docx 或 .xlsx 后重新发送"),
        (
            "KD107",
            _W,
            "扩展名与内容不符",
            "扩展名是“{extension}”，内容却是{kind}",
            "请改正文件名",
        ),
        ("KD108", _N, "经过转换", "这是{kind}文件，已用 LibreOffice 转换后读取", ""),
        (
            "KD109",
            _E,
            "没有 LibreOffice",
            "这是{kind}文件，读取它需要 LibreOffice，本机没有找到",
            "请安装 LibreOffice 后再读，或用 Word、Excel 或 WPS 另存为 .docx、.xlsx",
        ),
        (
            "KD110",
            _E,
            "不能转换",
            "这是{kind}文件，LibreOffice 不能转换（{detail}）",
            "请用 Word、Excel 或 WPS 另存为 .docx 或 .xlsx 后重新发送",
        ),
        (
            "KD111",
            _E,
            "不能作名单读取",
            "这是{kind}文件，不能作为名单读取",
            "请另存为 .xlsx 或 .csv 后再读",
        ),
        (
            "KD112",
            _E,
            "文字编码不明",
            "文件的文字编码无法辨认（{detail}）",
            "请用 Excel 或 WPS 打开，另存为 .xlsx 或“CSV UTF-8”后再读",
        ),
        ("KD113", _W, "文字已损坏", "此处有已经损坏的文字（�）", "请对照原件改正"),
        # 2xx: the layout
        (
            "KD201",
            _E,
            "不是已知的表格",
            "没有认出已知的表格；最接近的是《{nearest}》，缺少：{missing}",
            "请确认发送的是所要求的表格",
        ),
        ("KD202", _N, "空白表", "这是一份没有填写的《{form}》", "请填写后发送"),
        ("KD203", _W, "文件中有多份表格", "文件中有{count}份已填写的表格", "请用 read_all 逐份读取"),
        ("KD204", _E, "栏目缺失", "没有找到【{label}】一栏", "请核对表格是否被删改"),
        ("KD205", _E, "内容归属不明", "【{label}】处的内容有不止一种读法", "请人工核对"),
        ("KD206", _W, "多余内容", "此处的内容不属于任何栏目，未读入", "请人工核对"),
        ("KD207", _N, "跳过的行", "此行是{kind}，未作为数据读入", ""),
        (
            "KD208",
            _W,
            "表格标识不符",
            "文件属性记为“{stated}”，内容是“{found}”",
            "已以内容为准，请核对文件是否误用",
        ),
        ("KD209", _N, "修订痕迹", "文件含有修订痕迹，已按接受全部修订读取", ""),
        ("KD210", _N, "隐藏文字", "文件含有隐藏文字，未读入", ""),
        ("KD211", _N, "浮动图形", "文字上方有图形遮挡或文本框", "请核对图形是否遮挡或代替了填写内容"),
        (
            "KD212",
            _E,
            "两处填写不一致",
            "【{label}】两处填写不一致：“{first}”与“{second}”",
            "请核对后只保留一处",
        ),
        ("KD214", _N, "版面有改动", "表格版面与原表不同，已按栏目名称读取", ""),
        ("KD217", _W, "控件文字未读入", "此处填写控件的文字标记为提示文字，未读入", "请核对是否已填写"),
        ("KD218", _W, "公式域未读入", "此处的公式域不能完整转为文字", "请人工核对"),
        ("KD219", _N, "图片等未读入", "此处有{kind}，其中的内容未读入", "请核对是否以{kind}代替了填写内容"),
        (
            "KD230",
            _W,
            "表内文字与项目不符",
            "表内印的是“{stated}”，项目规定是“{expected}”",
            "请核对是否用错了表格",
        ),
        (
            "KD232",
            _N,
            "批次取自标题",
            "名单没有批次一栏，已按标题读作{cohort}",
            "",
        ),
        (
            "KD233",
            _E,
            "不是名单",
            "没有找到名单的表头；名单至少要有【{label}】一栏",
            "请核对表头，或补上这一栏",
        ),
        ("KD234", _W, "重复的表", "文件中有内容相同的《{form}》，只读入一份", "请核对是否少附了另一份"),
        ("KD239", _W, "栏目名重写", "【{label}】的内容前又写了栏目名，已略去", ""),
        (
            "KD240",
            _N,
            "以栏目名开头",
            "【{label}】的内容以栏目名“{raw}”开头，已照原样读入",
            "如是重写的栏目名，请删去",
        ),
        ("KD242", _N, "标题前后的文字", "标题前后的“{raw}”不是标题的一部分，已略去", ""),
        ("KD231", _E, "不是所要的表格", "要读的是《{wanted}》，文件是《{found}》", "请核对文件"),
        ("KD220", _N, "自动编号", "文件含有自动编号，正文前的编号未读入", ""),
        ("KD213", _W, "提示文字未删", "【{label}】中留有原表的提示文字，已略去", "请删去提示文字"),
        ("KD221", _W, "提示文字未删", "【{label}】的正文里夹有原表的提示文字", "请删去提示文字"),
        (
            "KD225",
            _E,
            "公式没有结果",
            "此处的公式没有保存计算结果，未读入",
            "请在 Excel 中打开、保存后重新发送，或直接填写",
        ),
        (
            "KD238",
            _W,
            "公式自行算得",
            "公式的计算结果没有保存或已过时，合计等已按公式算得后读入",
            "请核对，或在 Excel 中打开、保存后重新发送",
        ),
        ("KD226", _E, "错误值", "此处是错误值“{raw}”，未读入", "请改填正确的内容"),
        ("KD227", _N, "隐藏的行列", "工作表有隐藏的行或列，其中的内容已照常读入", ""),
        ("KD228", _W, "隐藏的工作表", "工作表“{kind}”已隐藏，未读入", "请核对其中有无应报的内容"),
        ("KD222", _W, "一栏分写", "【{label}】分写在几个单元格里，已合并读作“{value}”", "请核对"),
        ("KD223", _W, "同上", "【{label}】写的是同上（“{raw}”），已按上一行读作“{value}”", "请核对"),
        ("KD241", _W, "行的格数不符", "此行的格子比表头少，内容可能错了栏", "请对照表头逐栏核对"),
        ("KD224", _W, "填错栏", "【{label}】与旁边一栏的内容写反了，已对调读作“{value}”", "请核对"),
        # 3xx: a value
        ("KD301", _E, "不是数字", "【{label}】应为数字，填写的是“{raw}”", "请改填阿拉伯数字"),
        ("KD302", _E, "不是整数", "【{label}】应为整数，填写的是“{raw}”", "请核对"),
        ("KD303", _W, "约数", "【{label}】填写的是约数“{raw}”，已按{value}读入", "请核实准确数"),
        ("KD304", _E, "数字不确定", "【{label}】填写的“{raw}”不能确定为一个数", "请填写一个准确的数字"),
        ("KD305", _N, "填写“无”", "【{label}】填写“{raw}”，已按 0 读入", ""),
        ("KD306", _E, "日期无效", "【{label}】不是有效日期：“{raw}”", "请按“2023年8月25日”的格式填写"),
        ("KD307", _E, "日期不完整", "【{label}】缺少年、月或日：“{raw}”", "请补全日期"),
        ("KD308", _E, "勾选了多项", "【{label}】勾选了不止一项：“{raw}”", "请只保留一项"),
        ("KD309", _E, "勾选不明", "【{label}】的勾选无法辨认：“{raw}”", "请在所选项的括号内打“√”"),
        ("KD310", _E, "不在选项之内", "【{label}】填写的“{raw}”不是可选项（{choices}）", "请从可选项中选填"),
        ("KD311", _W, "单位换算", "【{label}】填写的“{raw}”已换算为{value}{unit}", "请核对单位"),
        ("KD312", _N, "数字写法", "【{label}】填写的“{raw}”已按{value}读入", ""),
        ("KD313", _E, "批次无法识别", "【{label}】填写的“{raw}”不是批次", "请按“第二批”的格式填写"),
        (
            "KD314",
            _E,
            "账号可能已损坏",
            "【{label}】像是被 Excel 改成了数字，可信的只有前 {count} 位：{trusted}",
            "请按文本重新填写完整号码",
        ),
        ("KD315", _W, "含有不明字符", "【{label}】含有号码以外的字符", "请核对后只填数字"),
        ("KD316", _W, "姓名可疑", "【{label}】不像姓名：“{raw}”", "请核对"),
        ("KD317", _N, "年份为两位", "【{label}】的年份只写了两位：“{raw}”，已按{value}读入", ""),
        ("KD318", _W, "选项旁另有文字", "【{label}】已按“{value}”读入，但旁边另有文字：“{raw}”", "请核对"),
        (
            "KD319",
            _W,
            "单位不符",
            "【{label}】填写的“{raw}”与本栏的单位（{unit}）不同，已按{value}读入",
            "请核对是否填错栏",
        ),
        ("KD320", _N, "选项写法", "【{label}】填写的“{raw}”已按“{value}”读入", ""),
        ("KD321", _W, "写法有疑", "【{label}】填写的“{raw}”已按{value}读入，但写法有疑", "请核对"),
        (
            "KD322",
            _E,
            "日期不确定",
            "【{label}】填写的“{raw}”不能确定是哪一天",
            "请按“2023年8月25日”的格式填写",
        ),
        ("KD323", _W, "有划去的文字", "【{label}】有划去的文字，已略去：“{raw}”", "请核对"),
        (
            "KD327",
            _E,
            "栏目单位不符",
            "【{label}】在文件里以“{stated}”计，应以“{unit}”计，“{raw}”未读入",
            "请按“{unit}”改填，并改回栏目名",
        ),
        ("KD326", _N, "看不见的字符", "【{label}】首尾有看不见的字符，已略去", ""),
        ("KD325", _N, "姓名中的空格", "【{label}】填写的“{raw}”已按“{value}”读入", ""),
        ("KD324", _W, "含有无法保存的字符", "【{label}】含有无法保存的控制字符，已略去", "请核对"),
        # 4xx: a rule of one record
        ("KD401", _E, "必填项未填", "【{label}】必须填写", "请补填"),
        ("KD402", _E, "超过字数", "【{label}】共{count}字，超过{limit}字", "请删减到{limit}字以内"),
        (
            "KD403",
            _E,
            "不在可选范围",
            "【{label}】的“{value}”不在此表的选项之内（{choices}）",
            "请从可选项中选填",
        ),
        ("KD404", _E, "数字为负", "【{label}】不能是负数：{value}", "请核对"),
        (
            "KD405",
            _W,
            "批次不在项目之内",
            "第{cohort}批不在项目{programme}的批次之内",
            "请核对批次，或在项目文件中补上",
        ),
        ("KD406", _W, "项目未知", "没有名为“{programme}”的项目", "请核对项目代号，或用项目文件登记"),
        (
            "KD407",
            _E,
            "未说明违纪情况",
            "指标6选“是”，但接收企业考核意见未作说明",
            "请在接收企业考核意见中说明",
        ),
        ("KD408", _E, "未通过却无原因", "不通过验收而【{label}】未填", "请填写未通过考核验收的原因"),
        ("KD409", _E, "通过却无账号", "通过验收而个人账号信息不全", "请补填开户行（含支行）和银行账号"),
        (
            "KD410",
            _W,
            "账号位数可疑",
            "【{label}】应为数字，个人账号 16 至 19 位、对公账号不超过 30 位，现为{count}位",
            "请核对账号",
        ),
        ("KD411", _W, "手机号可疑", "【{label}】应为 1 开头的 11 位数字", "请核对手机号"),
        ("KD412", _E, "评价不完整", "企业考核评价的【{label}】未填", "请接收企业补填"),
        ("KD413", _W, "意见无日期", "【{label}】有意见而无日期", "请补填日期"),
        ("KD414", _W, "名单重复", "“{name}”在名单中出现不止一次（同单位、同企业）", "请核对是否重复填报"),
        ("KD415", _W, "序号不连续", "序号应为{expected}，现为{value}", "请核对是否漏行"),
        ("KD416", _E, "合计不符", "【{label}】合计写的是{stated}，各行相加是{value}", "请核对各行和合计"),
        (
            "KD417",
            _W,
            "未签约或未到岗却有账号",
            "未签约或未到岗的人员不应提交账户信息",
            "请核对签约、到岗情况",
        ),
        ("KD418", _W, "账号校验不符", "【{label}】的末位校验码不符，可能有一位写错", "请核对账号"),
        ("KD429", _W, "同上", "【{label}】写的是“{raw}”", "请写明内容"),
        ("KD428", _W, "账号填在开户行栏", "【{label}】填写的像是账号", "请核对开户行与账号是否写反"),
        ("KD426", _W, "日期在将来", "【{label}】{value}在今天之后", "请核对年份"),
        ("KD427", _W, "日期早于考核", "【{label}】{value}早于服务期的最后一个月", "请核对日期"),
        ("KD425", _W, "像是示例", "【{label}】写的“{raw}”像是表样中的示例", "请填写真实姓名，或删去示例行"),
        ("KD419", _W, "统计行重复", "“{name}”在表中出现不止一行", "请核对是否重复统计"),
        ("KD420", _W, "号码重复", "【{label}】与名单第{row}行的相同", "请核对{label}"),
        ("KD421", _W, "批次与标题不一致", "此行的批次是{value}，标题是{expected}", "请核对批次"),
        ("KD422", _W, "通过却填有原因", "通过验收而【{label}】有内容", "请核对验收意见"),
        ("KD423", _E, "合计无法计算", "【{label}】的数字过大，无法合计", "请核对各行的数字"),
        (
            "KD424",
            _E,
            "账号疑被 Excel 损坏",
            "【{label}】像是被 Excel 改成的数字，末尾几位已不可信",
            "请按文本重新填写完整账号",
        ),
        (
            "KD435",
            _W,
            "文字疑被 Excel 损坏",
            "【{label}】的“{raw}”像是被 Excel 改写的长数字，末尾几位已不可信",
            "请按文本重新填写",
        ),
        ("KD436", _W, "姓名是数字", "【{label}】写的“{raw}”不是姓名", "请核对是否填错栏"),
        (
            "KD437",
            _W,
            "不像名单内容",
            "【{label}】写的“{raw}”像是合计、示例或说明",
            "如不是名单内容，请删去此行",
        ),
        ("KD438", _E, "号码已被隐去", "【{label}】含有“*”，号码已被隐去", "请填写完整号码"),
        # 6xx: a template
        ("KD601", _E, "模板语法错误", "模板标签有语法错误：{detail}（标签：{tag}）", "{hint}"),
        ("KD602", _E, "模板字段未知", "模板标签“{tag}”引用了不存在的字段“{name}”", "{hint}"),
        ("KD603", _E, "模板过滤器不可逆", "模板过滤器“{name}”没有逆运算（标签：{tag}）", "{hint}"),
        (
            "KD604",
            _E,
            "相邻标签无法区分",
            "标签“{first}”与“{second}”之间没有文字，读取时无法分开",
            "请在两者之间加上文字",
        ),
        ("KD605", _E, "循环不独占一行", "行循环标签“{tag}”必须独占一行", "请把标签放在单独的表格行中"),
        ("KD606", _E, "模板结尾缺段落", "文档最后的表格之后没有段落", "请在表格之后加一个空段落"),
        ("KD607", _E, "模板标签不支持", "读取时不支持这种标签：{tag}", "{hint}"),
        (
            "KD609",
            _E,
            "模板缺少字段",
            "模板里没有字段{name}的位置，它的内容写不进表格",
            "请在相应的单元格加上它的标签",
        ),
        (
            "KD610",
            _E,
            "标签没有栏目名",
            "标签“{tag}”的左边、上方和同格之内都没有栏目名，读取时无法定位",
            "请加上栏目名",
        ),
        (
            "KD611",
            _E,
            "选项不全",
            "【{label}】的选项“{lacking}”没有打勾的位置（标签：{tag}）",
            "请为每个选项各写一个 tick 标签",
        ),
        (
            "KD612",
            _E,
            "模板不能生成文件",
            "用模板生成空白表时出错：{detail}",
            "请检查页眉、页脚和各标签的写法",
        ),
        (
            "KD613",
            _W,
            "栏目名相同",
            "标签“{tag}”这一列与前面一列的栏目名都是“{label}”，调换列序后无法区分",
            "请改用不同的栏目名，或在上方加一层栏目名",
        ),
        (
            "KD614",
            _E,
            "打勾处与文字不符",
            "标签“{tag}”是选项“{option}”打勾的位置，旁边印的却是“{text}”",
            "请改正标签或文字",
        ),
        (
            "KD615",
            _E,
            "合计不在本栏",
            "标签“{tag}”是另一栏的合计，却写在【{label}】一栏下面",
            "请改正标签",
        ),
        (
            "KD616",
            _E,
            "标签不在同一张工作表",
            "模板的标签应在同一张工作表上，实际有{count}张工作表含有标签",
            "请把标签放在同一张工作表上",
        ),
        (
            "KD619",
            _E,
            "打勾处没有文字",
            "【{label}】打勾的位置（标签：{tag}）旁边没有印选项的文字，填表的人看不出选的是什么",
            "请在每个打勾处后面写上选项，如 是、否",
        ),
        (
            "KD620",
            _E,
            "文件没有标签",
            "正文里没有任何模板标签，可能是填好的表格",
            "请检查模板文件；标签写作 {{{{ name }}}}",
        ),
        ("KD617", _E, "不能随行移动", "“{tag}”不能随循环增加的行移动", "{hint}"),
        (
            "KD618",
            _E,
            "标签不在单元格里",
            "标签“{tag}”写在{kind}里，不会被填写，将原样印出",
            "请移到单元格里，或删去",
        ),
        ("KD608", _E, "标签内有中文引号", "标签“{tag}”内有中文引号", "请改用英文引号，中文引号放在标签之外"),
    )
)
