#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Are the procedures that we ship right? Shape, words, translations, rules, examples.

The format is described in docs/form-format.md. Every procedure under forms/procedures is
read; each finding names the file and the place in it. The last test breaks a good
procedure in many ways and wants each of them found.
"""
import copy
import json
import math
import os
import pathlib
import re
import sys
import unicodedata
import unittest

try:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import SchemaError
except ImportError:
    print("SKIP: python3-jsonschema is missing: apt-get install python3-jsonschema")
    sys.exit(77)

TOP = pathlib.Path(os.environ.get("TOP_SRCDIR", pathlib.Path(__file__).parents[2]))
FOLDER = TOP / "forms" / "procedures"
LAYOUTS = {"VerticalLayout", "HorizontalLayout", "Group"}
LABEL_MOST = 24  # columns beside the fields on a screen of 80
OPTIONS = {"multi": (True, False), "format": ("radio",)}
OPERATIONS = {"var", "if", "and", "or", "!", "!!", "==", "!=", ">", ">=", "<", "<=",
              "+", "-", "*", "min", "max", "in"}
FACTS = {"format", "code", "version", "name", "keywords", "field", "agency", "channels",
         "time", "fee", "legalBasis", "result", "papers", "owner", "submitter"}
# Uỷ, hoà, thuý: one way to set the tone mark, as the national list of places does.
OLD_TONE_PLACE = re.compile(r"[òóỏõọ][ae]\b|(?<![qQ])[ùúủũụ]y\b", re.IGNORECASE)


def read_json(path):
    def no_doubles(pairs):
        keys = [key for key, _ in pairs]
        double = {key for key in keys if keys.count(key) > 1}
        if double:
            raise ValueError(f"{path}: the same key twice: {', '.join(sorted(double))}")
        return dict(pairs)
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=no_doubles)


def read_procedure(folder):
    return {"code": folder.name,
            "facts": read_json(folder / "procedure.json"),
            "schema": read_json(folder / "schema.json"),
            "uischema": read_json(folder / "uischema.json"),
            "english": read_json(folder / "i18n" / "en.json"),
            "examples": {path.name: read_json(path)
                         for path in sorted((folder / "examples").glob("*.json"))}}


def walk(value, place=""):
    """Every value in a JSON document with its pointer."""
    yield place, value
    if isinstance(value, dict):
        for key, member in value.items():
            yield from walk(member, f"{place}/{key}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from walk(member, f"{place}/{index}")


def resolve(schema, part):
    """The schema a $ref leads to; only #/$defs/NAME is allowed."""
    if "$ref" not in part:
        return part
    return schema.get("$defs", {}).get(part["$ref"].removeprefix("#/$defs/"))


def properties(schema, part=None, path=()):
    """The leaves that are answered: (("child", "fullName"), its schema)."""
    for name, member in (part or schema).get("properties", {}).items():
        member = resolve(schema, member)
        if member and member.get("type") == "object":
            yield from properties(schema, member, path + (name,))
        else:
            yield path + (name,), member


def value_at(answers, path):
    for name in path:
        if not isinstance(answers, dict) or name not in answers:
            return None
        answers = answers[name]
    return answers


def scope_path(scope):
    steps = scope.split("/")
    if steps[0] != "#" or steps[1::2] != ["properties"] * len(steps[1::2]):
        return None
    return tuple(steps[2::2])


def property_at(schema, path):
    part = schema
    for name in path:
        part = resolve(schema, part.get("properties", {}).get(name, {})) or {}
    return part or None


def two_languages(value):
    return (isinstance(value, dict) and set(value) == {"vi", "en"}
            and all(isinstance(text, str) and text.strip() == text != ""
                    for text in value.values()))


# ---- schema.json

