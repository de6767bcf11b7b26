// SPDX-License-Identifier: MIT
// node compare.mjs MODULES LISTS EXCEPTIONS FOLDER… : is what motcuactl has said of the
// answers what JSON Forms and Ajv say? Each FOLDER holds a case: form (a procedure's
// folder), answers/*.json, and said.json, the list of what `forms evaluate` printed of
// them in their order. Prints the differences and a line of JSON with the counts; ends
// with 1 if there was a difference, or an exception that was not needed.
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

import { Portal, loadLibraries, readJson, readLists } from "./portal.mjs";

const SHOWN_MOST = 40;
const COMBINATORS = ["oneOf", "anyOf"];
const NEVER_SHOWN = ["additionalProperties", "allOf", ...COMBINATORS]; // at a control

// Of what each keyword says, what means the same in both; the name of the member in
// Ajv's, and in ours.
const PARAMS = {
  required: ["missingProperty", "property"],
  additionalProperties: ["additionalProperty", "property"],
  propertyNames: ["propertyName", "property"],
  type: ["type", "type"],
  format: ["format", "format"],
  pattern: ["pattern", "pattern"],
  enum: ["allowedValues", "values"],
  const: ["allowedValue", "value"],
  multipleOf: ["multipleOf", "divisor"],
  ...Object.fromEntries(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"]
    .map((keyword) => [keyword, ["limit", "limit"]])),
};

const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const describe = (error, side) => JSON.stringify([error.instancePath, error.keyword,
  PARAMS[error.keyword] ? error.params[PARAMS[error.keyword][side]] : null]);
const theirs = (error) => describe(error, 0);
const ours = (error) => describe(error, 1);

// What stands on one side only; lists are compared as such, so that what is said twice
// has to be said twice.
function surplus(list, other) {
  const left = new Map();
  for (const item of other) left.set(item, (left.get(item) ?? 0) + 1);
  return list.filter((item) => {
    const count = left.get(item) ?? 0;
    if (count > 0) left.set(item, count - 1);
    return count === 0;
  });
}

class Comparison {
  constructor(exceptions) {
    this.exceptions = exceptions.map((exception) => ({ ...exception, used: 0 }));
    this.counts = { documents: 0, controls: 0, hidden: 0, disabled: 0, errors: 0,
      differences: 0 };
    this.keywords = {};
  }

  // The errors of Ajv that no exception takes out.
  #counted(errors) {
    return errors.filter((error) => {
      const exception = this.exceptions.find(({ control, keyword, schemaPath }) =>
        !control && (keyword === undefined || keyword === error.keyword) &&
        (schemaPath === undefined || new RegExp(schemaPath).test(error.schemaPath)));
      if (exception) exception.used++;
      return !exception;
    });
  }

  #differ(where, what) {
    if (this.counts.differences++ < SHOWN_MOST) console.log(`${where}: ${what}`);
  }

  #same(where, kind, said, wanted) {
    for (const item of surplus(said, wanted))
      this.#differ(where, `${kind}: only motcuactl has ${item}`);
    for (const item of surplus(wanted, said))
      this.#differ(where, `${kind}: only the portal has ${item}`);
  }

  document(where, said, portal) {
    const errors = this.#counted(portal.errors);
    this.counts.documents++;
    this.counts.errors += errors.length;
    for (const { keyword } of errors)
      this.keywords[keyword] = (this.keywords[keyword] ?? 0) + 1;
    this.#same(where, "error", said.errors.map(ours), errors.map(theirs));
    const stateErrors = this.#counted(portal.stateErrors);
    this.#same(where, "error with the lists written in", said.errors.map(ours),
      stateErrors.map(theirs));
    this.#addLeftOut(portal.controls, stateErrors);
    this.#controls(where, said.controls, portal.controls);
  }

  // The exception of controls: what JSON Forms leaves out below a failing combinator.
  #addLeftOut(controls, errors) {
    const exception = this.exceptions.find((exception) => exception.control);
    const combinators = errors.filter(({ keyword }) => COMBINATORS.includes(keyword));
    for (const control of combinators.length > 0 && exception ? controls : []) {
      const below = combinators.some((error) => control.pointer.startsWith(error.control));
      for (const error of below ? errors : []) {
        if (error.control !== control.pointer || NEVER_SHOWN.includes(error.keyword) ||
            control.errors.includes(error.keyword)) continue;
        control.errors.push(error.keyword);
        exception.used++;
      }
    }
  }

  data(where, changes) {
    for (const pointer of changes) this.#differ(where, `motcuactl changed ${pointer}`);
  }

  #controls(where, said, wanted) {
    const line = ({ pointer, visible, enabled, errors }) => JSON.stringify(
      [pointer, visible ? "visible" : "hidden", enabled ? "enabled" : "disabled",
        [...new Set(errors)].sort()]);
    this.counts.controls += wanted.length;
    this.counts.hidden += wanted.filter((control) => !control.visible).length;
    this.counts.disabled += wanted.filter((control) => !control.enabled).length;
    this.#same(where, "control", said.map(line), wanted.map(line));
  }

  finish() {
    for (const { used, reason } of this.exceptions)
      if (used === 0) this.#differ("exceptions.json", `not needed: ${reason}`);
    console.log(JSON.stringify({ ...this.counts, keywords: this.keywords }));
    return this.counts.differences === 0;
  }
}

// What motcuactl put into the answers before it judged them, which a portal has to do by
// itself: computed answers, defaults of fields that came to be shown, and rows where a
// list of rows held something else. Tells of any other change.
function strangeChanges(schema, before, after, pointer = "") {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (schema?.["x-compute"]) return [];
  if (before === undefined && after !== undefined && "default" in (schema ?? {}))
    return JSON.stringify(after) === JSON.stringify(schema.default) ? [] : [pointer];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((row, i) => strangeChanges(schema?.items,
      isObject(row) ? row : {}, after[i], `${pointer}/${i}`));
  if (!isObject(before ?? {}) || !isObject(after ?? {})) return [pointer];
  return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .flatMap((name) => strangeChanges(schema?.properties?.[name], before?.[name],
      after?.[name], `${pointer}/${name}`));
}

const [modules, listsFolder, exceptionsPath, ...folders] = process.argv.slice(2);
const libraries = loadLibraries(modules);
const lists = readLists(listsFolder);
const comparison = new Comparison(readJson(exceptionsPath));
for (const folder of folders) {
  const portal = new Portal(libraries, join(folder, "form"), lists);
  const names = readdirSync(join(folder, "answers")).sort();
  readJson(join(folder, "said.json")).forEach((said, i) => {
    const where = `${basename(folder)}/${names[i]}`;
    const handedIn = readJson(join(folder, "answers", names[i]));
    comparison.data(where, strangeChanges(portal.schema, handedIn, said.data));
    comparison.document(where, said, portal.evaluate(said.data));
  });
}
process.exit(comparison.finish() ? 0 : 1);
