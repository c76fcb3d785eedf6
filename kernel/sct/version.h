/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The version of SCT: of the kernel's part, the tools and the packages. It is said
 * here, and nowhere else; the head of CHANGELOG has to agree.
 */

#ifndef _SCT_VERSION_H
#define _SCT_VERSION_H

#define SCT_VERSION	"1.0"

/*
 * What /sys/kernel/sct/abi_version shows, and the number before the dot of
 * SCT_VERSION: it grows where programs that use SCT's files have to change.
 */
#define SCT_ABI_VERSION	1

#endif /* _SCT_VERSION_H */
