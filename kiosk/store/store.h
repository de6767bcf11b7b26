/* SPDX-License-Identifier: MIT */
/*
 * The store: what must survive a power cut. One SQLite file in the state folder (WAL,
 * synchronous=FULL); kiosk, courier and motcuactl open it side by side, and it is where
 * they meet.
 *
 * What a citizen said (drafts, finalised bytes) is sealed with XChaCha20-Poly1305, the
 * row's identity as associated data, under a data key. That lies in the database too,
 * wrapped by the outer key, which does not. No function waits for more than two seconds
 * for another process.
 *
 * Functions that return bool fill `err` when they return false, and have then changed
 * nothing. Times are seconds since 1970, UTC; 0 means none.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "kiosk/base/buffer.h"
#include "kiosk/base/error.h"

#include <stdint.h>

struct store;

/* Opens, or makes, the store in `folder` (0700). `key_file` "" takes
 * $CREDENTIALS_DIRECTORY/motcua.key where that exists, else motcua.key in the folder,
 * which is made (0600) with a fresh key when there is neither key nor store. A store
 * whose key is missing or wrong is refused, not made anew. */
struct store *store_open(const char *folder, const char *key_file, struct error *err);
void store_close(struct store **store);

/* A store that is found damaged when it is opened, and that nobody else has open, is set
 * aside as motcua.db.damaged-DATE-TIME; a new one takes its place, with what could be
 * read. It is looked at for a tenth of a second. */
struct rescue {
    size_t drafts, dossiers; /* that are there */
    size_t damaged;          /* contents of either that could not be read */
};
/* Was it so, and has nobody been told yet? True once. */
bool store_take_rescue(struct store *store, struct rescue *out);

/* Moves the write-ahead log into the file, if it has grown. For a process that has time:
 * the courier calls it when nothing is due. It may sync twice. */
void store_tidy(struct store *store);
/* Empties the write-ahead log altogether: what was deleted, by whomever, is then nowhere
 * any more. Gives way after a moment to another process that is using the store; then
 * store_tidy() tries again. */
void store_sweep(struct store *store);

/* Gives back the memory that reading much has taken. */
void store_forget_pages(struct store *store);

/* --- the keys ---------------------------------------------------------------------- */

/* Another outer key: the data keys are wrapped anew, what they seal stays as it is.
 *
 * `new_file` NULL: the file of the present key gets a fresh one; it must be the caller's
 * and no credential. Else the key in `new_file`, which is made if it is not there; both
 * keys then open the store, until it is opened with the new one for the first time. At
 * whatever point it is ended, one that opens the store is where it was looked for. */
bool store_rotate_key(struct store *store, const char *new_file, struct error *err);

/* Another data key, under which everything is sealed anew, a batch at each call of
 * store_renew_some(), until *left is false. It may be ended at any point, and goes on
 * later, in this process or another. *damaged counts records that did not open: they stay
 * as they are, and the old key with them. store_begin_renewal() while one is under way
 * goes on with that. */
bool store_begin_renewal(struct store *store, struct error *err);
bool store_renew_some(struct store *store, bool *left, size_t *damaged,
                      struct error *err);
/* Is there one to be gone on with, as far as this process knows? */
bool store_renews(const struct store *store);

/* The most bytes a draft, a finalised body or a portal's problem may have. */
#define STORE_CONTENT_MOST (4 << 20)

#define STORE_CODE_ROOM 24 /* of a procedure's code */

/* --- drafts: a form being filled -------------------------------------------------- */

#define STORE_REFERENCE_ROOM 18 /* 17 symbols, no hyphens */

struct draft {
    int64_t id;
    char procedure[STORE_CODE_ROOM];
    int64_t changed;
    char replaces[STORE_REFERENCE_ROOM]; /* the rejected dossier it mends; "": none */
};

/* *id 0 makes a new draft and sets it. */
bool store_save_draft(struct store *store, int64_t *id, const char *procedure,
                      const void *content, size_t size, struct error *err);
/* Makes a draft that mends the rejected dossier of that reference; where there is one
 * already, *id is that one's and nothing is written. Its attachments become the draft's.
 */
bool store_mend_draft(struct store *store, const char *replaces, const char *procedure,
                      const void *content, size_t size, int64_t *id, struct error *err);
