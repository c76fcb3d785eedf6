// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parser of rules: what a rule does where it matches
 */

#include <linux/err.h>
#include <linux/errname.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "draft.h"
#include "print.h"
#include "symbols.h"

#define SCT_ACTION_TYPES	"LOG, FAIL, RETURN, KILL, SUSPEND or REWRITE"

static const struct {
	const char *name;
	u8 type;
	u8 decision;
} sct_action_types[] = {
	{ "LOG", SCT_ACTION_LOG, SCT_ALLOW },
	{ "FAIL", SCT_ACTION_FAIL, SCT_FAIL },
	{ "RETURN", SCT_ACTION_RETURN, SCT_RETURN },
	{ "KILL", SCT_ACTION_KILL, SCT_KILL },
	{ "SUSPEND", SCT_ACTION_SUSPEND, SCT_SUSPEND },
	{ "REWRITE", SCT_ACTION_REWRITE, SCT_REWRITE },
};

static const char *sct_type_name(u8 type)
{
	return sct_action_types[type - SCT_ACTION_LOG].name;
}

static struct sct_draft_action *sct_draft_action(struct sct_draft *draft)
{
	return &draft->actions[draft->nr_actions - 1];
}

static int sct_parse_type(struct sct_draft *draft)
{
	struct sct_draft_action *action = sct_draft_action(draft);
	const struct sct_token *tok = &draft->ps->lx.tok;
	struct sct_nearest near;
	size_t i;
	int ret;

	if (action->type)
		return sct_fail(draft->ps, draft->field_at,
				"type given twice; expected it once");
	ret = sct_parse_word(draft, SCT_ACTION_TYPES);
	if (ret)
		return ret;

	sct_nearest_init(&near, tok->at, tok->len);
	for (i = 0; i < ARRAY_SIZE(sct_action_types); i++) {
		if (sct_token_is(tok, sct_action_types[i].name)) {
			action->type = sct_action_types[i].type;
			action->at = tok->at;
			return 0;
		}
		sct_nearest_try(&near, sct_action_types[i].name);
	}
	return sct_fail_word(draft->ps, "unknown action", SCT_ACTION_TYPES, &near);
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

/* A number or a symbol, perhaps negative: what `|` joins. */
static int sct_parse_constant(struct sct_draft *draft, s64 *value)
{
	static const char expected[] = "a number, or a symbol such as O_RDONLY";
	struct sct_parser *ps = draft->ps;
	struct sct_lexer *lx = &ps->lx;
	const struct sct_token *tok = &lx->tok;
	struct sct_symbol symbol;
	struct sct_nearest near;
	bool minus;

	minus = tok->type == SCT_TOKEN_MINUS;
	if (minus) {
		int ret = sct_lex(lx);

		if (ret)
			return ret;
	}
	if (tok->type == SCT_TOKEN_NUMBER) {
		*value = tok->number;
	} else if (tok->type == SCT_TOKEN_WORD) {
		if (!sct_symbol_find(tok->at, tok->len, &symbol)) {
			sct_nearest_init(&near, tok->at, tok->len);
			sct_symbol_nearest(&near);
			return sct_fail_word(ps, "unknown symbol", expected, &near);
		}
		*value = symbol.value;
	} else {
		return sct_fail_word(ps, "unexpected", expected, NULL);
	}
	if (minus)
		*value = -(u64)*value;
	return 0;
}

static int sct_parse_value_text(struct sct_draft *draft, struct sct_draft_action *action)
{
	struct sct_lexer *lx = &draft->ps->lx;

	if (!lx->tok.str_len)
		return sct_fail(draft->ps, lx->tok.at, "empty path; expected another");
	action->text = kmemdup_nul(lx->string, lx->tok.str_len, GFP_KERNEL_ACCOUNT);
	return action->text ? 0 : -ENOMEM;
}

static int sct_parse_value(struct sct_draft *draft)
{
	struct sct_draft_action *action = sct_draft_action(draft);
	struct sct_lexer *lx = &draft->ps->lx;
	const char *behind;
	s64 part;
	int ret;

	ret = sct_once(draft, &action->value_at, "value") ?: sct_lex(lx);
	if (ret)
		return ret;
	action->value_at = lx->tok.at;
	if (lx->tok.type == SCT_TOKEN_STRING)
		return sct_parse_value_text(draft, action);

	for (;;) {
		ret = sct_parse_constant(draft, &part);
		if (ret)
			return ret;
		action->value |= part;
		behind = lx->p;
		ret = sct_lex(lx);
		if (ret)
			return ret;
		if (lx->tok.type != SCT_TOKEN_BIT_OR)
			break;
		ret = sct_lex(lx);
		if (ret)
			return ret;
	}
	lx->p = behind;
	return 0;
}

static int sct_parse_signal(struct sct_draft *draft)
{
	static const char expected[] = "a signal's number, or a name such as SIGTERM";
	struct sct_draft_action *action = sct_draft_action(draft);
	struct sct_parser *ps = draft->ps;
	struct sct_lexer *lx = &ps->lx;
	struct sct_symbol symbol;
	struct sct_nearest near;
	u64 number;
	int ret;

	ret = sct_once(draft, &action->signal_at, "signal") ?: sct_lex(lx);
	if (ret)
		return ret;
	if (lx->tok.type == SCT_TOKEN_WORD) {
		if (lx->tok.len < 4 || memcmp(lx->tok.at, "SIG", 3) ||
		    !sct_symbol_find(lx->tok.at, lx->tok.len, &symbol)) {
			sct_nearest_init(&near, lx->tok.at, lx->tok.len);
			sct_symbol_nearest(&near);
			return sct_fail_word(ps, "unknown signal", expected, &near);
		}
		number = symbol.value;
	} else if (lx->tok.type == SCT_TOKEN_NUMBER) {
		number = lx->tok.number;
	} else {
		return sct_fail_word(ps, "unexpected", expected, NULL);
	}
	if (number < 1 || number > _NSIG)
		return sct_fail_word(ps, "no signal", expected, NULL);
	action->signal = number;
	action->signal_at = lx->tok.at;
	return 0;
}

static int sct_parse_param_field(struct sct_draft *draft)
{
	static const char expected[] = "the number, from 1 to 6, or the name of a parameter";
	struct sct_draft_action *action = sct_draft_action(draft);
	struct sct_lexer *lx = &draft->ps->lx;
	int ret;

	ret = sct_once(draft, &action->param_at, "param") ?: sct_lex(lx);
	if (ret)
		return ret;
	action->param_at = lx->tok.at;
	if (lx->tok.type == SCT_TOKEN_NUMBER && lx->tok.number >= 1 && lx->tok.number <= 6) {
		action->param = lx->tok.number;
		return 0;
	}
	if (lx->tok.type != SCT_TOKEN_WORD || lx->tok.len > SCT_MAX_NAME)
		return sct_fail_word(draft->ps, "bad parameter", expected, NULL);
	memcpy(action->param_name, lx->tok.at, lx->tok.len);
	return 0;
}

static unsigned int sct_unit_seconds(char unit)
{
	switch (unit) {
	case 'm':
		return 60;
	case 'h':
		return 3600;
	default:
		return 1;
	}
}

/* limit = 100/s */
static int sct_parse_limit(struct sct_draft *draft)
{
	static const char expected[] = "a rate such as 100/s, 10/m or 5/h";
	static const char *const units[] = { "s", "second", "m", "minute", "h", "hour" };
	struct sct_draft_action *action = sct_draft_action(draft);
	struct sct_parser *ps = draft->ps;
	struct sct_lexer *lx = &ps->lx;
	size_t i;
	int ret;

	ret = sct_once(draft, &action->limit_at, "limit") ?: sct_lex(lx);
	if (ret)
		return ret;
	action->limit_at = lx->tok.at;
	if (lx->tok.type != SCT_TOKEN_NUMBER || !lx->tok.number ||
	    lx->tok.number > SCT_MAX_LIMIT)
		return sct_fail_word(ps, "bad limit", expected, NULL);
	action->most = lx->tok.number;
	ret = sct_lex(lx);
	if (ret)
		return ret;
	if (lx->tok.type != SCT_TOKEN_DIV)
		return sct_fail_word(ps, "unexpected", expected, NULL);
	ret = sct_lex(lx);
	if (ret)
		return ret;
	for (i = 0; i < ARRAY_SIZE(units); i++) {
		if (sct_token_is(&lx->tok, units[i])) {
			action->unit = *units[i];
			return 0;
		}
	}
	return sct_fail_word(ps, "unknown unit", expected, NULL);
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

static const struct sct_keyword sct_action_keywords[] = {
	{ "type", true, sct_parse_type },
	{ "error_code", true, sct_parse_error_code },
	{ "value", true, sct_parse_value },
	{ "signal", true, sct_parse_signal },
	{ "param", true, sct_parse_param_field },
	{ "limit", true, sct_parse_limit },
	{ "log_format", false, sct_parse_log_format },
};

#define SCT_ACTION_KEYWORDS	"type, error_code, value, signal, param, limit or log_format"

/* Every field has actions that it belongs to, and some that need it. */
static int sct_check_fields(struct sct_draft *draft, const struct sct_draft_action *action)
{
	const struct {
		const char *name;
		const char *at;
		u8 types;
		u8 needed;
		const char *expected;
	} fields[] = {
		{ "error_code", action->code_at, BIT(SCT_ACTION_FAIL), 0, "type = FAIL" },
		{ "value", action->value_at, BIT(SCT_ACTION_RETURN) | BIT(SCT_ACTION_REWRITE),
		  BIT(SCT_ACTION_RETURN) | BIT(SCT_ACTION_REWRITE),
		  "type = RETURN or REWRITE" },
		{ "signal", action->signal_at, BIT(SCT_ACTION_KILL), 0, "type = KILL" },
		{ "param", action->param_at, BIT(SCT_ACTION_REWRITE),
		  BIT(SCT_ACTION_REWRITE), "type = REWRITE" },
		{ "limit", action->limit_at, BIT(SCT_ACTION_LOG), 0, "type = LOG" },
		{ "log_format", action->raw_at, BIT(SCT_ACTION_LOG), 0,
		  "a LOG action of its own" },
	};
	struct sct_parser *ps = draft->ps;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		if (fields[i].at && !(fields[i].types & BIT(action->type))) {
			sct_error_at(&ps->err, &ps->lx.src, fields[i].at,
				     "%s in a %s action; expected %s", fields[i].name,
				     sct_type_name(action->type), fields[i].expected);
			return -EINVAL;
		}
		if (!fields[i].at && (fields[i].needed & BIT(action->type))) {
			sct_error_at(&ps->err, &ps->lx.src, action->at,
				     "%s without %s; expected %s = ...",
				     sct_type_name(action->type), fields[i].name,
				     fields[i].name);
			return -EINVAL;
		}
	}
	if (action->type == SCT_ACTION_RETURN && action->text)
		return sct_fail(ps, action->value_at,
				"types don't fit: a string for a result; expected a number");
	/* A 32-bit caller sees the lower half. */
	if (action->type == SCT_ACTION_RETURN &&
	    (sct_is_internal(-(u64)action->value) ||
	     sct_is_internal(-(u64)(s32)action->value)))
		return sct_fail(ps, action->value_at,
				"bad value: the kernel's own code, which no program may see; expected another");
	if (action->text && strlen(action->text) >= PATH_MAX)
		return sct_fail(ps, action->value_at, "path too long; expected at most 4095 bytes");
	return 0;
}

/**
 * sct_parse_action - read an action
 * @draft: the rule
 *
 * Return: 0; -EINVAL, and the error is recorded; -ENOMEM.
 */
int sct_parse_action(struct sct_draft *draft)
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

	ret = sct_parse_keywords(draft, sct_action_keywords, ARRAY_SIZE(sct_action_keywords),
				 SCT_ACTION_KEYWORDS);
	if (ret)
		return ret;
	if (!action->type)
		return sct_fail(ps, at,
				"action without a type; expected type = " SCT_ACTION_TYPES);
	return sct_check_fields(draft, action);
}