def lint_schema(p):
    schema = p["schema"]
    if schema.get("$schema") != "https://json-schema.org/draft/2020-12/schema":
        yield "schema.json: $schema must be 2020-12"
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as wrong:
        yield f"schema.json: {wrong.json_path}: {wrong.message}"
        return
    for place, part in walk(schema):
        if not isinstance(part, dict):
            continue
        if "$ref" in part and (set(part) != {"$ref"} or not resolve(schema, part)):
            yield f"schema.json: {place}: a $ref stands alone and leads to #/$defs"
        if part.get("type") == "object" and part.get("additionalProperties") is not False:
            yield f"schema.json: {place}: additionalProperties must be false"
        if part.get("type") == "string" and not {"maxLength", "oneOf"} & set(part):
            yield f"schema.json: {place}: a string needs a maxLength"
        for keyword, words in part.get("x-message", {}).items():
            if keyword not in part or not two_languages(words):
                yield f"schema.json: {place}: x-message {keyword} must stand beside it"
    for path, part in properties(schema):
        yield from lint_property(".".join(path), part)


def lint_property(name, part):
    if not part or not part.get("title"):
        yield f"schema.json: {name}: a property needs a title"
        return
    for entry in part.get("oneOf", part.get("items", {}).get("oneOf", [])):
        if set(entry) != {"const", "title", "i18n"}:
            yield f"schema.json: {name}: an entry is const, title and i18n"
    entries = [e["const"] for e in part.get("oneOf", []) if "const" in e]
    if len(set(entries)) != len(entries):
        yield f"schema.json: {name}: an entry stands there twice"
    if len(part["title"]) > LABEL_MOST:
        yield f"schema.json: {name}: the title is wider than the column of labels"
    values = part.get("examples", []) + ([part["default"]] if "default" in part else [])
    for value in values:
        checker = Draft202012Validator(part, format_checker=FormatChecker())
        if not checker.is_valid(value):
            yield f"schema.json: {name}: {value!r} does not keep to its own schema"


# ---- uischema.json

def elements(element, above=()):
    """Every element with those it stands in."""
    yield element, above
    for child in element.get("elements", []):
        yield from elements(child, above + (element,))


def lint_uischema(p):
    schema, top = p["schema"], p["uischema"]
    if top.get("type") != "Categorization":
        yield "uischema.json: the top is a Categorization"
        return
    reached = []
    for element, above in elements(top):
        kind = element.get("type")
        if (kind == "Category") != (len(above) == 1):
            yield "uischema.json: the steps, and they alone, are Category"
        if kind == "Control":
            path = scope_path(element.get("scope", "")) or ()
            reached.append(path)
            yield from lint_options(path, element, property_at(schema, path))
        elif kind in ("Category", "Label", "Group"):
            if not element.get("text" if kind == "Label" else "label"):
                yield f"uischema.json: a {kind} without words"
            if not element.get("i18n"):
                yield f"uischema.json: a {kind} without i18n"
        elif kind not in LAYOUTS | {"Categorization"}:
            yield f"uischema.json: unknown element {kind}"
        if "rule" in element:
            yield from lint_rule(schema, element["rule"])
    for path, _ in properties(schema):
        if reached.count(path) != 1:
            yield f"uischema.json: {'.'.join(path)} is shown {reached.count(path)} times"


def lint_options(path, control, part):
    name = ".".join(path)
    if not path or part is None or part.get("type") == "object":
        yield f"uischema.json: the scope {control.get('scope')} leads nowhere"
        return
    for option, value in control.get("options", {}).items():
        if value not in OPTIONS.get(option, ()):
            yield f"uischema.json: {name}: unknown option {option}"
        if option == "format" and "oneOf" not in part:
            yield f"uischema.json: {name}: radio needs oneOf"


