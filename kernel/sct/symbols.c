// SPDX-License-Identifier: GPL-2.0-only
/*
 * The constants of the kernel's user API, by name
 *
 * symbols.sh lists their names when the kernel is built; here the compiler says
 * what each is worth. The list is sorted, and kept in columns: an array of struct
 * sct_symbol would be a fifth larger.
 *
 * Pure: nothing here allocates, locks or knows a task.
 */

#include "symbols_headers.h"

#include <linux/array_size.h>
#include <linux/compiler.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "error.h"
#include "expr.h"
#include "symbols.h"

static const char * const sct_symbol_names[] = {
#define SCT_SYMBOL(_name)	#_name
#include "symbols_list.h"
#undef SCT_SYMBOL
};

#define SCT_NR_SYMBOLS	ARRAY_SIZE(sct_symbol_names)

/* From an int to 64 bits by its sign, from an unsigned int with zeros. */
static const u64 sct_symbol_values[] = {
#define SCT_SYMBOL(_name)	((__force u64)(_name))
#include "symbols_list.h"
#undef SCT_SYMBOL
};

#ifdef __CHECKER__
/* For sparse they are of one type: it won't add to the __bitwise ones. */
#define SCT_TYPE_OF(_value)	(sizeof(_value) ? SCT_TYPE_S32 : SCT_TYPE_U32)
#else
#define SCT_TYPE_OF(_value)						\
	(is_signed_type(typeof((_value) + 0)) ?				\
	 (sizeof((_value) + 0) == sizeof(u64) ? SCT_TYPE_S64 : SCT_TYPE_S32) : \
	 (sizeof((_value) + 0) == sizeof(u64) ? SCT_TYPE_U64 : SCT_TYPE_U32))
#endif

static const u8 sct_symbol_types[] = {
#define SCT_SYMBOL(_name)	SCT_TYPE_OF(_name)
#include "symbols_list.h"
#undef SCT_SYMBOL
};

/**
 * sct_symbol_at - the symbols one by one, in the order of their names
 * @i: which, from 0
 * @sym: where to leave it
 *
 * Context: Any.
 * Return: whether there are that many.
 */
bool sct_symbol_at(unsigned int i, struct sct_symbol *sym)
{
	if (i >= SCT_NR_SYMBOLS)
		return false;
	sym->name = sct_symbol_names[i];
	sym->value = sct_symbol_values[i];
	sym->type = sct_symbol_types[i];
	return true;
}

/**
 * sct_symbol_find - find a symbol by its name
 * @name: the name; any bytes, and no NUL is needed at its end
 * @len: its length in bytes
 * @sym: where to leave it
 *
 * Context: Any.
 * Return: whether there is one; @sym is left alone where there is none.
 */
bool sct_symbol_find(const char *name, size_t len, struct sct_symbol *sym)
{
	unsigned int first = 0, last = SCT_NR_SYMBOLS;

	while (first < last) {
		unsigned int i = first + (last - first) / 2;
		const char *known = sct_symbol_names[i];
		size_t known_len = strlen(known);
		/* memcmp(), and not strncmp(): a piece of a rule's text may hold a NUL. */
		int diff = memcmp(name, known, min(len, known_len));

		if (!diff && len == known_len)
			return sct_symbol_at(i, sym);
		if (diff > 0 || (!diff && len > known_len))
			first = i + 1;
		else
			last = i;
	}
	return false;
}

/**
 * sct_symbol_nearest - offer every symbol to the search for a misspelt word
 * @near: the search
 *
 * Context: Any. Takes some milliseconds: for errors.
 */
void sct_symbol_nearest(struct sct_nearest *near)
{
	for (unsigned int i = 0; i < SCT_NR_SYMBOLS; i++)
		sct_nearest_try(near, sct_symbol_names[i]);
}
