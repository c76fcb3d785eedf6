// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the table of io_uring's opcodes: it is whole, and true to the calls
 */

#include <kunit/test.h>
#include <linux/io_uring.h>
#include <linux/module.h>
#include <linux/string.h>

#include <uapi/linux/io_uring.h>

#include "../uring_ops.h"

static unsigned int rows_of(u8 op)
{
	const struct sct_uring_row *row;
	unsigned int i, nr = 0;

	for (i = 0; (row = sct_uring_row(i)); i++)
		nr += row->op == op;
	return nr;
}

/* A new opcode is either a call or said to be none; never both. */
static void every_opcode_has_a_place(struct kunit *test)
{
	unsigned int op;

	for (op = 0; op < IORING_OP_LAST; op++)
		KUNIT_EXPECT_NE_MSG(test, !rows_of(op), !sct_uring_reason(op), "opcode %u", op);
	KUNIT_EXPECT_EQ(test, rows_of(IORING_OP_LAST), 0);
}

static void rows_stand_in_the_order_of_opcodes(struct kunit *test)
{
	const struct sct_uring_row *row;
	unsigned int i, last = 0;

	for (i = 0; (row = sct_uring_row(i)); i++) {
		KUNIT_EXPECT_GE_MSG(test, row->op, last, "row %u", i);
		last = row->op;
	}
}

static const struct sct_syscall *call_of(const struct sct_uring_row *row)
{
	return sct_syscall_by_name(SCT_ABI_NATIVE, row->call, strlen(row->call));
}

/* No row has a parameter that its call has not. */
static void rows_name_calls_and_their_parameters(struct kunit *test)
{
	const struct sct_uring_row *row;
	unsigned int i, param;

	for (i = 0; (row = sct_uring_row(i)); i++) {
		const struct sct_syscall *call = call_of(row);

		KUNIT_EXPECT_NOT_NULL_MSG(test, call, "%s", row->call);
		if (!call || call->flags)
			continue;
		for (param = call->nr_params; param < 6; param++)
			KUNIT_EXPECT_EQ_MSG(test, row->from[param], SCT_SQE_NONE, "%s", row->call);
	}
}

/* What is fetched of a parameter is shared by the calls that a request may be. */
static void siblings_have_their_parameters_in_the_same_places(struct kunit *test)
{
	const struct sct_uring_row *row, *other;
	unsigned int i, j, param;

	for (i = 0; (row = sct_uring_row(i)); i++) {
		for (j = i + 1; (other = sct_uring_row(j)) && other->op == row->op; j++) {
			unsigned int both = min(call_of(row)->nr_params, call_of(other)->nr_params);

			/* One of the two is it, never both. */
			if (row->op == IORING_OP_URING_CMD)
				continue;
			for (param = 0; param < both; param++)
				KUNIT_EXPECT_EQ_MSG(test, row->from[param], other->from[param],
						    "%s and %s", row->call, other->call);
			KUNIT_EXPECT_EQ(test, row->differs, other->differs);
		}
	}
}

/**
 * struct form_case - what an entry stands for
 * @sqe: the entry
 * @calls: the calls, a blank between two
 */
struct form_case {
	struct io_uring_sqe sqe;
	const char *calls;
};

static const struct form_case form_cases[] = {
	{ { .opcode = IORING_OP_READ }, "pread64 read" },
	{ { .opcode = IORING_OP_READ, .off = -1 }, "read" },
	{ { .opcode = IORING_OP_WRITE_FIXED, .off = 1 }, "pwrite64 write" },
	{ { .opcode = IORING_OP_READV }, "preadv readv preadv2" },
	{ { .opcode = IORING_OP_READV, .off = -1 }, "readv preadv preadv2" },
	{ { .opcode = IORING_OP_READV, .rw_flags = 1 }, "preadv2 preadv readv" },
	{ { .opcode = IORING_OP_FSYNC }, "fsync" },
	{ { .opcode = IORING_OP_FSYNC, .fsync_flags = IORING_FSYNC_DATASYNC }, "fdatasync" },
	{ { .opcode = IORING_OP_ACCEPT }, "accept accept4" },
	{ { .opcode = IORING_OP_ACCEPT, .accept_flags = 1 }, "accept4 accept" },
	{ { .opcode = IORING_OP_RENAMEAT }, "renameat renameat2" },
	{ { .opcode = IORING_OP_URING_CMD, .cmd_op = SOCKET_URING_OP_SETSOCKOPT }, "setsockopt" },
	{ { .opcode = IORING_OP_URING_CMD, .cmd_op = SOCKET_URING_OP_SIOCINQ }, "ioctl" },
	{ { .opcode = IORING_OP_NOP }, "" },
	{ { .opcode = IORING_OP_LISTEN }, "listen" },
	{ { .opcode = IORING_OP_LAST - 1 }, "listen" },
};

static void describe_form(const struct form_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "opcode %u: %s", c->sqe.opcode, c->calls);
}

KUNIT_ARRAY_PARAM(form, form_cases, describe_form);

static void entries_are_calls(struct kunit *test)
{
	const struct form_case *c = test->param_value;
	struct sct_uring_form forms[SCT_URING_FORMS];
	unsigned int i, nr = sct_uring_forms(&c->sqe, forms);
	char names[64] = "";

	for (i = 0; i < nr; i++) {
		if (i)
			strlcat(names, " ", sizeof(names));
		strlcat(names, forms[i].desc->name, sizeof(names));
		KUNIT_EXPECT_STREQ(test, forms[i].desc->name, forms[i].row->call);
	}
	KUNIT_EXPECT_STREQ(test, names, c->calls);
}

