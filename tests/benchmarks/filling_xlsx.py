"""What filling a workbook costs, beside others in one run: python tests/benchmarks/filling_xlsx.py [ROWS]

Each engine runs in a process of its own and fills the list of accounts; openpyxl, XlsxWriter, xltpl and exceljs (node,
found by NODE_PATH) are measured where they are installed. Rows per second, peak memory, and how many times faster ours
is. Ours fills the styled template, makes sure that every value can be read back, and sets the heights of rows; xltpl
fills a template of one row, and the others write the same rows with the same fonts and frames.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS = 20_000
HEADS = (
    "name",
    "gender",
    "party",
    "branch",
    "number",
    "host",
    "signed",
    "duty",
    "effect",
    "satisfied",
    "mobile",
)


def values(count: int) -> list[tuple[str, ...]]:
    return [
        (
            *(
                f"王{number}",
                "男",
                "群众",
                "示范银行示范支行",
                f"62220200000{number:08d}",
                "示范区某某科技有限公司",
            ),
            *("是", "是", "很好", "满意", f"138{number:08d}"),
        )
        for number in range(count)
    ]


def ours(count: int, path: Path) -> float:
    import kjfz_docs as kd

    kd.write(kd.AccountCollection(rows=(kd.AccountRow(name="王"),)), path)
    rows = tuple(
        kd.AccountRow(
            name=row[0],
            gender=row[1],
            party=row[2],
            account=kd.BankAccount(branch=row[3], number=row[4]),
            host_enterprise=row[5],
            contract_signed=True,
            on_duty=True,
            effectiveness=kd.Effectiveness.VERY_GOOD,
            satisfaction=kd.Satisfaction.SATISFIED,
            mobile=row[10],
        )
        for row in values(count)
    )
    record = kd.AccountCollection(rows=rows)
    return timed(lambda: kd.write(record, path))


def openpyxl_styled(count: int, path: Path) -> float:
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, Side

    rows = values(count)

    def fill() -> None:
        book = openpyxl.Workbook()
        sheet: Any = book.active
        side = Side(style="thin")
        looks = Font(name="仿宋_GB2312", size=12), Border(side, side, side, side), Alignment(wrap_text=True)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                cell.font, cell.border, cell.alignment = looks
                cell.number_format = "@"
        book.save(path)

    return timed(fill)


def openpyxl_write_only(count: int, path: Path) -> float:
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, Side

    rows = values(count)

    def fill() -> None:
        book = openpyxl.Workbook(write_only=True)
        sheet: Any = book.create_sheet()
        side = Side(style="thin")
        looks = Font(name="仿宋_GB2312", size=12), Border(side, side, side, side), Alignment(wrap_text=True)
        for row in rows:
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet, value)
                cell.font, cell.border, cell.alignment = looks
                cell.number_format = "@"
                cells.append(cell)
            sheet.append(cells)
        book.save(path)

    return timed(fill)


def xlsxwriter(count: int, path: Path) -> float:
    import xlsxwriter as engine

    rows = values(count)

    def fill() -> None:
        book = engine.Workbook(path)
        sheet = book.add_worksheet()
        look = book.add_format(
            {"border": 1, "text_wrap": True, "num_format": "@", "font_name": "仿宋_GB2312"}
        )
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value, look)
        book.close()

    return timed(fill)


def xltpl(count: int, path: Path) -> float:
    import openpyxl
    from openpyxl.comments import Comment
    from xltpl.writerx import BookWriter

    template = path.with_name("template.xlsx")
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for column in range(len(HEADS)):
        sheet.cell(1, column + 1, f"{{{{ row[{column}] }}}}")
    sheet.cell(1, 1).comment = Comment("beforerow{% for row in rows %}", "x")
    sheet.cell(1, len(HEADS)).comment = Comment("aftercell{% endfor %}", "x")
    book.save(template)
    rows = values(count)

    def fill() -> None:
        writer = BookWriter(str(template))
        writer.render_book([{"rows": rows}])
        writer.save(str(path))

    return timed(fill)


ENGINES: dict[str, Callable[[int, Path], float]] = {
    "kjfz_docs": ours,
    "openpyxl, styled": openpyxl_styled,
    "openpyxl, write only": openpyxl_write_only,
    "XlsxWriter": xlsxwriter,
    "xltpl": xltpl,
}

EXCELJS = """
const ExcelJS = require('exceljs');
(async () => {
  const count = Number(process.argv[1]), path = process.argv[2];
  const side = {style: 'thin'}, border = {top: side, left: side, bottom: side, right: side};
  const start = process.hrtime.bigint();
  const book = new ExcelJS.Workbook(), sheet = book.addWorksheet('a');
  for (let n = 0; n < count; n++) {
    const id = String(n).padStart(8, '0');
    const row = sheet.addRow(['王' + n, '男', '群众', '示范银行示范支行', '62220200000' + id, '示范区某某科技有限公司',
      '是', '是', '很好', '满意', '138' + id]);
    row.eachCell(c => { c.font = {name: '仿宋_GB2312', size: 12}; c.border = border;
      c.alignment = {wrapText: true}; c.numFmt = '@'; });
  }
  await book.xlsx.writeFile(path);
  console.log(Number(process.hrtime.bigint() - start) / 1e9, process.resourceUsage().maxRSS / 1024);
})();
"""


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run_one(name: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        took = ENGINES[name](count, Path(folder) / "out.xlsx")
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measured(name: str, count: int) -> tuple[float, float] | None:
    """Seconds and MiB of one engine in a process of its own; None where it is not installed."""
    if name == "exceljs":
        with tempfile.TemporaryDirectory() as folder:
            command = ["node", "-e", EXCELJS, str(count), str(Path(folder) / "out.xlsx")]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
    else:
        command = [sys.executable, __file__, "--one", name, str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
    if done.returncode:
        return None
    seconds, memory = map(float, done.stdout.split()[-2:])
    return seconds, memory


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        run_one(sys.argv[2], int(sys.argv[3]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    base: float | None = None
    for name in (*ENGINES, "exceljs"):
        found = measured(name, count)
        if found is None:
            print(f"{name:22} not installed, or it failed")
            continue
        seconds, memory = found
        base = base or seconds
        print(
            f"{name:22} {count / seconds:9.0f} rows/s {memory:7.0f} MiB   "
            f"{'' if name == 'kjfz_docs' else f'ours is {seconds / base:.1f} times as fast'}"
        )


if __name__ == "__main__":
    main()
