#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Are the lists that all forms share right? Shape, words, translations, places.

The last test compares the places with the national list, where it is at hand under
../shared; where it is not, the others run nevertheless, and the program exits with 77.
"""
import json
import os
import pathlib
import re
import sys
import unicodedata
import unittest

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("SKIP: python3-jsonschema is missing: apt-get install python3-jsonschema")
    sys.exit(77)

TOP = pathlib.Path(os.environ.get("TOP_SRCDIR", pathlib.Path(__file__).parents[2]))
FOLDER = TOP / "forms" / "lists"
NATIONAL = TOP.parent / "shared" / "data" / "places" / "vn-units-2026-07.json"
DATA = {"commune", "abolished", "identity-province"}  # the others are schemas


def read(name):
    def no_doubles(pairs):
        keys = [key for key, _ in pairs]
        if len(set(keys)) != len(keys):
            raise ValueError(f"{name}: a key stands there twice")
        return dict(pairs)
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text), name
    return json.loads(text, object_pairs_hook=no_doubles)


def schemas():
    names = sorted({path.stem for path in FOLDER.glob("*.json")} - DATA)
    return {name: read(name) for name in names}


def codes(name):
    return [entry["const"] for entry in read(name)["oneOf"]]


class Lists(unittest.TestCase):
    def test_each_is_a_schema_of_its_own(self):
        lists = schemas()
        self.assertLessEqual({"ethnicity", "nationality", "identity-kind", "sex",
                              "relationship", "province"}, set(lists))
        for name, schema in lists.items():
            with self.subTest(name):
                Draft202012Validator.check_schema(schema)
                self.assertEqual(schema["$id"], f"https://forms.motcua.vn/lists/{name}.json")
                self.assertEqual(schema["type"], "string")
                self.assertTrue(schema["title"])
                values = [entry["const"] for entry in schema["oneOf"]]
                self.assertEqual(len(set(values)), len(values))
                self.assertIn(schema.get("default", values[0]), values)

    def test_each_entry_has_a_name_of_its_own_in_both_languages(self):
        english, used = read("i18n/en"), []
        for name, schema in schemas().items():
            for entry in schema["oneOf"]:
                self.assertEqual(set(entry) - {"x-card-since"}, {"const", "title", "i18n"}, name)
                prefix, code = entry["i18n"].split(".", 1)
                self.assertEqual((prefix.lower(), code),
                                 (name.replace("-", ""), entry["const"]))
                used.append(entry["i18n"])
            for words in ([entry["title"] for entry in schema["oneOf"]],
                          [english[entry["i18n"]] for entry in schema["oneOf"]]):
                self.assertEqual(len(set(words)), len(words), name)
                for text in words:
                    self.assertTrue(text.strip() == text != "" and "  " not in text)
        self.assertEqual(sorted(used), sorted(english))

    def test_54_ethnic_groups_and_the_countries_codes(self):
        self.assertEqual(len(set(codes("ethnicity")) - {"foreign", "other"}), 54)
        for code in set(codes("nationality")) - {"other", "none"}:
            self.assertRegex(code, "^[A-Z]{2}$")

    def test_34_provinces_and_their_communes(self):
        provinces = codes("province")
        communes = read("commune")["communes"]
        self.assertEqual((len(provinces), len(communes)), (34, 3321))
        self.assertEqual(len({commune["code"] for commune in communes}), 3321)
        for commune in communes:
            self.assertEqual(set(commune), {"code", "name", "province"})
            self.assertRegex(commune["code"], r"^\d{5}$")
            self.assertRegex(commune["name"], r"^(Xã|Phường|Đặc khu) \S")
        self.assertEqual({commune["province"] for commune in communes}, set(provinces))

    def test_29_provinces_gave_way_to_others(self):
        abolished = {entry["old"]: entry["new"] for entry in read("abolished")}
        self.assertEqual(len(abolished), 29)
        self.assertLessEqual(set(abolished.values()), set(codes("province")))
        now = {re.sub("^(Tỉnh|Thành phố) ", "", entry["title"])
               for entry in read("province")["oneOf"]}
        self.assertEqual(now & set(abolished), set())
        for old, new in (("Quảng Nam", "48"), ("Bình Dương", "79"), ("Kiên Giang", "91")):
            self.assertEqual(abolished[old], new)

    def test_identity_numbers_begin_with_one_of_63_codes(self):
        issued = read("identity-province")
        abolished = {entry["old"]: entry["new"] for entry in read("abolished")}
        self.assertEqual(len({entry["code"] for entry in issued}), 63)
        for entry in issued:
            self.assertRegex(entry["code"], r"^0\d\d$")
            self.assertIn(entry["province"], codes("province"))
            self.assertEqual(abolished.get(entry["name"], entry["province"]),
                             entry["province"], entry["name"])
        self.assertLess(set(abolished), {entry["name"] for entry in issued})

    @unittest.skipUnless(NATIONAL.exists(), f"the national list is not at {NATIONAL}")
    def test_places_are_those_of_the_national_list(self):
        national = json.loads(NATIONAL.read_text(encoding="utf-8"))
        self.assertEqual([(entry["const"], entry["title"])
                          for entry in read("province")["oneOf"]],
                         [(province["Code"], province["FullName"]) for province in national])
        # One name there begins with a small letter.
        self.assertEqual({commune["code"]: (commune["name"].lower(), commune["province"])
                          for commune in read("commune")["communes"]},
                         {ward["Code"]: (ward["FullName"].lower(), ward["ProvinceCode"])
                          for province in national for ward in province["Wards"]})


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    for test, reason in outcome.skipped:
        print(f"SKIP: {test}: {reason}")
    sys.exit(77 if outcome.wasSuccessful() and outcome.skipped
             else not outcome.wasSuccessful())