/* Which rejected dossier the draft mends; "": none, or there is no such draft. */
bool store_draft_mends(struct store *store, int64_t id, char out[STORE_REFERENCE_ROOM],
                       struct error *err);
/* Which draft mends it; 0: none. */
int64_t store_find_mending(struct store *store, const char *replaces);
/* `content` is initialised here, freed by the caller in either case. */
bool store_read_draft(struct store *store, int64_t id, struct draft *draft,
                      struct buffer *content, struct error *err);
/* What is attached to it goes with it; of one that mends, it is the rejected dossier's
 * again. */
bool store_delete_draft(struct store *store, int64_t id, struct error *err);
/* The same for the drafts that were last changed before then. */
bool store_expire_drafts(struct store *store, int64_t before, struct error *err);
/* Newest first; returns how many there are, which may be more than `room`; 0 and an error
 * where they cannot be read. */
size_t store_list_drafts(struct store *store, struct draft *out, size_t room,
                         struct error *err);

/* --- dossiers: finalised, and what became of them ---------------------------------- */

enum dossier_state {
    DOSSIER_FINALISED, /* to be sent when next_try comes */
    DOSSIER_SENDING,   /* bytes may have left: ask the portal before sending again */
    DOSSIER_ACCEPTED,
    DOSSIER_HELD,     /* waits for a person: the portal refused for a reason that no new
                         try mends (401, 403, a key reused with other bytes) */
    DOSSIER_REJECTED, /* the portal said what is wrong with the answers */
};

/* Why a dossier is where it is; the words are made by service/outbox. */
enum dossier_reason {
    REASON_NONE,
    REASON_NO_PORTAL,   /* no address is set */
    REASON_UNREACHABLE, /* no connection, or it broke */
    REASON_TLS,         /* no TLS came about */
    REASON_TIMEOUT,
    REASON_BUSY,        /* 409, 429 */
    REASON_PORTAL_DOWN, /* 5xx */
    REASON_STRANGE,     /* an answer that is none: wrong type, cut, not JSON */
    REASON_FORBIDDEN,   /* 401, 403 */
    REASON_REFUSED,     /* any other 4xx */
    REASON_INVALID,     /* 422 with errors */
    /* They stand in the file as numbers: new ones come last. */
    REASON_UNTRUSTED,  /* TLS: an unknown authority */
    REASON_OTHER_NAME, /* TLS: a certificate of another host */
    REASON_EXPIRED,    /* TLS: a certificate not valid any more */
    REASON_CLOCK,      /* TLS: not valid yet: the clock of this machine is behind */
    REASON_OUR_TLS,    /* TLS: the kiosk's own files */
    REASON_PAGE,       /* a web page or a redirect */
    REASON_TOO_LARGE,  /* 413 */
    REASON_UPLOAD,     /* the portal does not have all attachments yet */
    REASON_ATTACHMENT, /* an attached file is not there any more, or damaged */
    REASON_BY_HAND,    /* a person holds it back */
    REASON_CONTENT,    /* its own bytes are damaged, or not here any more */
    REASON_COUNT
};

#define STORE_KEY_ROOM     33 /* 128 bits in hex */
#define STORE_DOSSIER_ROOM 48 /* the portal's code */

struct dossier {
    int64_t id;
    char reference[STORE_REFERENCE_ROOM];
    char key[STORE_KEY_ROOM];
    char procedure[STORE_CODE_ROOM];
    enum dossier_state state;
    enum dossier_reason reason;
    int http_status; /* of the last answer, 0 if there was none */
    int attempts;
    int64_t finalised_at;
    int64_t next_try;
    int64_t tried_at;
    char code[STORE_DOSSIER_ROOM]; /* "" until the portal issued it */
    int status;                    /* of the portal, 1 to 10; 0 unknown */
    int64_t accepted_at;
    int64_t due_at;
    int attachments; /* how many it has (kiosk/store/attachments.h) */
    /* Of a rejected one: the reference of the one that was finalised in its stead; and of
     * that one, which it stands for. "": none. */
    bool taken_over; /* another counter has finalised it */
    char replaced_by[STORE_REFERENCE_ROOM];
    char replaces[STORE_REFERENCE_ROOM];
};

