// SPDX-License-Identifier: GPL-2.0-only
/*
 * Indexes: which of many guards that ask about the same operand hold
 */

#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/jhash.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/stringhash.h>

#include "index.h"
#include "quick.h"
#include "words.h"

/* So that nobody can tell which names share a place. */
static unsigned long sct_salt __ro_after_init;

/**
 * sct_string_key - the key of a string in a hash
 * @s: the string
 *
 * Return: its hash and its length.
 */
u64 sct_string_key(const char *s)
{
	return hashlen_string((const void *)sct_salt, s);
}

/**
 * sct_value_key - the key of what a guard asks for
 * @kind: the guard's kind
 * @value: what it asks for
 *
 * Return: the key; of a string that is not in a hash, a number that tells most of them
 * apart.
 */
u64 sct_value_key(enum sct_guard_kind kind, const struct sct_value *value)
{
	if (kind == SCT_GUARD_NUMBER)
		return value->number;
	if (kind == SCT_GUARD_EQUAL)
		return sct_string_key(value->text);
	return jhash(value->text, value->len, 0);
}

static u8 sct_byte(enum sct_guard_kind kind, const struct sct_value *value, size_t i)
{
	return value->text[kind == SCT_GUARD_SUFFIX ? value->len - 1 - i : i];
}

/* How many bytes two strings have in common, from @from on. */
static size_t sct_common(enum sct_guard_kind kind, const struct sct_value *a,
			 const struct sct_value *b, size_t from)
{
	size_t most = min(a->len, b->len), i = from;

	while (i < most && sct_byte(kind, a, i) == sct_byte(kind, b, i))
		i++;
	return i - from;
}

static int sct_cmp_values(enum sct_guard_kind kind, const struct sct_wish *a,
			  const struct sct_wish *b)
{
	size_t common;

	if (kind == SCT_GUARD_NUMBER || kind == SCT_GUARD_EQUAL)
		return a->key < b->key ? -1 : a->key > b->key;
	common = sct_common(kind, &a->value, &b->value, 0);
	if (common == a->value.len || common == b->value.len)
		return a->value.len < b->value.len ? -1 : a->value.len > b->value.len;
	return sct_byte(kind, &a->value, common) < sct_byte(kind, &b->value, common) ? -1 : 1;
}

static int sct_cmp_wishes(const void *x, const void *y, const void *priv)
{
	enum sct_guard_kind kind = *(const u8 *)priv;
	const struct sct_wish *a = x, *b = y;
	int ret = sct_cmp_values(kind, a, b);

	if (ret)
		return ret;
	return a->who < b->who ? -1 : a->who > b->who;
}

/**
 * sct_wishes_sort - bring wishes that are for the same together, and give each a bucket
 * @kind: what they are
 * @wishes: the wishes
 * @nr: how many there are
 *
 * Return: how many buckets there are; they count from 0, and in one of them @who grows.
 */
u32 sct_wishes_sort(enum sct_guard_kind kind, struct sct_wish *wishes, u32 nr)
{
	u8 priv = kind;
	u32 i, bucket = 0;

	sort_r(wishes, nr, sizeof(*wishes), sct_cmp_wishes, NULL, &priv);
	for (i = 0; i < nr; i++) {
		if (i && sct_cmp_values(kind, &wishes[i - 1], &wishes[i]))
			bucket++;
		wishes[i].bucket = bucket;
	}
	return bucket + 1;
}

