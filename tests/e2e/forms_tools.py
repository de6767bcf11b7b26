#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""motcuactl for whoever writes forms: schema check, logic, forms lint, forms evaluate."""

import json
import os
import shutil
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ctl  # noqa: E402

TOP = os.path.dirname(os.path.dirname(ctl.FORMS))
LISTS = os.path.join(TOP, "forms", "lists")


class Tool(ctl.Case):
    def json(self, name, value):
        return self.write(name, json.dumps(value))


class Schema(Tool):
    def test_valid_invalid_unusable(self):
        schema = self.json("schema.json", {"properties": {"age": {"type": "integer"}},
                                           "required": ["name"]})
        done = self.out("schema", "check", schema, self.json("a.json", {"name": "An"}))
        self.assertEqual(json.loads(done), {"valid": True, "errors": []})
        done = self.out("schema", "check", schema, self.json("b.json", {"age": "x"}), code=1)
        found = {(e["instancePath"], e["schemaPath"], e["keyword"])
                 for e in json.loads(done)["errors"]}
        self.assertEqual(found, {("", "#/required", "required"),
                                 ("/age", "#/properties/age/type", "type")})
        self.assertEqual(json.loads(done)["valid"], False)
        for bad in ('{"type": "integre"}', "{", '{"$ref": "http://localhost:1234/x.json"}'):
            done = self.ctl("schema", "check", self.write("bad.json", bad),
                            self.json("c.json", {}), code=2)
            self.assertEqual(done.stdout, "")
            self.assertNotEqual(done.stderr, "")
        self.ctl("schema", "check", schema, os.path.join(self.folder, "none"), code=2)

    def test_remotes(self):
        folder = os.path.join(self.folder, "remotes", "deep", "er")
        os.makedirs(folder)
        self.json("remotes/deep/er/int.json", {"type": "integer"})
        schema = self.json("s.json", {"$ref": "http://localhost:1234/deep/er/int.json"})
        for url in ("http://localhost:1234", "http://localhost:1234/"):
            remotes = "--remotes", f"{self.folder}/remotes={url}"
            self.ctl("schema", "check", schema, self.json("i.json", 3), *remotes)
            self.ctl("schema", "check", schema, self.json("i.json", "x"), *remotes, code=1)
        self.ctl("schema", "check", schema, self.json("i.json", 3), "--remotes", "x", code=2)


class Logic(Tool):
    def test_rules(self):
        rule = self.json("rule.json", {"money_words": {"*": [{"var": "n"}, 1000]}})
        self.assertEqual(self.out("logic", rule, '{"n": 21}'), '"hai mươi mốt nghìn đồng"\n')
        self.assertEqual(self.out("logic", '{"today": []}', "{}", "--today", "2026-02-03"),
                         '"2026-02-03"\n')
        self.assertEqual(self.out("logic", '{"var": "x"}', "{}"), "null\n")
        self.assertIn("pay", self.ctl("logic", '{"pay": 1}', "{}", code=1).stderr)
        self.assertIn("JSON", self.ctl("logic", "{", "{}", code=1).stderr)


