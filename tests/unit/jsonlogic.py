# SPDX-License-Identifier: MIT
"""As much of JSONLogic as the procedures use, for their tests: an opinion of its own
beside the engine's. `today` is the day on which the tests take place."""
import datetime
import math

import vietnam

TODAY = "2026-11-21"
OVER_LISTS = {"map", "filter", "reduce", "all", "some", "none"}


def number(value):
    """As JavaScript turns a value into a number."""
    if value is None or value is False:
        return 0
    try:
        read = float(value)
    except (TypeError, ValueError):
        return math.nan
    return int(read) if read.is_integer() else read


def compare(values, holds):
    """a < b, or a < b < c; two texts compare as texts."""
    if not all(isinstance(value, str) for value in values):
        values = [number(value) for value in values]
    return all(holds(a, b) for a, b in zip(values, values[1:]))


def day(text):
    try:
        return datetime.date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def days_between(first, last):
    return (day(last) - day(first)).days if day(first) and day(last) else None


def age_on(birth, date):
    born, then = day(birth), day(date)
    if not born or not then:
        return None
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


PLAIN = {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
    "!": lambda a: not a, "!!": bool,
    "<": lambda *a: compare(a, lambda x, y: x < y),
    "<=": lambda *a: compare(a, lambda x, y: x <= y),
    ">": lambda *a: compare(a, lambda x, y: x > y),
    ">=": lambda *a: compare(a, lambda x, y: x >= y),
    "+": lambda *a: sum(map(number, a)), "*": lambda *a: math.prod(map(number, a)),
    "-": lambda a, b: number(a) - number(b),
    "min": lambda *a: min(map(number, a)), "max": lambda *a: max(map(number, a)),
    "in": lambda a, b: a in (b or []), "cat": lambda *a: "".join(map(str, a)),
    "substr": lambda text, at, size: (text or "")[at:at + size],
    "today": lambda: TODAY, "days_between": days_between, "age_on": age_on,
    "date_words": lambda text: vietnam.date_words(day(text)),
    "money_words": vietnam.money_words,
    "identity_year": vietnam.identity_year, "identity_sex": vietnam.identity_sex,
}
OPERATIONS = set(PLAIN) | OVER_LISTS | {"var", "if", "and", "or"}


def at_path(data, path):
    for name in path.split(".") if path else ():
        if isinstance(data, list) and name.isdigit() and int(name) < len(data):
            data = data[int(name)]
        elif isinstance(data, dict) and name in data:
            data = data[name]
        else:
            return None
    return data


def apply(rule, data, absent=None):
    """The rule's value; the names that were read and are not there go into `absent`."""
    if isinstance(rule, list):
        return [apply(part, data, absent) for part in rule]
    if not isinstance(rule, dict):
        return rule
    (operation, given), = rule.items()
    given = given if isinstance(given, list) else [given]
    if operation == "var":
        value = at_path(data, given[0])
        if value is None and absent is not None and len(given) == 1:
            absent.add(given[0])
        return given[1] if value is None and len(given) > 1 else value
    if operation == "if":
        while len(given) > 1:
            if apply(given[0], data, absent):
                return apply(given[1], data, absent)
            given = given[2:]
        return apply(given[0], data, absent) if given else None
    if operation in ("and", "or"):
        for part in given:
            value = apply(part, data, absent)
            if bool(value) == (operation == "or"):
                break
        return value
    if operation in OVER_LISTS:
        return over_list(operation, given, apply(given[0], data, absent) or [], data, absent)
    return PLAIN[operation](*(apply(part, data, absent) for part in given))


def over_list(operation, given, items, data, absent):
    if operation == "reduce":
        total = apply(given[2], data, absent)
        for item in items:
            total = apply(given[1], {"current": item, "accumulator": total}, absent)
        return total
    values = [apply(given[1], item, absent) for item in items]
    return {"map": lambda: values, "all": lambda: bool(values) and all(values),
            "some": lambda: any(values), "none": lambda: not any(values),
            "filter": lambda: [i for i, v in zip(items, values) if v]}[operation]()


def reads(rule):
    """The names of the answers that a rule reads, but for those of a list's items."""
    if isinstance(rule, list):
        return set().union(*map(reads, rule))
    if not isinstance(rule, dict):
        return set()
    (operation, given), = rule.items()
    given = given if isinstance(given, list) else [given]
    if operation == "var":
        return {given[0]}
    return reads(given[:1] if operation in OVER_LISTS else given)


def settled(rule, data):
    """The value and True; or None and False where an answer that it reads is missing."""
    absent = set()
    value = apply(rule, data, absent)
    return (None, False) if absent else (value, True)
