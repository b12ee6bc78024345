/* System calls without a C library, so that one object serves glibc and musl.
 * amd64 and arm64 only: the architectures StreamPark's images are built for. */
#ifndef REGRESS_SYSCALL_H
#define REGRESS_SYSCALL_H

typedef unsigned long word;

#if defined(__x86_64__)
enum { NR_READ = 0, NR_WRITE = 1, NR_CLOSE = 3, NR_MMAP = 9, NR_PWRITE = 18, NR_SOCKET = 41, NR_ACCEPT = 43,
       NR_BIND = 49, NR_LISTEN = 50, NR_SETSOCKOPT = 54, NR_EXIT = 60, NR_CLOCK_GETTIME = 228, NR_OPENAT = 257 };

static inline long call6(long n, word a, word b, word c, word d, word e, word f)
{
    long r;
    register word r10 __asm__("r10") = d;
    register word r8 __asm__("r8") = e;
    register word r9 __asm__("r9") = f;
    __asm__ volatile("syscall" : "=a"(r) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return r;
}
#elif defined(__aarch64__)
enum { NR_OPENAT = 56, NR_CLOSE = 57, NR_READ = 63, NR_WRITE = 64, NR_PWRITE = 68, NR_EXIT = 93,
       NR_CLOCK_GETTIME = 113, NR_SOCKET = 198, NR_BIND = 200, NR_LISTEN = 201, NR_ACCEPT = 202,
       NR_SETSOCKOPT = 208, NR_MMAP = 222 };

static inline long call6(long n, word a, word b, word c, word d, word e, word f)
{
    register long x8 __asm__("x8") = n;
    register word x0 __asm__("x0") = a;
    register word x1 __asm__("x1") = b;
    register word x2 __asm__("x2") = c;
    register word x3 __asm__("x3") = d;
    register word x4 __asm__("x4") = e;
    register word x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return (long)x0;
}
#else
#error "amd64 and arm64 only"
#endif

#define CALL1(n, a) call6(n, (word)(a), 0, 0, 0, 0, 0)
#define CALL2(n, a, b) call6(n, (word)(a), (word)(b), 0, 0, 0, 0)
#define CALL3(n, a, b, c) call6(n, (word)(a), (word)(b), (word)(c), 0, 0, 0)
#define CALL4(n, a, b, c, d) call6(n, (word)(a), (word)(b), (word)(c), (word)(d), 0, 0)
#define CALL5(n, a, b, c, d, e) call6(n, (word)(a), (word)(b), (word)(c), (word)(d), (word)(e), 0)

enum { AT_FDCWD = -100, O_RDONLY = 0, O_WRONLY = 1, O_CLOEXEC = 02000000, PROT_READ = 1, MAP_SHARED = 1 };

/* The file that holds the offset: a signed 64-bit count of nanoseconds, in the
 * machine's byte order (little endian on both). It is written in place and
 * never truncated, because a truncated mapping would kill its readers. */
#define OFFSET_FILE "/regress/offset"

#endif
