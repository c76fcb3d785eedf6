// SPDX-License-Identifier: GPL-2.0
/*
 * One system call of a 32-bit program; exits with the error it got, or 0
 *
 * sct_compat32 int80|vdso NUMBER [ARGUMENT...]
 *
 * An argument is a number where it begins with '=', else a string.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

static long by_int80(long nr, const long *arg)
{
	long ret;

	asm volatile("int $0x80"
		     : "=a" (ret)
		     : "a" (nr), "b" (arg[0]), "c" (arg[1]), "d" (arg[2]), "S" (arg[3])
		     : "memory");
	return ret;
}

/* As libc does it: the kernel's page knows sysenter and syscall. */
static long by_vdso(long nr, const long *arg)
{
	unsigned long vsyscall = getauxval(AT_SYSINFO);
	long ret;

	if (!vsyscall) {
		fputs("no AT_SYSINFO\n", stderr);
		exit(255);
	}
	asm volatile("call *%%edi"
		     : "=a" (ret)
		     : "a" (nr), "b" (arg[0]), "c" (arg[1]), "d" (arg[2]), "S" (arg[3]),
		       "D" (vsyscall)
		     : "memory");
	return ret;
}

int main(int argc, char **argv)
{
	long arg[4] = {};
	long ret;
	int i;

	if (argc < 3 || argc > 7) {
		fprintf(stderr, "usage: %s int80|vdso NUMBER [ARGUMENT...]\n", argv[0]);
		return 255;
	}
	for (i = 3; i < argc; i++)
		arg[i - 3] = argv[i][0] == '=' ? strtol(argv[i] + 1, NULL, 0) : (long)argv[i];

	if (!strcmp(argv[1], "vdso"))
		ret = by_vdso(atol(argv[2]), arg);
	else
		ret = by_int80(atol(argv[2]), arg);
	return ret < 0 && ret > -255 ? -ret : 0;
}
