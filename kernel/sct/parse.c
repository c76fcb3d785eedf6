// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parser of rules
 *
 * One item of the top level at a time, whose text is whole. Pure but for the
 * memory of the rule: no locks, no user memory, no task. The grammar is in
 * Documentation/admin-guide/sct/rules.rst.
 */

#include <linux/errname.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "parse.h"

/**
 * struct sct_draft_action - an action as it was written
 * @type: its type, 0 where none was given yet
 * @at: where it begins
 * @code: error code
 * @code_at: where it stands, NULL where none was given
 * @raw: its log_format, NULL where it has none
 * @raw_len: length of @raw
 * @raw_at: where it stands
 */
struct sct_draft_action {
	u8 type;
	const char *at;
	s64 code;
	const char *code_at;
	char *raw;
	size_t raw_len;
	const char *raw_at;
};

enum sct_action_type {
	SCT_ACTION_NONE,
	SCT_ACTION_LOG,
	SCT_ACTION_FAIL,
};

#define SCT_MAX_ACTIONS	(SCT_MAX_LOGS + 1)

/**
 * struct sct_draft - a rule whose fields are being read, in any order
 * @ps: the parser
 * @rule: the rule
 * @at: where it begins
 * @field_at: the keyword whose value is being read
 * @calls: where the value of syscall_name stands; NULL where there is none yet
 * @name_at: the same of rule_name
 * @filter_at: the same of filter_expression
 * @when_at: the same of when
 * @proceed_at: the same of continue
 * @actions: its actions
 * @nr_actions: how many there are
 */
struct sct_draft {
	struct sct_parser *ps;
	struct sct_rule *rule;
	const char *at;
	const char *field_at;
	const char *calls;
	const char *name_at;
	const char *filter_at;
	const char *when_at;
	const char *proceed_at;
	struct sct_draft_action actions[SCT_MAX_ACTIONS];
	unsigned int nr_actions;
};

/**
 * struct sct_field - a keyword and what reads its value
 * @name: the keyword
 * @assign: '=' must follow
 * @parse: reads the value
 */
struct sct_field {
	const char *name;
	bool assign;
	int (*parse)(struct sct_draft *draft);
};

static int sct_fail(struct sct_parser *ps, const char *at, const char *what)
{
	sct_error_at(&ps->err, &ps->lx.src, at, "%s", what);
	return -EINVAL;
}

static int sct_fail_word(struct sct_parser *ps, const char *what,
			 const char *expected, const struct sct_nearest *near)
{
	const struct sct_token *tok = &ps->lx.tok;
	char hint[80];

	if (tok->type == SCT_TOKEN_END)
		sct_error_at(&ps->err, &ps->lx.src, tok->at,
			     "the text ends here; expected %s", expected);
	else
		sct_error_at(&ps->err, &ps->lx.src, tok->at,
			     "%s \"%.*s\"; expected %s%s", what,
			     (int)min_t(size_t, tok->len, SCT_MAX_NAME), tok->at, expected,
			     near ? sct_nearest_hint(near, hint, sizeof(hint)) : "");
	return -EINVAL;
}

/* Reads a keyword, what stands behind it, and its value. */
static int sct_parse_field(struct sct_draft *draft, const struct sct_field *fields,
			   size_t nr, const char *expected)
{
	struct sct_parser *ps = draft->ps;
	struct sct_lexer *lx = &ps->lx;
	struct sct_nearest near;
	const char *behind;
	size_t i;
	int ret;

	sct_nearest_init(&near, lx->tok.at, lx->tok.len);
	for (i = 0; i < nr; i++) {
		if (sct_token_is(&lx->tok, fields[i].name))
			break;
		sct_nearest_try(&near, fields[i].name);
	}
	if (i == nr)
		return sct_fail_word(ps, "unknown word", expected,
				     lx->tok.type == SCT_TOKEN_WORD ? &near : NULL);

	draft->field_at = lx->tok.at;
	behind = lx->p;
	ret = sct_lex(lx);
	if (ret)
		return ret;
	if (lx->tok.type != SCT_TOKEN_ASSIGN) {
		if (fields[i].assign) {
			sct_error_at(&ps->err, &lx->src, lx->tok.at,
				     "expected '=' behind %s", fields[i].name);
			return -EINVAL;
		}
		lx->p = behind;
	}
	return fields[i].parse(draft);
}

