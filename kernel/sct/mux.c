// SPDX-License-Identifier: GPL-2.0-only
/*
 * socketcall and ipc: one number for many calls
 *
 * A 32-bit program may call connect by its own number, or as socketcall(3, args).
 * A rule on connect means both.
 *
 * socketcall has its parameters in memory, where another thread can change them
 * after a rule has looked. So they are read here, once, and the call runs by the
 * number of its own with what was read. ipc has them in registers; the two calls
 * that find more behind a pointer are msgrcv in an old form and semctl: there the
 * call reads again, and gets what was read here (seen.c).
 */

#include <linux/compat.h>
#include <linux/errno.h>
#include <linux/nospec.h>
#include <linux/sct_seen.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "mux.h"

/**
 * struct sct_sub_row - a sub-call
 * @name: the call that it is
 * @nr: parameters of a sub-call of socketcall
 * @from: of one of ipc, where each parameter is: 0 to 2 are first to third, 3 is
 *	ptr, 4 is fifth, 9 is what ptr points to
 */
struct sct_sub_row {
	const char *name;
	u8 nr;
	const char *from;
};

static const struct sct_sub_row sct_socket_rows[] __initconst = {
	[1] = { "socket", 3 },
	[2] = { "bind", 3 },
	[3] = { "connect", 3 },
	[4] = { "listen", 2 },
	[5] = { "accept", 3 },		/* runs as accept4, without flags */
	[6] = { "getsockname", 3 },
	[7] = { "getpeername", 3 },
	[8] = { "socketpair", 4 },
	[9] = { "sendto", 4 },		/* send: sendto without an address */
	[10] = { "recvfrom", 4 },	/* recv: recvfrom without an address */
	[11] = { "sendto", 6 },
	[12] = { "recvfrom", 6 },
	[13] = { "shutdown", 2 },
	[14] = { "setsockopt", 5 },
	[15] = { "getsockopt", 5 },
	[16] = { "sendmsg", 3 },
	[17] = { "recvmsg", 3 },
	[18] = { "accept4", 4 },
	[19] = { "recvmmsg", 5 },
	[20] = { "sendmmsg", 4 },
};

static const struct sct_sub_row sct_ipc_rows[] __initconst = {
	[1] = { "semop", 0, "031" },
	[2] = { "semget", 0, "012" },
	[3] = { "semctl", 0, "0129" },
	[4] = { "semtimedop", 0, "0314" },
	[11] = { "msgsnd", 0, "0312" },
	[12] = { "msgrcv", 0, "03142" },
	[13] = { "msgget", 0, "01" },
	[14] = { "msgctl", 0, "013" },
	[21] = { "shmat", 0, "031" },
	[22] = { "shmdt", 0, "3" },
	[23] = { "shmget", 0, "012" },
	[24] = { "shmctl", 0, "013" },
};

/**
 * struct sct_known_sub - a row, its call found
 * @desc: the call
 * @runs: number that the same runs as
 * @nr: see struct sct_sub_row
 * @from: see struct sct_sub_row
 */
struct sct_known_sub {
	const struct sct_syscall *desc;
	u16 runs;
	u8 nr;
	const char *from;
};

static struct sct_known_sub sct_socket_subs[ARRAY_SIZE(sct_socket_rows)] __ro_after_init;
static struct sct_known_sub sct_ipc_subs[ARRAY_SIZE(sct_ipc_rows)] __ro_after_init;

/* The sub-call of that number, behind which the first register of ipc has a version. */
static const struct sct_known_sub *sct_find_sub(unsigned int nr, unsigned long first)
{
	const struct sct_known_sub *subs = sct_socket_subs;
	unsigned int sub = (u32)first, most = ARRAY_SIZE(sct_socket_subs);

	if (nr == SCT_IPC) {
		subs = sct_ipc_subs;
		sub = first & 0xffff;
		most = ARRAY_SIZE(sct_ipc_subs);
	}
	if (sub >= most || !subs[sub].desc)
		return NULL;
	return &subs[array_index_nospec(sub, most)];
}

/**
 * sct_mux_call - which call socketcall or ipc carries
 * @nr: number of one of the two, see struct sct_syscall
 * @first: the caller's first register
 *
 * Nothing of the caller's memory is read for that.
 *
 * Context: Any.
 * Return: the call; NULL where there is no such one.
 */