def lint_rule(schema, rule):
    condition = rule.get("condition", {})
    if set(rule) != {"effect", "condition"}:
        yield "uischema.json: a rule is an effect and a condition"
    if rule.get("effect") not in ("SHOW", "HIDE", "ENABLE", "DISABLE"):
        yield f"uischema.json: unknown effect {rule.get('effect')}"
    if (set(condition) != {"scope", "schema", "failWhenUndefined"}
            or condition["failWhenUndefined"] is not True):
        yield "uischema.json: a condition is scope, schema and failWhenUndefined: true"
        return
    path = scope_path(condition["scope"])
    part = property_at(schema, path) if path else None
    if part is None:
        yield f"uischema.json: a rule looks at {condition['scope']}, which is not there"
        return
    try:
        Draft202012Validator.check_schema(condition["schema"])
    except SchemaError as wrong:
        yield f"uischema.json: {condition['scope']}: {wrong.message}"
    yield from lint_tested(".".join(path), schema, part, condition["schema"])


def lint_tested(name, schema, part, tested):
    """A condition must be able to hold: it names properties and entries that exist."""
    for key, inner in tested.get("properties", {}).items():
        member = property_at(part, (key,))
        if member is None:
            yield f"uischema.json: a rule looks at {name}.{key}, which is not there"
        else:
            yield from lint_tested(f"{name}.{key}", schema, resolve(schema, member), inner)
    for key in ("not", "contains"):
        if key in tested:
            inner = part.get("items", {}) if key == "contains" else part
            yield from lint_tested(name, schema, inner, tested[key])
    values = tested.get("enum", []) + ([tested["const"]] if "const" in tested else [])
    entries = [entry["const"] for entry in part.get("oneOf", [])]
    for value in values:
        if entries and value not in entries:
            yield f"uischema.json: {name} is never {value!r}"


# ---- i18n/en.json

def keys_in_use(p):
    for path, part in properties(p["schema"]):
        name = ".".join(path)
        yield f"{name}.label"
        if "description" in part:
            yield f"{name}.description"
        for entry in part.get("oneOf", part.get("items", {}).get("oneOf", [])):
            yield entry["i18n"]
    for element, _ in elements(p["uischema"]):
        if "i18n" in element:
            yield element["i18n"] + (".text" if element["type"] == "Label" else ".label")


def lint_english(p):
    used = set(keys_in_use(p))
    for key in sorted(used - set(p["english"])):
        yield f"i18n/en.json: {key} is missing"
    for key in sorted(set(p["english"]) - used):
        yield f"i18n/en.json: {key} is used nowhere"
    for path, _ in properties(p["schema"]):
        if len(p["english"].get(".".join(path) + ".label", "")) > LABEL_MOST:
            yield f"i18n/en.json: {'.'.join(path)}.label is wider than the column of labels"
    for key, text in p["english"].items():
        if not isinstance(text, str) or text.strip() != text or not text:
            yield f"i18n/en.json: {key} has no proper text"


# ---- procedure.json

def lint_facts(p):
    facts = p["facts"]
    if set(facts) != FACTS:
        yield f"procedure.json: missing or unknown: {', '.join(sorted(FACTS ^ set(facts)))}"
        return
    if facts["format"] != 1 or facts["code"] != p["code"]:
        yield "procedure.json: format is 1 and code is the folder's name"
    if not re.fullmatch(r"20\d\d\.\d{1,2}\.\d+", facts["version"]):
        yield "procedure.json: version is YEAR.MONTH.NUMBER"
    for key in ("name", "field", "agency", "result"):
        if not two_languages(facts[key]):
            yield f"procedure.json: {key} needs vi and en"
    if not facts["legalBasis"] or not all(map(two_languages, facts["legalBasis"])):
        yield "procedure.json: legalBasis is a list of texts in vi and en"
    if not all(facts["keywords"].get(language) for language in ("vi", "en")):
        yield "procedure.json: keywords in vi and en"
    if not facts["channels"] or not set(facts["channels"]) <= {"DIRECT", "ONLINE", "POSTAL"}:
        yield "procedure.json: channels are DIRECT, ONLINE, POSTAL"
    time = facts["time"]
    if (type(time.get("amount")) is not int or time["amount"] < 1
            or time.get("unit") not in ("working-day", "day", "hour")
            or not two_languages(time.get("note"))):
        yield "procedure.json: time is amount, unit and note"
    if set(facts["fee"]) != {"logic", "text"} or not two_languages(facts["fee"]["text"]):
        yield "procedure.json: fee is logic and text"
    yield from lint_logic(p, "fee", facts["fee"].get("logic"))
    for key in ("owner", "submitter"):
        path = tuple(facts[key].split("/")[1:])
        if (property_at(p["schema"], path) or {}).get("type") != "string":
            yield f"procedure.json: {key} {facts[key]} is no text in schema.json"
    yield from lint_papers(p)


