// SPDX-License-Identifier: MIT
// node validate.mjs ANSWERS.json: a portal's server, before it takes a dossier in. Here
// the schema is as it was written, and Ajv knows the shared lists by their $id.
import { readFileSync } from "node:fs";

import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

import { addVietnameseFormats } from "./formats.mjs";

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const read = (path) => readJson(new URL(path, import.meta.url));

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
addVietnameseFormats(ajv, {
  communes: read("../lists/commune.json"),
  provinces: read("../lists/province.json"),
  identityProvinces: read("../lists/identity-province.json"),
});
ajv.addSchema(read("../lists/delivery.json"));

const validate = ajv.compile(read("../procedures/9.000001/schema.json"));
if (!validate(readJson(process.argv[2])))
  for (const { instancePath, message } of validate.errors)
    console.log(`${instancePath}: ${message}`);
