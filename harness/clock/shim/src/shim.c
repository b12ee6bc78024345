/* The clock shim: loaded with LD_PRELOAD it moves the wall clock of a program
 * by the offset in a memory-mapped file, at once and while the program runs.
 *
 * Only the wall clock moves. The monotonic clock is left alone because the JVM
 * hands deadlines computed from it to the kernel, and its threads would sleep
 * the difference. There is no C library in here, so the same object loads in
 * images built on glibc and on musl. */
#include "syscall.h"

#define EXPORT __attribute__((visibility("default")))

enum { CLOCK_REALTIME = 0, CLOCK_REALTIME_COARSE = 5, EINVAL = 22 };
enum { NANO = 1000000000L };

struct timespec { long sec, nsec; };
struct timeval { long sec, usec; };

static volatile const long *mapped;

/* The mapping is made at the first look at the clock: musl gives a constructor
 * no arguments, and nothing needs the clock earlier. Two threads that race
 * here map the file twice and keep either mapping. Without the file the clock
 * is the kernel's. */
static long offset(void)
{
    volatile const long *m = __atomic_load_n(&mapped, __ATOMIC_ACQUIRE);
    if (!m) {
        static const long none = 0;
        long fd = CALL4(NR_OPENAT, AT_FDCWD, OFFSET_FILE, O_RDONLY | O_CLOEXEC, 0);
        m = &none;
        if (fd >= 0) {
            long at = call6(NR_MMAP, 0, sizeof(long), PROT_READ, MAP_SHARED, (word)fd, 0);
            CALL1(NR_CLOSE, fd);
            if (at > 0 || at < -4095)
                m = (volatile const long *)at;
        }
        __atomic_store_n(&mapped, m, __ATOMIC_RELEASE);
    }
    return *m;
}

static long now(int clock, struct timespec *t)
{
    long r = CALL2(NR_CLOCK_GETTIME, clock, t);
    if (r == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        long o = offset();
        t->sec += o / NANO;
        t->nsec += o % NANO;
        if (t->nsec >= NANO) {
            t->nsec -= NANO;
            t->sec++;
        }
    }
    return r;
}

/* errno belongs to the C library that is not here; a caller that passes a bad
 * clock gets -1, as it would, and finds errno unchanged. */
EXPORT int clock_gettime(int clock, struct timespec *t)
{
    return now(clock, t) == 0 ? 0 : -1;
}

EXPORT int gettimeofday(struct timeval *tv, void *zone)
{
    struct timespec t;
    (void)zone;
    if (now(CLOCK_REALTIME, &t) != 0)
        return -1;
    if (tv) {
        tv->sec = t.sec;
        tv->usec = t.nsec / 1000;
    }
    return 0;
}

EXPORT long time(long *out)
{
    struct timespec t;
    if (now(CLOCK_REALTIME, &t) != 0)
        return -1;
    if (out)
        *out = t.sec;
    return t.sec;
}
