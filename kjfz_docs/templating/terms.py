"""The words of a programme that a template prints besides the record: ``{{ terms.service_years }}`` and others."""

from __future__ import annotations

from collections.abc import Mapping

from kjfz_docs.records.fields import field, names_of_programme_and_cohort, record
from kjfz_docs.records.programme import Programme

TERMS = "terms"


@record
class Terms:
    """Words that follow the programme and the cohort; blank where the programme does not say."""

    service_years: str | None = field("服务年限", default=None, description="两年")
    first_payment: str | None = field("第一笔经费", default=None, description="3万元")


def has_terms(cls: type) -> bool:
    """Whether records of a class say both programme and cohort, which the words follow from."""
    return len(names_of_programme_and_cohort(cls)) > 1


def terms_of(programmes: Mapping[str, Programme], programme_id: str, number: int) -> Terms:
    """The words for a cohort; blank where nobody said what they are."""
    programme = programmes.get(programme_id)
    cohort = programme.cohort(number) if programme is not None else None
    if cohort is None:
        return Terms()
    first = cohort.instalments[0] if cohort.instalments else None
    return Terms(service_years=cohort.service_years_text, first_payment=first.amount_text if first else None)
