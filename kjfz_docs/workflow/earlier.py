"""Lists of before that lie in a folder: forms with accounts, and lists of payments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kjfz_docs.errors import ConversionError, Refused
from kjfz_docs.reading.reading import Reading
from kjfz_docs.workflow.arrivals import NamedBytes
from kjfz_docs.workflow.items import Item, Status
from kjfz_docs.workflow.payment_list import NoPaymentListError, PaymentList
from kjfz_docs.workflow.submission import Submission

# What adds nothing to the items that are read.
_LEFT_OUT = (Status.BLANK, Status.DOUBLE, Status.SUPERSEDED)


class NotEarlierError(ValueError):
    """A file in a folder of before cannot be taken: who was paid by it would be paid again."""

    def __init__(self, item: Item, problem: str) -> None:
        super().__init__(f"{item.name}: {problem}")
        self.item = item


def lists_in(folder: Submission) -> Iterator[Reading[Any]]:
    """The forms of a folder that count, and its lists of payments.

    Raises NotEarlierError for a file that is neither, one that cannot be read, and versions of which none counts;
    a scan beside its form is none of these.
    """
    for item in folder.items:
        if item.status.counts and item.reading is not None:
            yield item.reading
        elif item.status in _LEFT_OUT or (item.status is Status.SCAN and item.scans):
            continue
        elif item.status is Status.UNKNOWN:
            yield _payments_of(item, folder)
        else:
            raise NotEarlierError(item, f"among lists of before ({item.status.value})")


def _payments_of(item: Item, folder: Submission) -> Reading[PaymentList]:
    if item.reading is None or item.reading.origin is None:
        raise NotEarlierError(item, "neither a form nor a list of payments")
    try:
        source = NamedBytes(item.reading.origin.bytes(), item.name)
        return PaymentList.read(source, limits=folder.limits)
    except (NoPaymentListError, Refused) as error:
        raise NotEarlierError(item, "neither a form nor a list of payments") from error
    except ConversionError as error:
        raise NotEarlierError(item, str(error)) from error