/* The format of a LOG action, and what of its memory no other rule pays for. */
static struct sct_format *sct_make_format(struct sct_draft *draft,
					  const struct sct_draft_action *action,
					  const char *text, size_t len)
{
	struct sct_parser *ps = draft->ps;
	struct sct_rule *rule = draft->rule;
	struct sct_format_source from = {
		.src = &ps->lx.src,
		.at = action->raw ? action->raw_at : action->at,
		.inherited = !action->raw,
		.err = &ps->err,
	};
	struct sct_layout *layout = sct_layouts_get(&ps->layouts, text, len, rule->when, &from);
	struct sct_format *format;

	if (IS_ERR(layout))
		return ERR_CAST(layout);
	/* Who keeps it for others, and this one: it is new. */
	if (refcount_read(&layout->refs) == 2)
		rule->memory += sct_layout_size(layout);
	format = sct_format_new(layout, rule->name);
	sct_layout_put(layout);
	return format ?: ERR_PTR(-ENOMEM);
}

static int sct_finish_log(struct sct_draft *draft, const struct sct_draft_action *action)
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

	format = sct_make_format(draft, action, text, len);
	if (IS_ERR(format))
		return PTR_ERR(format);

	format->limit.most = action->most;
	format->limit.interval = sct_unit_seconds(action->unit) * HZ;
	rule->logs[rule->nr_logs++] = format;
	rule->memory += sizeof(*format) + strlen(rule->name) + 1;

	seq_buf_puts(&ps->text, "\taction { type = LOG");
	if (action->limit_at)
		seq_buf_printf(&ps->text, " limit = %u/%c", action->most, action->unit);
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

