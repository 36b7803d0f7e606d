"""Folders of submissions for tests: invented forms, and files that arrived on given days."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.records.programme import Cohort, District, Duty

PDF = b"%PDF-1.7 a scan of "

PROGRAMME = kd.Programme(
    id="hubei",
    name="湖北省“科技副总”",
    title="湖北省",
    districts=(District(name="江夏区"), District(name="东湖新技术开发区", aliases=("东湖高新区",))),
    cohorts=(Cohort(number=2, year=2021), Cohort(number=4, year=2023)),
    duties=(
        Duty(form="assessment", cohort=2, per="person", scan=True),
        Duty(form="acceptance_summary", cohort=2, per="district"),
        Duty(form="outcome_statistics", cohort=2, per="programme"),
    ),
)


def assessment(name: str = "林晓舟", **changes: Any) -> kd.Assessment:
    """A form about one person, free of errors."""
    record = dict(samples_of(kd.Assessment))["林晓舟"]
    made: kd.Assessment = attrs.evolve(record, name=name, **changes)
    return made


def acceptance(*names: str, bureau: str = "江夏区经信局") -> kd.AcceptanceSummary:
    """A list of people, free of errors."""
    record = dict(samples_of(kd.AcceptanceSummary))["示范区"]
    first = record.rows[0]
    rows = tuple(
        attrs.evolve(
            first,
            name=name,
            serial=number,
            host_enterprise=f"{name}公司",
            account=attrs.evolve(
                first.account, number=f"62000000000001{number + sum(map(ord, name)) % 90000:05}"
            ),
        )
        for number, name in enumerate(names, 1)
    )
    made: kd.AcceptanceSummary = attrs.evolve(
        record,
        rows=rows,
        economy_bureau=bureau,
        organization_dept=None if bureau == "" else bureau[:3] + "委组织部",
    )
    return made


def person(record: kd.Assessment, **changes: Any) -> kd.Person:
    """Somebody of a roster as a form has them."""
    known = {name: getattr(record, name) for name in ("name", "sending_unit", "host_enterprise", "cohort")}
    return kd.Person(**{**known, "district": "江夏区", **changes})


def put(folder: Path, name: str, content: Any, day: int = 1) -> Path:
    """A file that arrived on a day of August; a record is written in the format of its name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else kd.render(content, path.suffix[1:]))
    when = dt.datetime(2023, 8, day, 9).timestamp()
    os.utime(path, (when, when))
    return path


def zipped(files: dict[str, Any], day: int = 1) -> bytes:
    """A zip file whose members were packed on a day of August."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2023, 8, day, 9, 0, 0))
            data = content if isinstance(content, bytes) else kd.render(content, name.rpartition(".")[2])
            opened.writestr(info, data)
    return stream.getvalue()


def drawn(submission: kd.Submission) -> list[str]:
    """The items as text: name, status, form."""
    return [" ".join(filter(None, (item.name, item.status.value, item.form))) for item in submission.items]


def codes(submission: kd.Submission) -> list[str]:
    return [finding.code for finding in submission.findings]
