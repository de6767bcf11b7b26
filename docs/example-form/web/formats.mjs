// SPDX-License-Identifier: MIT
// The formats that our forms have beyond the standard's, for Ajv:
//
//     const ajv = addFormats(new Ajv2020({allErrors: true, strict: false}));
//     addVietnameseFormats(ajv, {communes, provinces, identityProvinces});
//
// The three lists are lists/commune.json, lists/province.json and
// lists/identity-province.json, as read.

const PERSONAL_NUMBER = /^(?!000)(0[0-8]\d|09[0-6]|10[1-9]|1[1-9]\d|[23]\d\d)[0-3]\d{8}$/;
const BUSINESS_NUMBER = /^(\d{10})(-(?!000)\d{3})?$/;
const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3];
const PHONE = /^(02\d{9}|0[35789]\d{8})$/;
// Latin letters with and without marks, and marks that stand by themselves.
const LETTER = /[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff]/;
const NAME = new RegExp(`^(${LETTER.source}|[ '\u2019.-])*$`);

// The tenth digit is 10 less the weighted sum of the others modulo 11.
function hasItsCheckDigit(number) {
  const sum = WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(number[i]), 0);
  return 10 - (sum % 11) === Number(number[9]);
}

function isTaxCode(text) {
  const business = BUSINESS_NUMBER.exec(text);
  return business ? hasItsCheckDigit(business[1]) : PERSONAL_NUMBER.test(text);
}

export function addVietnameseFormats(ajv, { communes, provinces, identityProvinces }) {
  const communeCodes = new Set(communes.communes.map((commune) => commune.code));
  const provinceCodes = new Set(provinces.oneOf.map((province) => province.const));
  const identityCodes = new Set(identityProvinces.map((province) => province.code));
  const isBornAbroad = (text) => text[0] !== "0"; // 101 to 399 are countries

  ajv.addFormat("vn-name", (text) => NAME.test(text) && LETTER.test(text));
  ajv.addFormat("vn-phone", PHONE);
  ajv.addFormat("vn-tax-code", isTaxCode);
  ajv.addFormat("vn-commune", (text) => communeCodes.has(text));
  ajv.addFormat("vn-province", (text) => provinceCodes.has(text));
  ajv.addFormat("vn-identity-number", (text) =>
    PERSONAL_NUMBER.test(text) &&
    (isBornAbroad(text) || identityCodes.has(text.slice(0, 3))));
  return ajv;
}
