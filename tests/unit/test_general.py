#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Is the general form right? Its template with a sample of the catalogue keeps to all that
a modelled procedure keeps to (docs/form-format.md), and so it does where the procedure has
no cases."""
import copy
import unittest

import test_procedures as procedures  # skips where a package is missing
import general
import jsonlogic
from procedures import whole

TEMPLATE_FACTS = {"format", "version", "owner", "submitter", "caseQuestion", "papers"}
EXPECTED = {  # the sample's papers for the examples of the template
    "own-licence-lost": "KQ000001 KQ000002 KQ000004",
    "mothers-licence-by-post": "KQ000001 KQ000003 KQ000004 authorisation",
    "cooperative-sends-somebody": "KQ000001 KQ000003 KQ000004 introduction",
    "company-director": "KQ000001 KQ000002 KQ000004",
}


def lint(p):
    p = p | {"whole": whole(p["schema"])}
    for part in (procedures.lint_schema, procedures.lint_uischema, procedures.lint_english,
                 procedures.lint_words, procedures.lint_examples):
        yield from part(p)


def case_free():
    """A procedure of which nothing is known but the channel, and its answers."""
    p = general.compose({"format": 1, "code": "9.990002", "name": {"vi": "Việc khác"},
                         "channels": ["ONLINE"]})
    for answers in [*p["examples"].values(),
                    *(case["answers"] for case in p["counterexamples"].values())]:
        answers["case"].pop("kind", None)
    wrong = p["counterexamples"]["incomplete.json"]["wrong"]
    wrong[:] = [one for one in wrong if one["pointer"] != "/case/kind"]
    return p


class General(unittest.TestCase):
    def test_the_template(self):
        form = general.read_template()["facts"]
        self.assertEqual(set(form), TEMPLATE_FACTS)
        for paper in form["papers"]:
            self.assertTrue(procedures.two_languages(paper["name"]), paper)
            self.assertTrue(procedures.two_languages(paper["why"]), paper)

    def test_with_a_sample_of_the_catalogue(self):
        self.assertEqual(list(lint(general.compose(general.read_sample()))), [])

    def test_without_cases(self):
        p = case_free()
        self.assertEqual(list(lint(p)), [])
        self.assertNotIn("kind", p["schema"]["properties"]["case"]["properties"])

    def test_papers_of_the_examples(self):
        p = general.compose(general.read_sample())
        self.assertEqual({name + ".json" for name in EXPECTED}, set(p["examples"]))
        for name, papers in EXPECTED.items():
            with self.subTest(name):
                needed = {paper["id"] for paper in p["facts"]["papers"]
                          if "when" not in paper
                          or jsonlogic.apply(paper["when"], p["examples"][name + ".json"])}
                self.assertEqual(needed, set(papers.split()))

    def test_a_fault_is_found(self):
        good = general.compose(general.read_sample())
        for spoil, finding in (
                (lambda p: p["english"].pop("matter.request.label"), "is missing"),
                (lambda p: p["schema"]["x-check"].pop(), "not found"),
                (lambda p: p["examples"]["company-director.json"]["case"].update(kind="x"),
                 "wrong")):
            p = copy.deepcopy(good)
            spoil(p)
            self.assertIn(finding, "\n".join(lint(p)))


if __name__ == "__main__":
    unittest.main()
