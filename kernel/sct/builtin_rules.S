/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of the rules that are built in, and the name of its file, for messages
 */

#include <linux/export.h>
#include <linux/init.h>
#include <linux/linkage.h>

	__INITRODATA

SYM_DATA_START(sct_builtin_rules)
	.incbin	SCT_BUILTIN_RULES
SYM_DATA_END_LABEL(sct_builtin_rules, SYM_L_GLOBAL, sct_builtin_rules_end)

SYM_DATA_START(sct_builtin_name)
	.asciz	SCT_BUILTIN_NAME
SYM_DATA_END(sct_builtin_name)
