/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The constants of the kernel's user API, by name
 */

#ifndef _SCT_SYMBOLS_H
#define _SCT_SYMBOLS_H

#include <linux/types.h>

struct sct_nearest;

/**
 * struct sct_symbol - a constant
 * @name: its name; it lives forever
 * @value: its value, extended to 64 bits as @type says
 * @type: C's type of it after the integer promotions, enum sct_type
 */
struct sct_symbol {
	const char *name;
	u64 value;
	u8 type;
};

bool sct_symbol_find(const char *name, size_t len, struct sct_symbol *sym);
bool sct_symbol_at(unsigned int i, struct sct_symbol *sym);
void sct_symbol_nearest(struct sct_nearest *near);

#endif /* _SCT_SYMBOLS_H */
