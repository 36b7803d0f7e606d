"""kjfz_docs: the official forms of the 科技副总 programme, written from records and read back into them.

    import kjfz_docs as kd

    kd.write(kd.Assessment(name="李明"), "李明-考核表.docx")
    reading = kd.read("李明-考核表.docx")
    reading.record, reading.findings

Importing the package is cheap: every name below loads what it needs on first use.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Public name -> the module that has it. The type checker sees the imports below instead.
_PUBLIC = {
    **dict.fromkeys(("Finding", "Place", "Severity", "CODES"), "kjfz_docs.findings"),
    **dict.fromkeys(
        (
            "BatchError",
            "ConversionError",
            "FindingsError",
            "KjfzError",
            "NotRecognised",
            "ProgrammeError",
            "ReadingError",
            "Refused",
            "TemplateError",
            "UnwritableError",
        ),
        "kjfz_docs.errors",
    ),
    **dict.fromkeys(
        (
            "AbsenceRow",
            "AbsenceSummary",
            "AcceptanceRow",
            "AcceptanceSummary",
            "AccountCollection",
            "AccountRow",
            "Assessment",
            "BankAccount",
            "Effectiveness",
            "EnterpriseEvaluation",
            "Opinion",
            "Opinions",
            "OutcomeRow",
            "OutcomeStatistics",
            "Outcomes",
            "Satisfaction",
            "ServiceReport",
            "TrackingReport",
        ),
        "kjfz_docs.records",
    ),
    **dict.fromkeys(
        (
            "Cohort",
            "District",
            "Duty",
            "Exclusive",
            "Instalment",
            "Programme",
            "load_programme",
            "BUILT_IN_PROGRAMMES",
        ),
        "kjfz_docs.records.programme",
    ),
    **dict.fromkeys(("CollationRule", "Decision", "Lookup", "Verdict"), "kjfz_docs.records.collations"),
    **dict.fromkeys(("Meta", "field", "part", "rows"), "kjfz_docs.records.fields"),
    "PeriodicDuty": "kjfz_docs.records.programme_periods",
    **dict.fromkeys(("CaseRule", "Ground"), "kjfz_docs.records.programme_grounds"),
    "programme_text": "kjfz_docs.records.programme_text",
    "check": "kjfz_docs.records.check",
    **dict.fromkeys(
        ("from_dict", "from_json", "make_converter", "to_dict", "to_json"), "kjfz_docs.records.convert"
    ),
    "json_schema": "kjfz_docs.records.schema",
    "Limits": "kjfz_docs.grids.limits",
    **dict.fromkeys(("Outcome", "Reading"), "kjfz_docs.reading.reading"),
    "annotate": "kjfz_docs.reading.annotate",
    "findings_table": "kjfz_docs.reading.findings_table",
    "Form": "kjfz_docs.forms.form",
    **dict.fromkeys(("blank", "read", "read_all", "render", "write"), "kjfz_docs.forms.api"),
    "forms": "kjfz_docs.forms.builtin",
    "Template": "kjfz_docs.writing.template",
    **dict.fromkeys(
        ("Batch", "Rendered", "Written", "render_many", "write_many"), "kjfz_docs.batches.writing"
    ),
    "Step": "kjfz_docs.batches.progress",
    "read_many": "kjfz_docs.batches.reading",
    **dict.fromkeys(("Person", "Roster"), "kjfz_docs.workflow.roster"),
    **dict.fromkeys(("Prefilled", "prefill"), "kjfz_docs.workflow.prefill"),
    **dict.fromkeys(
        ("Mention", "People", "Someone", "mentions_in", "mentions_of", "who_is_who"),
        "kjfz_docs.workflow.people",
    ),
    "Cache": "kjfz_docs.workflow.cache",
    **dict.fromkeys(("Copied", "sort_into"), "kjfz_docs.workflow.sorting"),
    "Submission": "kjfz_docs.workflow.submission",
    **dict.fromkeys(("Item", "Status"), "kjfz_docs.workflow.items"),
    "Owed": "kjfz_docs.workflow.owed",
    "reconcile": "kjfz_docs.workflow.reconcile",
    "payments": "kjfz_docs.workflow.payments",
    **dict.fromkeys(("Held", "Payment", "Payments", "Unpaid"), "kjfz_docs.workflow.paid"),
    **dict.fromkeys(("PaymentList", "PaymentRow"), "kjfz_docs.workflow.payment_list"),
    **dict.fromkeys(("due_dates", "period_values"), "kjfz_docs.workflow.periods"),
    "compare_reports": "kjfz_docs.workflow.tracking",
    **dict.fromkeys(("Case", "TypicalCases", "typical_cases"), "kjfz_docs.workflow.cases"),
    **dict.fromkeys(("Grounds", "grounds"), "kjfz_docs.workflow.grounds"),
    **dict.fromkeys(("Reminder", "Reminders", "reminders"), "kjfz_docs.workflow.reminders"),
    **dict.fromkeys(("Collation", "collate"), "kjfz_docs.workflow.collate"),
    "report": "kjfz_docs.workflow.report.whole",
    **dict.fromkeys(("from_rows", "to_rows"), "kjfz_docs.records.tables"),
    **dict.fromkeys(("read_csv", "write_csv"), "kjfz_docs.workflow.csv_files"),
}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    module = _PUBLIC.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(module), name)
    globals()[name] = value
    return value


class _Package(ModuleType):
    """``kjfz_docs.forms`` is the mapping of the built-in forms, although a subpackage has the same name.

    Importing a submodule sets the attribute on its parent; a data descriptor of the module's class wins over it.
    """

    @property
    def forms(self) -> Any:
        return importlib.import_module("kjfz_docs.forms.builtin").forms

    @forms.setter
    def forms(self, value: object) -> None:
        if not isinstance(value, ModuleType):
            raise AttributeError("kjfz_docs.forms cannot be replaced; pass forms= to read")


sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return sorted(__all__)


if TYPE_CHECKING:
    from kjfz_docs.batches.progress import Step as Step
    from kjfz_docs.batches.reading import read_many as read_many
    from kjfz_docs.batches.writing import Batch as Batch
    from kjfz_docs.batches.writing import Rendered as Rendered
    from kjfz_docs.batches.writing import Written as Written
    from kjfz_docs.batches.writing import render_many as render_many
    from kjfz_docs.batches.writing import write_many as write_many
    from kjfz_docs.errors import BatchError as BatchError
    from kjfz_docs.errors import ConversionError as ConversionError
    from kjfz_docs.errors import FindingsError as FindingsError
    from kjfz_docs.errors import KjfzError as KjfzError
    from kjfz_docs.errors import NotRecognised as NotRecognised
    from kjfz_docs.errors import ProgrammeError as ProgrammeError
    from kjfz_docs.errors import ReadingError as ReadingError
    from kjfz_docs.errors import Refused as Refused
    from kjfz_docs.errors import TemplateError as TemplateError
    from kjfz_docs.errors import UnwritableError as UnwritableError
    from kjfz_docs.findings import CODES as CODES
    from kjfz_docs.findings import Finding as Finding
    from kjfz_docs.findings import Place as Place
    from kjfz_docs.findings import Severity as Severity
    from kjfz_docs.forms.api import blank as blank
    from kjfz_docs.forms.api import read as read
    from kjfz_docs.forms.api import read_all as read_all
    from kjfz_docs.forms.api import render as render
    from kjfz_docs.forms.api import write as write
    from kjfz_docs.forms.builtin import forms as forms
    from kjfz_docs.forms.form import Form as Form
    from kjfz_docs.grids.limits import Limits as Limits
    from kjfz_docs.reading.annotate import annotate as annotate
    from kjfz_docs.reading.findings_table import findings_table as findings_table
    from kjfz_docs.reading.reading import Outcome as Outcome
    from kjfz_docs.reading.reading import Reading as Reading
    from kjfz_docs.records import AbsenceRow as AbsenceRow
    from kjfz_docs.records import AbsenceSummary as AbsenceSummary
    from kjfz_docs.records import AcceptanceRow as AcceptanceRow
    from kjfz_docs.records import AcceptanceSummary as AcceptanceSummary
    from kjfz_docs.records import AccountCollection as AccountCollection
    from kjfz_docs.records import AccountRow as AccountRow
    from kjfz_docs.records import Assessment as Assessment
    from kjfz_docs.records import BankAccount as BankAccount
    from kjfz_docs.records import Effectiveness as Effectiveness
    from kjfz_docs.records import EnterpriseEvaluation as EnterpriseEvaluation
    from kjfz_docs.records import Opinion as Opinion
    from kjfz_docs.records import Opinions as Opinions
    from kjfz_docs.records import OutcomeRow as OutcomeRow
    from kjfz_docs.records import Outcomes as Outcomes
    from kjfz_docs.records import OutcomeStatistics as OutcomeStatistics
    from kjfz_docs.records import Satisfaction as Satisfaction
    from kjfz_docs.records import ServiceReport as ServiceReport
    from kjfz_docs.records import TrackingReport as TrackingReport
    from kjfz_docs.records.check import check as check
    from kjfz_docs.records.collations import CollationRule as CollationRule
    from kjfz_docs.records.collations import Decision as Decision
    from kjfz_docs.records.collations import Lookup as Lookup
    from kjfz_docs.records.collations import Verdict as Verdict
    from kjfz_docs.records.convert import from_dict as from_dict
    from kjfz_docs.records.convert import from_json as from_json
    from kjfz_docs.records.convert import make_converter as make_converter
    from kjfz_docs.records.convert import to_dict as to_dict
    from kjfz_docs.records.convert import to_json as to_json
    from kjfz_docs.records.fields import Meta as Meta
    from kjfz_docs.records.fields import field as field
    from kjfz_docs.records.fields import part as part
    from kjfz_docs.records.fields import rows as rows
    from kjfz_docs.records.programme import BUILT_IN_PROGRAMMES as BUILT_IN_PROGRAMMES
    from kjfz_docs.records.programme import Cohort as Cohort
    from kjfz_docs.records.programme import District as District
    from kjfz_docs.records.programme import Duty as Duty
    from kjfz_docs.records.programme import Exclusive as Exclusive
    from kjfz_docs.records.programme import Instalment as Instalment
    from kjfz_docs.records.programme import Programme as Programme
    from kjfz_docs.records.programme import load_programme as load_programme
    from kjfz_docs.records.programme_grounds import CaseRule as CaseRule
    from kjfz_docs.records.programme_grounds import Ground as Ground
    from kjfz_docs.records.programme_periods import PeriodicDuty as PeriodicDuty
    from kjfz_docs.records.programme_text import programme_text as programme_text
    from kjfz_docs.records.schema import json_schema as json_schema
    from kjfz_docs.records.tables import from_rows as from_rows
    from kjfz_docs.records.tables import to_rows as to_rows
    from kjfz_docs.workflow.cache import Cache as Cache
    from kjfz_docs.workflow.cases import Case as Case
    from kjfz_docs.workflow.cases import TypicalCases as TypicalCases
    from kjfz_docs.workflow.cases import typical_cases as typical_cases
    from kjfz_docs.workflow.collate import Collation as Collation
    from kjfz_docs.workflow.collate import collate as collate
    from kjfz_docs.workflow.csv_files import read_csv as read_csv
    from kjfz_docs.workflow.csv_files import write_csv as write_csv
    from kjfz_docs.workflow.grounds import Grounds as Grounds
    from kjfz_docs.workflow.grounds import grounds as grounds
    from kjfz_docs.workflow.items import Item as Item
    from kjfz_docs.workflow.items import Status as Status
    from kjfz_docs.workflow.owed import Owed as Owed
    from kjfz_docs.workflow.paid import Held as Held
    from kjfz_docs.workflow.paid import Payment as Payment
    from kjfz_docs.workflow.paid import Payments as Payments
    from kjfz_docs.workflow.paid import Unpaid as Unpaid
    from kjfz_docs.workflow.payment_list import PaymentList as PaymentList
    from kjfz_docs.workflow.payment_list import PaymentRow as PaymentRow
    from kjfz_docs.workflow.payments import payments as payments
    from kjfz_docs.workflow.people import Mention as Mention
    from kjfz_docs.workflow.people import People as People
    from kjfz_docs.workflow.people import Someone as Someone
    from kjfz_docs.workflow.people import mentions_in as mentions_in
    from kjfz_docs.workflow.people import mentions_of as mentions_of
    from kjfz_docs.workflow.people import who_is_who as who_is_who
    from kjfz_docs.workflow.periods import due_dates as due_dates
    from kjfz_docs.workflow.periods import period_values as period_values
    from kjfz_docs.workflow.prefill import Prefilled as Prefilled
    from kjfz_docs.workflow.prefill import prefill as prefill
    from kjfz_docs.workflow.reconcile import reconcile as reconcile
    from kjfz_docs.workflow.reminders import Reminder as Reminder
    from kjfz_docs.workflow.reminders import Reminders as Reminders
    from kjfz_docs.workflow.reminders import reminders as reminders
    from kjfz_docs.workflow.report.whole import report as report
    from kjfz_docs.workflow.roster import Person as Person
    from kjfz_docs.workflow.roster import Roster as Roster
    from kjfz_docs.workflow.sorting import Copied as Copied
    from kjfz_docs.workflow.sorting import sort_into as sort_into
    from kjfz_docs.workflow.submission import Submission as Submission
    from kjfz_docs.workflow.tracking import compare_reports as compare_reports
    from kjfz_docs.writing.template import Template as Template
