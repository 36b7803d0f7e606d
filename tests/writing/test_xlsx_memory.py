"""A long list is written row by row: the memory that it takes does not grow with what is written of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

ROWS = 30_000
# A list of one row is written first: what is loaded for it, Python with its modules, is not of the rows.
WRITE = f"""
import kjfz_docs as kd

def peak():
    # Not getrusage: its peak is that of the process which started this one, if that was larger.
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))

row = kd.AccountRow(
    name="李明", host_enterprise="示范区某某科技有限公司", mobile="13800000000",
    account=kd.BankAccount(branch="示范银行示范支行", number="6217002870000001241"),
)
needed = []
for count in (1, {ROWS}):
    kd.render(kd.AccountCollection(rows=(row,) * count), "xlsx")
    needed.append(peak())
print(needed[1] - needed[0], needed[1])
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="the memory of a process is told elsewhere by other means"
)
def test_a_list_of_many_rows_is_written_in_little_memory() -> None:
    done = subprocess.run([sys.executable, "-c", WRITE], capture_output=True, text=True, check=True)
    grown, needed = (int(each) / 1024 for each in done.stdout.split())
    # The texts of all rows at once would be more; at this rate 100,000 rows take less than 150 MB.
    assert grown < 30, "MB more than for one row"
    assert needed < 120, "MB in all"
