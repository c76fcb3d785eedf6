// SPDX-License-Identifier: GPL-2.0
/*
 * Count the instructions of a call that every CPU makes at once, in a guest whose clock
 * counts them (lab/boot --icount)
 *
 * Each thread stays on its CPU. The calls share what SCT shares, and as little else as
 * can be: getppid, and a truncate to a length below zero, which fails before it looks for
 * its file. The clock counts what all CPUs do: what is printed is all of it by all calls.
 */

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#define MAX_CPUS	64

static pthread_barrier_t start;
static unsigned long long began[MAX_CPUS], ended[MAX_CPUS];
static long calls, nr;

static unsigned long long now(void)
{
	unsigned int low, high;

	asm volatile("rdtsc" : "=a" (low), "=d" (high) : : "memory");
	return (unsigned long long)high << 32 | low;
}

static void *hit(void *arg)
{
	long cpu = (long)arg, i, ret;
	char path[64];
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set)) {
		perror("sched_setaffinity");
		exit(1);
	}
	snprintf(path, sizeof(path), "/tmp/bench/%ld/missing", cpu);
	for (i = -100; i < calls; i++) {
		/* Behind the first ones, which find memory for what is kept. */
		if (!i) {
			pthread_barrier_wait(&start);
			began[cpu] = now();
		}
		asm volatile("syscall" : "=a" (ret) : "0" (nr), "D" (path), "S" (-1L)
			     : "rcx", "r11", "memory");
	}
	ended[cpu] = now();
	return NULL;
}

int main(int argc, char **argv)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN), cpu;
	pthread_t threads[MAX_CPUS];
	unsigned long long first, last;

	if (argc != 3 || cpus > MAX_CPUS) {
		fprintf(stderr, "usage: %s getppid|truncate CALLS\n", argv[0]);
		return 2;
	}
	nr = strcmp(argv[1], "truncate") ? SYS_getppid : SYS_truncate;
	calls = atol(argv[2]);
	pthread_barrier_init(&start, NULL, cpus);
	mlockall(MCL_CURRENT | MCL_FUTURE);
	for (cpu = 0; cpu < cpus; cpu++)
		pthread_create(&threads[cpu], NULL, hit, (void *)cpu);
	for (cpu = 0; cpu < cpus; cpu++)
		pthread_join(threads[cpu], NULL);
	first = began[0];
	last = ended[0];
	for (cpu = 1; cpu < cpus; cpu++) {
		first = began[cpu] < first ? began[cpu] : first;
		last = ended[cpu] > last ? ended[cpu] : last;
	}
	printf("cpus %ld per call %.2f\n", cpus, (double)(last - first) / (cpus * calls));
	return 0;
}
