/* SPDX-License-Identifier: MIT */
/* The formats that our forms define, joined from what each kind of number must be and
 * the places that exist; without a list of places any will do. */
#include "forms/form/lists.h"

#include "forms/vietnam/identity.h"
#include "forms/vietnam/names.h"
#include "forms/vietnam/phone.h"
#include "forms/vietnam/tax.h"
#include "kiosk/base/i18n.h"

static const char *find_identity_fault(const char *text, const void *lists)
{
    struct identity identity;
    const char *fault = identity_read(text, &identity);
    if (fault || identity.abroad ||
        !form_lists_identity_province(lists, "001") || /* no list of them */
        form_lists_identity_province(lists, identity.province))
        return fault;
    return N_("“%s” is mistyped: its first three digits belong to no province.");
}

static const char *find_tax_fault(const char *text, const void *lists)
{
    (void)lists;
    return tax_find_fault(text);
}

static const char *find_phone_fault(const char *text, const void *lists)
{
    (void)lists;
    return phone_find_fault(text);
}

static const char *find_name_fault(const char *text, const void *lists)
{
    (void)lists;
    return name_find_fault(text);
}

static const char *find_commune_fault(const char *text, const void *lists)
{
    size_t count;
    form_lists_communes(lists, &count);
    return count == 0 || form_lists_commune(lists, text)
               ? NULL
               : N_("Choose a commune or ward that exists for “%s”.");
}

static const char *find_province_fault(const char *text, const void *lists)
{
    return !form_lists_document(lists, "province") || form_lists_province(lists, text)
               ? NULL
               : N_("Choose a province or city that exists for “%s”.");
}

const struct schema_format FORM_FORMATS[] = {
    {"vn-commune", find_commune_fault},
    {"vn-identity-number", find_identity_fault},
    {"vn-name", find_name_fault},
    {"vn-phone", find_phone_fault},
    {"vn-province", find_province_fault},
    {"vn-tax-code", find_tax_fault},
    {NULL, NULL},
};