/* Reads the fields of a block up to its closing brace. */
static int sct_parse_fields(struct sct_draft *draft, const struct sct_field *fields,
			    size_t nr, const char *expected)
{
	struct sct_lexer *lx = &draft->ps->lx;
	const char *open;
	int ret;

	ret = sct_lex(lx);
	if (ret)
		return ret;
	if (lx->tok.type != SCT_TOKEN_LBRACE)
		return sct_fail(draft->ps, lx->tok.at, "expected '{'");
	open = lx->tok.at;

	for (;;) {
		ret = sct_lex(lx);
		if (ret)
			return ret;
		if (lx->tok.type == SCT_TOKEN_RBRACE)
			return 0;
		if (lx->tok.type == SCT_TOKEN_END)
			return sct_fail(draft->ps, open,
					"unclosed brace; expected '}' before the text ends");
		ret = sct_parse_field(draft, fields, nr, expected);
		if (ret)
			return ret;
	}
}

static int sct_once(struct sct_draft *draft, const char **at, const char *name)
{
	struct sct_parser *ps = draft->ps;

	if (*at) {
		sct_error_at(&ps->err, &ps->lx.src, draft->field_at,
			     "%s given twice; expected it once", name);
		return -EINVAL;
	}
	return 0;
}

/* Reads a value that is one word. */
static int sct_parse_word(struct sct_draft *draft, const char *expected)
{
	struct sct_lexer *lx = &draft->ps->lx;
	int ret = sct_lex_value(lx);

	if (ret)
		return ret;
	if (lx->tok.type != SCT_TOKEN_WORD)
		return sct_fail_word(draft->ps, "unexpected", expected, NULL);
	return 0;
}

static void sct_nearest_syscall(struct sct_nearest *near)
{
	unsigned int abi, nr;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (nr = 0; nr < SCT_NR_MAX; nr++) {
			const struct sct_syscall *desc = sct_syscall_by_nr(abi, nr);

			if (desc)
				sct_nearest_try(near, desc->name);
		}
	}
}

static int sct_add_bind(struct sct_draft *draft, const struct sct_syscall *desc)
{
	struct sct_rule *rule = draft->rule;
	struct sct_bind *binds;
	unsigned int i;

	for (i = 0; i < rule->nr_binds; i++) {
		if (rule->binds[i].desc == desc)
			return sct_fail_word(draft->ps, "call named twice,",
					     "each call once", NULL);
	}

	binds = kvrealloc(rule->binds, (rule->nr_binds + 1) * sizeof(*binds),
			  GFP_KERNEL_ACCOUNT);
	if (!binds)
		return -ENOMEM;
	rule->binds = binds;
	binds[rule->nr_binds++] = (struct sct_bind){ .desc = desc };
	return 0;
}

static int sct_parse_call(struct sct_draft *draft)
{
	const struct sct_token *tok = &draft->ps->lx.tok;
	struct sct_nearest near;
	unsigned int abi;
	bool found = false;
	int ret;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		const struct sct_syscall *desc;

		desc = sct_syscall_by_name(abi, tok->at, tok->len);
		if (!desc)
			continue;
		found = true;
		ret = sct_add_bind(draft, desc);
		if (ret)
			return ret;
	}
	if (found)
		return 0;

	sct_nearest_init(&near, tok->at, tok->len);
	sct_nearest_syscall(&near);
	return sct_fail_word(draft->ps, "unknown system call",
			     "a call that debugfs sct/syscalls lists", &near);
}

