/* SPDX-License-Identifier: MIT */
#include "tests/unit/link_scene.h"

#include "kiosk/base/memory.h"
#include "tests/unit/scratch.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void take_message(void *arg, const json_t *message)
{
    struct scene *scene = arg;
    assert_true(scene->told_count < MOST_TURNS);
    scene->told[scene->told_count++] =
        json_dumps(message, JSON_COMPACT | JSON_ENCODE_ANY);
}

static void go_up(void *arg)
{
    struct scene *scene = arg;
    scene->up_at[scene->ups++ % MOST_TURNS] = clock_monotonic();
}

static void go_down(void *arg)
{
    struct scene *scene = arg;
    scene->down_at[scene->downs++ % MOST_TURNS] = clock_monotonic();
}

const struct link_calls SCENE_CALLS = {
    .message = take_message, .up = go_up, .down = go_down};

int scene_open(void **state)
{
    if (scratch_make(state) != 0)
        return -1;
    struct scene *scene = memory_alloc(sizeof(*scene));
    scene->folder = *state;
    scene->self = scratch_self();
    scene->loop = loop_create();
    scene->far = -1;
    *state = scene;
    return 0;
}

int scene_close(void **state)
{
    struct scene *scene = *state;
    link_free(&scene->link);
    link_free(&scene->link);
    if (scene->far >= 0)
        close(scene->far);
    for (size_t i = 0; i < scene->told_count; i++)
        free(scene->told[i]);
    loop_free(&scene->loop);
    free(scene->self);
    void *folder = scene->folder;
    free(scene);
    scratch_remove(&folder);
    errno = 0;
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* every helper was reaped */
    assert_int_equal(errno, ECHILD);
    return 0;
}
