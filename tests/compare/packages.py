# SPDX-License-Identifier: MIT
"""JSON Forms, Ajv and what else package.json names, by npm into the build folder: once,
and again when package-lock.json is another. Nothing waits for a network for ever; where
there is no Node.js or no registry, the test says so and is skipped."""
import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import sys

TOP = pathlib.Path(os.environ.get("TOP_SRCDIR") or pathlib.Path(__file__).parents[2])
BUILD = pathlib.Path(os.environ.get("TOP_BUILDDIR") or TOP / "build")
HERE = TOP / "tests" / "compare"
FOLDER = BUILD / "tests" / "compare" / "packages"
NODE_LEAST = 18
LOOK_SECONDS, INSTALL_SECONDS = 20, 180
QUIET = ["--no-audit", "--no-fund", "--no-update-notifier", "--fetch-retries=1",
         "--fetch-timeout=15000"]


def skip(reason):
    print(f"SKIP: {reason}")
    sys.exit(77)


def npm(*words, seconds):
    """The finished process, or None where it took too long."""
    env = {**os.environ, "npm_config_cache": str(FOLDER / "cache")}
    with subprocess.Popen(["npm", *words, *QUIET], cwd=FOLDER, env=env, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, start_new_session=True) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return None
    return subprocess.CompletedProcess(words, process.returncode, output)


def need_programs():
    for program in ("node", "npm"):
        if not shutil.which(program):
            skip(f"{program} is missing: install Node.js {NODE_LEAST} or newer, and npm")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True,
                             check=True, timeout=60).stdout.strip()
    if int(re.match(r"v(\d+)", version).group(1)) < NODE_LEAST:
        skip(f"this needs Node.js {NODE_LEAST} or newer, here is {version}")


def install(lock):
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, FOLDER)
    looked = npm("view", "@jsonforms/core", "name", seconds=LOOK_SECONDS)
    if not looked or looked.returncode:
        skip("npm reaches no registry to install @jsonforms/core and ajv from")
    done = npm("ci", "--ignore-scripts", seconds=INSTALL_SECONDS)
    if not done or done.returncode:
        sys.exit(f"npm could not install the packages:\n{done.stdout if done else ''}")
    (FOLDER / "installed").write_text(lock, encoding="utf-8")


def installed():
    """The folder that holds node_modules."""
    need_programs()
    FOLDER.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_text(encoding="utf-8")
    stamp = FOLDER / "installed"
    with open(FOLDER / "lock", "w", encoding="utf-8") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != lock:
            install(lock)
    return FOLDER