static int sct_parse_syscall_name(struct sct_draft *draft)
{
	struct sct_lexer *lx = &draft->ps->lx;
	const char *behind;
	int ret;

	ret = sct_once(draft, &draft->calls, "syscall_name");
	if (ret)
		return ret;

	do {
		ret = sct_parse_word(draft, "the name of a system call");
		if (ret)
			return ret;
		if (!draft->calls)
			draft->calls = lx->tok.at;
		ret = sct_parse_call(draft);
		if (ret)
			return ret;
		behind = lx->p;
		ret = sct_lex(lx);
		if (ret)
			return ret;
	} while (lx->tok.type == SCT_TOKEN_COMMA);

	lx->p = behind;
	return 0;
}

static int sct_parse_rule_name(struct sct_draft *draft)
{
	static const char expected[] =
		"1 to 63 of the characters A-Z a-z 0-9 _ . -";
	const struct sct_token *tok = &draft->ps->lx.tok;
	int ret;

	ret = sct_once(draft, &draft->name_at, "rule_name");
	if (ret)
		return ret;
	ret = sct_parse_word(draft, expected);
	if (ret)
		return ret;
	if (memchr(tok->at, '*', tok->len) || memchr(tok->at, '%', tok->len))
		return sct_fail_word(draft->ps, "bad name", expected, NULL);
	if (tok->len > SCT_MAX_NAME) {
		sct_error_at(&draft->ps->err, &draft->ps->lx.src, tok->at,
			     "rule_name of %zu characters; expected %s", tok->len, expected);
		return -EINVAL;
	}
	draft->name_at = tok->at;
	draft->ps->name_at = tok->at;
	memcpy(draft->rule->name, tok->at, tok->len);
	return 0;
}

static int sct_parse_filter(struct sct_draft *draft)
{
	struct sct_parser *ps = draft->ps;
	struct sct_lexer *lx = &ps->lx;
	const char *behind;
	const char *open = NULL;
	int ret;

	ret = sct_once(draft, &draft->filter_at, "filter_expression");
	if (ret)
		return ret;

	behind = lx->p;
	ret = sct_lex(lx);
	if (ret)
		return ret;
	draft->filter_at = lx->tok.at;
	if (lx->tok.type == SCT_TOKEN_LBRACE)
		open = lx->tok.at;
	else
		lx->p = behind;

	ret = sct_expr_parse(lx, &ps->expr, &ps->filter_text);
	if (ret)
		return ret;

	if (!open) {
		/* The token that ended the expression is the next field's. */
		lx->p = lx->tok.at;
		return 0;
	}
	if (lx->tok.type == SCT_TOKEN_END)
		return sct_fail(ps, open, "unclosed brace; expected '}' behind the filter");
	if (lx->tok.type != SCT_TOKEN_RBRACE)
		return sct_fail(ps, lx->tok.at, "expected an operator or '}'");
	return 0;
}

static struct sct_draft_action *sct_draft_action(struct sct_draft *draft)
{
	return &draft->actions[draft->nr_actions - 1];
}

static int sct_parse_type(struct sct_draft *draft)
{
	static const struct {
		const char *name;
		u8 type;
	} types[] = {
		{ "LOG", SCT_ACTION_LOG },
		{ "FAIL", SCT_ACTION_FAIL },
	};
	struct sct_draft_action *action = sct_draft_action(draft);
	const struct sct_token *tok = &draft->ps->lx.tok;
	struct sct_nearest near;
	size_t i;
	int ret;

	if (action->type)
		return sct_fail(draft->ps, draft->field_at,
				"type given twice; expected it once");
	ret = sct_parse_word(draft, "LOG or FAIL");
	if (ret)
		return ret;

	sct_nearest_init(&near, tok->at, tok->len);
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		if (sct_token_is(tok, types[i].name)) {
			action->type = types[i].type;
			action->at = tok->at;
			return 0;
		}
		sct_nearest_try(&near, types[i].name);
	}
	return sct_fail_word(draft->ps, "unknown action", "LOG or FAIL", &near);
}

/*
 * The codes from 512 on are the kernel's own (include/linux/errno.h): no program
 * may see one, and some would make the call run, again and again.
 */
