# SPDX-License-Identifier: MIT
"""Checks recorded HTTP exchanges against docs/portal-api.yaml.

    contract = openapi.Contract.read()
    wrong = contract.check(exchange)      # a list of plain sentences, empty if all is well
    wrong = contract.check_document()     # the document itself: references, examples

An exchange is what proxy.py records: a mapping with method, path (with the query),
request_headers, request_body, status, response_headers, response_body (bytes) and, where
the answer broke off, broken = True. A path, method, status, content type, query parameter
or JSON member that the document does not know is wrong.
"""

import datetime
import json
import os
import re
import urllib.parse

import jsonschema
import yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def document_path():
    here = os.path.dirname(os.path.abspath(__file__))
    top = os.environ.get("TOP_SRCDIR", os.path.join(here, "..", ".."))
    return os.path.join(top, "docs", "portal-api.yaml")


def checks_date_time(value):
    """format: date-time, which jsonschema leaves unchecked without further packages."""
    if not isinstance(value, str):
        return True
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?"
                         r"(Z|[+-]\d\d:\d\d)", value, re.ASCII)
    if not match:
        return False
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return hour < 24 and minute < 60 and second < 61


FORMATS = jsonschema.FormatChecker(formats=())
FORMATS.checks("date-time")(checks_date_time)


def check_pattern(_validator, pattern, instance, _schema):
    """pattern, as JSON Schema means it (ECMA 262): digits are 0-9, $ is the very end."""
    if isinstance(instance, str):
        exact = re.sub(r"\$$", r"\\Z", pattern)
        if not re.search(exact, instance, re.ASCII):
            yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


Validator = jsonschema.validators.extend(jsonschema.Draft202012Validator,
                                         {"pattern": check_pattern})


