/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The limits of limits.h, so low that small texts meet them
 *
 * Included before anything else by the second of the two programs. The limits
 * that are not lowered stay what they are.
 */

#include "limits.h"

#undef SCT_MAX_RULES
#undef SCT_MAX_ITEM
#undef SCT_MAX_NAME
#undef SCT_MAX_WORD
#undef SCT_MAX_STRING
#undef SCT_MAX_FORMAT
#undef SCT_MAX_DEPTH
#undef SCT_MAX_NODES
#undef SCT_MAX_LOGS
#undef SCT_MAX_ERRORS

#define SCT_MAX_RULES		3
#define SCT_MAX_ITEM		512
#define SCT_MAX_NAME		15
#define SCT_MAX_WORD		20
#define SCT_MAX_STRING		24
#define SCT_MAX_FORMAT		64
#define SCT_MAX_DEPTH		8
#define SCT_MAX_NODES		32
#define SCT_MAX_LOGS		2
#define SCT_MAX_ERRORS		3
