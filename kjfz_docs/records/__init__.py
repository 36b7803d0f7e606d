"""What the forms say: one record class for each form, shared values, metadata, rules and ``check``.

Conversion (``records.convert``) and JSON Schema (``records.schema``) are imported by those who use them: they
are not cheap.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kjfz_docs.records.absence_summary import AbsenceRow, AbsenceSummary
from kjfz_docs.records.acceptance_summary import AcceptanceRow, AcceptanceSummary
from kjfz_docs.records.account_collection import AccountCollection, AccountRow
from kjfz_docs.records.assessment import Assessment, EnterpriseEvaluation, Opinion, Opinions, ServiceReport
from kjfz_docs.records.outcome_statistics import OutcomeRow, OutcomeStatistics
from kjfz_docs.records.tracking_report import TrackingReport
from kjfz_docs.records.values import BankAccount, Effectiveness, Outcomes, Satisfaction

# The built-in forms by their id: those of the notice in the order of their attachments, then what is ours.
RECORDS: Mapping[str, type] = MappingProxyType(
    {
        "assessment": Assessment,
        "acceptance_summary": AcceptanceSummary,
        "absence_summary": AbsenceSummary,
        "account_collection": AccountCollection,
        "outcome_statistics": OutcomeStatistics,
        "tracking_report": TrackingReport,
    }
)

__all__ = [
    "RECORDS",
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
]
