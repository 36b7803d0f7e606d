"""The people of an invented city: nobody here exists. Equal seeds give equal people."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs

import kjfz_docs as kd
from kjfz_docs.records.digits import fails_luhn, may_have_lost_digits

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹喻潘葛范彭鲁韦马方袁柳唐罗"
_FIRST = "晓雅明思文志建海立秋静宇佳振国春子云景慧"
_SECOND = "舟琴远成曼渊新知华宁涛敏杰峰颖磊婷辉洁博"
_INSTITUTIONS = (
    "示范理工大学",
    "示范农业大学",
    "示范医科大学",
    "示范师范大学",
    "示范职业技术学院",
    "示范市材料研究院",
)
_SCHOOLS = (
    "机械工程学院",
    "计算机学院",
    "化学化工学院",
    "生命科学学院",
    "自动化学院",
    "食品科技学院",
    "土木系",
    "数学系",
)
_POSITIONS = ("教授", "副教授", "讲师", "高级工程师", "副研究员", "教授、博士生导师", "副教授、系副主任")
_MARKS = "云帆恒拓锦川启明瑞泽鼎诚博纳科远星河蓝图联创智汇"
_TRADES = (
    *("光电科技", "精密机械", "生物医药", "新材料", "环保设备", "食品", "软件信息", "智能装备"),
    *("汽车零部件", "仪器仪表", "农业科技", "电力电气"),
)
# So far from all others that nobody takes somebody of one name for them.
_FAR_UNIT, _FAR_ENTERPRISE = "水生生物保护站", "湖畔鱼种场"
_PARTIES = ("中共党员", "群众", "九三学社社员", "民盟盟员", "无党派人士")


@attrs.frozen(kw_only=True)
class Deputy:
    """One person of the city, and all that the forms say of them where nothing is wrong."""

    name: str
    gender: str
    party: str
    sending_unit: str
    position: str
    host_enterprise: str
    district: str
    cohort: int
    branch: str
    account: str = attrs.field(repr=False)
    mobile: str = attrs.field(repr=False)
    outcomes: kd.Outcomes
    succeeded: bool

    @property
    def bank_account(self) -> kd.BankAccount:
        """Where they are paid."""
        return kd.BankAccount(branch=self.branch, number=self.account)

    @property
    def listed(self) -> kd.Person:
        """The person as the roster has them."""
        return kd.Person(
            name=self.name,
            gender=self.gender,
            party=self.party,
            sending_unit=self.sending_unit,
            position=self.position,
            host_enterprise=self.host_enterprise,
            district=self.district,
            cohort=self.cohort,
            mobile=self.mobile,
        )


def people_of(
    strangers: Strangers, rng: random.Random, districts: Sequence[str], sizes: Sequence[tuple[int, int]]
) -> Iterator[Deputy]:
    """The people of each cohort (``sizes``: its number and how many), some in every district.

    Two of the first cohort share a name and nothing else; nobody else is like another.
    """
    for cohort, size in sizes:
        homes = [*districts, *rng.choices(districts, k=max(0, size - len(districts)))][:size]
        rng.shuffle(homes)
        made = [strangers.deputy(district, cohort) for district in homes]
        elsewhere = [at for at, each in enumerate(made) if each.district != made[0].district]
        if cohort == sizes[0][0] and elsewhere:
            at = elsewhere[0]
            made[at] = attrs.evolve(
                made[at], name=made[0].name, sending_unit=_FAR_UNIT, host_enterprise=_FAR_ENTERPRISE
            )
        yield from made


class Strangers:
    """People, units, enterprises and numbers, none twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        names = ["".join(parts) for parts in itertools.product(_SURNAMES, _FIRST, _SECOND)]
        marks = ["".join(pair) for pair in itertools.permutations(_MARKS, 2)]
        # An enterprise is told from another by its mark; one mark has one trade.
        self._names = iter(rng.sample(names, len(names)))
        self._marks = iter(rng.sample(marks, len(marks)))
        self._number = itertools.count(rng.randrange(10_000_000, 50_000_000), rng.randrange(11, 97))

    def deputy(self, district: str, cohort: int) -> Deputy:
        """A new person of a district."""
        rng = self._rng
        institution = rng.choice(_INSTITUTIONS)
        return Deputy(
            name=next(self._names),
            gender=rng.choice("男女"),
            party=rng.choice(_PARTIES),
            sending_unit=institution + rng.choice(_SCHOOLS),
            position=rng.choice(_POSITIONS),
            host_enterprise=f"示例{next(self._marks)}{rng.choice(_TRADES)}有限公司",
            district=district,
            cohort=cohort,
            branch=f"示范银行{district.removeprefix('武汉')}支行",
            account=self.account(),
            mobile=self.mobile(),
            outcomes=self.outcomes(),
            succeeded=rng.random() < 0.93,
        )

    def account(self) -> str:
        """The number of a card that passes its check digit, and that no spreadsheet seems to have rounded."""
        while True:
            digits = f"6200000{self._rng.randrange(10**3):03}{next(self._number):08}"
            if not may_have_lost_digits(digits + "0"):  # nor with another last digit
                return next(card for end in "0123456789" if not fails_luhn(card := digits + end))

    def mobile(self) -> str:
        """A number of a range that is nobody's."""
        return f"138{next(self._number) % 10**8:08}"

    def outcomes(self) -> kd.Outcomes:
        """What somebody achieved, with amounts to the fen."""
        rng = self._rng
        return kd.Outcomes(
            problems_solved=rng.randrange(1, 12),
            results_transferred=rng.randrange(0, 5),
            people_trained=rng.randrange(5, 300),
            talents_recruited=rng.randrange(0, 6),
            agreements_signed=rng.randrange(0, 5),
            agreement_amount=Decimal(rng.randrange(100, 5_000_000)).scaleb(-4).normalize(),
            platforms_built=rng.randrange(0, 3),
        )
