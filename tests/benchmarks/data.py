"""Invented records and rows that every engine is given: the same in every run, for every engine."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

_TEXT = (
    "项目 研究 单位 负责人 经费 预算 申请 审批 完成 情况 按照 国家 标准 规定 开展 工作 实验 数据 "
    "分析 结果 表明 本年度 技术 指标 达到 预期 目标 形成 报告 专利 论文 培养 人才 合作 企业 推广 "
    "应用 效益 社会 经济 存在 问题 下一步 计划 加强 管理 提高 质量 设备 采购 材料 差旅 会议 劳务 "
    "专家 咨询 验收 组织 评审 意见 同意 建议 修改 补充 完善 资料 档案 归档 财务 审计 监督 检查 "
    "安全 环境 保护 能源 农业 水利 交通 教育 医疗 卫生 文化 信息 网络 系统 平台 建设 运行 维护 "
    "服务 群众 基层 调研 座谈 走访"
)
_WORDS = _TEXT.split()
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志"
AMOUNTS = tuple(f"amount{number}" for number in range(1, 8))
TICKS = tuple(f"tick{number}" for number in range(1, 7))
COLUMNS = ("seq", "name", "id_no", "bank_no", "amount", "date", "unit", "phone", "remark")
HEADS = ("序号", "姓名", "身份证号", "银行账号", "金额", "日期", "单位", "电话", "备注")
ACCOUNT_COLUMNS = (
    *("name", "gender", "party", "branch", "number", "host"),
    *("signed", "duty", "effect", "satisfied", "mobile"),
)
FORMS = 200


def form_record(number: int) -> dict[str, str]:
    """What one form of 42 tags is filled with: about 2,000 characters, 1,500 of them in its report."""
    chance = random.Random(1000 + number)
    record = {
        "name": _name(chance),
        "sex": chance.choice("男女"),
        "birth": f"19{chance.randint(60, 99)}年{chance.randint(1, 12):02}月",
        "id_no": f"11010819{chance.randint(600101, 991231)}{chance.randint(0, 9999):04}",
        "nation": chance.choice(("汉族", "满族", "回族")),
        "party": chance.choice(("中共党员", "群众")),
        "edu": chance.choice(("本科", "硕士研究生")),
        "degree": chance.choice(("学士", "硕士", "博士")),
        "school": _line(chance, 8) + "大学",
        "major": _line(chance, 6),
        "unit": _line(chance, 12),
        "post": _line(chance, 4),
        "title": _line(chance, 5),
        "phone": f"13{chance.randint(0, 10**9 - 1):09}",
        "email": f"user{number}@example.com",
        "addr": _line(chance, 20),
        "postcode": f"{chance.randint(100000, 999999)}",
        "bank": f"中国{_line(chance, 6)}支行",
        "bank_no": f"62{chance.randint(0, 10**17 - 1):017}",
        "project": _line(chance, 22),
        "proj_no": f"KJ-{number:06}",
        "start": "2024年1月1日",
        "end": "2026年12月31日",
        "field": _line(chance, 6),
        "level": chance.choice(("国家级", "省部级")),
        "opinion1": _line(chance, 60),
        "opinion2": _line(chance, 60),
        "sign_date": f"2026年3月{chance.randint(1, 31)}日",
        **{name: f"{chance.random() * 10 ** chance.randint(1, 6):.2f}" for name in AMOUNTS},
        **dict.fromkeys(TICKS, " "),
        "report": _text(chance, 1500),
    }
    record[chance.choice(TICKS)] = "√"
    return record


def form_records() -> list[dict[str, str]]:
    """As many records as the forms that are filled in turn."""
    return [form_record(number) for number in range(FORMS)]


def list_rows(count: int) -> list[dict[str, Any]]:
    """The rows of a list of payments: texts, a number that counts, and an amount."""
    chance = random.Random(7)
    remarks = [_line(chance, 10) for _ in range(500)]
    units = [_line(chance, 9) for _ in range(200)]
    return [
        {
            "seq": number + 1,
            "name": _name(chance),
            "id_no": f"110108199001{number % 10**6:06}",
            "bank_no": f"622202{number * 7919 % 10**13:013}",
            "amount": round(chance.random() * 1e5, 2),
            "date": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "unit": units[number % 200],
            "phone": f"138{number * 31 % 10**8:08}",
            "remark": remarks[number * 13 % 500],
        }
        for number in range(count)
    ]


def account_rows(count: int) -> list[dict[str, str]]:
    """The rows of 附件3 as they are printed."""
    fixed = {
        "gender": "男",
        "party": "群众",
        "branch": "示范银行示范支行",
        "host": "示范区某某科技有限公司",
        "signed": "是",
        "duty": "是",
        "effect": "很好",
        "satisfied": "满意",
    }
    return [
        {
            "name": f"王{number}",
            **fixed,
            "number": _checked(f"6222020000{number:08}"),
            "mobile": f"138{number:08}",
        }
        for number in range(count)
    ]


def _checked(digits: str) -> str:
    """A card's number with its check digit (Luhn), as real ones have it."""
    doubled = (divmod(2 * int(digit), 10) for digit in reversed(digits[-1::-2]))
    total = sum(map(sum, doubled)) + sum(map(int, digits[-2::-2]))
    return f"{digits}{-total % 10}"


def save_json(folder: Path, sizes: set[int], accounts: set[int]) -> None:
    """The same data for the programs in other languages."""
    made: dict[str, list[Any]] = {"records": form_records()}
    made |= {f"table_{size}": list_rows(size) for size in sizes}
    made |= {f"accounts_{size}": account_rows(size) for size in accounts}
    for name, rows in made.items():
        (folder / f"{name}.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN)


def _line(chance: random.Random, length: int) -> str:
    return _text(chance, length).replace("\n", "，")


def _text(chance: random.Random, length: int) -> str:
    made = ""
    while len(made) < length:
        made += chance.choice(_WORDS)
        draw = chance.random()
        if draw < 0.12:
            made += "，"
        elif draw < 0.17:
            made += "。"
        elif draw < 0.19:
            made += "\n"
        elif draw < 0.22:
            made += str(chance.randint(1, 99999))
    return made[:length]