class Forms(Tool):
    def copy(self, code):
        """A procedure of ours, to be broken; the lists stand beside it."""
        shutil.copytree(os.path.join(ctl.FORMS, code),
                        os.path.join(self.folder, "procedures", code))
        shutil.copytree(LISTS, os.path.join(self.folder, "lists"))
        return os.path.join(self.folder, "procedures", code)

    def change(self, folder, name, change):
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as file:
            value = json.load(file)
        change(value)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file)

    def test_our_own_forms_are_clean(self):
        self.assertEqual(self.out("forms", "lint"), "")
        self.assertEqual(self.out("forms", "lint", ctl.FORMS), "")

    def test_what_is_broken_is_told_with_file_pointer_and_reason(self):
        folder = self.copy("2.000815")
        self.assertEqual(self.out("forms", "lint", folder), "")
        self.change(folder, "uischema.json", lambda ui: ui["elements"][0].update(type="Tab"))
        self.change(folder, "procedure.json",
                    lambda facts: facts["papers"][0].update(when={"var": "case.colour"}))
        self.change(folder, "i18n/en.json", lambda english: english.update(unused="x"))
        out = self.out("forms", "lint", folder, code=1)
        for line in ("/uischema.json: /elements/0: “Tab” is no known element.",
                     "/procedure.json: /papers/0/when: It reads “case.colour”",
                     "/i18n/en.json: /unused: Nothing asks for this text."):
            self.assertIn(folder + line, out)
        # a folder of folders
        self.assertEqual(out, self.out("forms", "lint", os.path.dirname(folder), code=1)
                         .replace(os.path.dirname(folder) + "/2.000815", folder))
        self.write("procedures/2.000815/schema.json", "{")
        self.assertIn("schema.json is not JSON", self.out("forms", "lint", folder, code=1))
        self.ctl("forms", "lint", LISTS, code=1)
        self.ctl("forms", "lint", os.path.join(self.folder, "none"), code=1)

    def test_evaluate(self):
        path = ctl.example("1.001193", "both-parents-married")
        by_code = self.out("forms", "evaluate", "1.001193", path, "--today", "2026-11-21")
        told = json.loads(by_code)
        self.assertEqual(set(told), {"data", "controls", "errors", "problems", "checks",
                                     "papers", "fee", "computed", "offers", "answers"})
        self.assertEqual((told["errors"], told["problems"]), ([], []))
        name = next(c for c in told["controls"] if c["pointer"] == "/child/fullName")
        self.assertEqual(name["scope"], "#/properties/child/properties/fullName")
        self.assertTrue(name["visible"] and name["enabled"] and name["required"])
        self.assertIsInstance(told["fee"]["text"], str)
        self.assertTrue(all({"id", "needed", "originals", "copies"} <= set(paper)
                            for paper in told["papers"]))
        by_folder = self.out("forms", "evaluate", os.path.join(ctl.FORMS, "1.001193"), path,
                             "--today", "2026-11-21")
        self.assertEqual(by_code, by_folder)

    def test_evaluate_tells_what_is_wrong(self):
        told = json.loads(self.out("forms", "evaluate", "1.001193",
                                   self.answers(child__fullName=7)))
        error = next(e for e in told["errors"] if e["instancePath"] == "/child/fullName")
        self.assertEqual(error["keyword"], "type")
        self.assertTrue(error["message"])
        name = next(c for c in told["controls"] if c["pointer"] == "/child/fullName")
        self.assertIn("type", name["errors"])
        self.assertIn(("/child/fullName", "type", "error"),
                      [(p["pointer"], p["keyword"], p["severity"])
                       for p in told["problems"]])

    def test_evaluate_takes_several_files(self):
        good, wrong = ctl.example(), self.answers(child__fullName=7)
        told = json.loads(self.out("forms", "evaluate", "1.001193", good, wrong))
        for one, path in zip(told, (good, wrong), strict=True):
            self.assertEqual(one, json.loads(self.out("forms", "evaluate", "1.001193", path)))
        done = self.ctl("forms", "evaluate", "1.001193", good, self.json("no.json", []), code=1)
        self.assertEqual(done.stdout, "")
        self.assertIn("no.json", done.stderr)

    def test_evaluate_tells_what_it_judged(self):
        """Hidden answers are judged too, and not sent."""
        path = self.answers(applicant__principal="x", child__timing="late")
        told = json.loads(self.out("forms", "evaluate", "1.001193", path, "--today",
                                   "2020-01-01"))
        self.assertEqual(told["data"]["applicant"]["principal"], "x")
        self.assertNotIn("principal", told["answers"]["applicant"])
        self.assertEqual(told["data"]["child"]["timing"], "onTime")

    def test_evaluate_checks_and_computes(self):
        folder = self.copy("2.000815")
        self.change(folder, "schema.json", lambda schema: schema.update({"x-check": [
            {"id": "never", "at": "/case/requester", "severity": "warning",
             "logic": {"==": [{"var": "case.requester"}, "x"]},
             "message": {"vi": "Không", "en": "No"}}]}))
        self.change(folder, "schema.json", lambda schema: schema["properties"].update({
            "word": {"type": "string", "title": "Chữ", "readOnly": True, "maxLength": 9,
                     "x-compute": {"var": "case.requester"}}}))
        told = json.loads(self.out("forms", "evaluate", folder, os.path.join(
            folder, "examples", sorted(os.listdir(os.path.join(folder, "examples")))[0])))
        self.assertEqual([(c["pointer"], c["id"], c["severity"], c["message"])
                          for c in told["checks"]],
                         [("/case/requester", "never", "warning", "No")])
        self.assertEqual(told["computed"], {"/word": told["answers"]["case"]["requester"]})

    def test_mistakes(self):
        path = ctl.example("1.001193", "both-parents-married")
        self.ctl("forms", "evaluate", "9.999999", path, code=3)
        self.ctl("forms", "evaluate", "1.001193", "/nowhere.json", code=1)
        self.ctl("forms", "evaluate", "1.001193", path, "--today", "tomorrow", code=64)
        self.ctl("forms", "lint", "--today", "2026-01-01", code=64)


if __name__ == "__main__":
    unittest.main()
