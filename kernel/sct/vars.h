/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The variables of a filter: SCT_VAR(name, type)
 *
 * Included several times, each time with another meaning of SCT_VAR().
 */

SCT_VAR(PID,		S32)
SCT_VAR(TID,		S32)
SCT_VAR(PPID,		S32)
SCT_VAR(UID,		U32)
SCT_VAR(EUID,		U32)
SCT_VAR(SUID,		U32)
SCT_VAR(FSUID,		U32)
SCT_VAR(GID,		U32)
SCT_VAR(EGID,		U32)
SCT_VAR(SGID,		U32)
SCT_VAR(FSGID,		U32)
SCT_VAR(COMM,		STRING)
SCT_VAR(ABI,		STRING)
SCT_VAR(SID,		S32)
SCT_VAR(SNAME,		STRING)
SCT_VAR(RETVAL,		S64)
