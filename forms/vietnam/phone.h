/* SPDX-License-Identifier: MIT */
/*
 * Telephone numbers of Viet Nam as they are dialled at home: digits only.
 *
 * Source: the numbering plan of Thông tư 22/2014/TT-BTTTT as it stands since the changes
 * of 2017 (land lines) and 2018 (mobile): 02 and nine digits; 03, 05, 07, 08, 09 and
 * eight.
 */
#ifndef FORMS_PHONE_H
#define FORMS_PHONE_H

/* What is wrong, as identity_read() says it; NULL if nothing is. */
const char *phone_find_fault(const char *text);

#endif
