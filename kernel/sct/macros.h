/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The macros of a log_format: SCT_MACRO(id, name)
 *
 * Included several times, each time with another meaning of SCT_MACRO().
 */

SCT_MACRO(RULEID,	"ruleid")
SCT_MACRO(SID,		"sid")
SCT_MACRO(SNAME,	"sname")
SCT_MACRO(PARAMS,	"params")
SCT_MACRO(PARAM1,	"param1")
SCT_MACRO(PARAM2,	"param2")
SCT_MACRO(PARAM3,	"param3")
SCT_MACRO(PARAM4,	"param4")
SCT_MACRO(PARAM5,	"param5")
SCT_MACRO(PARAM6,	"param6")
SCT_MACRO(PID,		"pid")
SCT_MACRO(TID,		"tid")
SCT_MACRO(PPID,		"ppid")
SCT_MACRO(UID,		"uid")
SCT_MACRO(EUID,		"euid")
SCT_MACRO(SUID,		"suid")
SCT_MACRO(FSUID,	"fsuid")
SCT_MACRO(GID,		"gid")
SCT_MACRO(EGID,		"egid")
SCT_MACRO(SGID,		"sgid")
SCT_MACRO(FSGID,	"fsgid")
SCT_MACRO(COMM,		"comm")
SCT_MACRO(ABI,		"abi")
SCT_MACRO(RETVAL,	"retval")