static int sct_hash_make(struct sct_index *index, const struct sct_wish *wishes, u32 nr,
			 u32 nr_buckets)
{
	/* A quarter of the places at most are taken: few have to look for another one. */
	u32 bits = order_base_2(4 * nr_buckets), mask = BIT(bits) - 1, i;

	index->size = BIT(bits) * sizeof(*index->slots);
	index->slots = kvmalloc(index->size, GFP_KERNEL_ACCOUNT);
	if (!index->slots)
		return -ENOMEM;
	/* SCT_NO_BUCKET everywhere. */
	memset(index->slots, 0xff, index->size);
	index->shift = 64 - bits;
	for (i = 0; i < nr; i++) {
		u32 place = (wishes[i].key * GOLDEN_RATIO_64) >> index->shift;

		if (i && wishes[i].bucket == wishes[i - 1].bucket)
			continue;
		while (index->slots[place].bucket != SCT_NO_BUCKET)
			place = (place + 1) & mask;
		index->slots[place].key = wishes[i].key;
		index->slots[place].bucket = wishes[i].bucket;
	}
	return 0;
}

/**
 * struct sct_span - strings that have their first bytes in common
 * @first: the first of them
 * @end: behind the last of them
 * @depth: how many bytes the nodes above have
 */
struct sct_span {
	u32 first;
	u32 end;
	u32 depth;
};

static const char *sct_label(enum sct_guard_kind kind, const struct sct_value *value,
			     u32 depth)
{
	if (depth == value->len)
		return value->text;
	return kind == SCT_GUARD_SUFFIX ? value->text + value->len - 1 - depth :
					  value->text + depth;
}

/* Makes a node, and spans of those below it, behind the @nr that there are. */
static u32 sct_branch_make(struct sct_index *index, const struct sct_wish *const *wishes,
			   struct sct_span *spans, u32 at, u32 nr)
{
	enum sct_guard_kind kind = index->subject.kind;
	struct sct_span span = spans[at];
	const struct sct_value *first = &wishes[span.first]->value;
	const struct sct_value *last = &wishes[span.end - 1]->value;
	struct sct_branch *branch = &index->branches[at];
	u32 begin, depth;

	branch->len = sct_common(kind, first, last, span.depth);
	branch->label = sct_label(kind, first, span.depth);
	branch->below = nr;
	branch->nr = 0;
	branch->bucket = SCT_NO_BUCKET;
	depth = span.depth + branch->len;
	if (first->len == depth)
		branch->bucket = wishes[span.first++]->bucket;

	for (begin = span.first; begin < span.end; begin = span.first) {
		u8 byte = sct_byte(kind, &wishes[begin]->value, depth);

		while (span.first < span.end &&
		       sct_byte(kind, &wishes[span.first]->value, depth) == byte)
			span.first++;
		index->bytes[nr] = byte;
		spans[nr++] = (struct sct_span){ begin, span.first, depth };
		branch->nr++;
	}
	return nr;
}

static int sct_tree_make(struct sct_index *index, const struct sct_wish *wishes, u32 nr,
			 u32 nr_buckets)
{
	/* Each string ends at a node, and a node where none ends has two below. */
	u32 most = 2 * nr_buckets, nr_branches = 1, i, values = 0;
	const struct sct_wish **unique;
	struct sct_span *spans;
	int ret = -ENOMEM;

	index->size = most * (sizeof(*index->branches) + sizeof(*index->bytes));
	index->branches = kvcalloc(most, sizeof(*index->branches), GFP_KERNEL_ACCOUNT);
	index->bytes = kvcalloc(most, sizeof(*index->bytes), GFP_KERNEL_ACCOUNT);
	unique = kvcalloc(nr_buckets, sizeof(*unique), GFP_KERNEL_ACCOUNT);
	spans = kvcalloc(most, sizeof(*spans), GFP_KERNEL_ACCOUNT);
	if (!index->branches || !index->bytes || !unique || !spans)
		goto out;
	for (i = 0; i < nr; i++) {
		if (!i || wishes[i].bucket != wishes[i - 1].bucket)
			unique[values++] = &wishes[i];
	}
	spans[0] = (struct sct_span){ 0, values, 0 };
	for (i = 0; i < nr_branches; i++)
		nr_branches = sct_branch_make(index, unique, spans, i, nr_branches);
	ret = 0;
out:
	kvfree(unique);
	kvfree(spans);
	return ret;
}

