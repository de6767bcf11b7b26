#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The web page of docs/example-form, built as its package.json says, and filled in; and
its server's check of answers, right and wrong."""
import json
import shutil
import subprocess
import sys

import packages

EXAMPLE = packages.TOP / "docs" / "example-form"
LISTS = packages.TOP / "forms" / "lists"
WRONG = {"dog": {"birthDate": "2025-05-01", "vaccinated": True},
         "keeper": {"fullName": "A1", "phone": "0412345678"},
         "result": {"delivery": "pigeon"}}
FOUND = ["/dog: must have required property 'vaccinatedOn'",
         '/keeper/fullName: must match format "vn-name"',
         '/keeper/phone: must match format "vn-phone"',
         "/result/delivery: must match exactly one schema in oneOf"]


def run(*words, cwd):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"{words}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def check_versions():
    """What the page is built with here is what it asks for."""
    own = read(EXAMPLE / "web" / "package.json")
    here = read(packages.HERE / "package.json")
    for kind in ("dependencies", "devDependencies"):
        for name, version in own[kind].items():
            if here[kind].get(name) != version:
                sys.exit(f"{name} is {version} in docs/example-form/web/package.json, "
                         f"{here[kind].get(name)} in tests/compare/package.json")


def check_server(web):
    for path in sorted((EXAMPLE / "procedures").glob("*/examples/*.json")):
        if said := run("node", "validate.mjs", path, cwd=web):
            sys.exit(f"{path.name} is refused: {said}")
    (web / "wrong.json").write_text(json.dumps(WRONG), encoding="utf-8")
    said = run("node", "validate.mjs", "wrong.json", cwd=web).splitlines()
    if missing := [line for line in FOUND if line not in said]:
        sys.exit(f"not found: {missing} in {said}")


def main():
    check_versions()
    modules = packages.installed()
    place = modules / "example-form"  # node_modules is looked for above it
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(EXAMPLE, place)
    shutil.copytree(LISTS, place / "lists")
    web = place / "web"
    run("npm", "run", "build", cwd=web)
    print(run("node", packages.HERE / "page.mjs", modules, web, cwd=web), end="")
    check_server(web)
    print("the server's check takes the examples and refuses the rest")


if __name__ == "__main__":
    main()