const struct sct_syscall *sct_mux_call(unsigned int nr, unsigned long first)
{
	const struct sct_known_sub *known = sct_find_sub(nr, first);

	return known ? known->desc : NULL;
}

static int sct_demux_socket(const struct sct_known_sub *known, const unsigned long *regs,
			    struct sct_sub *sub)
{
	u32 args[6] = {};
	unsigned int i;

	if (copy_from_user(args, compat_ptr(regs[1]), known->nr * sizeof(u32)))
		return -EFAULT;

	sub->desc = known->desc;
	sub->sub = known - sct_socket_subs;
	sub->nr = known->runs;
	for (i = 0; i < 6; i++) {
		sub->args[i] = args[i];
		sub->reg[i] = i;
	}
	return 0;
}

/* msgrcv as libc5 called it: ptr points to the message's address and its type. */
static int sct_demux_old_msgrcv(const unsigned long *regs, struct sct_sub *sub)
{
	/* The call asks no more, and fails otherwise than for memory that isn't there. */
	if (!(u32)regs[4])
		return -ENOENT;
	sub->asked = 2;
	if (copy_from_user(sub->words, compat_ptr(regs[4]), sizeof(sub->words)))
		return -EFAULT;
	sub->nr_words = 2;
	sub->args[1] = sub->words[0];
	sub->args[3] = sub->words[1];
	sub->reg[1] = -1;
	sub->reg[3] = -1;
	return 0;
}

static int sct_demux_ipc(const struct sct_known_sub *known, const unsigned long *regs,
			 struct sct_sub *sub)
{
	unsigned int nr = known - sct_ipc_subs, i;
	bool old = !((u32)regs[0] >> 16);

	sub->words[0] = 0;
	sub->desc = known->desc;
	sub->sub = nr;
	sub->nr = -1;
	for (i = 0; i < 6; i++) {
		char from = i < strlen(known->from) ? known->from[i] : 0;

		sub->reg[i] = from && from != '9' ? 1 + from - '0' : -1;
		/* The call fails where it can't read this; what it is, no rule can tell. */
		if (from == '9') {
			sub->asked = 1;
			sub->nr_words = !sct_get_user(sub->words[0],
						      (u32 __user *)compat_ptr(regs[4]));
		}
		sub->args[i] = sub->reg[i] < 0 ? sub->words[0] : regs[sub->reg[i]];
	}
	return nr == 12 && old ? sct_demux_old_msgrcv(regs, sub) : 0;
}

/**
 * sct_demux - tell the sub-call of socketcall or ipc
 * @nr: number of one of the two, see struct sct_syscall
 * @regs: the caller's six registers
 * @sub: the sub-call
 *
 * Context: Task context, may sleep (user memory).
 * Return: 0; -ENOENT where there is no such sub-call, or it fails without a look at its
 * parameters; -EFAULT where these can't be read.
 */
int sct_demux(unsigned int nr, const unsigned long *regs, struct sct_sub *sub)
{
	const struct sct_known_sub *known = sct_find_sub(nr, regs[0]);

	if (!known)
		return -ENOENT;
	sub->nr_words = 0;
	sub->asked = 0;
	return nr == SCT_SOCKETCALL ? sct_demux_socket(known, regs, sub) :
				      sct_demux_ipc(known, regs, sub);
}

static void __init sct_fill_subs(struct sct_known_sub *subs, const struct sct_sub_row *rows,
				 size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		if (!rows[i].name)
			continue;
		subs[i].desc = sct_syscall_by_name(SCT_ABI_COMPAT, rows[i].name,
						   strlen(rows[i].name));
		if (!subs[i].desc)
			continue;
		subs[i].runs = subs[i].desc->nr;
		/* It has no number of its own. */
		if (!strcmp(rows[i].name, "accept"))
			subs[i].runs = sct_syscall_by_name(SCT_ABI_COMPAT, "accept4", 7)->nr;
		subs[i].nr = rows[i].nr;
		subs[i].from = rows[i].from;
	}
}

static int __init sct_mux_init(void)
{
	sct_fill_subs(sct_socket_subs, sct_socket_rows, ARRAY_SIZE(sct_socket_rows));
	sct_fill_subs(sct_ipc_subs, sct_ipc_rows, ARRAY_SIZE(sct_ipc_rows));
	return 0;
}
postcore_initcall(sct_mux_init);
