#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The portal and its contract: a whole session with the stand-in portal, recorded on the
way, agrees with docs/portal-api.yaml; and the checker notices what does not."""

import base64
import copy
import glob
import hashlib
import json
import os
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
try:
    import openapi
except ImportError as missing:
    print(f"skipped: {missing}; apt-get install python3-yaml python3-jsonschema")
    sys.exit(77)
import portal  # noqa: E402
import proxy  # noqa: E402
import sample  # noqa: E402


GENERAL = os.path.join(portal.TOP, "forms", "general")
CATALOGUE = os.path.join(portal.TOP, "tests", "unit", "data", "catalogue.jsonl")
VALUES = (None, True, False, 0, -1, 1.0, 1.5, 999, 1000, "", "x", "1.000001", "x\n",
          "1.000001\n", "٣" * 17, "ă" * 64, "a" * 65, "ă" * 200, "ă" * 201, "x" * 4000,
          "x" * 4001, "2026-02-30T10:00:00+07:00", "2026-11-21T24:00:00+07:00",
          "2026-11-21T10:00:00.5+07:00", "2026-11-21T10:00:00+07:00\n", [], [None], {},
          {"x": 1})


def spoiled(submission):
    """Copies of the submission with one place changed, but not within the answers."""
    places = [()]
    for place in places:
        value = at(submission, place)
        if place != ("answers",) and isinstance(value, (dict, list)):
            keys = value if isinstance(value, dict) else range(len(value))
            places += [place + (key,) for key in keys]
        if isinstance(value, dict) and place != ("answers",):
            made = copy.deepcopy(submission)
            at(made, place)["stranger"] = 1
            yield made
        for other in VALUES if place else ():
            made = copy.deepcopy(submission)
            at(made, place[:-1])[place[-1]] = other
            yield made
        if place:
            made = copy.deepcopy(submission)
            del at(made, place[:-1])[place[-1]]
            yield made


def at(value, place):
    for key in place:
        value = value[key]
    return value


class Session(unittest.TestCase):
    """Everything a client does and everything that can go wrong, through the proxy."""

    def setUp(self):
        forms = tempfile.mkdtemp(prefix="motcua-contract-")
        self.addCleanup(shutil.rmtree, forms)
        self.folder = os.path.join(forms, "procedures")
        os.mkdir(self.folder)
        for name in ("lists", "general"):
            os.symlink(os.path.abspath(os.path.join(portal.TOP, "forms", name)),
                       os.path.join(forms, name))
        sample.write_forms(self.folder)
        for place in glob.glob(os.path.join(portal.TOP, "forms", "procedures", "?.??????")):
            os.symlink(os.path.abspath(place),
                       os.path.join(self.folder, os.path.basename(place)))
        with open(GENERAL + "/sample.json", encoding="utf-8") as file:
            self.facts = json.load(file)
        self.catalogue = os.path.join(forms, "catalogue.jsonl")
        with open(self.catalogue, "w", encoding="utf-8") as file:
            file.write(json.dumps(self.facts) + "\n")
            with open(CATALOGUE, encoding="utf-8") as more:
                file.write(more.read())
        self.sandbox = self.enterContext(
            portal.Sandbox("--catalogue", self.catalogue, forms=self.folder))
        self.recorder = self.enterContext(proxy.Recorder(self.sandbox.url))
        self.contract = openapi.Contract.read()

    def call(self, method, path, body=None, headers=None):
        return portal.call(self.recorder.url, method, path, body, headers)

    def submit(self, submission, key):
        return self.call("POST", "/v1/dossiers", submission,
                         {"Idempotency-Key": f'"{key}"'})

    def test_a_client_that_does_everything_right(self):
        submission, key = sample.submission(), portal.new_key()
        self.call("GET", f"/v1/dossiers?key={key}")
        said = self.submit(submission, key).json()
        self.submit(submission, key)
        self.call("GET", f"/v1/dossiers?key={key}")
        note = {"vi": "Bổ sung giấy chứng sinh.", "en": "Bring the birth notice."}
        for order in (None, {"status": 5, "note": note}, {"status": 10}):
            self.sandbox.advance(said["code"], order)
            self.call("GET", "/v1/dossiers/" + said["code"])
            self.call("GET", "/v1/track/" + said["reference"])
            self.call("GET", f"/t/{said['reference']}?lang=en")
        self.call("GET", "/v1/track/" + portal.new_reference())
        self.call("GET", "/v1/dossiers/H17.31.22-261121-9999")
        self.call("GET", "/t/" + portal.new_reference())
        self.call("GET", "/t?reference=7QHM2K9TXV4DA3NPS&lang=vi")
        self.call("GET", "/t")
        for status in (429, 500, 503):
            self.sandbox.faults(status=status)
            self.submit(submission, key)
            for path in (f"/v1/dossiers?key={key}", "/v1/dossiers/" + said["code"],
                         "/v1/track/" + said["reference"], "/t/" + said["reference"], "/t"):
                self.call("GET", path)
        for fault in ("drop_before_commit", "drop_after_commit", "cut_reply"):
            self.sandbox.faults(**{fault: 1})
            with self.assertRaises(portal.Broken):
                self.submit(submission, key)
        exchanges = self.recorder.exchanges()
        self.assertEqual(len(exchanges), 39)
        self.assertEqual(sum(exchange["broken"] for exchange in exchanges), 3)
        for exchange in exchanges:
            self.assertEqual(self.contract.check(exchange), [])

    def test_the_catalogue(self):
        reply = self.call("GET", "/v1/catalogue")
        codes = {facts["code"]: facts for facts in reply.json()["procedures"]}
        self.assertEqual(codes[self.facts["code"]], self.facts)
        self.assertTrue({"1.001193", sample.CODE, "9.900003", "9.9000061"} <= set(codes))
        tag = reply.headers["ETag"]
        for tags, status in ((tag, 304), (f'W/{tag}, "x"', 304), ("*", 304), ('"x"', 200)):
            again = self.call("GET", "/v1/catalogue", headers={"If-None-Match": tags})
            self.assertEqual((again.status, again.headers["ETag"]), (status, tag))
            self.assertEqual(again.body, reply.body if status == 200 else b"")
        self.sandbox.faults(status=503)
        self.call("GET", "/v1/catalogue")
        for exchange in self.recorder.exchanges():
            self.assertEqual(self.contract.check(exchange), [])

    def test_the_general_form_is_taken(self):
        """For procedures of the catalogue; answers are those of the form put together."""
        def send(code, answers):
            return self.submit(sample.submission(procedure=code, answers=answers),
                               portal.new_key())

        examples = sorted(glob.glob(os.path.join(GENERAL, "examples", "*.json")))
        self.assertTrue(examples)
        for path in examples:
            with open(path, encoding="utf-8") as file:
                answers = json.load(file)
            self.assertEqual(send(self.facts["code"], answers).status, 201, path)
            # A procedure without cases does not ask for one, nor take an answer.
            reply = send("9.900002", answers)
            self.assertEqual([error["pointer"] for error in reply.json()["errors"]],
                             ["/answers/case"])
            del answers["case"]["kind"]
            for code in ("9.900002", "9.9000061"):
                self.assertEqual(send(code, answers).status, 201, path)
            reply = send(self.facts["code"], answers)
            self.assertEqual([error["pointer"] for error in reply.json()["errors"]],
                             ["/answers/case/kind"])
            # At the agency alone, or in no way that is known.
            for code in ("9.900003", "9.900007", "9.9000062"):
                self.assertEqual(send(code, answers).json()["type"].rsplit("/", 1)[-1],
                                 "procedure-unknown")
        for exchange in self.recorder.exchanges():
            self.assertEqual(self.contract.check(exchange), [])

    def test_every_refusal_is_documented(self):
        submission, key = sample.submission(), portal.new_key()
        good = {"Idempotency-Key": f'"{key}"', "Content-Type": "application/json"}
        fresh = {**good, "Idempotency-Key": f'"{portal.new_key()}"'}
        self.submit(submission, key)
        for body, headers, status in (
                (submission, {}, 400), (submission, {"Idempotency-Key": key}, 400),
                (b"{", fresh, 400), (b"x" * (1024 * 1024 + 1), good, 413),
                (b"{}", {**good, "Content-Type": "text/plain"}, 415),
                (sample.submission(), good, 422),
                (submission, fresh, 422)):
            reply = self.call("POST", "/v1/dossiers", body, headers)
            self.assertEqual(reply.status, status)
        for changes in ({"answers": {}}, {"procedure": "1.999999"}, {"reference": "x"},
                        {"papers": None}, {"a/b~c": 1}):
            self.assertEqual(
                self.submit(sample.submission(**changes), portal.new_key()).status, 422)
        self.assertEqual(self.call("GET", "/v1/dossiers?key=x").status, 400)
        for exchange in self.recorder.exchanges():
            self.assertEqual(self.contract.check_response(exchange), [])

    def test_portal_and_contract_refuse_the_same_envelopes(self):
        """Every member once left out, once beside a stranger, once of each wrong value:
        the portal finds fault with the envelope exactly where the contract does."""
        refused = 0
        for submission in spoiled(sample.submission()):
            reply = self.submit(submission, portal.new_key())
            exchange = self.recorder.exchanges()[-1]
            wrong = self.contract.check_request(exchange)
            kind = reply.json().get("type", "").rsplit("/", 1)[-1]
            self.assertEqual(bool(wrong), kind == "submission-invalid",
                             f"{wrong} {kind} {json.dumps(submission)}")
            self.assertEqual(self.contract.check_response(exchange), [])
            refused += bool(wrong)
        self.assertGreater(refused, 250)

    def test_portal_and_contract_refuse_the_same_attachments(self):
        file = {"paper": "giay-chung-sinh", "kind": "application/pdf", "size": 1,
                "sha256": "0" * 64, "pages": 1}
        refused = 0
        for submission in spoiled(sample.submission(attachments=[file])):
            if submission.get("attachments") == [file]:
                continue
            reply = self.submit(submission, portal.new_key())
            exchange = self.recorder.exchanges()[-1]
            wrong = self.contract.check_request(exchange)
            kind = reply.json().get("type", "").rsplit("/", 1)[-1]
            self.assertEqual(bool(wrong), kind == "submission-invalid",
                             f"{wrong} {kind} {json.dumps(submission)}")
            self.assertEqual(self.contract.check_response(exchange), [])
            refused += bool(wrong)
        self.assertGreater(refused, 100)

    def test_uploads(self):
        """All calls of tus, what goes wrong with each, and the dossier they belong to."""
        content, key = b"%PDF" + bytes(1000), portal.new_key()
        file = {"paper": "giay-chung-sinh", "kind": "application/pdf",
                "size": len(content), "sha256": hashlib.sha256(content).hexdigest(),
                "pages": 1}
        tus = {"Tus-Resumable": "1.0.0"}

        def metadata(**changes):
            facts = {"key": key, "sha256": file["sha256"], "paper": file["paper"],
                     "kind": file["kind"], **changes}
            return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}"
                            for name, value in facts.items())

        def make(length=len(content), **changes):
            return self.call("POST", "/v1/uploads", b"", {
                **tus, "Upload-Length": str(length),
                "Upload-Metadata": metadata(**changes)})

        def add(place, offset, piece, **headers):
            kind = "application/offset+octet-stream"
            return self.call("PATCH", place, piece, {
                **tus, "Content-Type": kind, "Upload-Offset": str(offset), **headers})

        def told(place):
            return self.call("HEAD", place, None, tus).headers["Upload-Offset"]

        self.assertEqual(self.call("OPTIONS", "/v1/uploads").status, 204)
        submission = sample.submission(attachments=[file])
        reply = self.submit(submission, key)
        self.assertEqual((reply.status, reply.json()["errors"][0]["pointer"]),
                         (409, "/attachments/0"))
        place = make().headers["Location"]
        self.assertEqual(told(place), "0")
        self.assertEqual(add(place, 0, content[:300]).headers["Upload-Offset"], "300")
        for answer, status in (
                (add(place, 0, content), 409), (add(place, 301, b"x"), 409),
                (add(place, 300, content), 400),
                (add(place, 300, b"x", **{"Content-Type": "text/plain"}), 415),
                (add(place, 300, b"x", **{"Tus-Resumable": "0.2"}), 412),
                (make(sha256="x"), 400), (make(paper="../x"), 400), (make(key=""), 400),
                (make(0), 400), (make(1 << 40), 413),
                (self.call("HEAD", "/v1/uploads/" + "0" * 32, None, tus), 404),
                (add("/v1/uploads/" + "0" * 32, 0, b"x"), 404),
                (self.call("DELETE", "/v1/uploads/" + "0" * 32, None, tus), 404)):
            self.assertEqual(answer.status, status)
        self.assertEqual(told(place), "300")
        self.assertEqual(self.submit(submission, key).status, 409)
        self.assertEqual(add(place, 300, content[300:]).status, 204)
        self.assertEqual(self.submit(submission, portal.new_key()).status, 409)
        self.assertEqual(self.submit(submission, key).status, 201)
        broken = make().headers["Location"]
        self.assertEqual(add(broken, 0, bytes(len(content))).status, 422)
        self.assertEqual(self.call("HEAD", broken, None, tus).status, 404)
        self.assertEqual(self.call("DELETE", make().headers["Location"], None, tus).status,
                         204)
        for exchange in self.recorder.exchanges():
            self.assertEqual(self.contract.check_response(exchange), [])

    def test_the_examples_of_the_procedures_are_taken(self):
        examples = glob.glob(os.path.join(self.folder, "*", "examples", "*.json"))
        self.assertTrue(examples)
        for path in examples:
            with open(path, encoding="utf-8") as file:
                answers = json.load(file)
            code = path.split(os.sep)[-3]
            reply = self.submit(sample.submission(procedure=code, answers=answers),
                                portal.new_key())
            self.assertEqual(reply.status, 201, f"{path}: {reply.body.decode()}")
        for exchange in self.recorder.exchanges():
            self.assertEqual(self.contract.check(exchange), [])


class Checker(unittest.TestCase):
    """The instrument is on: each wrong exchange is caught, and the right one is not."""

    GOOD = {
        "method": "GET",
        "path": "/v1/dossiers?key=3f1c0a9be47d52688e01d7c4b6a2f953",
        "request_headers": {},
        "request_body": b"",
        "status": 200,
        "response_headers": {"Content-Type": "application/json",
                             "Cache-Control": "no-store"},
        "response_body": json.dumps({"dossiers": [{
            "reference": "7QHM2K9TXV4DA3NPS", "code": "H17.31.22-261121-0004",
            "status": {"number": 1, "name": {"vi": "Mới đăng ký", "en": "New"}},
            "receivedAt": "2026-11-21T14:32:09+07:00", "dueAt": None}]}).encode(),
        "broken": False,
    }

    def setUp(self):
        self.contract = openapi.Contract.read()

    def caught(self, part, **changes):
        exchange = {**copy.deepcopy(self.GOOD), **changes}
        wrong = self.contract.check(exchange)
        self.assertTrue(any(part in text for text in wrong), f"{part!r} not in {wrong}")

    def test_a_good_exchange_passes(self):
        self.assertEqual(self.contract.check(self.GOOD), [])

    def test_wrong_responses_are_caught(self):
        body = json.loads(self.GOOD["response_body"])
        for pointer, value in (("reference", "7QHM2K9TXV4DA3NPU"), ("code", "X1"),
                               ("receivedAt", "2026-11-21T07:32:09Z"),
                               ("receivedAt", "2026-13-21T14:32:09+07:00"),
                               ("dueAt", ""), ("status", 1), ("extra", "member")):
            wrong = copy.deepcopy(body)
            wrong["dossiers"][0][pointer] = value
            self.caught("dossiers/0", response_body=json.dumps(wrong).encode())
        del body["dossiers"][0]["dueAt"]
        self.caught("'dueAt' is a required", response_body=json.dumps(body).encode())
        self.caught("not JSON", response_body=b"{")
        self.caught("status is not documented", status=204)
        self.caught("content type", response_headers={"Content-Type": "text/html",
                                                      "Cache-Control": "no-store"})
        self.caught("header Cache-Control is missing",
                    response_headers={"Content-Type": "application/json"})

    def test_wrong_requests_are_caught(self):
        self.caught("path is not documented", path="/v2/dossiers")
        self.caught("method is not documented", method="PUT")
        self.caught("parameter key is missing", path="/v1/dossiers")
        self.caught("parameter key:", path="/v1/dossiers?key=x")
        self.caught("page is not documented", path=self.GOOD["path"] + "&page=2")
        self.caught("a body is not documented", request_body=b"x")
        submission = json.dumps(sample.submission(papers=None)).encode()
        post = {"method": "POST", "path": "/v1/dossiers", "request_body": submission}
        headers = {"content-type": "application/json",
                   "idempotency-key": '"3f1c0a9be47d52688e01d7c4b6a2f953"'}
        self.caught("'papers' is a required", request_headers=headers, **post)
        self.caught("Idempotency-Key is missing", request_headers={}, **post)
        self.caught("Idempotency-Key:", request_headers={**headers, "idempotency-key": "x"},
                    **post)
        self.caught("content type", request_headers={**headers, "content-type": "x/y"},
                    **post)

    def test_the_document_is_sound(self):
        self.assertEqual(self.contract.check_document(), [])

    def test_an_unsound_document_is_caught(self):
        def spoil(change):
            document = copy.deepcopy(self.contract.document)
            change(document)
            return openapi.Contract(document).check_document()

        post = ("paths", "/v1/dossiers", "post")

        for change in (
                lambda d: d.update(openapi="3.0.3"),
                lambda d: d["components"]["schemas"].pop("Words"),
                lambda d: d["components"]["schemas"]["Words"].update(type="thing"),
                lambda d: d["components"]["schemas"]["Words"]["properties"]["vi"].pop(
                    "description"),
                lambda d: d["components"]["examples"]["Receipt"]["value"].pop("code"),
                lambda d: at(d, post).update(operationId="showPage"),
                lambda d: at(d, post)["responses"].pop("200") and
                at(d, post)["responses"].pop("201"),
                lambda d: at(d, ("paths", "/t/{reference}", "get")).update(parameters=[])):
            self.assertNotEqual(spoil(change), [])


class Recording(unittest.TestCase):
    def test_what_a_file_holds_is_what_was_recorded(self):
        with tempfile.TemporaryDirectory() as folder:
            sample.write_forms(folder)
            path = os.path.join(folder, "record.jsonl")
            with portal.Sandbox(forms=folder) as sandbox, \
                    open(path, "w", encoding="utf-8") as file, \
                    proxy.Recorder(sandbox.url, file=file) as recorder:
                reply = portal.call(recorder.url, "POST", "/v1/dossiers",
                                    sample.submission(),
                                    {"Idempotency-Key": f'"{portal.new_key()}"'})
                self.assertEqual(reply.status, 201)
                sandbox.faults(cut_reply=1)
                with self.assertRaises(portal.Broken):
                    portal.call(recorder.url, "GET", "/t")
                recorded = recorder.exchanges()
            self.assertEqual(proxy.read_file(path), recorded)
            self.assertEqual([exchange["broken"] for exchange in recorded], [False, True])
            self.assertTrue(recorded[1]["response_body"])


if __name__ == "__main__":
    unittest.main()
