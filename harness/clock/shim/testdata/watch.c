/* Prints what the clocks say, once at the start and once for each line it reads. */
#include <stdio.h>
#include <sys/time.h>
#include <time.h>

int main(void)
{
    do {
        struct timespec real, coarse, mono;
        struct timeval tv;
        clock_gettime(CLOCK_REALTIME, &real);
        clock_gettime(CLOCK_REALTIME_COARSE, &coarse);
        clock_gettime(CLOCK_MONOTONIC, &mono);
        gettimeofday(&tv, NULL);
        printf("%ld %ld %ld %ld %ld\n", (long)real.tv_sec, (long)coarse.tv_sec, (long)tv.tv_sec, (long)time(NULL), (long)mono.tv_sec);
        fflush(stdout);
    } while (getchar() != EOF);
    return 0;
}
