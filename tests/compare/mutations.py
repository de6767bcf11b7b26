# SPDX-License-Identifier: MIT
"""Answers made from answers: one of them taken away, or put otherwise, so that the rules
and conditions of a form come out differently. The same every time."""
import copy
import json

TEXTS = ["", " ", "x", "NGUYỄN VĂN AN", "a1", "0" * 12, "001099000017", "0912345678",
         "02438256789", "0100109106", "0100109106-001", "2026-02-30", "2024-02-29",
         "1899-12-31", "2030-01-01", "26-1-1", "an@example.vn", "an@", "ẵ" * 300, "00004",
         "99999", "01", "VN", "12:30", "\U0001f600"]
NUMBERS = [-1, 0, 1, 2, 1.5, 2.0, 19, 10 ** 6, 10 ** 13]
OTHERS = [None, True, 7, "x", [], {}, [7], {"x": 1}]
CHOICES_MOST = 8  # of one question; a longer list is sampled


def properties(schema):
    """What may be answered, with its schema: (("child", "fullName"), {...})."""
    for name, part in schema.get("properties", {}).items():
        yield (name,), part
        rows = part.get("items", {}) if part.get("type") == "array" else part
        for path, inner in properties(rows):
            yield (name, *(["*"] if rows is not part else []), *path), inner


def choices(part, lists):
    shared = lists.get(part.get("$ref", ""), {})
    return [entry["const"] for entry in {**shared, **part}.get("oneOf", [])
            if "const" in entry]


def places(answers, path=()):
    """Every value below the answers, with its path."""
    members = answers.items() if isinstance(answers, dict) else \
        enumerate(answers) if isinstance(answers, list) else ()
    for key, value in members:
        yield path + (key,), value
        yield from places(value, path + (key,))


def without(answers, path):
    changed = copy.deepcopy(answers)
    place = changed
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return changed


def put(answers, path, value):
    changed = copy.deepcopy(answers)
    place = changed
    for key in path[:-1]:
        place = place.setdefault(key, {}) if isinstance(place, dict) else place[key]
    place[path[-1]] = value
    return changed


class Mutations:
    """`lists` is the folder of the lists; of the odd values every `step`th is used."""

    def __init__(self, schema, lists, step):
        self.parts = dict(properties(schema))
        self.lists = {f"../../lists/{path.name}": json.loads(path.read_text("utf-8"))
                      for path in lists.glob("*.json")}
        self.step = step
        self.turn = self.odd = 0

    def pick(self, values):
        """Another one each time, so that all come up somewhere."""
        self.turn += 1
        return values[self.turn % len(values)]

    def other_choices(self, path, value):
        part = self.parts.get(tuple("*" if isinstance(key, int) else key for key in path),
                              {})
        known = [choice for choice in choices(part, self.lists) if choice != value]
        if len(known) > CHOICES_MOST:
            known = [self.pick(known) for _ in range(2)]
        return known + ([not value] if isinstance(value, bool) else [])

    def odd_values(self, value):
        if isinstance(value, str):
            yield self.pick(TEXTS)
        elif isinstance(value, (int, float)):
            yield self.pick(NUMBERS)
        elif isinstance(value, list) and value:
            yield value + [value[0]]
            yield value[::-1] + [self.pick(OTHERS)]
        elif isinstance(value, dict):
            yield {**value, "surplus": 1}
        yield self.pick(OTHERS)

    def unanswered(self, answers):
        """The questions that are not answered, each with one answer."""
        for path, part in self.parts.items():
            place = answers
            for key in path[:-1]:
                place = place.get(key, {}) if isinstance(place, dict) else None
            if "*" in path or not isinstance(place, dict) or path[-1] in place:
                continue
            known = choices(part, self.lists)
            kind = part.get("type")
            if kind in ("object", "array"):
                yield path, {} if kind == "object" else []
            elif known:
                yield path, self.pick(known)
            elif kind == "boolean":
                yield path, self.pick([True, False])
            else:
                yield path, self.pick(NUMBERS if kind in ("integer", "number") else TEXTS)

    def of(self, answers):
        yield answers
        for path, value in places(answers):
            yield without(answers, path)
            for other in self.other_choices(path, value):
                yield put(answers, path, other)
            for odd in self.odd_values(value):
                self.odd += 1
                if self.odd % self.step == 0:
                    yield put(answers, path, odd)
        for path, value in self.unanswered(answers):
            yield put(answers, path, value)
