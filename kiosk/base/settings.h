/* SPDX-License-Identifier: MIT */
/*
 * The settings, one INI file read by every program. settings.c holds the table: each
 * key once, with its default, its kind and its limits; docs/deployment.md explains them
 * (a test compares the two). An unknown key or a bad value is refused with its line.
 */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include "kiosk/base/error.h"

enum setting {
    PORTAL_URL,         /* "https://dvc.example.vn", no slash at the end */
    PORTAL_CA,          /* file of authorities, "" for the system's */
    PORTAL_CERTIFICATE, /* the kiosk's own, "" for none */
    PORTAL_KEY,         /* and its private key */
    PORTAL_TIMEOUT,     /* seconds for one request */
    PORTAL_RETRY_FIRST, /* seconds before the first new try */
    PORTAL_RETRY_MOST,  /* seconds between tries at the most */
    PORTAL_CATALOGUE,   /* "daily" or "never": fetched from the portal */
    OFFICE_NAME,        /* "Bưu điện Hoà Khánh" */
    OFFICE_COUNTER,     /* "Quầy 2" */
    OFFICE_ID,          /* letters, digits, '-': what the portal calls this kiosk */
    OFFICE_ADDRESS,
    OFFICE_PROVINCE, /* its code, "48": where its communes are listed from; "" none */
    OFFICE_HOTLINE,
    KIOSK_LANGUAGE,   /* "vi" or "en" */
    KIOSK_TRAINING,   /* yes: training colours, and the word on paper */
    KIOSK_IDLE,       /* seconds without a key until a citizen's session ends */
    KIOSK_ALONE,      /* yes: self-service, a citizen looks up and asks */
    KIOSK_ALONE_IDLE, /* the same as KIOSK_IDLE, there */
    KIOSK_DRAFT_DAYS, /* after which a draft that nobody touched is deleted */
    SCREEN_GLYPHS,    /* "auto", "full" or "plain": what the terminal can show */
    SCREEN_THEME,     /* "normal" or "contrast" */
    STORE_FOLDER,     /* --state overrides it */
    STORE_KEY,        /* file of the key; "" : $CREDENTIALS_DIRECTORY or state */
    STORE_KEEP,       /* days after acceptance that a dossier's content is kept */
    HEALTH_DISK_WARN, /* limits of kiosk/service/health.h; 0: none */
    HEALTH_DISK_REFUSE,
    HEALTH_CLOCK_WARN,
    HEALTH_CLOCK_REFUSE,
    HEALTH_ORDER_WARN,
    HEALTH_ORDER_REFUSE,
    HEALTH_LENGTH_WARN,
    HEALTH_LENGTH_REFUSE,
    HEALTH_WAIT_WARN,
    HEALTH_WAIT_REFUSE,
    HEALTH_FORMS_WARN,
    HEALTH_FORMS_REFUSE,
    ATTACHMENTS_KINDS,    /* of files that are taken: "pdf jpeg png" */
    ATTACHMENTS_MOST_MIB, /* that one may have */
    ATTACHMENTS_FOLDER,   /* that files are picked from at the screen; "": none */
    PRINTER_QUEUE,        /* CUPS queue, "" : slips go to the folder */
    PRINTER_SERVER,       /* CUPS server, host:port or a socket; "" the system's */
    PRINTER_FOLDER,       /* "" : slips/ in the state folder */
    PRINTER_PAPER,        /* "A4" or "A5" */
    TYPING_METHOD,        /* "telex", "vni" or "off", at the start */
    TYPING_TONE,          /* "old": hòa; "new": hoà */
    SCANNER_DEVICE,       /* "/dev/ttyACM0", "" : none on a serial line */
    SCANNER_SPEED,        /* bits a second */
    PATH_FORMS,           /* the procedures' folder */
    PATH_LOCALES,
    SETTING_COUNT
};

struct settings;

/* Reads `path`; NULL means the system's file where there is one, else the defaults.
 * NULL and an error with file and line where it cannot be used. */
struct settings *settings_read(const char *path, struct error *err);
void settings_free(struct settings **settings);
/* The file they were read from, NULL for none: for the helper processes. */
const char *settings_path(const struct settings *s);

const char *settings_text(const struct settings *s, enum setting which); /* never NULL */
long settings_number(const struct settings *s, enum setting which);      /* yes is 1 */
/* For what the command line overrides. */
void settings_override(struct settings *s, enum setting which, const char *value);

/* The table itself, for documentation and tests. */
struct setting_info {
    const char *section, *key, *otherwise;
    enum {
        SETTING_TEXT,
        SETTING_NUMBER,
        SETTING_FLAG,
        SETTING_CHOICE,
        SETTING_CHOICES, /* one and more of them, a blank between */
        SETTING_URL,
        SETTING_ID
    } kind;
    long least, most;    /* of a number */
    const char *choices; /* "vi en" */
};
extern const struct setting_info SETTINGS[SETTING_COUNT];

#endif
