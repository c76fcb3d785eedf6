/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the two sides of check_rules tell each other: host.c, compiled with the
 * host's headers, and the files that are compiled with the kernel's
 */

#ifndef _SCT_CHECK_H
#define _SCT_CHECK_H

#ifndef __KERNEL__
#define __printf(a, b)	__attribute__((format(printf, a, b)))
#define __noreturn	__attribute__((noreturn))
#endif

/* host.c: vmlinux */

const void *sct_image_at(unsigned long address);
unsigned long sct_image_symbol(const char *name);

/* host.c: libc, by names that no header of the kernel has */

void *sct_host_alloc(unsigned long size);
void *sct_host_realloc(void *p, unsigned long size);
void sct_host_free(void *p);
__printf(1, 2) void sct_host_say(const char *fmt, ...);
__printf(1, 2) __noreturn void sct_host_die(const char *fmt, ...);

/* kernel.c */

int sct_check_rules(void);

#endif /* _SCT_CHECK_H */
