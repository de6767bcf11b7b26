#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Are the procedures that we ship right? Shape, words, translations, rules, examples.

The format is described in docs/form-format.md. Every procedure under forms/procedures is
read; each finding names the file and the place in it. In the examples nothing may be
wrong, in the counterexamples exactly what they say. The last test breaks a good procedure
in many ways and wants each of them found.
"""
import copy
import json
import re
import sys
import unicodedata
import unittest
import urllib.parse

try:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError
except ImportError:
    print("SKIP: python3-jsonschema is missing: apt-get install python3-jsonschema")
    sys.exit(77)

import jsonlogic
import vietnam
from procedures import (FOLDER, LISTS, being_filled, checks_in, choices, elements, is_shown,
                        properties, property_at, read_procedure, scope_path, validator,
                        value_at, walk, whole, wrong_in)

LAYOUTS = {"VerticalLayout", "HorizontalLayout", "Group"}
LABEL_MOST = 24  # columns beside the fields on a screen of 80
OPTIONS = {"multi": (True, False), "format": ("radio",), "picker": ("place",),
           "typing": ("plain",)}
CARD = {"identityNumber": "string", "oldNumber": "string", "fullName": "string",
        "address": "string", "birthDate": "date", "issueDate": "date", "sex": "choice",
        "documentKind": "choice"}
FORMATS = {"date", "email"} | set(vietnam.FORMATS)
FACTS = {"format", "code", "version", "name", "keywords", "field", "agency", "channels",
         "time", "fee", "legalBasis", "result", "papers", "owner", "submitter"}
# Uỷ, hoà, thuý: one way to set the tone mark, as the national list of places does.
OLD_TONE_PLACE = re.compile(r"[òóỏõọ][ae]\b|(?<![qQ])[ùúủũụ]y\b", re.IGNORECASE)


def two_languages(value):
    return (isinstance(value, dict) and set(value) == {"vi", "en"}
            and all(isinstance(text, str) and text.strip() == text != ""
                    for text in value.values()))


# ---- schema.json

def lint_schema(p):
    schema = p["schema"]
    home = f"https://forms.motcua.vn/procedures/{p['code']}/schema.json"
    if schema.get("$schema") != "https://json-schema.org/draft/2020-12/schema":
        yield "schema.json: $schema must be 2020-12"
    if schema.get("$id") != home:
        yield f"schema.json: $id must be {home}"
    for place, part in walk(schema):
        if isinstance(part, dict) and "$ref" in part:
            shared = LISTS.get(part["$ref"].removeprefix("../../lists/"))
            if not shared or urllib.parse.urljoin(home, part["$ref"]) != shared["$id"]:
                yield f"schema.json: {place}: a $ref leads to a shared list"
                return
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as wrong:
        yield f"schema.json: {wrong.json_path}: {wrong.message}"
        return
    for place, part in walk(whole(schema)):
        if not isinstance(part, dict):
            continue
        if part.get("type") == "object" and part.get("additionalProperties") is not False:
            yield f"schema.json: {place}: additionalProperties must be false"
        if part.get("type") == "string" and not {"maxLength", "oneOf"} & set(part):
            yield f"schema.json: {place}: a string needs a maxLength"
        named = part.get("format")
        if isinstance(named, str) and named not in FORMATS:
            yield f"schema.json: {place}: unknown format {named}"
        for keyword, words in part.get("x-message", {}).items():
            if keyword not in part or not two_languages(words):
                yield f"schema.json: {place}: x-message {keyword} must stand beside it"
    yield from lint_checks(p, list(checks_in(p["whole"])))
    for path, part in properties(whole(schema)):
        yield from lint_property(".".join(path), part)
        for keyword in {"x-compute", "x-prefill"} & set(part):
            yield from lint_logic(p, ".".join(path), part[keyword])


def lint_checks(p, checks):
    ids = [check.get("id") for check, _ in checks]
    for check, rows in checks:
        name = f"schema.json: x-check {check.get('id')}"
        if set(check) != {"id", "logic", "at", "message", "severity"}:
            yield f"{name}: missing or unknown members"
            continue
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", check["id"]) or ids.count(check["id"]) > 1:
            yield f"{name}: an id is of small letters and hyphens, and stands there once"
        if (not two_languages(check["message"])
                or check["severity"] not in ("error", "warning")):
            yield f"{name}: message in vi and en, severity error or warning"
        if property_at(p["whole"], rows + tuple(check["at"].split("/")[1:])) is None:
            yield f"{name}: {check['at']} is not there"
        yield from lint_logic(p, check["id"], check["logic"], rows)


def lint_property(name, part):
    if not part or not part.get("title"):
        yield f"schema.json: {name}: a property needs a title"
        return
    for entry in choices(part):
        if set(entry) - {"x-card-since"} != {"const", "title", "i18n"}:
            yield f"schema.json: {name}: an entry is const, title and i18n"
    entries = [e["const"] for e in part.get("oneOf", []) if "const" in e]
    if len(set(entries)) != len(entries):
        yield f"schema.json: {name}: an entry stands there twice"
    if len(part["title"]) > LABEL_MOST:
        yield f"schema.json: {name}: the title is wider than the column of labels"
    if ("x-compute" in part) != part.get("readOnly", False):
        yield f"schema.json: {name}: what is computed is readOnly, and nothing else"
    values = part.get("examples", []) + ([part["default"]] if "default" in part else [])
    for value in values:
        if not validator(part).is_valid(value):
            yield f"schema.json: {name}: {value!r} does not keep to its own schema"


# ---- uischema.json

def lint_uischema(p):
    schema, top = p["whole"], p["uischema"]
    if top.get("type") != "Categorization":
        yield "uischema.json: the top is a Categorization"
        return
    reached = []
    for element, above, inside in elements(top):
        kind = element.get("type")
        if (kind == "Category") != (len(above) == 1):
            yield "uischema.json: the steps, and they alone, are Category"
        if kind in ("Control", "ListWithDetail"):
            path = inside + (scope_path(element.get("scope", "")) or ())
            reached.append(path)
            yield from lint_options(path, element, property_at(schema, path))
        elif kind in ("Category", "Label", "Group"):
            if not element.get("text" if kind == "Label" else "label"):
                yield f"uischema.json: a {kind} without words"
            if not element.get("i18n"):
                yield f"uischema.json: a {kind} without i18n"
        elif kind not in LAYOUTS | {"Categorization"}:
            yield f"uischema.json: unknown element {kind}"
        yield from lint_card(property_at(schema, inside) or schema, element)
        if "rule" in element:
            yield from lint_rule(property_at(schema, inside) or schema, element["rule"])
    for path, _ in properties(schema):
        if reached.count(path) != 1:
            yield f"uischema.json: {'.'.join(path)} is shown {reached.count(path)} times"


def lint_options(path, control, part):
    name, options = ".".join(path), control.get("options", {})
    if not path or part is None or part.get("type") == "object":
        yield f"uischema.json: the scope {control.get('scope')} leads nowhere"
        return
    if control["type"] == "ListWithDetail":
        label = property_at(part, (options.get("elementLabelProp", ""),))
        if set(options) != {"detail", "elementLabelProp"} or not label:
            yield f"uischema.json: {name}: a list has detail and elementLabelProp"
        return
    for option, value in options.items():
        if value not in OPTIONS.get(option, ()):
            yield f"uischema.json: {name}: unknown option {option}"
        if option == "format" and "oneOf" not in part:
            yield f"uischema.json: {name}: radio needs oneOf"
    if ("picker" in options) != (part.get("format") == "vn-commune"):
        yield f"uischema.json: {name}: a commune, and nothing else, has a picker"


def lint_card(schema, element):
    """What a card fills in: answers that are shown below, of the kind that it says."""
    card = element.get("options", {}).get("card", {})
    below = [e.get("scope") for e, _, _ in elements(element)]
    for name, scope in card.items():
        part = property_at(schema, scope_path(scope) or ()) if scope in below else None
        kind = "date" if part and part.get("format") == "date" else (
            "choice" if part and choices(part) else part and part.get("type"))
        if kind is None or kind != CARD.get(name):
            yield f"uischema.json: a card does not fill {scope} with {name}"
    if card and not {"fullName", "identityNumber"} <= set(card):
        yield "uischema.json: a card fills a name and a number"


def is_person(part):
    return "fullName" in part and bool({"personalId", "idNumber"} & set(part))


def lint_persons(p):
    """Each person who has a number can be filled in from a card."""
    filled = [scope for e, _, inside in elements(p["uischema"])
              for scope in ["/".join(inside + scope_path(s)) for s in
                            e.get("options", {}).get("card", {}).values()]]
    for name, part in p["whole"]["properties"].items():
        members = part.get("items", part).get("properties", {})
        if is_person(members) and f"{name}/fullName" not in filled:
            yield f"uischema.json: no card fills {name}"


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
    part = property_at(schema, path) if path is not None else None
    if part is None:
        yield f"uischema.json: a rule looks at {condition['scope']}, which is not there"
        return
    try:
        Draft202012Validator.check_schema(condition["schema"])
    except SchemaError as wrong:
        yield f"uischema.json: {condition['scope']}: {wrong.message}"
    yield from lint_tested(".".join(path), part, condition["schema"])


def lint_tested(name, part, tested):
    """A condition must be able to hold: it names properties and entries that exist."""
    for key, inner in tested.get("properties", {}).items():
        member = property_at(part, (key,))
        if member is None:
            yield f"uischema.json: a rule looks at {name}.{key}, which is not there"
        else:
            yield from lint_tested(f"{name}.{key}", member, inner)
    for branch in tested.get("anyOf", []):
        yield from lint_tested(name, part, branch)
    for key in ("not", "contains"):
        if key in tested:
            inner = part.get("items", {}) if key == "contains" else part
            yield from lint_tested(name, inner, tested[key])
    values = tested.get("enum", []) + ([tested["const"]] if "const" in tested else [])
    entries = [entry["const"] for entry in part.get("oneOf", [])]
    for value in values:
        if entries and value not in entries:
            yield f"uischema.json: {name} is never {value!r}"


# ---- i18n/en.json

def keys_in_use(p):
    shared = {entry["i18n"] for part in LISTS.values() for entry in part["oneOf"]}
    for path, part in properties(p["whole"]):
        name = ".".join(path)
        yield f"{name}.label"
        if "description" in part:
            yield f"{name}.description"
        yield from {entry["i18n"] for entry in choices(part)} - shared
    for element, _, _ in elements(p["uischema"]):
        if "i18n" in element:
            yield element["i18n"] + (".text" if element["type"] == "Label" else ".label")


def lint_english(p):
    used = set(keys_in_use(p))
    for key in sorted(used - set(p["english"])):
        yield f"i18n/en.json: {key} is missing"
    for key in sorted(set(p["english"]) - used):
        yield f"i18n/en.json: {key} is used nowhere"
    for path, _ in properties(p["whole"]):
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
        if (property_at(p["whole"], path) or {}).get("type") != "string":
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
        if not needed <= set(paper) <= needed | {"when", "why", "note", "optional"}:
            yield f"{name}: missing or unknown members"
            continue
        if not re.fullmatch(r"[a-z][A-Za-z0-9]*", paper["id"]):
            yield f"{name}: an id is camelCase"
        if not all(two_languages(paper.get(key, paper["name"]))
                   for key in ("name", "why", "note")):
            yield f"{name}: texts in vi and en"
        if ("when" in paper) != ("why" in paper):
            yield f"{name}: a paper with a condition says why, and no other"
        if paper.get("optional", True) is not True or "optional" in paper and "note" not in paper:
            yield f"{name}: optional is true, and a note says when it is needed"
        if paper["kind"] not in ("submit", "present"):
            yield f"{name}: kind is submit or present"
        counts = (paper["originals"], paper["copies"])
        if any(type(n) not in (int, dict) or type(n) is int and n < 0 for n in counts) or not any(counts):
            yield f"{name}: originals and copies are numbers or logic, one of them not 0"
        yield from lint_logic(p, paper["id"], list(counts))
        yield from lint_logic(p, paper["id"], paper.get("when"))


def lint_logic(p, name, rule, inside=()):
    """Known operations on answers that exist; `inside` is the path of the list over whose
    items a map, some or reduce goes."""
    if isinstance(rule, list):
        for part in rule:
            yield from lint_logic(p, name, part, inside)
    if not isinstance(rule, dict):
        return
    if len(rule) != 1 or not set(rule) <= jsonlogic.OPERATIONS:
        yield f"{name}: unknown operation {', '.join(rule)}"
        return
    (operation, given), = rule.items()
    if operation == "var":
        path = (given[0] if isinstance(given, list) else given).split(".")
        if path[0] == "$" and inside:  # the whole answers, in a check of rows
            path, inside = path[1:], ()
        path = tuple(path[path[0] == "current" if inside else 0:])
        if path != ("accumulator",) and not property_at(p["whole"], inside + path):
            yield f"{name}: no answer is called {'.'.join(inside + path)}"
    elif operation in jsonlogic.OVER_LISTS:
        yield from lint_logic(p, name, given[0], inside)
        items = given[0].get("var", "").split(".") if isinstance(given[0], dict) else []
        inside, items = ((), items[1:]) if items[:1] == ["$"] else (inside, items)
        yield from lint_logic(p, name, given[1:], inside + tuple(items))
    else:
        yield from lint_logic(p, name, given, inside)


# ---- examples and counterexamples

def lint_hidden(p, answers):
    for element, above, inside in elements(p["uischema"]):
        if element["type"] != "Control" or inside:
            continue
        if not is_shown(element, above, answers):
            if value_at(answers, scope_path(element["scope"])) is not None:
                yield f"{element['scope']} is hidden, yet answered"


def in_order(found):
    return sorted(found, key=lambda one: json.dumps(one, sort_keys=True))


def lint_examples(p):
    if len(p["examples"]) < 3 or len(p["examples"]) + len(p["counterexamples"]) < 5:
        yield "examples: at least three, and five with the counterexamples"
    for name, answers in p["examples"].items():
        for wrong in wrong_in(p, answers):
            yield f"examples/{name}: wrong: {json.dumps(wrong, ensure_ascii=False)}"
        if being_filled(p, answers) != answers:
            yield f"examples/{name}: what is computed is not what it should be"
        for finding in lint_hidden(p, answers):
            yield f"examples/{name}: {finding}"
    broken = set()
    for name, case in p["counterexamples"].items():
        expected, found = in_order(case["wrong"]), in_order(wrong_in(p, case["answers"]))
        broken |= {wrong.get("id") for wrong in found}
        for wrong in [one for one in expected if one not in found]:
            yield f"counterexamples/{name}: not found: {json.dumps(wrong)}"
        for wrong in [one for one in found if one not in expected]:
            yield f"counterexamples/{name}: found too: {json.dumps(wrong)}"
        for finding in lint_hidden(p, being_filled(p, case["answers"])):
            yield f"counterexamples/{name}: {finding}"
    for check, _ in checks_in(p["whole"]):
        if check["id"] not in broken:
            yield f"counterexamples: none breaks {check['id']}"


# ---- words

def lint_words(p):
    for file in ("facts", "schema", "uischema", "english", "examples", "counterexamples"):
        for place, text in walk(p[file]):
            if not isinstance(text, str):
                continue
            if not unicodedata.is_normalized("NFC", text):
                yield f"{file}: {place}: not NFC"
            if "  " in text or any(unicodedata.category(c) in ("Cc", "Cf") for c in text):
                yield f"{file}: {place}: double blanks or control characters"
            if "examples" not in file and file != "english" and OLD_TONE_PLACE.search(text):
                yield f"{file}: {place}: the tone mark stands at the other vowel: {text}"


def lint(p):
    p = p | {"whole": whole(p["schema"])}
    findings = list(lint_schema(p))
    if not findings:
        for part in (lint_uischema, lint_persons, lint_english, lint_facts, lint_words):
            findings += part(p)
    if not findings:
        findings += lint_examples(p)
    return findings


# ---- what the data must say

def papers_needed(p, answers):
    return {paper["id"] for paper in p["facts"]["papers"]
            if "when" not in paper or jsonlogic.apply(paper["when"], answers)}


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
                    rule = p["facts"]["fee"]["logic"]
                    self.assertEqual(jsonlogic.apply(rule, answers), fee)
                    self.assertEqual(papers_needed(p, answers), set(papers.split()))

    def test_sheets_of_the_examples(self):
        for (code, name), counts in SHEETS.items():
            with self.subTest(f"{code}/{name}"):
                p = read_procedure(FOLDER / code)
                answers = p["examples"][f"{name}.json"]
                for paper in p["facts"]["papers"]:
                    if paper["id"] in counts:
                        self.assertEqual([jsonlogic.apply(paper[kind], answers)
                                          for kind in ("originals", "copies")],
                                         counts[paper["id"]])

    def test_each_fault_is_found(self):
        good = read_procedure(FOLDER / "1.001193")
        for name, (spoil, finding) in FAULTS.items():
            with self.subTest(name):
                p = copy.deepcopy(good)
                spoil(p)
                self.assertIn(finding, "\n".join(lint(p)))


IDENTITY = " identityPaper residenceProof"
CHANGE = "basisPapers record" + IDENTITY
EXPECTED = {  # (code, example): fee in đồng, None if it cannot be told; papers to bring
    ("1.001193", "both-parents-married"): (24000, "birthCertificate" + IDENTITY),
    ("1.001193", "father-abroad"): (0, "birthCertificate" + IDENTITY),
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
    # 5 × 2,000, 2 × 2,000, and 2 × 5 × 4,000 for the cards
    ("2.000815", "family-papers"): (54000, "civilStatusPapers identityPapers copies"),
    ("1.000894", "first-marriage"): (16000, "identityPapers residenceProof"),
    ("1.000894", "second-marriage"): (0, "identityPapers statusRecord residenceProof"),
    ("1.000894", "highland-couple"): (0, "identityPapers residenceProof"),
    ("1.000894", "divorced-abroad"):
        (8000, "identityPapers divorceExtract statusRecord residenceProof"),
    ("1.000656", "son-on-time"): (40000, "deathNotice identityPaper lastResidenceProof"),
    ("1.000656", "wife-late-poor"): (0, "identityPaper lastResidenceProof"),
    ("1.000656", "shelter-unknown-residence"):
        (0, "policePaper identityPaper placeOfDeathProof"),
    ("1.000656", "long-ago-authorised"):
        (None, "deathEvidence authorisation identityPaper lastResidenceProof"),
    ("2.000635", "own-birth"): (24000, IDENTITY),
    ("2.000635", "sons-birth"): (16000, IDENTITY),
    ("2.000635", "husbands-papers"): (56000, IDENTITY),
    ("2.000635", "abroad-authorised"): (8000, "certifiedAuthorisation" + IDENTITY),
    ("2.000635", "school-asks"): (8000, "organisationRequest" + IDENTITY),
    ("1.004859", "missing-middle-name"): (None, CHANGE),
    ("1.004859", "daughters-name"): (None, CHANGE),
    ("1.004859", "father-added-poor"): (8000, "authorisation " + CHANGE),
    ("1.004859", "mothers-people"): (None, CHANGE),
    ("1.004222", "rented-new-household"): (10000, "formCT01 lease areaProof"),
    ("1.004222", "bride-joins-husband"): (10000, "formCT01 kinshipProof"),
    ("1.004222", "child-with-mother"): (0, "formCT01 kinshipProof headConsent exemptionProof"),
    ("1.004222", "own-home-leaves-barracks"):
        (0, "formCT01 homeProof leavingLetter exemptionProof"),
    ("1.004222", "boat-not-registered"):
        (0, "formCT01 vehicleStatement mooringStatement exemptionProof"),
    ("1.004222", "barge-moored-elsewhere"):
        (10000, "formCT01 vehicleCertificates mooringStatement nationalityDecision"),
    ("1.004222", "monk-at-pagoda"): (10000, "formCT01 clergyProof religiousHousing"),
    ("1.004222", "in-a-care-home"):
        (0, "formCT01 facilityRequest careStatement guardianConsent exemptionProof"),
    ("1.004222", "police-officer"): (20000, "formCT01 policeLetter"),
    ("1.004222", "from-abroad-to-a-sister"):
        (0, "formCT01 kinshipProof conditionProof passport landlordConsent exemptionProof"),
    ("1.004222", "abroad-without-passport"):
        (0, "formCT02 homeProof nationalityProof immigrationConsent exemptionProof"),
    ("1.004194", "family-in-a-rented-room"): (7000, "formCT01 homeProof"),
    ("1.004194", "student-with-uncle"): (7000, "formCT01 guardianConsent"),
    ("1.004194", "new-citizen-lives-with-a-friend"):
        (7000, "formCT01 homeProof nationalityDecision headConsent landlordConsent"),
    ("1.004194", "soldier"): (0, "formCT01 armyLetter exemptionProof"),
    # three on the list, one of them exempt: 2 × 10,000
    ("1.004194", "factory-list"): (20000, "formsCT01 listRequest exemptionProof"),
    ("1.001612", "coffee-shop"): (None, "application"),
    ("1.001612", "son-submits"): (None, "application authorisation"),
    ("1.001612", "family-rice-mill-by-post"):
        (None, "application minutes memberAuthorisation postalSlip"),
    ("1.001612", "tailor-through-a-company"):
        (None, "application partnersConsent serviceContract introduction"),
    ("1.001776", "child-with-disabilities"): (0, "form1d disabilityCertificate" + IDENTITY),
    ("1.001776", "expectant-mother"):
        (0, "form1d birthCertificate disabilityCertificate pregnancyConfirmation" + IDENTITY),
    ("1.001776", "wife-cares-at-home"): (0, "form2a disabilityCertificate" + IDENTITY),
    ("1.001776", "grandmother-fosters"): (0, "form2b form03 birthCertificate" + IDENTITY),
    ("1.001776", "mother-of-a-toddler"): (0, "form1a birthCertificate" + IDENTITY),
    ("1.001776", "orphan-goes-on-studying"): (0, "form1a" + IDENTITY),
    ("1.001776", "widow-with-two-children"): (0, "form1b birthCertificate" + IDENTITY),
    ("1.001776", "older-man-turns-eighty"): (0, "form1c" + IDENTITY),
    ("1.001776", "man-without-income"): (0, "form1e hivConfirmation" + IDENTITY),
    ("1.001776", "moved-to-another-ward"): (0, "moveRequest" + IDENTITY),
    ("1.001776", "beneficiary-died"): (0, IDENTITY),
    ("1.013225", "town-house"):
        (None, "application landCertificate drawings neighbourPledge"),
    ("1.013225", "village-house-own-design"): (None, "application landEligibility drawings"),
    ("1.013225", "house-on-rented-land"):
        (None, "application ownersLandPaper landLease drawings"),
    ("1.013225", "company-house-with-basements"):
        (None, "application landDecision approvedDrawings verificationReport fireResult"
               " neighbourPledge"),
}

SHEETS = {  # (code, example): originals and copies, where the answers tell how many
    ("2.000815", "family-papers"):
        {"civilStatusPapers": [2, 0], "identityPapers": [2, 0], "copies": [0, 17]},
    ("2.000815", "job-papers"): {"educationPapers": [2, 0], "copies": [0, 9]},
    ("1.004194", "factory-list"): {"formsCT01": [3, 0]},
    ("1.001776", "widow-with-two-children"): {"birthCertificate": [2, 0]},
    ("1.001776", "mother-of-a-toddler"): {"birthCertificate": [1, 0]},
}


def first_control(p):
    return next(e for e, _, _ in elements(p["uischema"]) if e["type"] == "Control")


def picker(p):
    return next(e for e, _, _ in elements(p["uischema"]) if "picker" in e.get("options", {}))


def carded(p):
    return next(e for e, _, _ in elements(p["uischema"]) if "card" in e.get("options", {}))


def first_rule(p):
    return next(e for e, _, _ in elements(p["uischema"]) if "rule" in e)["rule"]


def child(p, name):
    return p["schema"]["properties"]["child"]["properties"][name]


def check(p):
    return p["schema"]["x-check"][0]


def example(p):
    return p["examples"]["both-parents-married.json"]


def counterexample(p):
    return p["counterexamples"]["mother-too-young.json"]


FAULTS = {
    "a property without a control": (
        lambda p: p["schema"]["properties"].update(
            extra={"type": "string", "title": "Thêm", "maxLength": 9}), "shown 0 times"),
    "a string without limit": (
        lambda p: child(p, "homeTown").pop("maxLength"), "maxLength"),
    "a label wider than its column": (
        lambda p: p["schema"]["properties"]["office"].update(title="Cơ quan " * 4), "wider"),
    "a remote reference": (
        lambda p: p["schema"]["properties"].update(
            office={"$ref": "https://example.vn/a.json"}), "leads to a shared list"),
    "a wrong keyword": (
        lambda p: p["schema"].update(required="child"), "schema.json: $.required"),
    "an example value that does not fit": (
        lambda p: child(p, "homeTown").update(examples=["x"]), "own schema"),
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
        lambda p: example(p)["child"].update(exemption="poor"), "is hidden, yet answered"),
    "an example that is incomplete": (
        lambda p: example(p)["child"].pop("sex"), '"/child/sex", "keyword": "required"'),
    "a computed answer that is not what comes out": (
        lambda p: example(p)["child"].update(birthDateWords="Ngày hai"), "what is computed"),
    "a computed answer that can be typed": (
        lambda p: child(p, "birthDateWords").pop("readOnly"), "is readOnly"),
    "an unknown format": (
        lambda p: child(p, "fullName").update(format="vn-nom"), "unknown format vn-nom"),
    "a commune without its picker": (
        lambda p: picker(p).pop("options"), "has a picker"),
    "a person whom no card fills": (
        lambda p: carded(p).pop("options"), "no card fills"),
    "a card that fills a name with a date": (
        lambda p: carded(p)["options"]["card"].update(
            fullName=carded(p)["options"]["card"]["birthDate"]), "with fullName"),
    "a card that fills what stands elsewhere": (
        lambda p: carded(p)["options"]["card"].update(
            address="#/properties/child/properties/birthPlace"), "with address"),
    "a check of an answer that is not there": (
        lambda p: check(p).update(logic={"var": "child.age"}), "no answer is called"),
    "a check shown nowhere": (lambda p: check(p).update(at="/nobody"), "/nobody is not there"),
    "a check that nothing breaks": (
        lambda p: check(p).update(logic=True), "none breaks child-born"),
    "a check with half a message": (
        lambda p: check(p)["message"].pop("en"), "message in vi and en"),
    "a paper that does not say why": (
        lambda p: p["facts"]["papers"][0].pop("why"), "says why"),
    "an optional paper that does not say when": (
        lambda p: p["facts"]["papers"][0].update(optional=True), "a note says when"),
    "a counterexample in which nothing is wrong": (
        lambda p: counterexample(p).update(answers=example(p)), "not found"),
    "a counterexample that is worse than it says": (
        lambda p: counterexample(p)["wrong"].clear(), "found too"),
    "an identity number of another year": (
        lambda p: example(p)["father"].update(birthDate="1989-04-12"), "father-id-year"),
    "an identity number of the other sex": (
        lambda p: example(p)["father"].update(personalId="048188004567"), "father-id-sex"),
}

if __name__ == "__main__":
    unittest.main()
