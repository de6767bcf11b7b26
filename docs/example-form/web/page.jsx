// SPDX-License-Identifier: MIT
// A procedure as a web form: its files unchanged, JSON Forms and Ajv.
import { JsonForms } from "@jsonforms/react";
import { vanillaCells, vanillaRenderers } from "@jsonforms/vanilla-renderers";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { useState } from "react";
import { createRoot } from "react-dom/client";

import communes from "../lists/commune.json";
import delivery from "../lists/delivery.json";
import listsEnglish from "../lists/i18n/en.json";
import identityProvinces from "../lists/identity-province.json";
import provinces from "../lists/province.json";
import english from "../procedures/9.000001/i18n/en.json";
import schema from "../procedures/9.000001/schema.json";
import uischema from "../procedures/9.000001/uischema.json";
import { addVietnameseFormats } from "./formats.mjs";
import { inlineLists } from "./lists.mjs";

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
addFormats(ajv);
addVietnameseFormats(ajv, { communes, provinces, identityProvinces });
const wholeSchema = inlineLists(schema, [delivery]);

// Vietnamese is the text in the files; English is looked up by its key.
const words = { ...listsEnglish, ...english };
const languages = {
  vi: { locale: "vi", translate: (key, text) => text },
  en: { locale: "en", translate: (key, text) => words[key] ?? text },
};
const language = new URLSearchParams(location.search).get("lang") ?? "vi";

function Page() {
  const [answers, setAnswers] = useState({ dog: {}, keeper: {}, result: {} });
  return (
    <JsonForms schema={wholeSchema} uischema={uischema} data={answers} ajv={ajv}
      renderers={vanillaRenderers} cells={vanillaCells} i18n={languages[language]}
      onChange={({ data }) => setAnswers(data)} />
  );
}

createRoot(document.getElementById("form")).render(<Page />);
