/* SPDX-License-Identifier: MIT */
/* The citizen's page, for the phone that scanned the slip: one small HTML document
 * without scripts, pictures or fonts to fetch. It shows where the dossier is and what
 * comes next, and nothing about the citizen. */
#include "sandbox/portal.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "sandbox/page_style.h"
#include "sandbox/status.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const struct words TITLE = {"Theo dõi hồ sơ", "Follow a dossier"};
static const struct words OTHER_LANGUAGE = {"English", "Tiếng Việt"};
static const struct words REFERENCE = {"Mã tra cứu", "Reference"};
static const struct words CODE = {"Mã hồ sơ", "Dossier code"};
static const struct words RECEIVED = {"Ngày nhận", "Received"};
static const struct words DUE = {"Hẹn trả", "Due"};
static const struct words NO_DUE = {"không có ngày hẹn", "no date is promised"};
static const struct words NOW = {"Hiện nay", "Now"};
static const struct words NEXT = {"Tiếp theo", "What happens next"};
static const struct words STEPS = {"Các bước", "Steps"};
static const struct words HAPPENED = {"Diễn biến", "What has happened"};
static const struct words DONE = {"đã qua", "done"};
static const struct words HERE = {"đang ở đây", "here now"};
static const struct words ASK = {"Cần hỏi, gọi", "Questions? Call"};
static const struct words ASK_DESK = {"Cần hỏi, xin liên hệ nơi đã nộp hồ sơ.",
                                      "Questions? Ask where you handed in the dossier."};
static const struct words PRIVATE = {"Trang này không hiện thông tin cá nhân.",
                                     "This page shows no personal data."};
static const struct words UNKNOWN = {"Chưa thấy hồ sơ này",
                                     "This dossier is not here yet"};
static const struct words UNKNOWN_WHY = {
    "Hồ sơ vừa nộp có thể đang chờ mạng để gửi đi: thử lại sau ít phút. Nếu đã lâu, đối "
    "chiếu mã trên phiếu.",
    "A dossier that was just handed in may still be waiting for the network: try again "
    "in "
    "a few minutes. If it has been longer, compare the reference with your slip."};
static const struct words MISTYPED = {"Mã tra cứu chưa đúng",
                                      "The reference is not quite right"};
static const struct words MISTYPED_WHY = {
    "Mã có 17 ký hiệu, như trên phiếu; có lẽ một ký hiệu bị gõ nhầm. Gõ lại ở đây, hoặc "
    "quét mã QR trên phiếu.",
    "A reference has 17 symbols, as on your slip; one of them may be mistyped. Type it "
    "again here, or scan the QR code on the slip."};
static const struct words LOOK_UP = {"Xem hồ sơ", "Show the dossier"};

struct page {
    struct buffer *html;
    const char *language;
};

static void add(struct page *page, const char *html)
{
    buffer_add_text(page->html, html);
}