class Contract:
    def __init__(self, document):
        self.document = document

    @classmethod
    def read(cls, path=None):
        with open(path or document_path(), encoding="utf-8") as file:
            return cls(yaml.safe_load(file))

    # -- exchanges --

    def check(self, exchange):
        """All that is wrong with one exchange, request and response."""
        return self.check_request(exchange) + self.check_response(exchange)

    def check_request(self, exchange):
        where, operation, parts, query = self._operation(exchange)
        if operation is None:
            return [where]
        wrong = self._check_parameters(operation, parts, query,
                                       lower(exchange["request_headers"]))
        wrong += self._check_request_body(operation, exchange)
        return [f"{where}: {text}" for text in wrong]

    def check_response(self, exchange):
        where, operation, _, _ = self._operation(exchange)
        if operation is None:
            return []  # check_request says it
        if exchange.get("broken"):
            return []  # no whole answer came: there is nothing to check
        status = str(exchange["status"])
        where = f"{where} → {status}"
        response = self._resolve(operation["responses"].get(status))
        if response is None:
            return [f"{where}: the status is not documented"]
        wrong = self._check_headers(response, lower(exchange["response_headers"]))
        wrong += self._check_content(response.get("content"), exchange["response_headers"],
                                     exchange["response_body"])
        return [f"{where}: {text}" for text in wrong]

    def _operation(self, exchange):
        """(where, operation or None, path parameters, query)"""
        url = urllib.parse.urlsplit(exchange["path"])
        query = urllib.parse.parse_qs(url.query, keep_blank_values=True)
        where = f"{exchange['method']} {url.path}"
        for template, item in self.document["paths"].items():
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
            match = re.fullmatch(pattern, url.path)
            if not match:
                continue
            operation = item.get(exchange["method"].lower())
            if operation is None:
                return f"{where}: the method is not documented", None, {}, query
            parts = {name: urllib.parse.unquote(value)
                     for name, value in match.groupdict().items()}
            shared = item.get("parameters", [])
            operation = dict(operation,
                             parameters=shared + operation.get("parameters", []))
            return where, operation, parts, query
        return f"{where}: the path is not documented", None, {}, query

    def _check_parameters(self, operation, parts, query, headers):
        wrong, known = [], set()
        for parameter in map(self._resolve, operation["parameters"]):
            name, place = parameter["name"], parameter["in"]
            if place == "path":
                values = [parts[name]] if name in parts else []
            elif place == "query":
                known.add(name)
                values = query.get(name, [])
            elif place == "header":
                values = [headers[name.lower()]] if name.lower() in headers else []
            else:
                continue
            if not values and parameter.get("required"):
                wrong.append(f"{place} parameter {name} is missing")
            if len(values) > 1:
                wrong.append(f"{place} parameter {name} is there {len(values)} times")
            for value in values:
                wrong += [f"{place} parameter {name}: {text}"
                          for text in self._check_value(parameter["schema"], value)]
        wrong += [f"query parameter {name} is not documented"
                  for name in query if name not in known]
        return wrong

    def _check_request_body(self, operation, exchange):
        body = exchange["request_body"]
        described = self._resolve(operation.get("requestBody"))
        if described is None:
            return ["a body is not documented"] if body else []
        if not body:
            return ["the body is missing"] if described.get("required") else []
        return self._check_content(described["content"], exchange["request_headers"], body)

    def _check_headers(self, response, headers):
        wrong = []
        for name, header in response.get("headers", {}).items():
            header = self._resolve(header)
            value = headers.get(name.lower())
            if value is None:
                if header.get("required"):
                    wrong.append(f"header {name} is missing")
                continue
            wrong += [f"header {name}: {text}"
                      for text in self._check_value(header["schema"], value)]
        return wrong

    def _check_content(self, content, headers, body):
        if not content:
            return ["a body is not documented"] if body else []
        given = lower(headers).get("content-type", "")
        kind = given.split(";")[0].strip().lower()
        if kind not in content:
            return [f"content type {given!r} is not documented"]
        if not (kind == "application/json" or kind.endswith("+json")):
            return []
        try:
            value = json.loads(body.decode("utf-8"))
        except ValueError as error:
            return [f"the body is not JSON: {error}"]
        return self._check_value(content[kind]["schema"], value)

    def _check_value(self, schema, value):
        # The components beside the schema make "#/components/…" lead somewhere.
        whole = {"allOf": [schema], "components": self.document["components"]}
        validator = Validator(whole, format_checker=FORMATS)
        return [f"{'/'.join(map(str, error.absolute_path)) or 'value'}: {error.message}"
                for error in validator.iter_errors(value)]

    def _resolve(self, node):
        while isinstance(node, dict) and "$ref" in node:
            node = self._at(node["$ref"])
        return node

    def _at(self, reference):
        if not reference.startswith("#/"):
            raise KeyError(reference)
        node = self.document
        for token in reference[2:].split("/"):
            node = node[token.replace("~1", "/").replace("~0", "~")]
        return node

    # -- the document itself --

    def check_document(self):
        """References that lead nowhere, schemas that are none, examples that break their
        schema, path parameters that nobody describes, names given twice."""
        wrong = []
        if not str(self.document.get("openapi", "")).startswith("3.1."):
            wrong.append("openapi: not 3.1")
        wrong += self._check_references(self.document, "#")
        if wrong:
            return wrong
        for name, schema in self.document["components"]["schemas"].items():
            try:
                jsonschema.Draft202012Validator.check_schema(schema)
            except jsonschema.SchemaError as error:
                return [f"schema {name}: {error.message}"]
            wrong += [f"schema {name}: {path} has no description"
                      for path in undescribed(schema, "")]
        wrong += self._check_examples(self.document, "#")
        wrong += self._check_operations()
        return wrong

    def _check_references(self, node, where):
        wrong = []
        for key, child in children(node):
            if key == "$ref" and isinstance(child, str):
                try:
                    self._at(child)
                except (KeyError, TypeError):
                    wrong.append(f"{where}: {child} leads nowhere")
            else:
                wrong += self._check_references(child, f"{where}/{key}")
        return wrong

    def _check_examples(self, node, where):
        wrong = []
        if isinstance(node, dict) and isinstance(node.get("schema"), dict):
            examples = [self._resolve(example)["value"]
                        for example in node.get("examples", {}).values()]
            examples += [node["example"]] if "example" in node else []
            for example in examples:
                wrong += [f"{where}: example: {text}"
                          for text in self._check_value(node["schema"], example)]
        for key, child in children(node):
            wrong += self._check_examples(child, f"{where}/{key}")
        return wrong

    def _check_operations(self):
        wrong, names = [], set()
        for template, item in self.document["paths"].items():
            for method in METHODS:
                operation = item.get(method)
                if operation is None:
                    continue
                name = operation.get("operationId")
                if not name or name in names:
                    wrong.append(f"{method} {template}: operationId {name} is missing or "
                                 "not its own")
                names.add(name)
                described = {self._resolve(parameter)["name"]
                             for parameter in (item.get("parameters", [])
                                               + operation.get("parameters", []))
                             if self._resolve(parameter)["in"] == "path"}
                if described != set(re.findall(r"{(\w+)}", template)):
                    wrong.append(f"{method} {template}: its path parameters are not those "
                                 "described")
                if not any(status.startswith("2") for status in operation["responses"]):
                    wrong.append(f"{method} {template}: nothing says how it succeeds")
        return wrong


def undescribed(schema, where):
    """The members that have neither a description nor a reference to what has one."""
    for name, member in schema.get("properties", {}).items():
        path = f"{where}/{name}"
        if "description" not in member and "$ref" not in member:
            yield path
        yield from undescribed(member, path)
        if isinstance(member.get("items"), dict):
            yield from undescribed(member["items"], path)


def children(node):
    if isinstance(node, dict):
        return list(node.items())
    if isinstance(node, list):
        return list(enumerate(node))
    return []


def lower(headers):
    """Header names do not know cases."""
    pairs = headers.items() if isinstance(headers, dict) else headers
    return {name.lower(): value for name, value in pairs}
