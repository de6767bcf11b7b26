#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A procedure that nobody has modelled, from the import of the catalogue to the portal's
answer: with the general form, like any other."""

import json
import os
import sqlite3
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ctl  # noqa: E402
import portal  # noqa: E402

DATA = os.path.join(portal.TOP, "tests", "unit", "data")
LIST, DETAILS, FACTS = (os.path.join(DATA, name) for name in (
    "national-list.jsonl", "national-details.jsonl", "catalogue.jsonl"))
EXAMPLES = os.path.join(portal.TOP, "forms", "general", "examples")
LICENCE = "9.900001"


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Case(ctl.Case):
    def imported(self, *paths):
        self.out("catalogue", "import", *paths)
        with sqlite3.connect(os.path.join(self.state, "motcua.db")) as store:
            return {facts["code"]: facts for facts, in
                    ((json.loads(row[0]),) for row in
                     store.execute("SELECT entry FROM catalogue"))}


class Import(Case):
    def test_the_portals_lines_become_facts(self):
        self.assertEqual(list(self.imported(DETAILS, LIST).values()), read_lines(FACTS))

    def test_details_win_in_any_order_and_facts_stay_what_they_are(self):
        facts = {one["code"]: one for one in read_lines(FACTS)}
        self.assertEqual(self.imported(LIST, DETAILS), facts)
        self.assertEqual(self.imported(DETAILS, LIST, DETAILS), facts)
        self.assertEqual(self.imported(FACTS), facts)
        self.assertEqual(self.imported(FACTS, LIST), facts)
        # The list alone replaces it all, as before.
        self.assertNotIn("papers", self.imported(LIST)[LICENCE])

    def test_one_bad_file_spoils_all(self):
        self.imported(FACTS)
        bad = self.write("bad.jsonl", "{")
        done = self.ctl("catalogue", "import", LIST, bad, code=1)
        self.assertIn("bad.jsonl, line 1", done.stderr)
        self.ctl("catalogue", "import", DETAILS, "/nowhere.jsonl", code=1)
        self.assertIn(LICENCE, self.out("search", LICENCE))

    def test_codes_that_begin_alike(self):
        self.imported(LIST, DETAILS)
        found = self.out("search", "9.900006").splitlines()
        self.assertEqual([line.split("\t")[0] for line in found], ["9.900006", "9.9000061"])


class Imported(Case):
    def setUp(self):
        super().setUp()
        self.imported(LIST, DETAILS)
        self.cases = [case["id"] for case in read_lines(FACTS)[0]["cases"]]

    def answers_for(self, name, case=None):
        with open(os.path.join(EXAMPLES, name + ".json"), encoding="utf-8") as file:
            answers = json.load(file)
        del answers["case"]["kind"]
        if case:
            answers["case"]["kind"] = case
        return self.write("answers.json", json.dumps(answers))


class Form(Imported):
    def evaluate(self, code, path, **options):
        return json.loads(self.out("forms", "evaluate", code, path, **options))

    def test_evaluate(self):
        lost, torn, other = self.cases
        for case, papers in ((lost, [1, 2]), (torn, [1, 3, 4]), (other, [1])):
            told = self.evaluate(LICENCE, self.answers_for("own-licence-lost", case))
            self.assertEqual(told["problems"], [])
            self.assertEqual([(paper["id"][-1], paper["needed"]) for paper in told["papers"]],
                             [(str(n), "optional" if n == 4 else True) for n in papers])
        told = self.evaluate(LICENCE, self.answers_for("mothers-licence-by-post", torn))
        self.assertIn("authorisation", [paper["id"] for paper in told["papers"]])
        told = self.evaluate(LICENCE, self.answers_for("own-licence-lost"))
        self.assertEqual([one["pointer"] for one in told["problems"]], ["/case/kind"])
        # A procedure without cases has no such question.
        told = self.evaluate("9.900004", self.answers_for("own-licence-lost"))
        self.assertEqual(told["problems"], [])
        self.assertNotIn("/case/kind", [one["pointer"] for one in told["controls"]])

    def test_without_a_channel_from_afar_there_is_no_form(self):
        path = self.answers_for("own-licence-lost")
        for code in ("9.900003", "9.900007"):
            done = self.ctl("forms", "evaluate", code, path, code=3)
            self.assertIn("has no form here", done.stderr)
            self.ctl("submit", code, path, code=3)

    def test_wrong_answers_are_not_sent(self):
        for case in (None, "gone"):
            done = self.ctl("submit", LICENCE, self.answers_for("own-licence-lost", case),
                            code=2)
            self.assertIn("/case/kind: ", done.stderr)


@unittest.skipUnless(os.path.exists(os.path.join(portal.BUILD, "motcua-sandbox")),
                     "motcua-sandbox was not built")
class Submit(Imported):
    def test_to_the_portal_and_back(self):
        sandbox = portal.Sandbox("--catalogue", FACTS)
        self.enterContext(sandbox)
        self.use_portal(sandbox.url)
        for name in sorted(os.listdir(EXAMPLES)):
            name = name.removesuffix(".json")
            for code, case in ((LICENCE, self.cases[1]), ("9.9000061", None)):
                with self.subTest(name=name, code=code):
                    path = self.answers_for(name, case)
                    reference, number = self.out("submit", code, path, "--wait",
                                                 "30").split()
                    told = json.loads(self.out("track", number, "--json"))
                    self.assertEqual(told["procedure"]["code"], code)
                    self.check_slip(reference, path, code)
        self.assertEqual(self.out("outbox"), "")
        self.assertEqual({one["procedure"] for one in sandbox.dossiers()},
                         {LICENCE, "9.9000061"})

    def check_slip(self, reference, path, code):
        with open(path, encoding="utf-8") as file:
            answers = json.load(file)
        slip = " ".join(self.out("receipt", reference).split())
        self.assertIn(code, slip)
        self.assertIn(answers["applicant"]["fullName"], slip)
        owner = answers.get("owner", {}).get("name", answers["applicant"]["fullName"])
        self.assertIn(owner[:len("CÔNG TY TNHH")], slip)  # a long one is broken
        self.assertIn("Giấy phép đã cấp" if code == LICENCE else "Đơn đề nghị", slip)
        if answers["case"]["behalf"] == "other":
            self.assertIn("Written authorisation", slip)


if __name__ == "__main__":
    unittest.main()