/* Text from anywhere: cleaned of controls, then of what HTML would read as its own. */
static void add_text(struct page *page, const char *text)
{
    static const char SPECIAL[] = "&<>\"'";
    static const char *const ESCAPES[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    char *clean = utf8_clean(text, strlen(text), UTF8_ONE_LINE);
    for (const char *at = clean; *at != '\0';) {
        size_t plain = strcspn(at, SPECIAL);
        buffer_add(page->html, at, plain);
        at += plain;
        if (*at != '\0')
            add(page, ESCAPES[strchr(SPECIAL, *at++) - SPECIAL]);
    }
    free(clean);
}

static void add_words(struct page *page, struct words words)
{
    add_text(page, words_in(words, page->language));
}

/* <open>words</close> */
static void add_element(struct page *page, const char *name, struct words words)
{
    buffer_format(page->html, "<%s>", name);
    add_words(page, words);
    buffer_format(page->html, "</%s>", name);
}

static void add_weekday(struct page *page, int64_t when)
{
    static const struct words DAYS[] = {
        {"Chủ nhật", "Sunday"},  {"thứ Hai", "Monday"},   {"thứ Ba", "Tuesday"},
        {"thứ Tư", "Wednesday"}, {"thứ Năm", "Thursday"}, {"thứ Sáu", "Friday"},
        {"thứ Bảy", "Saturday"},
    };
    add(page, ", ");
    add_words(page, DAYS[clock_local(when).tm_wday]);
}

static void add_time(struct page *page, int64_t when)
{
    char stamp[CLOCK_STAMP_ROOM], people[CLOCK_STAMP_ROOM];
    buffer_format(page->html, "<time datetime=\"%s\">%s</time>", clock_stamp(stamp, when),
                  clock_people(people, when));
}

static void begin(struct page *page, const char *path)
{
    bool english = strcmp(page->language, "en") == 0;
    buffer_format(page->html, "<!doctype html><html lang=%s>", page->language);
    add(page, "<head><meta charset=utf-8>"
              "<meta name=viewport content=\"width=device-width,initial-scale=1\">"
              "<meta name=robots content=noindex>"
              "<meta name=color-scheme content=\"light dark\"><title>");
    add_words(page, TITLE);
    add(page, "</title><style>");
    add(page, PAGE_STYLE);
    add(page, "</style></head><body><header><b>");
    add_words(page, TITLE);
    buffer_format(page->html, "</b><a lang=%s hreflang=%s href=\"%s?lang=%s\">",
                  english ? "vi" : "en", english ? "vi" : "en", path,
                  english ? "vi" : "en");
    add_words(page, OTHER_LANGUAGE);
    add(page, "</a></header><main>");
}

/* The hotline as people write it, linked so that a phone can dial it. */
static void end(struct page *page, const char *hotline)
{
    add(page, "</main><footer><p>");
    if (*hotline != '\0') {
        add_words(page, ASK);
        add(page, " <a class=call href=\"tel:");
        for (const char *h = hotline; *h != '\0'; h++)
            if (strchr("+0123456789", *h))
                buffer_add(page->html, h, 1);
        add(page, "\">");
        add_text(page, hotline);
        add(page, "</a>");
    } else {
        add_words(page, ASK_DESK);
    }
    add(page, "</p><p>");
    add_words(page, PRIVATE);
    add(page, "</p></footer></body></html>\n");
}

static void add_fact(struct page *page, struct words name, const char *value)
{
    add_element(page, "dt", name);
    add(page, "<dd>");
    add_text(page, value);
    add(page, "</dd>");
}

static void add_facts(struct page *page, const struct dossier *dossier)
{
    char grouped[REFERENCE_GROUPED_ROOM];
    add(page, "<dl>");
    add_fact(page, REFERENCE, reference_group(grouped, dossier->reference));
    add_fact(page, CODE, dossier->code);
    add_element(page, "dt", RECEIVED);
    add(page, "<dd>");
    add_time(page, dossier->received_at);
    add(page, "</dd>");
    add_element(page, "dt", DUE);
    add(page, "<dd>");
    if (dossier->due_at != 0) {
        add_time(page, dossier->due_at);
        add_weekday(page, dossier->due_at);
    } else {
        add_words(page, NO_DUE);
    }
    add(page, "</dd></dl>");
}

/* `last`: how the dossier came to this status; NULL if nobody knows. */
static void add_now(struct page *page, const struct status *status,
                    const struct event *last)
{
    static const char *const MOODS[] = {
        [STATUS_UNDER_WAY] = "way",
        [STATUS_YOUR_TURN] = "turn",
        [STATUS_READY] = "ready",
        [STATUS_STOPPED] = "stop",
    };
    buffer_format(page->html, "<section class=%s>", MOODS[status->mood]);
    add_element(page, "small", NOW);
    add_element(page, "h2", status->name);
    add_element(page, "h3", NEXT);
    add_element(page, "p", status->next);
    if (last && last->note_vi && last->note_en) {
        add(page, "<p class=note>");
        add_words(page, (struct words){last->note_vi, last->note_en});
        add(page, "</p>");
    }
    add(page, "</section>");
}

/* The ordinary path, with what is behind and where the dossier is. A dossier beside the
 * path keeps the stage it had reached. */
static void add_way(struct page *page, const struct event *events, size_t count)
{
    int reached = 0;
    for (size_t i = 0; i < count; i++) {
        int stage = status_find(events[i].status)->stage;
        reached = stage > 0 ? stage : reached;
    }
    int here = count > 0 ? status_find(events[count - 1].status)->stage : 0;
    add_element(page, "h2", STEPS);
    add(page, "<ol class=steps>");
    for (int stage = 1; stage <= STATUS_STAGES; stage++) {
        bool done = stage < reached || (stage == reached && stage != here) ||
                    (stage == here && here == STATUS_STAGES);
        bool now = stage == here && !done;
        add(page, done  ? "<li class=done>"
                  : now ? "<li class=here aria-current=step>"
                        : "<li>");
        add_words(page, status_of_stage(stage)->name);
        if (done || now) {
            add(page, "<i> – ");
            add_words(page, done ? DONE : HERE);
            add(page, "</i>");
        }
        add(page, "</li>");
    }
    add(page, "</ol>");
}

static void add_history(struct page *page, const struct event *events, size_t count)
{
    add_element(page, "h2", HAPPENED);
    add(page, "<ol class=log>");
    for (size_t i = count; i > 0; i--) {
        const struct event *event = &events[i - 1];
        add(page, "<li>");
        add_time(page, event->at);
        add(page, " ");
        add_element(page, "b", status_find(event->status)->name);
        if (event->note_vi && event->note_en)
            add_element(page, "p", (struct words){event->note_vi, event->note_en});
        add(page, "</li>");
    }
    add(page, "</ol>");
}

/* Only the style that stands in the page may apply, nothing may be fetched, nothing may
 * frame it. Browsers too old to know hashes read 'unsafe-inline', newer ones ignore it
 * beside a hash. */
static void send(struct reply *reply, unsigned status, const char *language)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char encoded[sodium_base64_ENCODED_LEN(sizeof(hash), sodium_base64_VARIANT_ORIGINAL)];
    crypto_hash_sha256(hash, (const unsigned char *)PAGE_STYLE, strlen(PAGE_STYLE));
    sodium_bin2base64(encoded, sizeof(encoded), hash, sizeof(hash),
                      sodium_base64_VARIANT_ORIGINAL);
    reply->status = status;
    reply_header(reply, "Content-Type", TYPE_HTML);
    reply_header(reply, "Content-Language", "%s", language);
    reply_header(reply, "Content-Security-Policy",
                 "default-src 'none'; style-src 'unsafe-inline' 'sha256-%s'; "
                 "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                 encoded);
    reply_header(reply, "Cache-Control", "no-store");
    reply_header(reply, "X-Content-Type-Options", "nosniff");
    reply_header(reply, "X-Robots-Tag", "noindex, nofollow");
    reply_header(reply, "Referrer-Policy", "no-referrer");
}

static void show_dossier(struct portal *portal, struct page *page,
                         const struct dossier *dossier, struct reply *reply)
{
    char *path = memory_format("/t/%s", dossier->reference);
    size_t count;
    struct event *events = book_history(portal->book, dossier->code, &count);
    int status = count > 0 ? events[count - 1].status : dossier->status;
    begin(page, path);
    add_element(page, "h1", portal_procedure_name(portal, dossier));
    add_now(page, status_find(status), count > 0 ? &events[count - 1] : NULL);
    add_facts(page, dossier);
    add_way(page, events, count);
    add_history(page, events, count);
    end(page, portal->hotline);
    book_free_events(events, count);
    free(path);
    send(reply, 200, page->language);
}

/* A way on for those whose reference leads nowhere: a field with what was typed. */
static void show_nothing(struct portal *portal, struct page *page, const char *typed,
                         bool mistyped, struct reply *reply)
{
    begin(page, "/t");
    add_element(page, "h1", mistyped ? MISTYPED : UNKNOWN);
    add_element(page, "p", mistyped ? MISTYPED_WHY : UNKNOWN_WHY);
    add(page, "<form action=\"/t\"><label>");
    add_words(page, REFERENCE);
    add(page, "<br><input name=reference maxlength=40 autocapitalize=characters "
              "autocomplete=off spellcheck=false value=\"");
    add_text(page, typed);
    buffer_format(page->html, "\"></label><input type=hidden name=lang value=%s><button>",
                  page->language);
    add_words(page, LOOK_UP);
    add(page, "</button></form>");
    end(page, portal->hotline);
    send(reply, *typed != '\0' ? 404 : 200, page->language);
}

static void show(struct portal *portal, const struct request *request, const char *typed,
                 struct reply *reply)
{
    struct page page = {&reply->body, words_language(request_query(request, "lang"))};
    char reference[REFERENCE_ROOM];
    struct dossier dossier;
    bool readable = reference_read(reference, typed);
    if (readable && book_find(portal->book, BOOK_BY_REFERENCE, reference, &dossier))
        show_dossier(portal, &page, &dossier, reply);
    else
        show_nothing(portal, &page, typed, !readable, reply);
}

void page_show(struct portal *portal, const struct request *request,
               const struct fault_draw *draw, struct reply *reply)
{
    (void)draw;
    show(portal, request, request->part, reply);
}

/* /t?reference=... : the field of the friendly page. */
void page_look_up(struct portal *portal, const struct request *request,
                  const struct fault_draw *draw, struct reply *reply)
{
    (void)draw;
    const char *typed = request_query(request, "reference");
    show(portal, request, typed ? typed : "", reply);
}
