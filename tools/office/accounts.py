"""Draws one unit's year: figures that add up, in fen (integers), by code and by source of money."""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

GENERAL, FUND, CAPITAL = "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
SOURCES = (GENERAL, FUND, CAPITAL)
OTHER_INCOME = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
CODES = Path(__file__).resolve().parents[2] / "layouts" / "codes"
STAFF_CLASSES, RUNNING_CLASSES = ("301", "303"), ("302", "307", "309", "310", "311", "312", "313", "399")
# Classes of expenditure that a unit's final account never prints.
UNUSED_CLASSES = {"209", "227", "230"}

Rows = dict[str, Counter[str]]


def read_codes(name: str, year: int) -> dict[str, str]:
    """Codes in force in `year` and their names, in code order; the first of two names."""
    names: dict[str, str] = {}
    with (CODES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if int(row["first_year"] or 0) <= year <= int(row["last_year"] or 9999):
                names.setdefault(row["code"], row["name"])
    return dict(sorted(names.items()))


@dataclass
class Item:
    """One code of the third level; all amounts in fen."""

    basic: Counter[str] = field(default_factory=Counter)  # by source of money, "其他" for all but the appropriations
    project: Counter[str] = field(default_factory=Counter)
    opening: Counter[str] = field(default_factory=Counter)
    closing: Counter[str] = field(default_factory=Counter)
    income: Counter[str] = field(default_factory=Counter)  # by column, all but the appropriations
    upward: int = 0
    business: int = 0
    subsidy: int = 0

    def spent(self, source: str) -> int:
        """Expenditure paid from `source`."""
        return self.basic[source] + self.project[source]

    def appropriated(self, source: str) -> int:
        """The year's income from `source`."""
        return self.spent(source) + self.closing[source] - self.opening[source]


@dataclass
class Accounts:
    """A unit's year; every table is {row: {column: fen}} with sums at all levels."""

    year: int
    names: dict[str, str]
    economic_names: dict[str, str]
    items: dict[str, Item]
    economic: Counter[str]
    three_public: Rows
    statistics: Counter[str]
    used: int = 0
    allocated: int = 0
    other_opening: int = 0
    other_closing: int = 0

    def income(self) -> Rows:
        """Income by code."""
        leaves: Rows = {}
        for code, item in self.items.items():
            row = Counter({column: item.income[column] for column in OTHER_INCOME})
            row["财政拨款收入"] = sum(item.appropriated(s) for s in SOURCES)
            row["本年收入合计"] = sum(row.values())
            leaves[code] = row
        return add_levels(leaves)

    def expenditure(self) -> Rows:
        """Expenditure by code."""
        leaves: Rows = {}
        for code, item in self.items.items():
            row = Counter(基本支出=sum(item.basic.values()), 项目支出=sum(item.project.values()),
                          上缴上级支出=item.upward, 经营支出=item.business, 对附属单位补助支出=item.subsidy)
            row["本年支出合计"] = sum(row.values())
            leaves[code] = row
        return add_levels(leaves)

    def general(self) -> Rows:
        """Expenditure from the general budget by code."""
        return add_levels({
            code: Counter(合计=item.spent(GENERAL), 基本支出=item.basic[GENERAL], 项目支出=item.project[GENERAL])
            for code, item in self.items.items()
        })

    def fund(self, source: str) -> Rows:
        """Income, expenditure and balances of one of the two special budgets by code."""
        return add_levels({
            code: Counter({
                "年初结转和结余": item.opening[source], "本年收入": item.appropriated(source),
                "本年支出/合计": item.spent(source), "本年支出/基本支出": item.basic[source],
                "本年支出/项目支出": item.project[source], "年末结转和结余": item.closing[source],
            })
            for code, item in self.items.items()
        })

    def total(self, attribute: str, source: str) -> int:
        """The sum over all codes of `opening` or `closing` from `source`."""
        return sum(getattr(item, attribute)[source] for item in self.items.values())

    def appropriated(self, source: str) -> int:
        """The year's income from `source`."""
        return sum(item.appropriated(source) for item in self.items.values())

    def staff(self) -> int:
        """Basic expenditure on people, general budget."""
        return sum(self.economic[c] for c in STAFF_CLASSES)

    def running(self) -> int:
        """Basic expenditure on operation, general budget."""
        return sum(self.economic[c] for c in RUNNING_CLASSES)


def add_levels(leaves: Rows) -> Rows:
    """Rows of the first and second level and 合计 from those of the third; rows without an amount are left out."""
    rows: Rows = defaultdict(Counter)
    for code, leaf in leaves.items():
        if any(leaf.values()):
            for key in ("合计", code[:3], code[:5], code):
                for column, value in leaf.items():
                    rows[key][column] += value
    return {key: rows[key] for key in sorted(rows)}


def draw_amount(rng: random.Random, low: float, high: float) -> int:
    """An amount between `low` and `high` yuan, even on a logarithmic scale, often round; in fen."""
    yuan = low * (high / low) ** rng.random()
    kind = rng.random()
    if kind < 0.2 and yuan > 20000:
        return round(yuan / 1000) * 100_000
    if kind < 0.35 and yuan > 2000:
        return round(yuan / 100) * 10_000
    return round(yuan * 100)


def split(rng: random.Random, total: int, parts: int) -> list[int]:
    """`total` in `parts` positive shares."""
    weights = [0.1 + rng.random() ** 2 for _ in range(parts)]
    shares = [int(total * w / sum(weights)) for w in weights]
    shares[0] += total - sum(shares)
    return shares


def draw_accounts(rng: random.Random, year: int) -> Accounts:
    """A unit's year."""
    names, economic_names = read_codes("functional", year), read_codes("economic", year)
    items = draw_items(rng, names, year)
    basic = sum(item.basic[GENERAL] for item in items.values())
    accounts = Accounts(year, names, economic_names, dict(sorted(items.items())),
                        draw_economic(rng, economic_names, basic), {}, Counter())
    draw_other_money(rng, accounts)
    draw_three_public(rng, accounts)
    draw_statistics(rng, accounts)
    return accounts


def draw_items(rng: random.Random, names: dict[str, str], year: int) -> dict[str, Item]:
    """The codes of the third level and what was spent on them from the appropriations."""
    items: dict[str, Item] = defaultdict(Item)
    leaves = [c for c in names if len(c) == 7]
    homes = [c for c in names if len(c) == 5 and c[:3] not in UNUSED_CLASSES | {"202", "203", "223", "234"}
             and sum(leaf.startswith(c) for leaf in leaves) >= 4]
    home = rng.choice(homes)
    own = [c for c in leaves if c.startswith(home)]
    size = 10 ** rng.uniform(5.6, 8.2)  # yuan a year
    items[own[0]].basic[GENERAL] += draw_amount(rng, size * 0.3, size * 0.8)
    if rng.random() < 0.5:
        items[rng.choice(own)].basic[GENERAL] += draw_amount(rng, size * 0.02, size * 0.3)
    social = ["2080501", "2080505", "2080506", "2101101", "2101102", "2101103", "2210201", "2210203"]
    for code in rng.sample(social, rng.randint(3, 7)):
        if code in names:
            items[code].basic[GENERAL] += draw_amount(rng, size * 0.004, size * 0.08)
    for code in rng.sample(own[1:], min(len(own) - 1, rng.randint(1, 6))):
        items[code].project[GENERAL] += draw_amount(rng, size * 0.001, size * 0.3)
    others = [c for c in leaves if c[:3] not in UNUSED_CLASSES | {"202", "203", "223", "232", "234"}]
    for code in rng.sample(others, rng.choice([0, 1, 3, 6, 14, 30])):
        items[code].project[GENERAL] += draw_amount(rng, size * 0.0005, size * 0.2)
    special = {FUND: ("22960", "21208", "20822"), CAPITAL: ("22301",)}
    for source, heads in special.items():
        choice = [c for c in leaves if c.startswith(heads)]
        if choice and rng.random() < (0.6 if source == FUND else 0.35):
            for code in rng.sample(choice, rng.randint(1, min(4, len(choice)))):
                items[code].project[source] += draw_amount(rng, size * 0.001, size * 0.3)
    for source in SOURCES:
        spending = [c for c, item in items.items() if item.project[source]]
        for code in spending:
            if rng.random() < 0.25:
                items[code].opening[source] = round(items[code].project[source] * rng.choice([0.08, 0.4, 1, 1.3]))
            if rng.random() < 0.25:
                items[code].closing[source] = round(items[code].project[source] * rng.uniform(0.02, 0.7))
    return items


def draw_economic(rng: random.Random, names: dict[str, str], basic: int) -> Counter[str]:
    """Basic expenditure of the general budget by economic code, both levels."""
    shares: Counter[str] = Counter()
    staff = round(basic * rng.uniform(0.6, 0.95))
    lines = {"301": staff - (retired := round(staff * rng.choice([0, 0.02, 0.1]))), "303": retired}
    lines["302"] = basic - staff - (equipment := round((basic - staff) * rng.choice([0, 0, 0.06])))
    lines["310"] = equipment
    for head, amount in lines.items():
        codes = [c for c in names if len(c) == 5 and c.startswith(head)]
        if amount:
            chosen = sorted(rng.sample(codes, rng.randint(min(3, len(codes)), len(codes))))
            for code, share in zip(chosen, split(rng, amount, len(chosen)), strict=True):
                shares[code] += share
                shares[head] += share
    return shares


def draw_other_money(rng: random.Random, accounts: Accounts) -> None:
    """Income from other sources, what is spent from it, and balances that close the account."""
    first = next(iter(accounts.items))
    main = max(accounts.items, key=lambda c: accounts.items[c].basic[GENERAL])
    for column in OTHER_INCOME:
        if rng.random() < {"其他收入": 0.7, "事业收入": 0.35}.get(column, 0.12):
            accounts.items[main].income[column] = draw_amount(rng, 30, 5e6)
    item = accounts.items[main]
    if item.income["经营收入"]:
        item.business = round(item.income["经营收入"] * rng.uniform(0.5, 1))
    if rng.random() < 0.1:
        item.subsidy = draw_amount(rng, 10000, 300000)
    if rng.random() < 0.1:
        item.upward = draw_amount(rng, 10000, 200000)
    left = item.income["事业收入"] + item.income["其他收入"]
    item.basic["其他"] = round(left * rng.choice([0, 0.4, 0.9]))
    accounts.items[rng.choice([first, main])].project["其他"] += round(left * rng.choice([0, 0.05, 0.3]))
    earned = sum(sum(i.income.values()) for i in accounts.items.values())
    spent = sum(i.spent("其他") + i.upward + i.business + i.subsidy for i in accounts.items.values())
    accounts.other_opening = rng.choice([0, 0, 1, -1]) * draw_amount(rng, 50, 800000)
    accounts.allocated = round(earned * rng.choice([0, 0, 0.03]))
    closing = earned + accounts.other_opening - spent - accounts.allocated
    if closing < 0 and rng.random() < 0.6:
        accounts.used = -closing + rng.choice([0, 1]) * draw_amount(rng, 100, 50000)
    accounts.other_closing = closing + accounts.used


def draw_three_public(rng: random.Random, accounts: Accounts) -> None:
    """Budget and outcome of travel abroad, cars and receptions."""
    cars = "公务用车购置及运行维护费/"
    spent = [draw_amount(rng, 20000, 120000) if rng.random() < 0.15 else 0,
             draw_amount(rng, 120000, 360000) if rng.random() < 0.15 else 0,
             accounts.economic["30231"] or (draw_amount(rng, 2000, 90000) if rng.random() < 0.6 else 0),
             accounts.economic["30217"] or (draw_amount(rng, 300, 30000) if rng.random() < 0.4 else 0)]
    planned = [a if rng.random() < 0.3 else round(a * rng.uniform(1, 1.6)) // 10000 * 10000 + (a > 0) * 10000
               for a in spent]
    if rng.random() < 0.3:
        planned[0] = draw_amount(rng, 10000, 60000)
    for row, (abroad, bought, run, hosted) in (("预算数", planned), ("决算数", spent)):
        accounts.three_public[row] = Counter({
            "合计": abroad + bought + run + hosted, "因公出国（境）费": abroad, cars + "小计": bought + run,
            cars + "公务用车购置费": bought, cars + "公务用车运行维护费": run, "公务接待费": hosted,
        })


def draw_statistics(rng: random.Random, accounts: Accounts) -> None:
    """Procurement and running expenses in fen, vehicles and equipment as counts."""
    table = accounts.statistics
    for kind, chance in (("货物", 0.8), ("工程", 0.3), ("服务", 0.7)):
        table[f"政府采购/{kind}"] = draw_amount(rng, 3000, 4e6) if rng.random() < chance else 0
    table["政府采购/合计"] = sum(table.values())
    table["机关运行经费/行政单位"] = accounts.running() if rng.random() < 0.6 else 0
    vehicles = ["主要负责人用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车"]
    for kind in rng.sample(vehicles, rng.choice([0, 1, 2, 3])):
        table[f"国有资产占用/{kind}"] = rng.randint(1, 24)
    table["国有资产占用/车辆数合计"] = sum(v for k, v in table.items() if k.endswith("用车"))
    table["国有资产占用/单价100万元（含）以上设备（不含车辆）"] = rng.choice([0, 0, 1, 3, 17])