static bool sct_is_internal(u64 code)
{
	return code >= ERESTARTSYS && code < ERESTARTSYS + 32;
}

/* The number of an error by its name; 0 where there is none. */
static int sct_errno_by_name(const struct sct_token *tok, struct sct_nearest *near)
{
	static const struct {
		const char *name;
		int number;
	} second_names[] = {	/* errname() knows one name a number */
		{ "EWOULDBLOCK", EWOULDBLOCK },
		{ "EDEADLOCK", EDEADLOCK },
		{ "ENOTSUP", EOPNOTSUPP },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(second_names); i++) {
		if (sct_token_is(tok, second_names[i].name))
			return second_names[i].number;
	}
	for (i = 1; i <= MAX_ERRNO; i++) {
		const char *name = errname(i);

		if (!name || sct_is_internal(i))
			continue;
		if (sct_token_is(tok, name))
			return i;
		sct_nearest_try(near, name);
	}
	return 0;
}

static int sct_parse_error_code(struct sct_draft *draft)
{
	static const char expected[] = "0, a number up to 4095, or a name such as EPERM";
	struct sct_draft_action *action = sct_draft_action(draft);
	struct sct_parser *ps = draft->ps;
	struct sct_lexer *lx = &ps->lx;
	struct sct_nearest near;
	const char *at;
	int ret;

	ret = sct_once(draft, &action->code_at, "error_code");
	if (ret)
		return ret;
	ret = sct_lex(lx);
	if (ret)
		return ret;
	at = lx->tok.at;
	if (lx->tok.type == SCT_TOKEN_MINUS) {
		ret = sct_lex(lx);
		if (ret)
			return ret;
	}

	if (lx->tok.type == SCT_TOKEN_WORD) {
		sct_nearest_init(&near, lx->tok.at, lx->tok.len);
		action->code = sct_errno_by_name(&lx->tok, &near);
		if (!action->code)
			return sct_fail_word(ps, "unknown error", expected, &near);
	} else if (lx->tok.type == SCT_TOKEN_NUMBER) {
		if (lx->tok.number > MAX_ERRNO || sct_is_internal(lx->tok.number))
			return sct_fail_word(ps, "bad error code", expected, NULL);
		action->code = lx->tok.number;
	} else {
		return sct_fail_word(ps, "unexpected", expected, NULL);
	}
	action->code_at = at;
	return 0;
}

/* Reads `{ text }` into @ps->raw. */
static int sct_parse_raw(struct sct_parser *ps, size_t *len)
{
	int ret = sct_lex(&ps->lx);

	if (ret)
		return ret;
	if (ps->lx.tok.type != SCT_TOKEN_LBRACE)
		return sct_fail(ps, ps->lx.tok.at, "expected '{' behind log_format");
	return sct_lex_raw(&ps->lx, ps->raw, sizeof(ps->raw), len);
}

static int sct_parse_log_format(struct sct_draft *draft)
{
	struct sct_draft_action *action = sct_draft_action(draft);
	struct sct_parser *ps = draft->ps;
	int ret;

	ret = sct_once(draft, &action->raw_at, "log_format");
	if (ret)
		return ret;
	ret = sct_parse_raw(ps, &action->raw_len);
	if (ret)
		return ret;
	action->raw_at = ps->lx.tok.at;
	action->raw = kvmemdup(ps->raw, action->raw_len, GFP_KERNEL_ACCOUNT);
	return action->raw ? 0 : -ENOMEM;
}

static const struct sct_field sct_action_fields[] = {
	{ "type", true, sct_parse_type },
	{ "error_code", true, sct_parse_error_code },
	{ "log_format", false, sct_parse_log_format },
};