def lint_papers(p):
    papers = p["facts"]["papers"]
    ids = [paper.get("id") for paper in papers]
    if len(set(ids)) != len(ids):
        yield "procedure.json: a paper's id stands there twice"
    for paper in papers:
        name = f"procedure.json: paper {paper.get('id')}"
        needed = {"id", "name", "kind", "originals", "copies"}
        if not needed <= set(paper) <= needed | {"when", "why", "note"}:
            yield f"{name}: missing or unknown members"
            continue
        if not re.fullmatch(r"[a-z][A-Za-z0-9]*", paper["id"]):
            yield f"{name}: an id is camelCase"
        if not all(two_languages(paper.get(words, paper["name"]))
                   for words in ("name", "why", "note")):
            yield f"{name}: texts in vi and en"
        if paper["kind"] not in ("submit", "present"):
            yield f"{name}: kind is submit or present"
        counts = (paper["originals"], paper["copies"])
        if any(type(n) is not int or n < 0 for n in counts) or not any(counts):
            yield f"{name}: originals and copies are numbers, one of them not 0"
        yield from lint_logic(p, paper["id"], paper.get("when"))


def lint_logic(p, name, rule):
    for _, part in walk(rule):
        if not isinstance(part, dict):
            continue
        if len(part) != 1 or not set(part) <= OPERATIONS:
            yield f"procedure.json: {name}: unknown operation {', '.join(part)}"
        elif "var" in part:
            path = part["var"][0] if isinstance(part["var"], list) else part["var"]
            if property_at(p["schema"], tuple(path.split("."))) is None:
                yield f"procedure.json: {name}: no answer is called {path}"


# ---- examples

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


def lint_examples(p):
    if len(p["examples"]) < 3:
        yield "examples: at least three"
    checker = Draft202012Validator(p["schema"], format_checker=FormatChecker())
    for name, answers in p["examples"].items():
        for wrong in checker.iter_errors(answers):
            yield f"examples/{name}: {wrong.json_path}: {wrong.message}"
        for element, above in elements(p["uischema"]):
            if element["type"] == "Control" and not is_shown(element, above, answers):
                if value_at(answers, scope_path(element["scope"])) is not None:
                    yield f"examples/{name}: {element['scope']} is hidden, yet answered"
        for place, value in walk(answers):
            if isinstance(value, dict):
                yield from lint_person(f"examples/{name}: {place}", place, value)


def lint_person(name, place, person):
    """The fourth digit tells sex and century, the next two the year of birth."""
    number = person.get("personalId", person.get("idNumber", ""))
    born = person.get("birthDate", "")
    if not re.fullmatch(r"\d{12}", number) or not born:
        return
    if number[4:6] != born[2:4] or int(number[3]) // 2 != int(born[:2]) - 19:
        yield f"{name}: {number} does not belong to {born}"
    sex = person.get("sex", {"/mother": "female", "/father": "male"}.get(place))
    if sex and int(number[3]) % 2 != (sex == "female"):
        yield f"{name}: {number} is not the number of a {sex} person"


# ---- words