static void parameters_come_from_the_entry(struct kunit *test)
{
	struct io_uring_sqe sqe = {
		.opcode = IORING_OP_SPLICE,
		.fd = -3,
		.off = -1,
		.splice_off_in = 1ULL << 40,
		.len = 0xfffffff0,
		.splice_flags = 4,
		.splice_fd_in = 5,
	};
	struct sct_uring_form forms[SCT_URING_FORMS];
	unsigned long args[6];

	KUNIT_ASSERT_EQ(test, sct_uring_forms(&sqe, forms), 1);
	sct_uring_args(forms[0].row, &sqe, args);
	KUNIT_EXPECT_EQ(test, args[0], 5);
	KUNIT_EXPECT_EQ(test, args[1], 1UL << 40);
	KUNIT_EXPECT_EQ(test, args[2], -3UL);
	KUNIT_EXPECT_EQ(test, args[3], 0);
	KUNIT_EXPECT_EQ(test, args[4], 0xfffffff0);
	KUNIT_EXPECT_EQ(test, args[5], 4);
}

static void lengths_may_stand_in_two_places(struct kunit *test)
{
	struct io_uring_sqe sqe = { .opcode = IORING_OP_MADVISE, .len = 7 };
	struct sct_uring_form forms[SCT_URING_FORMS];
	unsigned long args[6];

	KUNIT_ASSERT_EQ(test, sct_uring_forms(&sqe, forms), 1);
	sct_uring_args(forms[0].row, &sqe, args);
	KUNIT_EXPECT_EQ(test, args[1], 7);
	sqe.off = 1ULL << 33;
	sct_uring_args(forms[0].row, &sqe, args);
	KUNIT_EXPECT_EQ(test, args[1], 1UL << 33);
	KUNIT_EXPECT_TRUE(test, sct_uring_put(forms[0].row, &sqe, 1, 0));
	sct_uring_args(forms[0].row, &sqe, args);
	KUNIT_EXPECT_EQ(test, args[1], 0);
}

static void put_sets_what_args_gets_of(struct kunit *test, const struct sct_uring_row *row,
				       const struct io_uring_sqe *from)
{
	unsigned int param, other;

	for (param = 0; param < 6; param++) {
		struct io_uring_sqe sqe = *from;
		unsigned long before[6], after[6];
		bool put;

		sqe.opcode = row->op;
		sct_uring_args(row, &sqe, before);
		put = sct_uring_put(row, &sqe, param, 1234);
		if (row->from[param] == SCT_SQE_NONE)
			KUNIT_EXPECT_FALSE(test, put);
		sct_uring_args(row, &sqe, after);
		if (put)
			before[param] = 1234;
		for (other = 0; other < 6; other++)
			KUNIT_EXPECT_EQ_MSG(test, before[other], after[other],
					    "%s: %u of %u", row->call, other, param);
		if (from->splice_flags && row->from[param] == SCT_SQE_SPLICE_FLAGS)
			KUNIT_EXPECT_TRUE(test, sqe.splice_flags & SPLICE_F_FD_IN_FIXED);
		if (from->splice_flags && row->from[param] == SCT_SQE_FD_IN)
			KUNIT_EXPECT_FALSE(test, put);
	}
}

/* Every parameter that has a place can be given another value, and that one only. */
static void put_sets_what_args_gets(struct kunit *test)
{
	static const struct io_uring_sqe none, fixed = {
		.file_index = 9, .splice_flags = SPLICE_F_FD_IN_FIXED,
	};
	const struct sct_uring_row *row;
	unsigned int i;

	for (i = 0; (row = sct_uring_row(i)); i++) {
		put_sets_what_args_gets_of(test, row, &none);
		put_sets_what_args_gets_of(test, row, &fixed);
	}
}

static void values_that_have_no_room_are_refused(struct kunit *test)
{
	struct io_uring_sqe sqe = { .opcode = IORING_OP_SEND };
	struct sct_uring_form forms[SCT_URING_FORMS];

	KUNIT_ASSERT_EQ(test, sct_uring_forms(&sqe, forms), 1);
	KUNIT_EXPECT_TRUE(test, sct_uring_put(forms[0].row, &sqe, 0, -1));
	KUNIT_EXPECT_TRUE(test, sct_uring_put(forms[0].row, &sqe, 2, U32_MAX));
	KUNIT_EXPECT_FALSE(test, sct_uring_put(forms[0].row, &sqe, 2, 1LL << 32));
	KUNIT_EXPECT_TRUE(test, sct_uring_put(forms[0].row, &sqe, 5, U16_MAX));
	KUNIT_EXPECT_FALSE(test, sct_uring_put(forms[0].row, &sqe, 5, -1));
	KUNIT_EXPECT_EQ(test, sqe.fd, -1);
	KUNIT_EXPECT_EQ(test, sqe.len, U32_MAX);
	KUNIT_EXPECT_EQ(test, sqe.addr_len, U16_MAX);
}

static struct kunit_case uring_cases[] = {
	KUNIT_CASE(every_opcode_has_a_place),
	KUNIT_CASE(rows_stand_in_the_order_of_opcodes),
	KUNIT_CASE(rows_name_calls_and_their_parameters),
	KUNIT_CASE(siblings_have_their_parameters_in_the_same_places),
	KUNIT_CASE_PARAM(entries_are_calls, form_gen_params),
	KUNIT_CASE(parameters_come_from_the_entry),
	KUNIT_CASE(lengths_may_stand_in_two_places),
	KUNIT_CASE(put_sets_what_args_gets),
	KUNIT_CASE(values_that_have_no_room_are_refused),
	{}
};

static struct kunit_suite uring_suite = {
	.name = "sct_uring",
	.test_cases = uring_cases,
};

kunit_test_suite(uring_suite);

MODULE_DESCRIPTION("Tests of SCT's table of io_uring's opcodes");
MODULE_LICENSE("GPL");
