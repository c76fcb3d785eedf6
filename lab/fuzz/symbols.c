// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stand-in for SCT's own file of this name: a symbol of each type and sign
 */

#include <linux/string.h>

#include "error.h"
#include "expr.h"
#include "symbols.h"

static const struct sct_symbol fuzz_symbols[] = {
	{ "AF_INET", 2, SCT_TYPE_S32 },
	{ "AT_FDCWD", -100, SCT_TYPE_S32 },
	{ "CLONE_IO", 0x80000000, SCT_TYPE_U32 },
	{ "EPERM", 1, SCT_TYPE_S32 },
	{ "ENOENT", 2, SCT_TYPE_S32 },
	{ "O_CREAT", 0100, SCT_TYPE_S32 },
	{ "O_RDONLY", 0, SCT_TYPE_S32 },
	{ "PTRACE_ATTACH", 16, SCT_TYPE_S32 },
	{ "RLIM_INFINITY", -1, SCT_TYPE_U64 },
	{ "SIGKILL", 9, SCT_TYPE_S32 },
	{ "SIGTERM", 15, SCT_TYPE_S32 },
	{ "S_IFREG", 0100000, SCT_TYPE_S32 },
	{ "__S64_MIN", S64_MIN, SCT_TYPE_S64 },
};

bool sct_symbol_at(unsigned int i, struct sct_symbol *sym)
{
	if (i >= ARRAY_SIZE(fuzz_symbols))
		return false;
	*sym = fuzz_symbols[i];
	return true;
}

bool sct_symbol_find(const char *name, size_t len, struct sct_symbol *sym)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fuzz_symbols); i++) {
		if (strlen(fuzz_symbols[i].name) == len && !memcmp(fuzz_symbols[i].name, name, len))
			return sct_symbol_at(i, sym);
	}
	return false;
}

void sct_symbol_nearest(struct sct_nearest *near)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fuzz_symbols); i++)
		sct_nearest_try(near, fuzz_symbols[i].name);
}
