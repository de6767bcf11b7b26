/* SPDX-License-Identifier: MIT */
/* PDF (ISO 32000), read by libqpdf: its tables, its catalogue and its tree of pages. */
#include "kiosk/inspect/inspect.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

enum {
    TAIL = 1024,         /* bytes at the end in which readers look for the mark */
    PAGES_MOST = 100000, /* more is no paper that somebody brought */
};

static struct inspection end(enum inspect_fault fault, int pages)
{
    return (struct inspection){INSPECT_PDF, fault, pages};
}

/* What stops in the middle has no mark at its end, whatever could be mended of it. */
static bool has_end(const unsigned char *data, size_t size)
{
    while (size && (data[size - 1] == 0 || data[size - 1] == ' ' ||
                    data[size - 1] == '\n' || data[size - 1] == '\r'))
        size--;
    size_t tail = size < TAIL ? size : TAIL;
    return memmem(data + size - tail, tail, "%%EOF", 5) != NULL;
}

static enum inspect_fault fault_of(qpdf_data pdf)
{
    qpdf_error error = qpdf_get_error(pdf);
    return qpdf_get_error_code(pdf, error) == qpdf_e_password ? INSPECT_ENCRYPTED
                                                              : INSPECT_DAMAGED;
}

struct inspection inspect_pdf(const unsigned char *data, size_t size)
{
    if (!has_end(data, size))
        return end(INSPECT_TRUNCATED, 0);
    qpdf_data pdf = qpdf_init();
    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    /* What has to be guessed together is not what somebody saved. */
    qpdf_set_attempt_recovery(pdf, QPDF_FALSE);
    qpdf_read_memory(pdf, "paper", (const char *)data, size, NULL);
    enum inspect_fault fault = INSPECT_FINE;
    int pages = 0;
    if (qpdf_has_error(pdf)) {
        fault = fault_of(pdf);
    } else if (qpdf_is_encrypted(pdf)) {
        fault = INSPECT_ENCRYPTED;
    } else {
        pages = qpdf_get_num_pages(pdf);
        if (qpdf_has_error(pdf) || pages <= 0 || pages > PAGES_MOST)
            fault = INSPECT_DAMAGED;
    }
    qpdf_cleanup(&pdf);
    return end(fault, fault == INSPECT_FINE ? pages : 0);
}
