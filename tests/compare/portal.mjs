// SPDX-License-Identifier: MIT
// What a web portal makes of a form: JSON Forms' own core with Ajv, as its renderers
// drive them, without a page.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { addVietnameseFormats } from "../../docs/example-form/web/formats.mjs";
import { inlineLists } from "../../docs/example-form/web/lists.mjs";

export const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

// `modules` is the folder that holds node_modules.
export function loadLibraries(modules) {
  const require = createRequire(join(modules, "package.json"));
  return {
    core: require("@jsonforms/core"),
    Ajv2020: require("ajv/dist/2020").default,
    addFormats: require("ajv-formats").default,
  };
}

export function readLists(folder) {
  const read = (name) => readJson(join(folder, `${name}.json`));
  const all = readdirSync(folder).filter((name) => name.endsWith(".json"))
    .map((name) => readJson(join(folder, name)));
  return {
    shared: all.filter((list) => list.$id),
    communes: read("commune"),
    provinces: read("province"),
    identityProvinces: read("identity-province"),
  };
}

// `verbose` as JSON Forms' own createAjv() has it: its errors go by their parentSchema.
function createAjv({ Ajv2020, addFormats }, lists) {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false,
    addUsedSchema: false });
  addFormats(ajv);
  return addVietnameseFormats(ajv, lists);
}

const isListOfObjects = (schema) =>
  schema?.type === "array" && schema.items?.properties !== undefined;
const pointerOf = (path) => `/${path.split(".").join("/")}`;

// A procedure in the portal: evaluate(answers) gives the errors of Ajv with the schema as
// it is and the lists handed over; and the errors, each with the pointer of its control,
// and the controls of JSON Forms' state, in which the lists are written into the schema.
export class Portal {
  constructor(libraries, folder, lists) {
    this.core = libraries.core;
    this.ajv = createAjv(libraries, lists);
    this.uischema = readJson(join(folder, "uischema.json"));
    const schema = readJson(join(folder, "schema.json"));
    this.schema = inlineLists(schema, lists.shared);
    const server = createAjv(libraries, lists);
    for (const list of lists.shared) server.addSchema(list);
    this.validate = server.compile(schema);
  }

  evaluate(answers) {
    const { coreReducer, Actions } = this.core;
    const action = Actions.init(answers, this.schema, this.uischema, { ajv: this.ajv });
    const state = { jsonforms: { core: coreReducer(undefined, action), config: {},
      cells: [], renderers: [], uischemas: [] } };
    const controls = [];
    this.#walk(state, this.uischema, "", this.schema, { visible: true, enabled: true },
      controls);
    const stateErrors = state.jsonforms.core.errors.map((error) =>
      ({ ...error, control: pointerOf(this.core.getControlPath(error)) }));
    return { controls, errors: this.validate(answers) ? [] : this.validate.errors,
      stateErrors };
  }

  // A renderer that is not visible draws nothing, so nothing inside it is seen; whether
  // things are enabled is handed down to what is inside.
  #walk(state, uischema, path, schema, above, controls) {
    const own = { uischema, path, schema, enabled: above.enabled };
    const isControl = uischema.scope !== undefined;
    const props = isControl ? this.core.mapStateToControlProps(state, own)
      : this.core.mapStateToLayoutProps(state, own);
    const here = { visible: above.visible && props.visible, enabled: props.enabled };
    if (isControl) this.#control(state, props, here, controls);
    for (const element of uischema.elements ?? [])
      this.#walk(state, element, path, schema, here, controls);
  }

  #control(state, props, here, controls) {
    const { uischema, path, schema } = props;
    const errors = this.core.getErrorAt(path, schema)(state).map((error) => error.keyword);
    controls.push({ pointer: pointerOf(path), ...here, errors });
    if (!isListOfObjects(schema) || !Array.isArray(props.data)) return;
    const detail = this.core.findUISchema([], schema.items, uischema.scope, path,
      undefined, uischema, this.schema);
    props.data.forEach((row, i) =>
      this.#walk(state, detail, `${path}.${i}`, schema.items, here, controls));
  }
}
