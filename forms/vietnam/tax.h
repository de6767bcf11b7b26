/* SPDX-License-Identifier: MIT */
/*
 * Mã số thuế, the tax code.
 *
 * Source: Thông tư 86/2024/TT-BTC, article 5: ten digits, the tenth of which checks the
 * others; with a dash and three more digits for a dependent unit; since 1/7/2025 the
 * personal number of twelve digits is the code of a person, a household or a household
 * business.
 */
#ifndef FORMS_TAX_H
#define FORMS_TAX_H

/* What is wrong, as identity_read() says it; NULL if nothing is. */
const char *tax_find_fault(const char *text);

#endif
