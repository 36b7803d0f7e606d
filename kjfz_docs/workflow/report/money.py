"""What is paid, what is held back, and why others get nothing."""

from __future__ import annotations

from typing import Any, Protocol

from kjfz_docs.pages.pieces import Section


class PaymentsLike(Protocol):
    """What a report takes of payments."""

    @property
    def paid(self) -> Any:
        """Who is paid."""


def paying(payments: PaymentsLike) -> Section:
    return Section(id="payments", title="拨付")
