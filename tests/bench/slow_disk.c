/* A disk that takes SYNC_US microseconds for each sync, put before the C library by LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static int then_wait(const char *name, int file) {
    int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int done = sync(file);
    long wait = atol(getenv("SYNC_US"));
    struct timespec pause = {wait / 1000000, wait % 1000000 * 1000};
    nanosleep(&pause, NULL);
    return done;
}

int fsync(int file) { return then_wait("fsync", file); }
int fdatasync(int file) { return then_wait("fdatasync", file); }