def lint_words(p):
    for file in ("facts", "schema", "uischema", "english", "examples"):
        for place, text in walk(p[file]):
            if not isinstance(text, str):
                continue
            if not unicodedata.is_normalized("NFC", text):
                yield f"{file}: {place}: not NFC"
            if "  " in text or any(unicodedata.category(c) in ("Cc", "Cf") for c in text):
                yield f"{file}: {place}: double blanks or control characters"
            if file not in ("english", "examples") and OLD_TONE_PLACE.search(text):
                yield f"{file}: {place}: the tone mark stands at the other vowel: {text}"


def lint(p):
    findings = list(lint_schema(p))
    if not findings:
        for part in (lint_uischema, lint_english, lint_facts, lint_words):
            findings += part(p)
    if not findings:
        findings += lint_examples(p)
    return findings


# ---- what the data must say

def apply_logic(rule, data):
    """As much of JSONLogic as the procedures use."""
    if isinstance(rule, list):
        return [apply_logic(part, data) for part in rule]
    if not isinstance(rule, dict):
        return rule
    (operation, arguments), = rule.items()
    if not isinstance(arguments, list):
        arguments = [arguments]
    if operation == "var":
        value = value_at(data, arguments[0].split("."))
        return value if value is not None else (arguments[1:] or [None])[0]
    if operation == "if":
        while len(arguments) > 1:
            if apply_logic(arguments[0], data):
                return apply_logic(arguments[1], data)
            arguments = arguments[2:]
        return apply_logic(arguments[0], data) if arguments else None
    a = [apply_logic(part, data) for part in arguments]
    return {"and": lambda: all(a), "or": lambda: any(a), "!": lambda: not a[0],
            "!!": lambda: bool(a[0]), "==": lambda: a[0] == a[1],
            "!=": lambda: a[0] != a[1], "in": lambda: a[0] in (a[1] or []),
            ">": lambda: a[0] > a[1], ">=": lambda: a[0] >= a[1],
            "<": lambda: a[0] < a[1], "<=": lambda: a[0] <= a[1],
            "+": lambda: sum(a), "-": lambda: a[0] - a[1], "*": lambda: math.prod(a),
            "min": lambda: min(a), "max": lambda: max(a)}[operation]()


def papers_needed(p, answers):
    return {paper["id"] for paper in p["facts"]["papers"]
            if "when" not in paper or apply_logic(paper["when"], answers)}


class Shipped(unittest.TestCase):
    maxDiff = None

    def test_every_procedure_is_well_formed(self):
        folders = sorted(f for f in FOLDER.iterdir() if f.is_dir())
        self.assertTrue(folders)
        for folder in folders:
            with self.subTest(folder.name):
                self.assertEqual(lint(read_procedure(folder)), [])

    def test_fees_and_papers_of_the_examples(self):
        for folder in sorted(f for f in FOLDER.iterdir() if f.is_dir()):
            p = read_procedure(folder)
            for name, answers in p["examples"].items():
                with self.subTest(f"{folder.name}/{name}"):
                    fee, papers = EXPECTED[folder.name, name.removesuffix(".json")]
                    self.assertEqual(apply_logic(p["facts"]["fee"]["logic"], answers), fee)
                    self.assertEqual(papers_needed(p, answers), set(papers.split()))

    def test_each_fault_is_found(self):
        good = read_procedure(FOLDER / "1.001193")
        for name, (spoil, finding) in FAULTS.items():
            with self.subTest(name):
                p = copy.deepcopy(good)
                spoil(p)
                self.assertIn(finding, "\n".join(lint(p)))


