# SPDX-License-Identifier: MIT
"""Reading the procedures, walking through them, and judging answers: what a form being
filled computes, shows and finds wrong, by docs/form-format.md."""
import copy
import json
import re

from jsonschema import Draft202012Validator, FormatChecker

import jsonlogic
import vietnam

FOLDER = vietnam.TOP / "forms" / "procedures"
LISTS = {path.name: read for path in vietnam.LISTS.glob("*.json")
         if "oneOf" in (read := vietnam.read_list(path.stem))}


def read_json(path):
    def no_doubles(pairs):
        keys = [key for key, _ in pairs]
        double = {key for key in keys if keys.count(key) > 1}
        if double:
            raise ValueError(f"{path}: the same key twice: {', '.join(sorted(double))}")
        return dict(pairs)
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=no_doubles)


def read_procedure(folder, facts="procedure.json"):
    return {"code": folder.name,
            "facts": read_json(folder / facts),
            "schema": read_json(folder / "schema.json"),
            "uischema": read_json(folder / "uischema.json"),
            "english": read_json(folder / "i18n" / "en.json"),
            "examples": {path.name: read_json(path)
                         for path in sorted((folder / "examples").glob("*.json"))},
            "counterexamples": {path.name: read_json(path) for path in
                                sorted((folder / "counterexamples").glob("*.json"))}}


def walk(value, place=""):
    """Every value in a JSON document with its pointer."""
    yield place, value
    if isinstance(value, dict):
        for key, member in value.items():
            yield from walk(member, f"{place}/{key}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from walk(member, f"{place}/{index}")


def whole(part):
    """A schema with each shared list in the place of the reference to it; what stands
    beside the reference counts more than what the list says."""
    if isinstance(part, list):
        return [whole(member) for member in part]
    if not isinstance(part, dict):
        return part
    shared = LISTS.get(str(part.get("$ref", "")).removeprefix("../../lists/"), {})
    own = {key: whole(member) for key, member in part.items() if key != "$ref"}
    return {key: member for key, member in shared.items() if key[0] != "$"} | own


def properties(part, path=()):
    """What is answered: (("child", "fullName"), its schema); a list, then its members."""
    for name, member in part.get("properties", {}).items():
        if member.get("type") == "object":
            yield from properties(member, path + (name,))
            continue
        yield path + (name,), member
        yield from properties(member.get("items", {}), path + (name,))


def choices(part):
    return part.get("oneOf", part.get("items", {}).get("oneOf", []))


def value_at(answers, path):
    return jsonlogic.at_path(answers, ".".join(path))


def scope_path(scope):
    steps = scope.split("/")
    if steps[0] != "#" or steps[1::2] != ["properties"] * len(steps[1::2]):
        return None
    return tuple(steps[2::2])


def property_at(part, path):
    for name in path:
        part = part.get("items", part).get("properties", {}).get(name, {})
    return part or None


def elements(element, above=(), inside=()):
    """Every element with those it stands in, and the path of the list whose items it
    shows."""
    yield element, above, inside
    for child in element.get("elements", []):
        yield from elements(child, above + (element,), inside)
    if element.get("type") == "ListWithDetail":
        inside = inside + (scope_path(element.get("scope", "")) or ())
        yield from elements(element["options"]["detail"], above + (element,), inside)


def validator(schema):
    checker = FormatChecker(("date", "email"))
    for name, holds in vietnam.FORMATS.items():
        checker.checks(name)(lambda text, holds=holds: type(text) is not str or holds(text))
    return Draft202012Validator(schema, format_checker=checker)


def condition_holds(rule, answers):
    condition = rule["condition"]
    value = value_at(answers, scope_path(condition["scope"]))
    return value is not None and Draft202012Validator(condition["schema"]).is_valid(value)


def is_shown(element, above, answers):
    for one in above + (element,):
        rule = one.get("rule")
        if rule and rule["effect"] in ("SHOW", "HIDE"):
            if condition_holds(rule, answers) != (rule["effect"] == "SHOW"):
                return False
    return True


def being_filled(p, answers):
    """The answers with what is computed; an object of which a field is shown is there."""
    answers = copy.deepcopy(answers)
    computed = {path: part["x-compute"] for path, part in properties(p["whole"])
                if "x-compute" in part}
    for _ in (1, 2):  # a field may show up because of what was computed
        for element, above, inside in elements(p["uischema"]):
            if element["type"] not in ("Control", "ListWithDetail") or inside:
                continue
            path = scope_path(element["scope"])
            if is_shown(element, above, answers):
                around = answers.setdefault(path[0], {}) if len(path) > 1 else answers
                value, known = jsonlogic.settled(computed.get(path), answers)
                if path in computed and known:
                    around[path[-1]] = value
    return answers


def checks_in(schema):
    """Each check with the path of the list of whose rows it speaks, () for none."""
    yield from ((check, ()) for check in schema.get("x-check", []))
    for path, part in properties(schema):
        for check in part.get("items", {}).get("x-check", []):
            yield check, path


def checks_to_make(schema, answers):
    """Each check with the pointer of its row, "" for none, and what its logic is over."""
    for check, path in checks_in(schema):
        if not path:
            yield check, "", answers
            continue
        for number, row in enumerate(value_at(answers, path) or []):
            yield check, f"/{'/'.join(path)}/{number}", row | {"$": answers}


def read_places(check, place):
    """The paths in the whole answers of what the check reads."""
    row = place[1:].replace("/", ".") + "." if place else ""
    return {name.removeprefix("$.") if name.startswith("$.") else row + name
            for name in jsonlogic.reads(check["logic"])}


def wrong_in(p, answers):
    """Everything that is wrong with them, as counterexamples have it."""
    schema, answers, wrong = p["whole"], being_filled(p, answers), set()
    for error in validator(schema).iter_errors(answers):
        place = "".join(f"/{step}" for step in error.absolute_path)
        if error.validator == "required":
            place += "/" + re.match("'(.*)' is a required", error.message)[1]
        wrong.add(place[1:].replace("/", "."))
        yield {"pointer": place, "keyword": error.validator}
    for check, place, data in checks_to_make(schema, answers):
        holds, known = jsonlogic.settled(check["logic"], data)
        if known and not holds and not wrong & read_places(check, place):
            found = {"pointer": place + check["at"], "keyword": "x-check",
                     "id": check["id"]}
            yield found if check["severity"] == "error" else found | {"severity": "warning"}
    for path, part in properties(schema):
        text = value_at(answers, path)
        if part.get("x-address") and text and vietnam.names_abolished_place(text):
            yield {"pointer": "/" + "/".join(path), "keyword": "x-address",
                   "severity": "warning"}