static int sct_parse_action(struct sct_draft *draft)
{
	struct sct_parser *ps = draft->ps;
	struct sct_draft_action *action;
	const char *at = draft->field_at;
	int ret;

	if (draft->nr_actions == SCT_MAX_ACTIONS)
		return sct_fail(ps, at,
				"too many actions; expected 8 LOG and one that decides at most");
	action = &draft->actions[draft->nr_actions++];
	*action = (struct sct_draft_action){ .at = at };

	ret = sct_parse_fields(draft, sct_action_fields, ARRAY_SIZE(sct_action_fields),
			       "type, error_code or log_format");
	if (ret)
		return ret;
	if (!action->type)
		return sct_fail(ps, at, "action without a type; expected type = LOG or FAIL");
	if (action->type != SCT_ACTION_FAIL && action->code_at)
		return sct_fail(ps, action->code_at,
				"error_code in a LOG action; expected type = FAIL");
	if (action->type != SCT_ACTION_LOG && action->raw_at)
		return sct_fail(ps, action->raw_at,
				"log_format in a FAIL action; expected a LOG action of its own");
	return 0;
}

static int sct_parse_when(struct sct_draft *draft)
{
	const struct sct_token *tok = &draft->ps->lx.tok;
	struct sct_nearest near;
	int ret;

	ret = sct_once(draft, &draft->when_at, "when");
	if (ret)
		return ret;
	ret = sct_parse_word(draft, "before or after");
	if (ret)
		return ret;

	if (sct_token_is(tok, "before")) {
		draft->rule->when = SCT_BEFORE;
	} else if (sct_token_is(tok, "after")) {
		draft->rule->when = SCT_AFTER;
	} else {
		sct_nearest_init(&near, tok->at, tok->len);
		sct_nearest_try(&near, "before");
		sct_nearest_try(&near, "after");
		return sct_fail_word(draft->ps, "unknown time", "before or after", &near);
	}
	draft->when_at = tok->at;
	return 0;
}

static int sct_parse_continue(struct sct_draft *draft)
{
	const struct sct_token *tok = &draft->ps->lx.tok;
	int ret;

	ret = sct_once(draft, &draft->proceed_at, "continue");
	if (ret)
		return ret;
	ret = sct_parse_word(draft, "yes or no");
	if (ret)
		return ret;
	if (!sct_token_is(tok, "yes") && !sct_token_is(tok, "no"))
		return sct_fail_word(draft->ps, "unexpected", "yes or no", NULL);
	draft->rule->proceed = sct_token_is(tok, "yes");
	draft->proceed_at = tok->at;
	return 0;
}

static const struct sct_field sct_rule_fields[] = {
	{ "syscall_name", true, sct_parse_syscall_name },
	{ "rule_name", true, sct_parse_rule_name },
	{ "filter_expression", false, sct_parse_filter },
	{ "action", false, sct_parse_action },
	{ "when", true, sct_parse_when },
	{ "continue", true, sct_parse_continue },
};

#define SCT_RULE_FIELDS \
	"syscall_name, rule_name, filter_expression, action, when, continue"

static bool sct_same_filter(const struct sct_filter *a, const struct sct_filter *b)
{
	return a && b && a->size == b->size && !memcmp(a, b, a->size);
}

/* The rule loads, but its author should know what it does not do. */
static void sct_warn_misfit(struct sct_parser *ps, const struct sct_rule *rule,
			    const struct sct_syscall *desc, bool twin,
			    const struct sct_error *misfit)
{
	struct sct_error *warning;

	if (ps->nr_warnings == SCT_MAX_ERRORS)
		return;
	warning = &ps->warnings[ps->nr_warnings++];
	*warning = *misfit;
	if (twin)
		snprintf(warning->what, sizeof(warning->what),
			 "warning: rule %s does not watch 32-bit callers of %s: %.180s",
			 rule->name, desc->name, misfit->what);
	else
		snprintf(warning->what, sizeof(warning->what),
			 "warning: rule %s does not watch %s: %.200s", rule->name,
			 desc->name, misfit->what);
}

