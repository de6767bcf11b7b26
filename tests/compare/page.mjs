// SPDX-License-Identifier: MIT
// node page.mjs MODULES WEB: the page of docs/example-form, built in WEB, filled in by a
// visitor in jsdom.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, web] = process.argv.slice(2);
const { JSDOM, VirtualConsole } = createRequire(join(modules, "package.json"))("jsdom");
const PATIENCE = 10000; // ms

async function open(address) {
  const html = readFileSync(join(web, "index.html"), "utf8").replace(/<script.*<\/script>/, "");
  const complaints = [];
  const console = new VirtualConsole();
  for (const kind of ["error", "jsdomError"])
    console.on(kind, (said) => complaints.push(String(said)));
  const { window } = new JSDOM(html, { url: address, runScripts: "outside-only",
    pretendToBeVisual: true, virtualConsole: console });
  window.eval(readFileSync(join(web, "page.js"), "utf8"));
  return { window, document: window.document, complaints };
}

// The page draws itself when it comes to it; and in its first moment JSON Forms takes its
// data over once more, so what a visitor does is done again until it counts.
async function seen(what, look, act = () => {}) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = look();
    if (found) return found;
    assert.ok(Date.now() < end, `${what} does not come`);
    act();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// The plain renderers draw what is not visible, and hide it.
const control = ({ document }, label) =>
  [...document.querySelectorAll(".control")].find((part) => !part.closest("[hidden]") &&
    part.querySelector("label")?.textContent.startsWith(label));
const input = (page, label) => control(page, label)?.querySelector("input, select");
const step = ({ document }, label) =>
  [...document.querySelectorAll("li")].find((part) => part.textContent === label);
const said = (page, label) => control(page, label)?.textContent ?? "";

// As a browser does it when somebody types; React listens for it.
function type({ window }, field, text) {
  Object.getOwnPropertyDescriptor(window.HTMLInputElement.prototype, "value")
    .set.call(field, text);
  field.dispatchEvent(new window.Event("input", { bubbles: true }));
}

async function inVietnamese() {
  const page = await open("http://portal.example/");
  const vaccinated = await seen("the first step", () => input(page, "Đã tiêm phòng dại"));
  assert.ok(input(page, "Ngày sinh") !== undefined);
  assert.ok(input(page, "Tiêm ngày") === undefined);
  await seen("the day", () => input(page, "Tiêm ngày"),
    () => vaccinated.checked || vaccinated.click());
  assert.match(said(page, "Tiêm ngày"), /required/);
  await seen("no error", () => !/required/.test(said(page, "Tiêm ngày")),
    () => type(page, input(page, "Tiêm ngày"), "2025-09-12"));

  await seen("the second step", () => input(page, "Điện thoại"),
    () => step(page, "Người nuôi").click());
  await seen("the error", () => /vn-phone/.test(said(page, "Điện thoại")),
    () => type(page, input(page, "Điện thoại"), "0412345678"));
  await seen("no error", () => !/vn-phone/.test(said(page, "Điện thoại")),
    () => type(page, input(page, "Điện thoại"), "0912345678"));
  assert.match(page.document.body.textContent, /Qua bưu chính, tại nhà/);
  assert.doesNotMatch(page.document.body.textContent, /No applicable renderer/);
  assert.deepEqual(page.complaints, []);
  page.window.close();
}

async function inEnglish() {
  const page = await open("http://portal.example/?lang=en");
  await seen("the first step", () => input(page, "Vaccinated for rabies"));
  await seen("the second step", () => input(page, "Telephone"),
    () => step(page, "Keeper").click());
  assert.match(page.document.body.textContent, /By post, at home/);
  assert.deepEqual(page.complaints, []);
  page.window.close();
}

await inVietnamese();
await inEnglish();
console.log("the page is filled in, in both languages");
