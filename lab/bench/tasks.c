// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that make one system call and wait, so that what the kernel keeps of each
 * can be told
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/prctl.h>

int main(int argc, char **argv)
{
	long n = argc == 2 ? atol(argv[1]) : 0;
	int ready[2];
	char c;

	if (n < 1) {
		fprintf(stderr, "usage: %s N\n", argv[0]);
		return 2;
	}
	if (pipe(ready))
		return 1;
	for (long i = 0; i < n; i++) {
		if (fork())
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		getppid();
		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	for (long i = 0; i < n; i++) {
		if (read(ready[0], &c, 1) != 1)
			return 1;
	}
	puts("ready");
	fflush(stdout);
	pause();
	return 0;
}
