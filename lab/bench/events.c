// SPDX-License-Identifier: GPL-2.0
/*
 * Count the instructions of an event, from the call that makes it to the line that is
 * read, in a guest whose clock counts them (lab/boot --icount)
 *
 * An event is a truncate to a length below zero: it fails before it looks for the file, so
 * that what is counted is the event more than the call. Lines of events have the name of
 * that file in them; a line that tells of a loss has the word "lost" or "LOST".
 */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define MISSING	"/tmp/bench/missing"
#define BURST	32	/* events of a writer before it looks at the clock */

static unsigned long long now(void)
{
	unsigned int low, high;

	asm volatile("rdtsc" : "=a" (low), "=d" (high) : : "memory");
	return (unsigned long long)high << 32 | low;
}

static void event(void)
{
	long ret;

	asm volatile("syscall" : "=a" (ret) : "0" (SYS_truncate), "D" (MISSING), "S" (-1L)
		     : "rcx", "r11", "memory");
}

/**
 * struct lines - what was read
 * @bytes: of all
 * @events: lines of events
 * @lost: events that lines told as lost
 */
struct lines {
	unsigned long bytes;
	unsigned long events;
	unsigned long lost;
};

static char buf[1 << 16];

/* Lines may be cut by the end of the buffer: what is behind the last one is kept. */
static size_t count_lines(struct lines *l, size_t len)
{
	char *at = buf, *end;

	while ((end = memchr(at, '\n', buf + len - at))) {
		char *lost = memmem(at, end - at, "ost", 3);

		if (memmem(at, end - at, MISSING, strlen(MISSING))) {
			l->events++;
		} else if (lost) {
			/* -- 217 events lost --, "lost":217, Lost 217 events */
			char *digit = at;

			while (digit < end && (*digit < '0' || *digit > '9'))
				digit++;
			l->lost += strtoul(digit, NULL, 10);
		}
		at = end + 1;
	}
	len -= at - buf;
	memmove(buf, at, len);
	return len;
}

/* How many instructions it is to read what is there. */
static int drain(const char *path, long n)
{
	unsigned long long begin, written, reading = 0;
	struct lines l = {};
	size_t kept = 0;
	ssize_t got;
	int fd;
	long i;

	fd = open(path, O_RDONLY | O_NONBLOCK);
	if (fd < 0) {
		perror(path);
		return 1;
	}
	begin = now();
	for (i = 0; i < n; i++)
		event();
	written = now() - begin;
	for (;;) {
		begin = now();
		got = read(fd, buf + kept, sizeof(buf) - kept);
		if (got <= 0)
			break;
		reading += now() - begin;
		l.bytes += got;
		kept = count_lines(&l, kept + got);
	}
	printf("written %.1f read %.1f bytes %.1f events %lu lost %lu\n", (double)written / n,
	       l.events ? (double)reading / l.events : 0,
	       l.events ? (double)l.bytes / l.events : 0, l.events, l.lost);
	return 0;
}

static void make_events(long n, double rate)
{
	struct timespec at;
	double each = 1e9 * BURST / rate;
	unsigned long long next;
	long i;

	clock_gettime(CLOCK_MONOTONIC, &at);
	next = at.tv_sec * 1000000000ULL + at.tv_nsec;
	for (i = 0; i < n; i++) {
		event();
		if (i % BURST != BURST - 1)
			continue;
		next += each;
		at.tv_sec = next / 1000000000;
		at.tv_nsec = next % 1000000000;
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
	}
}

static void stop(int sig)
{
}

/* Follows a file until a signal comes. */
static int reader(int fd)
{
	struct lines l = {};
	size_t kept = 0;
	ssize_t got;

	while ((got = read(fd, buf + kept, sizeof(buf) - kept)) > 0) {
		l.bytes += got;
		kept = count_lines(&l, kept + got);
	}
	printf("events %lu lost %lu\n", l.events, l.lost);
	fflush(NULL);
	return 0;
}

/* A reader follows while events come at a rate; how many it got. */
static int follow(const char *path, long n, double rate)
{
	struct sigaction action = { .sa_handler = stop };
	unsigned long long begin;
	int fd;
	pid_t pid;

	fd = open(path, O_RDONLY);
	if (fd < 0) {
		perror(path);
		return 1;
	}
	sigaction(SIGINT, &action, NULL);
	pid = fork();
	if (!pid)
		_exit(reader(fd));
	/* It waits for what comes. */
	usleep(100000);
	begin = now();
	make_events(n, rate);
	printf("rate %.0f ", n * 1e9 / (now() - begin));
	fflush(NULL);
	usleep(500000);
	kill(pid, SIGINT);
	return waitpid(pid, NULL, 0) == pid ? 0 : 1;
}

/* The instructions of all threads of a process, so far. */
static int used(pid_t pid)
{
	struct timespec used;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &used)) {
		fprintf(stderr, "%d: no such process\n", pid);
		return 1;
	}
	printf("%llu\n", used.tv_sec * 1000000000ULL + used.tv_nsec);
	return 0;
}

/* What it takes to write a file into another, in thousands of instructions. */
static int put(const char *from, const char *to)
{
	static char text[4 << 20];
	struct timespec begin, end;
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_TRUNC);
	ssize_t len;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
	while ((len = read(in, text, sizeof(text) - 1)) > 0) {
		if (write(out, text, len) != len) {
			perror(to);
			return 1;
		}
	}
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
	printf("%ld\n", (end.tv_sec - begin.tv_sec) * 1000000 +
	       (end.tv_nsec - begin.tv_nsec) / 1000);
	return len < 0 || out < 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "drain"))
		return drain(argv[2], atol(argv[3]));
	if (argc == 5 && !strcmp(argv[1], "follow"))
		return follow(argv[2], atol(argv[3]), atof(argv[4]));
	if (argc == 4 && !strcmp(argv[1], "make")) {
		unsigned long long begin = now();

		make_events(atol(argv[2]), atof(argv[3]));
		printf("rate %.0f\n", atol(argv[2]) * 1e9 / (now() - begin));
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "used"))
		return used(atol(argv[2]));
	if (argc == 4 && !strcmp(argv[1], "put"))
		return put(argv[2], argv[3]);
	fprintf(stderr, "usage: %s drain FILE N | follow FILE N RATE | make N RATE | used PID | put FROM TO\n",
		argv[0]);
	return 2;
}