static void sct_keep_bind(struct sct_rule *rule, unsigned int place,
			  const struct sct_syscall *desc, struct sct_filter *filter)
{
	struct sct_filter *last = place ? rule->binds[place - 1].filter : NULL;
	bool shared = sct_same_filter(last, filter);

	if (shared)
		kvfree(filter);
	rule->binds[place] = (struct sct_bind){
		.desc = desc,
		.filter = shared ? last : filter,
		.shared = shared,
	};
}

/*
 * Compiles the filter for every call of the rule. It must fit one of them at
 * least; those that it doesn't fit stay unwatched, and the load says so.
 */
static int sct_compile_binds(struct sct_draft *draft)
{
	struct sct_rule *rule = draft->rule;
	struct sct_parser *ps = draft->ps;
	unsigned int warned = ps->nr_warnings;
	const char *misfit_name = "";
	unsigned int i, kept = 0, fit = 0;
	struct sct_error first = {};
	int ret = 0;

	for (i = 0; i < rule->nr_binds; i++) {
		const struct sct_syscall *desc = rule->binds[i].desc;
		bool twin = i && !strcmp(rule->binds[i - 1].desc->name, desc->name);
		struct sct_error misfit = {};
		struct sct_compiled out;

		ret = sct_filter_compile(&out, &ps->expr, desc, rule->when, &ps->lx.src,
					 &misfit);
		if (ret == -EINVAL) {
			if (!first.line)
				first = misfit;
			/* Of a name that doesn't fit at all it is said once. */
			if (strcmp(misfit_name, desc->name))
				sct_warn_misfit(ps, rule, desc, twin, &misfit);
			misfit_name = desc->name;
			continue;
		}
		if (ret)
			break;
		fit++;
		if (out.filter || out.constant)
			sct_keep_bind(rule, kept++, desc, out.filter);
	}

	/* What was compiled up to here is the rule's to free. */
	rule->nr_binds = kept;
	if (ret && ret != -EINVAL)
		return ret;
	if (fit)
		return 0;
	ps->nr_warnings = warned;
	ps->err = first;
	return -EINVAL;
}

static int sct_add_log(struct sct_draft *draft, const struct sct_draft_action *action)
{
	struct sct_parser *ps = draft->ps;
	struct sct_rule *rule = draft->rule;
	struct sct_format *format;
	const char *text = sct_default_format;
	size_t len = strlen(sct_default_format);

	if (rule->nr_logs == SCT_MAX_LOGS)
		return sct_fail(ps, action->at, "too many LOG actions; expected at most 8");
	if (action->raw) {
		text = action->raw;
		len = action->raw_len;
	} else if (ps->format_len) {
		text = ps->format;
		len = ps->format_len;
	}

	format = sct_format_parse(text, len, rule->when, &ps->lx.src,
				  action->raw ? action->raw_at : action->at,
				  !action->raw, &ps->err);
	if (IS_ERR(format))
		return PTR_ERR(format);

	strscpy(format->rule, rule->name, sizeof(format->rule));
	rule->logs[rule->nr_logs++] = format;

	seq_buf_puts(&ps->text, "\taction { type = LOG");
	if (action->raw || ps->format_len) {
		size_t i;

		seq_buf_puts(&ps->text, " log_format { ");
		for (i = 0; i < len; i++) {
			if (text[i] == '}')
				seq_buf_putc(&ps->text, '\\');
			seq_buf_putc(&ps->text, text[i]);
		}
		seq_buf_puts(&ps->text, " }");
	}
	seq_buf_puts(&ps->text, " }\n");
	return 0;
}

static int sct_add_fail(struct sct_draft *draft, const struct sct_draft_action *action)
{
	struct sct_parser *ps = draft->ps;
	struct sct_rule *rule = draft->rule;

	if (rule->when == SCT_AFTER)
		return sct_fail(ps, action->at,
				"FAIL after the call can't refuse it; expected when = before");
	if (rule->decision)
		return sct_fail(ps, action->at,
				"two actions that decide; expected one at most");
	if (rule->proceed)
		return sct_fail(ps, draft->proceed_at,
				"continue in a rule that decides; expected LOG actions only");
	rule->decision = SCT_FAIL;
	rule->value = action->code_at ? -action->code : -EPERM;
	seq_buf_printf(&ps->text, "\taction { type = FAIL error_code = %lld }\n",
		       rule->value);
	return 0;
}

