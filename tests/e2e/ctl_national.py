#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""motcuactl imports the whole national catalogue, quickly, and finds what people ask for."""

import json
import os
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ctl  # noqa: E402
import portal  # noqa: E402

DATA = os.path.join(portal.TOP, "..", "shared", "data", "catalogue")
NATIONAL, DETAILS = (os.path.join(DATA, name) for name in ("national.jsonl",
                                                           "details.jsonl"))
COUNT = 5669  # of 5,670 lines; one code is there twice, once with a blank before it
SECONDS = 15  # with sanitizers and a busy machine; well under one without


class National(ctl.Case):
    def test_import_and_search(self):
        start = time.monotonic()
        self.assertIn(f"{COUNT} procedures", self.out("catalogue", "import", NATIONAL))
        self.assertLess(time.monotonic() - start, SECONDS)
        lines = self.out("search", "--limit", "100", "dang ky khai sinh").splitlines()
        self.assertEqual(lines[0], "1.001193\tBirth registration")
        self.assertTrue(any(line.startswith("1.000689\t") for line in lines), lines)
        self.assertTrue(self.out("search", "1.013361").startswith("1.013361\t"))


class Details(ctl.Case):
    """What becomes of the 502 that the portal tells in full."""

    def setUp(self):
        super().setUp()
        self.assertIn(f"{COUNT} procedures",
                      self.out("catalogue", "import", NATIONAL, DETAILS))
        with sqlite3.connect(os.path.join(self.state, "motcua.db")) as store:
            rows = store.execute("SELECT entry FROM catalogue").fetchall()
        self.facts = [facts for facts in (json.loads(row[0]) for row in rows)
                      if "channels" in facts]
        self.served = [facts for facts in self.facts
                       if {"ONLINE", "POSTAL"} & set(facts["channels"])]

    def test_what_is_made_of_them(self):
        self.check_what_is_kept()
        self.check_that_it_is_clean()
        self.check_that_it_can_be_filled_in()

    def check_what_is_kept(self):
        self.assertEqual((len(self.facts), len(self.served)), (502, 473))
        papers = [paper for facts in self.facts for paper in facts.get("papers", [])]
        self.assertGreater(len(papers), 2300)
        for member, least in (("agency", 502), ("result", 500), ("legalBasis", 460),
                              ("papers", 450), ("time", 460), ("fee", 340), ("cases", 90)):
            self.assertGreaterEqual(sum(member in facts for facts in self.facts), least,
                                    member)

    def check_that_it_is_clean(self):
        for facts in self.facts:
            for paper in facts.get("papers", []):
                name = paper["name"]["vi"]
                self.assertRegex(name, r"^[^-+*:;\s]", facts["code"])
                self.assertLessEqual(len(name), 202)
                self.assertNotIn("\ufffd", name)
                self.assertNotIn("  ", name)
                self.assertGreater(paper["originals"] + paper["copies"], 0)
            ids = [paper["id"] for paper in facts.get("papers", [])]
            self.assertEqual(len(set(ids)), len(ids))
            self.assertNotEqual(len(facts.get("cases", [])), 1)

    def check_that_it_can_be_filled_in(self):
        """A few of them, for each takes a process."""
        with open(os.path.join(portal.TOP, "forms", "general", "examples",
                               "company-director.json"), encoding="utf-8") as file:
            answers = json.load(file)
        modelled = set(os.listdir(ctl.FORMS))
        for facts in self.served[::40]:
            if facts["code"] in modelled:
                continue
            answers["case"].pop("kind", None)
            if "cases" in facts:
                answers["case"]["kind"] = facts["cases"][-1]["id"]
            told = json.loads(self.out("forms", "evaluate", facts["code"],
                                       self.write("answers.json", json.dumps(answers))))
            self.assertEqual(told["problems"], [], facts["code"])
            self.assertLessEqual(len(told["papers"]), len(facts.get("papers", [])))


if __name__ == "__main__":
    for path in (NATIONAL, DETAILS):
        if not os.path.exists(path):
            print(f"{path} is not here")
            sys.exit(77)
    unittest.main()
