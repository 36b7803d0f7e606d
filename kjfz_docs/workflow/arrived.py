"""Which forms of which district have arrived, so that what is not in them is nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.items import Item, Status
from kjfz_docs.workflow.ledger import Ledger
from kjfz_docs.workflow.owed import Owed
from kjfz_docs.workflow.people import Someone


@attrs.frozen(eq=False)
class Arrived:
    """What has arrived of a submission. A blank list has arrived: it says that there is nobody."""

    _ledger: Ledger
    districts: Districts
    _missing: tuple[Owed, ...]
    _lists: dict[tuple[str, int | None, str | None], Sequence[Item]] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, ledger: Ledger) -> Arrived:
        """That of a submission, by the programme that is asked for."""
        roster = ledger.submission.roster or ()
        missing = ledger.submission.missing(programme=ledger.programme)
        return cls(
            ledger,
            Districts.of(ledger.programme, (each.district for each in roster)),
            tuple(each for each in missing if each.is_missing),
        )

    def district(self, someone: Someone) -> str | None:
        """The district of somebody, by the roster; None where nobody knows."""
        stated = next((known.district for known in someone.known if known.district), None)
        return self.districts.called(stated) or stated

    def lists(self, form: str, cohort: int | None, district: str | None) -> Sequence[Item]:
        """The items of a form that could have somebody of a district; none where one that could is missing.

        Where the district is not known, any list could; so could a list of an unknown district.
        """
        asked = (form, cohort, district)
        if asked not in self._lists:
            self._lists[asked] = self._found(*asked)
        return self._lists[asked]

    def _found(self, form: str, cohort: int | None, district: str | None) -> Sequence[Item]:
        if self.is_missing((form,), cohort, district):
            return ()
        items = list(self._ledger.items(form, cohort))
        if any(item.status is Status.CONFLICTING for item in items if district in (None, item.district)):
            return ()
        return [
            item
            for item in items
            if (item.status.counts or item.status is Status.BLANK)
            and (district is None or item.district in (None, district))
        ]

    def is_missing(self, forms: Iterable[str], cohort: int | None, district: str | None = None) -> bool:
        """Whether one of the forms is owed by a district, or by anybody, and has not arrived, not even blank."""
        wanted = set(forms)
        blank = {
            (item.form, item.district)
            for item in self._ledger.submission.items
            if item.status is Status.BLANK and item.form in wanted
        }
        return any(
            each.form in wanted
            and cohort in (None, each.cohort)
            and district in (None, each.district)
            and (each.duty.per == "person" or (each.form, each.district) not in blank)
            for each in self._missing
        )
