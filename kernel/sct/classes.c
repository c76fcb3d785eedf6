// SPDX-License-Identifier: GPL-2.0-only
/*
 * Classes of system calls: %file, %network and the others that strace knows
 *
 * Pure: names in, bits out. Nothing here allocates, locks or knows a task.
 */

#include <linux/array_size.h>
#include <linux/bsearch.h>
#include <linux/string.h>

#include "classes.h"

static const struct sct_class_row sct_class_rows[] = {
#include "class_names.h"
};

#define SCT_CLASS_ANY_STAT	(SCT_CLASS_STAT | SCT_CLASS_LSTAT | SCT_CLASS_FSTAT)
#define SCT_CLASS_ANY_STATFS	(SCT_CLASS_STATFS | SCT_CLASS_FSTATFS | SCT_CLASS_USTAT)

struct sct_class {
	const char *name;
	u32 classes;
};

static const struct sct_class sct_classes[] = {
	{ "%clock",	SCT_CLASS_CLOCK },
	{ "%creds",	SCT_CLASS_CREDS },
	{ "%desc",	SCT_CLASS_DESC },
	{ "%file",	SCT_CLASS_FILE },
	{ "%fstat",	SCT_CLASS_FSTAT },
	{ "%fstatfs",	SCT_CLASS_FSTATFS },
	{ "%ipc",	SCT_CLASS_IPC },
	{ "%lstat",	SCT_CLASS_LSTAT },
	{ "%memory",	SCT_CLASS_MEMORY },
	{ "%net",	SCT_CLASS_NETWORK },
	{ "%network",	SCT_CLASS_NETWORK },
	{ "%process",	SCT_CLASS_PROCESS },
	{ "%pure",	SCT_CLASS_PURE },
	{ "%signal",	SCT_CLASS_SIGNAL },
	{ "%stat",	SCT_CLASS_STAT },
	{ "%statfs",	SCT_CLASS_STATFS },
	{ "%%stat",	SCT_CLASS_ANY_STAT },
	{ "%%statfs",	SCT_CLASS_ANY_STATFS },
};

/**
 * sct_class_find - find a class of system calls by its name
 * @name: the name without the % before it: file; for %%stat, %stat. Needs no
 *	NUL at its end
 * @len: its length in bytes
 *
 * Context: Any.
 * Return: what sct_class_has() takes for it; 0 where there is no such class.
 */
u32 sct_class_find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(sct_classes); i++) {
		const char *known = sct_classes[i].name + 1;

		if (strlen(known) == len && !memcmp(known, name, len))
			return sct_classes[i].classes;
	}
	return 0;
}

static int sct_cmp_class(const void *key, const void *elem)
{
	const struct sct_class_row *row = elem;

	return strcmp(key, row->call);
}

/**
 * sct_class_has - is a system call in a class?
 * @classes: one of sct_class_find()'s answers, or several joined by |
 * @call: the name of the call as userspace has it; for a request of socketcall
 *	or ipc, the name of that: socketcall itself is no call of %network
 *
 * Context: Any.
 * Return: true where @call is in at least one of them. A call that no class has
 *	is in none.
 */
bool sct_class_has(u32 classes, const char *call)
{
	const struct sct_class_row *row;

	row = bsearch(call, sct_class_rows, ARRAY_SIZE(sct_class_rows),
		      sizeof(sct_class_rows[0]), sct_cmp_class);
	return row && (row->classes & classes);
}

/**
 * sct_class_nearest - offer every class to the search for a misspelt one
 * @near: the search. Its word has the % too
 *
 * Context: Any.
 */
void sct_class_nearest(struct sct_nearest *near)
{
	for (size_t i = 0; i < ARRAY_SIZE(sct_classes); i++)
		sct_nearest_try(near, sct_classes[i].name);
}