IDENTITY = " identityPaper residenceProof"
EXPECTED = {  # (code, example): fee in đồng, None if it cannot be told; papers to bring
    ("1.001193", "both-parents-married"): (24000, "birthCertificate" + IDENTITY),
    ("1.001193", "mother-only-late-post"): (0, IDENTITY),
    ("1.001193", "authorised-unmarried"):
        (8000, "witnessStatement certifiedAuthorisation" + IDENTITY),
    ("1.001193", "abandoned-child"): (0, "abandonmentRecord" + IDENTITY),
    ("1.004873", "marriage-self"): (None, IDENTITY),
    ("1.004873", "loan-divorced-post"): (0, "oldCertificate statusRecord" + IDENTITY),
    ("1.004873", "abroad-authorised-lost"): (None, "authorisation" + IDENTITY),
    ("1.004873", "land-sale-widowed"): (None, "statusRecord" + IDENTITY),
    # 3 × 4,000 for the card, 2 × 3 × 2,000 for the diplomas
    ("2.000815", "job-papers"): (24000, "identityPapers educationPapers copies"),
    # 2 × 5,000, 2 × 6,000, and 250 pages cost no more than 200,000
    ("2.000815", "cooperative-by-post"):
        (222000, "businessPapers landPapers otherPapers copies"),
    ("2.000815", "foreign-diploma-electronic"): (7000, "educationPapers legalisation"),
}


def first_control(p):
    return next(e for e, _ in elements(p["uischema"]) if e["type"] == "Control")


def first_rule(p):
    return next(e for e, _ in elements(p["uischema"]) if "rule" in e)["rule"]


def example(p):
    return p["examples"]["both-parents-married.json"]


FAULTS = {
    "a property without a control": (
        lambda p: p["schema"]["properties"].update(
            extra={"type": "string", "title": "Thêm", "maxLength": 9}), "shown 0 times"),
    "a string without limit": (
        lambda p: p["schema"]["properties"]["office"].pop("maxLength"), "maxLength"),
    "a label wider than its column": (
        lambda p: p["schema"]["properties"]["office"].update(title="Cơ quan " * 4), "wider"),
    "a remote reference": (
        lambda p: p["schema"]["properties"].update(
            office={"$ref": "https://example.vn/a.json"}), "leads to #/$defs"),
    "a wrong keyword": (
        lambda p: p["schema"].update(required="child"), "schema.json: $.required"),
    "an example value that does not fit": (
        lambda p: p["schema"]["properties"]["office"].update(examples=["x"]), "own schema"),
    "a scope that leads nowhere": (
        lambda p: first_control(p).update(scope="#/properties/nobody"), "leads nowhere"),
    "an unknown effect": (lambda p: first_rule(p).update(effect="VANISH"), "unknown effect"),
    "a rule on a value that never comes": (
        lambda p: first_rule(p)["condition"].update(schema={"const": "uncle"}), "is never"),
    "a validate condition": (
        lambda p: first_rule(p).update(condition={"validate": "x"}), "a condition is"),
    "a missing translation": (lambda p: p["english"].pop("office.label"), "is missing"),
    "an unused translation": (lambda p: p["english"].update(x="x"), "used nowhere"),
    "a paper of unknown kind": (
        lambda p: p["facts"]["papers"][0].update(kind="lend"), "kind is submit or present"),
    "a condition on no answer": (
        lambda p: p["facts"]["papers"][0].update(when={"var": "case.nothing"}),
        "no answer is called"),
    "an unknown operation": (
        lambda p: p["facts"]["fee"].update(logic={"guess": 1}), "unknown operation"),
    "an owner that is not there": (
        lambda p: p["facts"].update(owner="/nobody/name"), "owner /nobody/name"),
    "decomposed letters": (
        lambda p: p["facts"]["name"].update(vi="Đăng ky\u0301"), "not NFC"),
    "the other spelling": (
        lambda p: p["facts"]["name"].update(vi="Ủy quyền, thủy lợi"), "tone mark"),
    "an example with a hidden answer": (
        lambda p: example(p)["case"].update(exemption="poor"), "is hidden, yet answered"),
    "an example that is incomplete": (
        lambda p: example(p)["child"].pop("sex"), "'sex' is a required property"),
    "an identity number of another year": (
        lambda p: example(p)["father"].update(birthDate="1989-04-12"), "does not belong"),
    "an identity number of the other sex": (
        lambda p: example(p)["father"].update(personalId="048188004567"), "not the number"),
}

if __name__ == "__main__":
    unittest.main()