static void sct_print_calls(struct sct_draft *draft)
{
	const struct sct_bind *binds = draft->rule->binds;
	struct seq_buf *s = &draft->ps->text;
	unsigned int i;

	seq_buf_puts(s, "\tsyscall_name = ");
	for (i = 0; i < draft->rule->nr_binds; i++) {
		/* One name is one bind for each ABI that has it. */
		if (i && !strcmp(binds[i].desc->name, binds[i - 1].desc->name))
			continue;
		seq_buf_printf(s, "%s%s", i ? ", " : "", binds[i].desc->name);
	}
	seq_buf_putc(s, '\n');
}

/* All fields were read: check them together, and fill the rule. */
static int sct_finish_rule(struct sct_draft *draft)
{
	struct sct_parser *ps = draft->ps;
	struct sct_rule *rule = draft->rule;
	unsigned int i;
	int ret;

	if (!draft->calls)
		return sct_fail(ps, draft->at,
				"rule without calls; expected syscall_name = ...");
	if (!draft->name_at)
		return sct_fail(ps, draft->at,
				"rule without a name; expected rule_name = ...");
	if (!draft->nr_actions)
		return sct_fail(ps, draft->at,
				"rule without an action; expected action { type = ... }");

	seq_buf_puts(&ps->text, "rule {\n");
	sct_print_calls(draft);
	seq_buf_printf(&ps->text, "\trule_name = %s\n", rule->name);
	if (draft->filter_at)
		seq_buf_printf(&ps->text, "\tfilter_expression { %s }\n",
			       seq_buf_str(&ps->filter_text));

	for (i = 0; i < draft->nr_actions; i++) {
		const struct sct_draft_action *action = &draft->actions[i];

		ret = action->type == SCT_ACTION_LOG ? sct_add_log(draft, action) :
						       sct_add_fail(draft, action);
		if (ret)
			return ret;
	}

	seq_buf_printf(&ps->text, "\twhen = %s\n%s}\n",
		       rule->when == SCT_BEFORE ? "before" : "after",
		       rule->proceed ? "\tcontinue = yes\n" : "");
	if (seq_buf_has_overflowed(&ps->text) ||
	    seq_buf_has_overflowed(&ps->filter_text))
		return sct_fail(ps, draft->at,
				"rule too long; expected at most 64 KiB in canonical form");

	rule->text_len = seq_buf_used(&ps->text);
	rule->text = kvmemdup(ps->text.buffer, rule->text_len, GFP_KERNEL_ACCOUNT);
	if (!rule->text)
		return -ENOMEM;
	return sct_compile_binds(draft);
}

static int sct_parse_rule(struct sct_parser *ps, struct sct_rule **out)
{
	struct sct_draft *draft;
	unsigned int i;
	int ret = -ENOMEM;

	draft = kzalloc(sizeof(*draft), GFP_KERNEL_ACCOUNT);
	if (!draft)
		return -ENOMEM;
	draft->ps = ps;
	draft->at = ps->lx.tok.at;
	draft->rule = sct_rule_alloc();
	if (!draft->rule)
		goto out;

	sct_expr_reset(&ps->expr);
	seq_buf_clear(&ps->filter_text);
	seq_buf_clear(&ps->text);

	ret = sct_parse_fields(draft, sct_rule_fields, ARRAY_SIZE(sct_rule_fields),
			       SCT_RULE_FIELDS " or '}'");
	if (!ret)
		ret = sct_finish_rule(draft);
	if (!ret)
		*out = draft->rule;
	else
		sct_rule_put(draft->rule);
out:
	for (i = 0; i < draft->nr_actions; i++)
		kvfree(draft->actions[i].raw);
	kfree(draft);
	return ret;
}

