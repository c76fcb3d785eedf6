/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every size that a user of SCT can set, and where it ends
 *
 * The limits are part of what users see: Documentation/admin-guide/sct/rules.rst
 * lists them.
 */

#ifndef _SCT_LIMITS_H
#define _SCT_LIMITS_H

#include <linux/sizes.h>

#define SCT_MAX_RULES		65536	/* rules of one table */
#define SCT_MAX_ITEM		SZ_64K	/* bytes of one rule's text */
#define SCT_MAX_TEXT		SZ_64M	/* bytes of one load */
#define SCT_MAX_TABLE		SZ_256M	/* bytes of memory that a table's rules take */
#define SCT_MAX_NAME		63	/* characters of a rule's name */
#define SCT_MAX_WORD		255	/* characters of any word */
#define SCT_MAX_STRING		4095	/* bytes of a string in a filter */
#define SCT_MAX_FORMAT		4095	/* bytes of a log_format's text */
#define SCT_MAX_DEPTH		64	/* nested operators of a filter */
#define SCT_MAX_NODES		8192	/* operators and operands of a filter */
#define SCT_MAX_STRUCT		4096	/* bytes of a struct that a filter can look at */
#define SCT_MAX_SOCKADDR	128	/* bytes of a socket's address */
#define SCT_SHOWN_BYTES		32	/* bytes of a buffer that the log shows */
#define SCT_SHOWN_STRUCT	256	/* bytes of a struct that the log shows */
#define SCT_MAX_LIMIT		1000000	/* events of a LOG action's limit */
#define SCT_MAX_LOGS		8	/* LOG actions of one rule */
#define SCT_MAX_LINE		SZ_64K	/* bytes of one line of the log */
#define SCT_MAX_ERRORS		8	/* failed loads that error_log keeps */

/* One write(2); kernfs allocates it in one piece, and a NUL behind it. */
#define SCT_MAX_WRITE		(SZ_4M - 1)

#define SCT_RING_BYTES		SZ_256K	/* ring of each CPU */

#endif /* _SCT_LIMITS_H */
