/* SPDX-License-Identifier: MIT */
#include "kiosk/net/place.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Are these parts of the two the same? Both absent is the same. */
static bool same_part(CURLU *one, CURLU *other, CURLUPart part)
{
    char *a = NULL, *b = NULL;
    curl_url_get(one, part, &a, CURLU_DEFAULT_PORT);
    curl_url_get(other, part, &b, CURLU_DEFAULT_PORT);
    bool same = a && b ? strcasecmp(a, b) == 0 : a == b;
    curl_free(a);
    curl_free(b);
    return same;
}

static bool has_part(CURLU *url, CURLUPart part)
{
    char *text = NULL;
    curl_url_get(url, part, &text, 0);
    bool has = text != NULL;
    curl_free(text);
    return has;
}

/* What may stand in a URL; a log or a header takes it as it is. */
static bool is_plain(const char *text)
{
    size_t size = strlen(text);
    if (size == 0 || size >= PORTAL_PLACE_ROOM)
        return false;
    for (const char *c = text; *c; c++) {
        if (*c <= ' ' || *c >= 0x7f || strchr("\"'<>\\^`{|}", *c))
            return false;
    }
    return true;
}

bool place_resolve(const char *base, const char *location, char out[PORTAL_PLACE_ROOM])
{
    char *whole = NULL;
    *out = '\0';
    if (!base || !is_plain(location))
        return false;
    CURLU *from = curl_url(), *to = curl_url();
    bool fine =
        from && to && curl_url_set(from, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_set(to, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_set(to, CURLUPART_URL, location, 0) == CURLUE_OK &&
        same_part(from, to, CURLUPART_SCHEME) && same_part(from, to, CURLUPART_HOST) &&
        same_part(from, to, CURLUPART_PORT) && !has_part(to, CURLUPART_USER) &&
        !has_part(to, CURLUPART_PASSWORD) && !has_part(to, CURLUPART_FRAGMENT) &&
        curl_url_get(to, CURLUPART_URL, &whole, 0) == CURLUE_OK && is_plain(whole);
    if (fine)
        snprintf(out, PORTAL_PLACE_ROOM, "%s", whole);
    curl_free(whole);
    curl_url_cleanup(from);
    curl_url_cleanup(to);
    return fine;
}
