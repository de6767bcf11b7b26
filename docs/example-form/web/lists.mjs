// SPDX-License-Identifier: MIT
// A schema with each shared list in the place of the reference to it. Ajv alone needs no
// such thing, it is given the lists with addSchema; but the controls of JSON Forms look
// for their choices in the schema itself, and follow no reference into another file.

// `lists` are the files of lists/, as read. What stands beside a reference comes before
// what the list says.
export function inlineLists(part, lists, base = part.$id) {
  if (Array.isArray(part)) return part.map((member) => inlineLists(member, lists, base));
  if (part === null || typeof part !== "object") return part;
  const { $ref, ...own } = part;
  for (const key of Object.keys(own)) own[key] = inlineLists(own[key], lists, base);
  if ($ref === undefined) return own;
  const list = lists.find((list) => list.$id === new URL($ref, base).href);
  if (list === undefined) return { $ref, ...own };
  const { $id, $schema, ...shared } = list;
  return { ...shared, ...own };
}
