/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Indexes: which of many guards that ask about the same operand hold
 *
 * Numbers, and strings that are to be equal, are found in a hash; strings that others
 * are to begin or end with, in a tree of their bytes. What is found is the number of a
 * bucket, and what that means, plan.c knows. A hash of strings holds no strings: two
 * that have the same hash and length share a bucket, and who is asked in vain says no.
 */

#ifndef _SCT_INDEX_H
#define _SCT_INDEX_H

#include <linux/hash.h>
#include <linux/types.h>

#include "guard.h"

#define SCT_NO_BUCKET	U32_MAX

/**
 * struct sct_slot - a place of a hash
 * @key: a number; the hash and the length of a string
 * @bucket: its bucket; SCT_NO_BUCKET where the place is free
 */
struct sct_slot {
	u64 key;
	u32 bucket;
};

/**
 * struct sct_branch - a node of a tree
 * @label: its bytes, which follow on those of the nodes above; of SCT_GUARD_SUFFIX the
 *	last of them, and they go backwards. They are part of a filter.
 * @below: the first of the nodes below it, which are in the order of their first bytes
 * @bucket: of the string that ends here; SCT_NO_BUCKET where none does
 * @len: how many bytes
 * @nr: how many nodes are below it
 */
struct sct_branch {
	const char *label;
	u32 below;
	u32 bucket;
	u16 len;
	u16 nr;
};

/**
 * struct sct_index - an index
 * @subject: what its guards ask about
 * @shift: of a hash: 64 less the bits of a place
 * @slots: the hash, or NULL
 * @branches: the tree, its root first; or NULL
 * @bytes: of the tree: the first byte of each node
 * @size: bytes of memory that these take
 */
struct sct_index {
	struct sct_subject subject;
	u8 shift;
	struct sct_slot *slots;
	struct sct_branch *branches;
	u8 *bytes;
	size_t size;
};

/**
 * struct sct_wish - a value, and who asks for it: while an index is made
 * @key: as of struct sct_slot
 * @value: the value
 * @bucket: its bucket, once it has one
 * @who: place of the rule among those of the chain
 */
struct sct_wish {
	u64 key;
	struct sct_value value;
	u32 bucket;
	u32 who;
};

u64 sct_string_key(const char *s);
u64 sct_value_key(enum sct_guard_kind kind, const struct sct_value *value);

u32 sct_wishes_sort(enum sct_guard_kind kind, struct sct_wish *wishes, u32 nr);
int sct_index_make(struct sct_index *index, const struct sct_wish *wishes, u32 nr,
		   u32 nr_buckets);
void sct_index_free(struct sct_index *index);

u32 sct_tree_find(const struct sct_index *index, const char *s, u32 *found, u32 most);

/**
 * sct_index_find - look a key up in a hash
 * @index: the index
 * @key: the key
 *
 * Return: the bucket; SCT_NO_BUCKET where there is none.
 */
static inline u32 sct_index_find(const struct sct_index *index, u64 key)
{
	u32 mask = (1U << (64 - index->shift)) - 1;
	u32 place = (key * GOLDEN_RATIO_64) >> index->shift;

	/* At least half of the places are free. */
	while (index->slots[place].bucket != SCT_NO_BUCKET) {
		if (index->slots[place].key == key)
			return index->slots[place].bucket;
		place = (place + 1) & mask;
	}
	return SCT_NO_BUCKET;
}

#endif /* _SCT_INDEX_H */