static void sct_print_decision(struct sct_draft *draft, const struct sct_draft_action *action)
{
	struct seq_buf *s = &draft->ps->text;
	s64 value = draft->rule->value;

	seq_buf_printf(s, "\taction { type = %s", sct_type_name(action->type));
	if (action->type == SCT_ACTION_FAIL)
		seq_buf_printf(s, " error_code = %lld", value);
	if (action->type == SCT_ACTION_KILL)
		seq_buf_printf(s, " signal = %lld", value);
	if (action->param)
		seq_buf_printf(s, " param = %u", action->param);
	else if (action->param_at)
		seq_buf_printf(s, " param = %s", action->param_name);
	if (action->text) {
		seq_buf_puts(s, " value = ");
		sct_print_string(s, action->text, strlen(action->text));
	} else if (action->value_at) {
		seq_buf_printf(s, " value = %lld", value);
	}
	seq_buf_puts(s, " }\n");
}

/* Whether the rule may decide so, here and then. */
static int sct_check_decision(struct sct_draft *draft, const struct sct_draft_action *action)
{
	const char *name = sct_type_name(action->type);
	struct sct_parser *ps = draft->ps;
	struct sct_rule *rule = draft->rule;

	if (rule->when == SCT_AFTER && action->type != SCT_ACTION_RETURN) {
		sct_error_at(&ps->err, &ps->lx.src, action->at,
			     action->type == SCT_ACTION_FAIL ?
			     "%s after the call can't refuse it; expected when = before" :
			     "%s after the call comes too late; expected when = before", name);
		return -EINVAL;
	}
	if (rule->decision)
		return sct_fail(ps, action->at,
				"two actions that decide; expected one at most");
	if (rule->proceed)
		return sct_fail(ps, draft->proceed_at,
				"continue in a rule that decides; expected LOG actions only");
	if (draft->must_run) {
		sct_error_at(&ps->err, &ps->lx.src, draft->must_run_at,
			     "%s must run: it can't be refused or changed by %s; expected LOG actions only, or other calls",
			     draft->must_run->name, name);
		return -EINVAL;
	}
	return 0;
}

