# SPDX-License-Identifier: MIT
"""The general form (forms/general), put together for a procedure of the catalogue: the
same that forms/form/general.c does, by docs/form-format.md."""
import copy

from procedures import read_json, read_procedure, vietnam

FOLDER = vietnam.TOP / "forms" / "general"


def read_sample():
    return read_json(FOLDER / "sample.json")


def read_template():
    return read_procedure(FOLDER, facts="general.json")


def without(element, scope):
    """The layout without the control of that scope."""
    if "elements" in element:
        element["elements"] = [without(child, scope) for child in element["elements"]
                               if child.get("scope") != scope]
    return element


def paper_of(paper, cases, question):
    paper = copy.deepcopy(paper)
    bound = [case for case in cases if case["id"] in paper.get("cases", [])]
    if len(cases) < 2 or not bound:
        return paper
    var = {"var": ".".join(question)}
    if len(bound) == 1:
        paper["when"] = {"==": [var, bound[0]["id"]]}
        paper["why"] = bound[0]["name"]
    else:
        paper["when"] = {"in": [var, [case["id"] for case in bound]]}
    return paper


def compose(facts):
    """The procedure with this general form, in the shape of read_procedure()."""
    p = read_template()
    form, cases = p["facts"], facts.get("cases", [])
    group, member = question = form["caseQuestion"].strip("/").split("/")
    p["code"] = facts["code"]
    p["facts"] = {**facts, **{key: form[key] for key in ("version", "owner", "submitter")},
                  "papers": [paper_of(paper, cases, question) for paper in
                             facts.get("papers", []) + form["papers"]]}
    p["schema"]["$id"] = f"https://forms.motcua.vn/procedures/{facts['code']}/schema.json"
    p["schema"]["title"] = facts["name"]["vi"]
    around = p["schema"]["properties"][group]
    if len(cases) > 1:
        around["properties"][member]["oneOf"] = [
            {"const": case["id"], "title": case["name"]["vi"],
             "i18n": f"{group}.{member}.{case['id']}"} for case in cases]
        for case in cases:
            if "en" in case["name"]:
                p["english"][f"{group}.{member}.{case['id']}"] = case["name"]["en"]
        return p
    del around["properties"][member]
    around["required"].remove(member)
    without(p["uischema"], f"#/properties/{group}/properties/{member}")
    for part in ("label", "description"):
        del p["english"][f"{group}.{member}.{part}"]
    return p
