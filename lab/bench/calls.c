// SPDX-License-Identifier: GPL-2.0
/*
 * Count the instructions of a system call, in a guest whose clock counts them
 *
 * lab/boot --icount gives a guest in which a tick of the time stamp counter is one
 * instruction. A call is made 20,000 times, in batches of 100; what is printed is the
 * median of the batches, so that the timer's interrupts, which hit some of them, do not
 * count, and what a tool does every few calls does.
 *
 * Prints a line: the call; instructions of the whole machine to a call; those of this
 * thread (a mean: with the interrupts); calls made; what the last one returned.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#define BATCH	100
#define CALLS	20000
#define BATCHES	(CALLS / BATCH)
#define ENOUGH	(1ULL << 31)	/* instructions after which a dear call is known */

#define MISSING	"/tmp/bench/missing"
#define FILE	"/tmp/bench/file"

static int fd;
static struct sockaddr_in addr;

static unsigned long long now(void)
{
	unsigned int low, high;

	asm volatile("rdtsc" : "=a" (low), "=d" (high) : : "memory");
	return (unsigned long long)high << 32 | low;
}

/* What this thread alone has used. Its system call is made outside of what is counted. */
static unsigned long long own(void)
{
	struct timespec used;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return used.tv_sec * 1000000000ULL + used.tv_nsec;
}

/* No libc in between: its errno and its points of cancellation are none of the kernel's. */
static inline long call3(long nr, long a, long b, long c)
{
	long ret;

	asm volatile("syscall" : "=a" (ret) : "0" (nr), "D" (a), "S" (b), "d" (c)
		     : "rcx", "r11", "memory");
	return ret;
}

static long do_getppid(void)
{
	return call3(SYS_getppid, 0, 0, 0);
}

static long do_read(void)
{
	char buf[64];

	return call3(SYS_read, fd, (long)buf, sizeof(buf));
}

static long do_open(void)
{
	long ret = call3(SYS_openat, AT_FDCWD, (long)FILE, O_RDONLY);

	call3(SYS_close, ret < 0 ? 99 : ret, 0, 0);
	return ret < 0 ? ret : 0;
}

static long do_unlink(void)
{
	return call3(SYS_unlink, (long)MISSING, 0, 0);
}

static long do_connect(void)
{
	return call3(SYS_connect, fd, (long)&addr, sizeof(addr));
}

static void prepare(const char *name)
{
	if (!strcmp(name, "read"))
		fd = open("/dev/zero", O_RDONLY);
	if (!strcmp(name, "connect")) {
		addr.sin_family = AF_INET;
		addr.sin_port = htons(9);
		addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		fd = socket(AF_INET, SOCK_DGRAM, 0);
	}
	if (fd < 0) {
		perror(name);
		exit(1);
	}
}

static const struct {
	const char *name;
	long nr;
	long (*make)(void);
} calls[] = {
	{ "getppid", SYS_getppid, do_getppid },
	{ "read", SYS_read, do_read },
	{ "open", SYS_openat, do_open },
	{ "unlink", SYS_unlink, do_unlink },
	{ "connect", SYS_connect, do_connect },
};

/* What a container's filter does of one call: see its ABI and number, then what is asked. */
static int set_filter(const char *what, long nr)
{
	bool other = !strcmp(what, "other"), number = !strcmp(what, "number");
	unsigned int act = !strcmp(what, "log") ? SECCOMP_RET_LOG :
					      SECCOMP_RET_ERRNO | EPERM;
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, 5),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, other ? SYS_swapon : nr, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, number ? 0x7fffffff : 0, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, act),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { .len = sizeof(filter) / sizeof(*filter), .filter = filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog)) {
		perror("seccomp");
		return 1;
	}
	return 0;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void count(long (*make)(void), const char *name)
{
	static double per_call[BATCHES];
	unsigned long long begin, spent = 0, mine;
	long ret = 0;
	int n, i;

	for (i = 0; i < BATCH; i++)
		ret = make();
	mine = own();
	for (n = 0; n < BATCHES && (n < 5 || spent < ENOUGH); n++) {
		begin = now();
		for (i = 0; i < BATCH; i++)
			ret = make();
		begin = now() - begin;
		spent += begin;
		per_call[n] = (double)begin / BATCH;
	}
	mine = own() - mine;
	qsort(per_call, n, sizeof(*per_call), by_size);
	printf("%s %.2f %.2f %d %ld\n", name, per_call[n / 2], (double)mine / (n * BATCH),
	       (n + 1) * BATCH, ret);
}

int main(int argc, char **argv)
{
	const char *filter = NULL;
	size_t i;
	int opt;

	while ((opt = getopt(argc, argv, "s:")) != -1) {
		if (opt != 's')
			return 2;
		filter = optarg;
	}
	for (i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		if (optind >= argc || strcmp(argv[optind], calls[i].name))
			continue;
		mlockall(MCL_CURRENT | MCL_FUTURE);
		prepare(calls[i].name);
		if (filter && set_filter(filter, calls[i].nr))
			return 1;
		count(calls[i].make, calls[i].name);
		return 0;
	}
	fprintf(stderr, "usage: %s [-s other|number|fail|log] getppid|read|open|unlink|connect\n",
		argv[0]);
	return 2;
}