static int sct_finish_decision(struct sct_draft *draft, struct sct_draft_action *action)
{
	struct sct_rule *rule = draft->rule;
	int ret = sct_check_decision(draft, action);

	if (ret)
		return ret;
	rule->decision = sct_action_types[action->type - SCT_ACTION_LOG].decision;
	switch (action->type) {
	case SCT_ACTION_FAIL:
		rule->value = action->code_at ? -action->code : -EPERM;
		break;
	case SCT_ACTION_KILL:
		rule->value = action->signal_at ? action->signal : SIGKILL;
		break;
	default:
		rule->value = action->value;
		break;
	}
	if (action->type == SCT_ACTION_REWRITE)
		draft->rewrite = action;
	sct_print_decision(draft, action);
	if (action->text) {
		rule->path = kstrdup(action->text, GFP_KERNEL_ACCOUNT);
		if (!rule->path)
			return -ENOMEM;
	}
	return 0;
}

/**
 * sct_finish_action - add an action to its rule
 * @draft: the rule, all fields of which were read
 * @action: the action
 *
 * Return: 0; -EINVAL, and the error is recorded; -ENOMEM.
 */
int sct_finish_action(struct sct_draft *draft, struct sct_draft_action *action)
{
	return action->type == SCT_ACTION_LOG ? sct_finish_log(draft, action) :
						sct_finish_decision(draft, action);
}