struct finalised {
    const char *reference, *key, *procedure;
    const void *body; /* exactly the bytes that will be sent */
    size_t size;
    int64_t at;
    int64_t draft; /* deleted in the same transaction; 0: none */
    /* The attachments of the draft that the body names; they become the dossier's, and
     * others go with the draft. */
    const int64_t *attachments;
    size_t attachment_count;
    const char *replaces; /* reference of the rejected one that it stands for, or "" */
};

/* The commit point: when this returns true the dossier is on the disk. */
bool store_finalise(struct store *store, const struct finalised *finalised,
                    struct error *err);

/* A dossier that another counter has finalised (the draft and `replaces` count for
 * nothing): due at `now`, and asked for before it is sent. *fresh: it was not here yet;
 * one that was stays as it is. */
bool store_take_over(struct store *store, const struct finalised *finalised, int64_t now,
                     bool *fresh, struct error *err);

/* By reference (17 symbols) or by the portal's code. False without error: unknown. */
bool store_find_dossier(struct store *store, const char *reference_or_code,
                        struct dossier *out, struct error *err);
/* Its error lasts if the body is damaged, or not kept any more. */
bool store_read_body(struct store *store, int64_t id, struct buffer *body,
                     struct error *err);
/* Of dossiers that were accepted before then, what the citizen said; the rest of them
 * stays. Some hundreds at once; *left: there may be more. */
bool store_forget_sent(struct store *store, int64_t before, size_t *count, bool *left,
                       struct error *err);
/* Newest first. */
size_t store_list_dossiers(struct store *store, struct dossier *out, size_t room,
                           struct error *err);
/* When the newest was finalised; 0: there is none. */
int64_t store_newest_dossier(struct store *store);
/* What the portal said was wrong: its problem+json as text; "" if nothing. */
bool store_read_problem(struct store *store, int64_t id, struct buffer *problem,
                        struct error *err);

/* Those that are not settled: for whom a person is needed first, then what waits, the
 * oldest first; not those that another one stands for. Returns how many there are. */
size_t store_list_open(struct store *store, struct dossier *out, size_t room,
                       struct error *err);

struct outbox_count {
    size_t waiting;        /* finalised or sending */
    size_t held, rejected; /* of these, those that no other stands for */
    int64_t oldest;        /* finalised_at of the oldest waiting */
};
bool store_count_outbox(struct store *store, struct outbox_count *out, struct error *err);

/* --- for the courier ---------------------------------------------------------------- */

/* The dossiers in state FINALISED or SENDING with next_try <= now, oldest first. */
size_t store_list_due(struct store *store, int64_t now, struct dossier *out, size_t room);
/* When the next one is due; 0: none waits. */
int64_t store_next_due(struct store *store);

/* Before the first byte leaves. Fails for a dossier that does not wait any more. */
bool store_mark_sending(struct store *store, int64_t id, int64_t now, struct error *err);

/* Acceptance wins: whatever another process wrote meanwhile, an accepted dossier stays
 * accepted, and store_postpone and store_mark_stopped leave it as it is. */
struct acceptance {
    const char *code;
    int status;
    int64_t accepted_at, due_at;
};
bool store_mark_accepted(struct store *store, int64_t id, const struct acceptance *how,
                         struct error *err);
/* Not yet: state stays SENDING when bytes may have left, else goes back to FINALISED. */
bool store_postpone(struct store *store, int64_t id, enum dossier_reason reason,
                    int http_status, int64_t next_try, bool may_have_left,
                    struct error *err);
/* For good: HELD or REJECTED. `problem` is kept sealed. */
bool store_mark_stopped(struct store *store, int64_t id, enum dossier_state state,
                        enum dossier_reason reason, int http_status, const char *problem,
                        struct error *err);

/* --- for a person who steps in ------------------------------------------------------ */

/* Nobody sends it until it is released; an answer that is under way still counts. False
 * and an error for one that does not wait. */
bool store_hold(struct store *store, int64_t id, struct error *err);
/* Makes it due at `now`, whether it was held or waits for its next try; what may have
 * left before is asked for first. False and an error for one that is settled. */
bool store_release(struct store *store, int64_t id, int64_t now, struct error *err);

/* The catalogue: kiosk/store/catalogue.h. */

#endif
