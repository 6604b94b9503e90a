/*
 * Runs programs by turns and measures each whole process: posix_spawn to wait4.
 *
 * usage: runner ROUNDS PAUSE-MS SAMPLE [-- SAMPLE]...
 *
 * A SAMPLE is: NAME [netns=PATH] [stdin=FILE] [expect=json|nothing] [before=COMMAND]
 *              [env=NAME=VALUE]... PROGRAM [ARGUMENT]...
 *
 * Each round runs every sample once, in order; the first two rounds are not counted. A sample is
 * spawned in the network namespace netns, with nothing but its env in the environment; "before"
 * runs ahead of it in a shell, not timed. A sample must exit with status 0 and print a JSON
 * object or, as "expect" says, nothing; otherwise the runner says what it printed and fails.
 *
 * Prints for each sample counted a line: NAME, wall, user and system time in microseconds, and
 * the largest resident set of it and its children in KiB.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_SAMPLES 32
#define MAX_ENV 24
#define WARM_UP 2

struct sample {
    const char *name;
    const char *input;
    const char *before;
    int netns;
    int expects_json;
    char *environment[MAX_ENV + 1];
    char **program;
};

static struct sample samples[MAX_SAMPLES];
static int count;
static int output, errors; /* memory files that take what a sample prints */

static void fail(const char *what) {
    fprintf(stderr, "runner: %s: %s\n", what, strerror(errno));
    exit(1);
}

static long long micros(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static long long micros_of(struct timeval t) {
    return t.tv_sec * 1000000LL + t.tv_usec;
}

static char *value_of(char *argument, const char *key) {
    size_t length = strlen(key);
    return strncmp(argument, key, length) || argument[length] != '=' ? NULL
                                                                     : argument + length + 1;
}

/* Reads a sample, and returns what follows it. */
static char **parse(char **arguments) {
    struct sample *sample = &samples[count++];
    int variables = 0;
    char *value;
    *sample = (struct sample){.name = *arguments++, .input = "/dev/null", .netns = -1};
    sample->expects_json = 1;
    for (; *arguments; arguments++) {
        if ((value = value_of(*arguments, "netns"))) {
            sample->netns = open(value, O_RDONLY | O_CLOEXEC);
            if (sample->netns < 0) fail(value);
        } else if ((value = value_of(*arguments, "stdin"))) {
            sample->input = value;
        } else if ((value = value_of(*arguments, "expect"))) {
            sample->expects_json = !strcmp(value, "json");
        } else if ((value = value_of(*arguments, "before"))) {
            sample->before = value;
        } else if ((value = value_of(*arguments, "env")) && variables < MAX_ENV) {
            sample->environment[variables++] = value;
        } else {
            break;
        }
    }
    sample->program = arguments;
    while (*arguments && strcmp(*arguments, "--")) arguments++;
    if (arguments == sample->program) {
        fprintf(stderr, "runner: sample %s has no program\n", sample->name);
        exit(2);
    }
    if (*arguments) *arguments++ = NULL;
    return arguments;
}

static int empty_memory_file(int old) {
    if (old < 0) old = memfd_create("printed", MFD_CLOEXEC);
    if (old < 0 || ftruncate(old, 0) < 0 || lseek(old, 0, SEEK_SET) < 0) fail("memfd");
    return old;
}

static void show(const char *what, int file) {
    char text[4096];
    ssize_t length = pread(file, text, sizeof text - 1, 0);
    text[length < 0 ? 0 : length] = 0;
    fprintf(stderr, "%s: %s\n", what, text);
}

static int is_as_expected(const struct sample *sample, int status) {
    char first = 0;
    ssize_t printed = pread(output, &first, 1, 0);
    return status == 0 && (sample->expects_json ? first == '{' : printed == 0);
}

static void measure(const struct sample *sample, int counted) {
    posix_spawn_file_actions_t files;
    struct rusage used;
    pid_t child;
    int status;

    if (sample->netns >= 0 && setns(sample->netns, CLONE_NEWNET) < 0) fail("setns");
    if (sample->before && system(sample->before) != 0) fail(sample->before);
    output = empty_memory_file(output);
    errors = empty_memory_file(errors);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, sample->input, O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, 1);
    posix_spawn_file_actions_adddup2(&files, errors, 2);

    long long start = micros();
    errno = posix_spawn(
        &child, sample->program[0], &files, NULL, sample->program, (char **)sample->environment);
    if (errno) fail(sample->program[0]);
    if (wait4(child, &status, 0, &used) < 0) fail("wait4");
    long long wall = micros() - start;

    posix_spawn_file_actions_destroy(&files);
    if (!is_as_expected(sample, status)) {
        fprintf(stderr, "runner: %s failed, wait status 0x%x\n", sample->name, status);
        show("stdout", output);
        show("stderr", errors);
        exit(1);
    }
    if (counted) {
        printf(
            "%s\t%lld\t%lld\t%lld\t%ld\n", sample->name, wall, micros_of(used.ru_utime),
            micros_of(used.ru_stime), used.ru_maxrss);
    }
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fprintf(stderr, "usage: runner ROUNDS PAUSE-MS SAMPLE [-- SAMPLE]...\n");
        return 2;
    }
    int rounds = atoi(argv[1]) + WARM_UP;
    int pause = atoi(argv[2]) * 1000;
    output = errors = -1;
    for (char **rest = argv + 3; *rest;) {
        if (count == MAX_SAMPLES) {
            fprintf(stderr, "runner: more than %d samples\n", MAX_SAMPLES);
            return 2;
        }
        rest = parse(rest);
    }
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < count; i++) {
            usleep(pause);
            measure(&samples[i], round >= WARM_UP);
        }
        fflush(stdout);
    }
    return 0;
}
