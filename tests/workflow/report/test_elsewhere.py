"""A programme of another province, with plain record classes and templates of its own, has the same report."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import attrs
from lxml import html

import kjfz_docs as kd
from tests.making import document, paragraph, table

PROVINCE = kd.Programme(
    id="elsewhere",
    name="某省“产业顾问”",
    title="某省",
    districts=(kd.District(name="东县"), kd.District(name="西县")),
    cohorts=(kd.Cohort(number=1, year=2024),),
    duties=(kd.Duty(form="visits", cohort=1, per="district", owner="各县科技局", due=dt.date(2024, 6, 30)),),
)


@attrs.frozen(kw_only=True)
class Visit:
    adviser: str | None = None
    people: int | None = None
    saved: Decimal | None = None
    age: int | None = None


@attrs.frozen(kw_only=True)
class Visits:
    rows: tuple[Visit, ...] = ()


FORM = kd.Form(
    id="visits",
    record=Visits,
    docx=document(
        paragraph("产业顾问走访登记表"),
        table(
            "顾问 | 服务人数（人） | 节约成本（万元） | 年龄（岁）",
            "{%tr for row in rows %}→4",
            "{{ row.adviser }} | {{ row.people }} | {{ row.saved }} | {{ row.age }}",
            "{%tr endfor %}→4",
        ),
        paragraph(),
    ),
)


def test_the_report_says_what_it_says_elsewhere(tmp_path: Path) -> None:
    rows = (
        Visit(adviser="张三", people=3, saved=Decimal("1.25"), age=41),
        Visit(adviser="李四", people=4, saved=Decimal("0.75"), age=52),
    )
    (tmp_path / "东县").mkdir()
    kd.write(Visits(rows=rows), tmp_path / "东县" / "走访.docx", form=FORM)
    found = kd.Submission.scan(tmp_path, programme=PROVINCE, forms=[FORM])
    assert [item.status for item in found.items] == [kd.Status.COMPLETE]
    text = kd.report(found, on=dt.date(2024, 7, 1), beside=tmp_path)
    page = html.document_fromstring(text)

    def cells(section: str) -> list[list[str]]:
        rows = page.xpath(f"//section[@id='{section}']//tr")
        return [[cell.text_content() for cell in row.xpath("th | td")] for row in rows]

    title = "产业顾问走访登记表 第一批"
    assert page.findtext(".//h1") == "某省“产业顾问”材料报送情况"
    assert cells("progress")[1:] == [
        ["东县", "1/1", "1/1", "0"],
        ["西县", "0/1", "0/1", "0"],
        ["合计", "1/2", "1/2", "0"],
    ]
    assert cells("missing")[1:] == [["西县", "1", title, "各县科技局", "2024-06-30（已过）"]]
    assert cells("outcomes") == [
        ["区", "份数或行数", "服务人数（人）", "节约成本（万元）"],
        ["东县", "2", "7", "2.00"],
    ]