/**
 * sct_index_make - make an index
 * @index: where to, its subject set; to be freed with sct_index_free()
 * @wishes: what is asked for, as sct_wishes_sort() has left it
 * @nr: how many there are, at least one
 * @nr_buckets: what that has returned
 *
 * Context: Process context, may sleep.
 * Return: 0; -ENOMEM.
 */
int sct_index_make(struct sct_index *index, const struct sct_wish *wishes, u32 nr,
		   u32 nr_buckets)
{
	switch (index->subject.kind) {
	case SCT_GUARD_NUMBER:
	case SCT_GUARD_EQUAL:
		return sct_hash_make(index, wishes, nr, nr_buckets);
	default:
		return sct_tree_make(index, wishes, nr, nr_buckets);
	}
}

/**
 * sct_index_free - free an index
 * @index: the index
 */
void sct_index_free(struct sct_index *index)
{
	kvfree(index->slots);
	kvfree(index->branches);
	kvfree(index->bytes);
}

/* The node below @branch whose first byte is @byte; NULL for none. */
static const struct sct_branch *sct_below(const struct sct_index *index,
					  const struct sct_branch *branch, u8 byte)
{
	u32 low = branch->below, high = low + branch->nr;

	while (low < high) {
		u32 middle = (low + high) / 2;

		if (index->bytes[middle] == byte)
			return &index->branches[middle];
		if (index->bytes[middle] < byte)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* The strings of a tree that @s begins with. */
static u32 sct_find_prefixes(const struct sct_index *index, const char *s, u32 *found,
			     u32 most)
{
	const struct sct_branch *branch = index->branches;
	u32 nr = 0;

	while (branch && sct_begins_with(s, branch->label, branch->len)) {
		if (branch->bucket != SCT_NO_BUCKET) {
			if (nr < most)
				found[nr] = branch->bucket;
			nr++;
		}
		s += branch->len;
		branch = sct_below(index, branch, *s);
	}
	return nr;
}

/* The strings of a tree that @s ends with. */
static u32 sct_find_suffixes(const struct sct_index *index, const char *s, u32 *found,
			     u32 most)
{
	const struct sct_branch *branch = index->branches;
	const char *end = s + sct_strlen(s);
	u32 nr = 0, i;

	while (branch && end - s >= branch->len) {
		for (i = 0; i < branch->len; i++) {
			if (*--end != branch->label[-(long)i])
				return nr;
		}
		if (branch->bucket != SCT_NO_BUCKET) {
			if (nr < most)
				found[nr] = branch->bucket;
			nr++;
		}
		if (end == s)
			break;
		branch = sct_below(index, branch, end[-1]);
	}
	return nr;
}

/**
 * sct_tree_find - look a string up in a tree
 * @index: the index
 * @s: the string
 * @found: the buckets of the strings that it begins with, or ends with
 * @most: how many there is room for
 *
 * Return: how many there are, which may be more than @most.
 */
u32 sct_tree_find(const struct sct_index *index, const char *s, u32 *found, u32 most)
{
	if (index->subject.kind == SCT_GUARD_PREFIX)
		return sct_find_prefixes(index, s, found, most);
	return sct_find_suffixes(index, s, found, most);
}

/**
 * sct_index_misses - whether nothing is found of a string
 * @index: the index, of strings
 * @s: the string
 *
 * Return: true where no guard in it holds.
 */
bool sct_index_misses(const struct sct_index *index, const char *s)
{
	if (index->subject.kind == SCT_GUARD_EQUAL)
		return sct_index_find(index, sct_string_key(s)) == SCT_NO_BUCKET;
	return !sct_tree_find(index, s, NULL, 0);
}

static int __init sct_index_init(void)
{
	sct_salt = get_random_long();
	return 0;
}
core_initcall(sct_index_init);
