/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a rule has seen is what the call uses
 */

#ifndef _SCT_SEEN_H
#define _SCT_SEEN_H

#include <linux/types.h>

#include "seal.h"

struct sct_task;

struct sct_task *sct_seen(void);

#ifdef CONFIG_SCT_KUNIT_TEST
/* For tests that attack: calls read for themselves again, and the attack works. */
extern bool sct_unsafe;

static inline bool sct_is_unsafe(void)
{
	return unlikely(READ_ONCE(sct_unsafe)) && !sct_sealed();
}
#else
static inline bool sct_is_unsafe(void)
{
	return false;
}
#endif

#endif /* _SCT_SEEN_H */
