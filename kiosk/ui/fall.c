/* SPDX-License-Identifier: MIT */
#include "kiosk/ui/fall.h"

#include "kiosk/base/i18n.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* The sanitizers tell of these signals themselves. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZER_TELLS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZER_TELLS 1
#endif
#endif

static const int SIGNALS[] = {
#ifndef SANITIZER_TELLS
    SIGSEGV, SIGBUS, SIGILL, SIGFPE,
#endif
    SIGABRT};

/* No paste brackets, plain, wiped, the cursor seen, the shell's own screen. */
static const char WAY_BACK[] = "\033[?2004l\033[0m\033[H\033[2J\033[?25h\033[?1049l\r";

static struct {
    int terminal;
    struct termios before;
    char words[256];
} kept;

static void say(int fd, const char *text)
{
    ssize_t done = write(fd, text, strlen(text));
    (void)done; /* there is nobody left to tell */
}

/* Only what a signal handler may call. */
static void fall(int number)
{
    say(kept.terminal, WAY_BACK);
    tcsetattr(kept.terminal, TCSANOW, &kept.before);
    say(STDERR_FILENO, kept.words);
    raise(number); /* its own end now, for the handler was taken away */
}

static void set_all(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = (int)SA_RESETHAND};
    for (size_t i = 0; i < sizeof(SIGNALS) / sizeof(SIGNALS[0]); i++)
        sigaction(SIGNALS[i], &action, NULL);
}

void fall_guard(int terminal)
{
    kept.terminal = terminal;
    if (tcgetattr(terminal, &kept.before) < 0)
        return;
    snprintf(kept.words, sizeof(kept.words), "motcua: %s\n",
             _("The program fell over. What was saved or handed in is kept; start it "
               "again."));
    set_all(fall);
}

void fall_unguard(void)
{
    set_all(SIG_DFL);
}
