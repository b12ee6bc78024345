/* The agent: a static program of a few kilobytes that the harness puts into a
 * container, whatever image that is (it may have no shell), to do two things.
 *
 *   agent offset NANOSECONDS   write the clock's offset, in place
 *   agent flink PORT           answer HTTP requests on 127.0.0.1:PORT as Flink's
 *                              REST interface does, until it is killed
 *
 * The second is the stand-in for a Flink session cluster on which nothing runs.
 * It runs beside the server, so no
 * network, firewall or Docker Desktop lies between them. */
#include "syscall.h"

static word length(const char *s)
{
    word n = 0;
    while (s[n])
        n++;
    return n;
}

static int same(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

static void quit(int status)
{
    for (;;)
        CALL1(NR_EXIT, status);
}

static void fail(const char *message)
{
    CALL3(NR_WRITE, 2, message, length(message));
    quit(1);
}

static long number(const char *s)
{
    long n = 0;
    if (!*s)
        fail("agent: a number is missing\n");
    for (; *s; s++) {
        if (*s < '0' || *s > '9')
            fail("agent: not a whole number\n");
        n = n * 10 + (*s - '0');
    }
    return n;
}

static void set_offset(long nanoseconds)
{
    long fd = CALL4(NR_OPENAT, AT_FDCWD, OFFSET_FILE, O_WRONLY | O_CLOEXEC, 0);
    if (fd < 0)
        fail("agent: cannot open " OFFSET_FILE "\n");
    if (CALL4(NR_PWRITE, fd, &nanoseconds, sizeof nanoseconds, 0) != sizeof nanoseconds)
        fail("agent: cannot write " OFFSET_FILE "\n");
}

/* What StreamPark asks a session cluster for: /overview before it accepts a
 * start, the configuration for the directory of savepoints before it submits a
 * cancel, and the list of jobs while it watches. Nothing ever runs here. */
static const struct { const char *path, *body; } answers[] = {
    {"/jobmanager/config", "[{\"key\":\"state.savepoints.dir\",\"value\":\"file:///regress/savepoints\"}]"},
    {"/jobs/overview", "{\"jobs\":[]}"},
    {"/", "{\"taskmanagers\":1,\"slots-total\":4,\"slots-available\":4,\"jobs-running\":0,\"jobs-finished\":0,"
          "\"jobs-cancelled\":0,\"jobs-failed\":0,\"flink-version\":\"1.18.1\",\"flink-commit\":\"a8c8b1c\"}"},
};
static const char head[] =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\nConnection: close\r\n\r\n";

static int begins(const char *text, const char *with)
{
    while (*with && *text == *with)
        text++, with++;
    return !*with;
}

/* The last answer is to every path. */
static const char *answer(const char *request)
{
    word i = 0;
    while (*request && *request != ' ')
        request++;
    while (i < sizeof answers / sizeof *answers - 1 && !(*request && begins(request + 1, answers[i].path)))
        i++;
    return answers[i].body;
}

static void flink(long port)
{
    struct { unsigned short family, port; unsigned char address[4], rest[8]; } local = {
        2, (unsigned short)((port >> 8) | (port << 8)), {127, 0, 0, 1}, {0}};
    int yes = 1;
    char request[2048];
    long listener = CALL3(NR_SOCKET, 2, 1, 0);
    if (listener < 0)
        fail("agent: cannot make a socket\n");
    CALL5(NR_SETSOCKOPT, listener, 1, 2, &yes, sizeof yes);
    if (CALL3(NR_BIND, listener, &local, sizeof local) != 0)
        fail("agent: the port is in use\n");
    if (CALL2(NR_LISTEN, listener, 16) != 0)
        fail("agent: cannot listen\n");
    for (;;) {
        long peer = CALL3(NR_ACCEPT, listener, 0, 0);
        if (peer < 0)
            continue;
        long got = CALL3(NR_READ, peer, request, sizeof request - 1);
        request[got > 0 ? got : 0] = 0;
        const char *body = answer(request);
        CALL3(NR_WRITE, peer, head, sizeof head - 1);
        CALL3(NR_WRITE, peer, body, length(body));
        CALL1(NR_CLOSE, peer);
    }
}

__attribute__((used)) static void run(const word *stack)
{
    char **argv = (char **)(stack + 1);
    if (stack[0] == 3 && same(argv[1], "offset"))
        set_offset(number(argv[2]));
    else if (stack[0] == 3 && same(argv[1], "flink"))
        flink(number(argv[2]));
    else
        fail("usage: agent offset NANOSECONDS | agent flink PORT\n");
    quit(0);
}

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call run\n");
#else
__asm__(".globl _start\n_start:\n mov x29,#0\n mov x30,#0\n mov x0,sp\n bl run\n");
#endif
