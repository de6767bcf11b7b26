#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do a web portal and the counter see the same form? Of every procedure's examples and
counterexamples, and of answers made from them, what `motcuactl forms evaluate` tells is
held against JSON Forms' core with Ajv; and of rules/, a form of every kind of rule and
condition. Then forms are broken on one side, and each difference must be found. MOTCUA_COMPARE=all compares four times as many answers."""
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys

import mutations
import packages

TODAY = "2026-11-21"
FORMS = packages.TOP / "forms" / "procedures"
LISTS = packages.TOP / "forms" / "lists"
RULES = packages.HERE / "rules"
WORK = packages.BUILD / "tests" / "compare" / "work"
ALL = os.environ.get("MOTCUA_COMPARE") == "all"
SECOND_STEP = 3 if ALL else 30  # of what is changed a second time
ODD_STEP = 1 if ALL else 3  # of texts, numbers and wrong types, every which one


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def documents(form, maker):
    """(name, answers): what the procedure comes with, and what is made of it."""
    for path in sorted((form / "examples").glob("*.json")):
        for number, answers in enumerate(maker.of(read(path))):
            yield f"{path.stem}.{number:04}", answers
    for path in sorted((form / "counterexamples").glob("*.json")):
        answers = read(path)["answers"]
        for number, made in enumerate(maker.of(answers) if ALL else [answers]):
            yield f"wrong.{path.stem}.{number:04}", made


def changed_twice(form, maker):
    """Rules that look at two answers have to see both change."""
    for path in sorted((form / "examples").glob("*.json")):
        for number, answers in enumerate(maker.of(read(path))):
            yield f"{path.stem}.{number:04}", answers
            for second, made in enumerate(maker.of(answers)):
                if (number + second) % SECOND_STEP == 0:
                    yield f"{path.stem}.{number:04}.{second:04}", made


def evaluate(case, form):
    """What motcuactl makes of the case's answers, by the form's files, into said.json."""
    names = sorted(path.name for path in (case / "answers").iterdir())
    with open(case / "said.json", "w", encoding="utf-8") as said:
        done = subprocess.run([packages.BUILD / "motcuactl", "forms", "evaluate", form,
                               *names, "--today", TODAY], cwd=case / "answers",
                              stdout=said, stderr=subprocess.PIPE, text=True, timeout=600,
                              check=False)
    if done.returncode:
        sys.exit(f"motcuactl cannot evaluate {form.name}: {done.stderr}")


def make_case(form, name, made, broken=None):
    """`form` for the portal; for motcuactl too, unless it gets a broken one."""
    case = WORK / name
    (case / "answers").mkdir(parents=True)
    (case / "form").symlink_to(form)
    for stem, answers in made:
        (case / "answers" / f"{stem}.json").write_text(json.dumps(answers), "utf-8")
    evaluate(case, broken or form)
    return case


def compare(modules, exceptions, *cases):
    return subprocess.run(["node", packages.HERE / "compare.mjs", modules, LISTS,
                           exceptions, *cases], capture_output=True, text=True,
                          timeout=900, check=False)


# ---- the instrument is on

def first(part, holds):
    """The first object anywhere in a form's file of which that is true."""
    if isinstance(part, dict) and holds(part):
        return part
    for member in part.values() if isinstance(part, dict) else \
            part if isinstance(part, list) else ():
        found = first(member, holds)
        if found is not None:
            return found
    return None


def ruled_control(ui):
    return first(ui, lambda part: part.get("type") == "Control" and "rule" in part)


BREAKS = [
    ("a rule turned round", "uischema.json", "control: ",
     lambda ui: ruled_control(ui)["rule"].update(effect="HIDE")),
    ("a rule that disables instead of hiding", "uischema.json", '"disabled"',
     lambda ui: ruled_control(ui)["rule"].update(effect="ENABLE")),
    ("a rule that is not there", "uischema.json", "control: ",
     lambda ui: ruled_control(ui).pop("rule")),
    ("a rule of a group that is not there", "uischema.json", "control: ",
     lambda ui: first(ui, lambda part: "elements" in part and "rule" in part).pop("rule")),
    ("an answer not required", "schema.json", '"required"',
     lambda schema: first(schema["properties"], lambda part: "required" in part)[
         "required"].pop()),
    ("another limit", "schema.json", '"maxLength",1]',
     lambda schema: first(schema, lambda part: "maxLength" in part).update(maxLength=1)),
    ("a format that is not there", "schema.json", '"format"',
     lambda schema: first(schema, lambda part: part.get("format") == "vn-phone").pop(
         "format")),
]


def missed_breaks(modules, exceptions):
    """The breaks that no difference tells of."""
    form = FORMS / "1.004222"
    maker = mutations.Mutations(read(form / "schema.json"), LISTS, 1)
    example = read(sorted((form / "examples").glob("*.json"))[0])
    made = [(f"{number:04}", answers) for number, answers in enumerate(maker.of(example))]
    shutil.copytree(LISTS, WORK / "broken" / "lists")
    for number, (name, file, sign, change) in enumerate(BREAKS):
        broken = WORK / "broken" / "procedures" / f"1.00000{number}"
        shutil.copytree(form, broken)
        value = read(broken / file)
        change(value)
        (broken / file).write_text(json.dumps(value), "utf-8")
        done = compare(modules, exceptions, make_case(form, f"break-{number}", made,
                                                      broken))
        if done.returncode != 1 or sign not in done.stdout:
            yield f"{name} was not found: {done.stdout[-500:]}{done.stderr[-500:]}"
    unneeded = WORK / "unneeded.json"
    unneeded.write_text(json.dumps(
        read(exceptions) + [{"keyword": "never", "reason": "nothing"}]), "utf-8")
    done = compare(modules, unneeded, make_case(form, "unneeded", made))
    if done.returncode != 1 or "not needed: nothing" not in done.stdout:
        yield "an exception that nothing needs was not found"


def main():
    modules = packages.installed()
    exceptions = packages.HERE / "exceptions.json"
    shutil.rmtree(WORK, ignore_errors=True)
    forms = sorted(path for path in FORMS.iterdir() if (path / "procedure.json").exists())

    def case_of(form):
        maker = mutations.Mutations(read(form / "schema.json"), LISTS, ODD_STEP)
        made = (changed_twice if form == RULES else documents)(form, maker)
        return make_case(form, form.name, made)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        cases = list(pool.map(case_of, [RULES, *forms]))
    done = compare(modules, exceptions, *cases)
    print(done.stdout, done.stderr, sep="", end="")
    missed = list(missed_breaks(modules, exceptions))
    print(*missed, sep="\n", end="\n" if missed else "")
    print(f"{len(forms)} procedures and rules/; {len(BREAKS)} breaks, {len(missed)} of them missed")
    if done.returncode == 0 and not missed:
        shutil.rmtree(WORK)
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