static int sct_parse_default_format(struct sct_parser *ps)
{
	struct sct_format *format;
	const char *behind = ps->lx.p;
	size_t len;
	int ret;

	ret = sct_lex(&ps->lx);
	if (ret)
		return ret;
	if (ps->lx.tok.type != SCT_TOKEN_ASSIGN)
		ps->lx.p = behind;

	ret = sct_parse_raw(ps, &len);
	if (ret)
		return ret;

	/* Is it one? Whether %retval fits, each rule that uses it says. */
	format = sct_format_parse(ps->raw, len, SCT_AFTER, &ps->lx.src, ps->lx.tok.at,
				  false, &ps->err);
	if (IS_ERR(format))
		return PTR_ERR(format);
	sct_format_free(format);

	memcpy(ps->format, ps->raw, len);
	ps->format_len = len;
	return 0;
}

/* Who cut the text into items must see their ends where they are. */
static int sct_parse_end(struct sct_parser *ps, struct sct_rule **rule)
{
	int ret = sct_lex(&ps->lx);

	if (!ret && ps->lx.tok.type == SCT_TOKEN_END)
		return 0;
	if (*rule)
		sct_rule_put(*rule);
	*rule = NULL;
	return ret ?: sct_fail(ps, ps->lx.tok.at, "expected the item to end before this");
}

/**
 * sct_parse_item - read one item of the top level: a rule, or a log_format
 * @ps: the parser
 * @src: the text, which ends where the item does
 * @start: where the item begins, or blanks and comments before it
 * @rule: the rule; NULL where the item is none. The caller puts it.
 *
 * Return: 0; -EINVAL where there is an error,
 * which is recorded in @ps->err; -ENOMEM.
 */
int sct_parse_item(struct sct_parser *ps, const struct sct_source *src,
		   const char *start, struct sct_rule **rule)
{
	struct sct_nearest near;
	int ret;

	*rule = NULL;
	sct_lex_init(&ps->lx, src, start, &ps->err);
	ret = sct_lex(&ps->lx);
	if (ret)
		return ret;

	if (sct_token_is(&ps->lx.tok, "rule"))
		return sct_parse_rule(ps, rule) ?: sct_parse_end(ps, rule);
	if (sct_token_is(&ps->lx.tok, "log_format"))
		return sct_parse_default_format(ps) ?: sct_parse_end(ps, rule);

	sct_nearest_init(&near, ps->lx.tok.at, ps->lx.tok.len);
	sct_nearest_try(&near, "rule");
	sct_nearest_try(&near, "log_format");
	sct_nearest_try(&near, "commit");
	return sct_fail_word(ps, "unknown word", "rule, log_format or commit",
			     ps->lx.tok.type == SCT_TOKEN_WORD ? &near : NULL);
}

/**
 * sct_parser_new - get ready to parse
 *
 * Return: a parser, to be freed with sct_parser_free(); NULL without memory.
 */
struct sct_parser *sct_parser_new(void)
{
	struct sct_parser *ps = kvzalloc(sizeof(*ps), GFP_KERNEL_ACCOUNT);
	char *text, *filter_text;

	if (!ps)
		return NULL;

	text = kvmalloc(SCT_MAX_ITEM, GFP_KERNEL_ACCOUNT);
	filter_text = kvmalloc(SCT_MAX_ITEM, GFP_KERNEL_ACCOUNT);
	if (!text || !filter_text) {
		kvfree(text);
		kvfree(filter_text);
		kvfree(ps);
		return NULL;
	}
	seq_buf_init(&ps->text, text, SCT_MAX_ITEM);
	seq_buf_init(&ps->filter_text, filter_text, SCT_MAX_ITEM);
	return ps;
}

/**
 * sct_parser_free - free a parser
 * @ps: the parser, or NULL
 */
void sct_parser_free(struct sct_parser *ps)
{
	if (!ps)
		return;
	sct_expr_free(&ps->expr);
	kvfree(ps->filter_text.buffer);
	kvfree(ps->text.buffer);
	kvfree(ps);
}
