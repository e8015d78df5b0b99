/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/smtp/smtp_verb.h"

#include "base/text.h"

static const char *const names[] = {
	[SMTP_EHLO] = "EHLO",
	[SMTP_HELO] = "HELO",
	[SMTP_LHLO] = "LHLO",
	[SMTP_MAIL] = "MAIL",
	[SMTP_RCPT] = "RCPT",
	[SMTP_DATA] = "DATA",
	[SMTP_BDAT] = "BDAT",
	[SMTP_RSET] = "RSET",
	[SMTP_VRFY] = "VRFY",
	[SMTP_EXPN] = "EXPN",
	[SMTP_HELP] = "HELP",
	[SMTP_NOOP] = "NOOP",
	[SMTP_QUIT] = "QUIT",
	[SMTP_AUTH] = "AUTH",
	[SMTP_STARTTLS] = "STARTTLS",
	[SMTP_ETRN] = "ETRN",
	[SMTP_TURN] = "TURN",
	[SMTP_XCLIENT] = "XCLIENT",
	[SMTP_XFORWARD] = "XFORWARD",
	[SMTP_XEXPS] = "X-EXPS",
	[SMTP_XANONYMOUSTLS] = "X-ANONYMOUSTLS",
	[SMTP_OTHER] = "(other)",
	[SMTP_MESSAGE] = "(message)",
	[SMTP_GREETING] = "(greeting)",
};

/* Those of IANA's list, and some that are not listed. */
static const char *const mechanisms[] = {
	"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM", "GSSAPI",
	"GSS-SPNEGO", "SCRAM-", "XOAUTH", "OAUTH", "EXTERNAL", "ANONYMOUS",
	"KERBEROS_V", "SRP", "MSN", "SECURID", "OTP", "SKEY", "9798-",
};

/* @c is a copy: the caller's cursor does not move. */
static bool starts(struct cursor c, const char *prefix)
{
	return cursor_starts_nocase(&c, prefix);
}

const char *smtp_verb_name(enum smtp_verb verb)
{
	return names[verb < SMTP_VERBS ? verb : SMTP_OTHER];
}

/* SMTP_OTHER if there is none. */
static enum smtp_verb find(const struct cursor *word)
{
	int first = text_lower(cursor_peek(word));
	enum smtp_verb verb = 0;

	while (verb < SMTP_OTHER && (text_lower(names[verb][0]) != first ||
				     !cursor_is_nocase(word, names[verb])))
		verb++;
	return verb;
}

enum smtp_verb smtp_verb_split(struct cursor line, struct cursor *word,
			       struct cursor *argument)
{
	enum smtp_verb verb;

	cursor_skip_blanks(&line);
	if (!cursor_word(&line, word))
		*word = cursor_over("", 0);
	cursor_skip_blanks(&line);
	cursor_take(&line, cursor_left(&line), argument);
	verb = find(word);
	if (verb == SMTP_OTHER && starts(*word, names[SMTP_AUTH]))
		return SMTP_AUTH;
	if (verb == SMTP_OTHER && starts(*word, names[SMTP_XEXPS]))
		return SMTP_XEXPS;
	return verb;
}

static bool one_word(struct cursor c)
{
	struct cursor word;

	return cursor_word(&c, &word) && !cursor_word(&c, &word);
}

bool smtp_verb_clear(enum smtp_verb verb, const struct cursor *argument)
{
	struct cursor c = *argument, word;
	uint64_t number;

	switch (verb) {
	case SMTP_EHLO:
	case SMTP_HELO:
	case SMTP_LHLO:
		return one_word(c);
	case SMTP_MAIL:
		return starts(c, "FROM:");
	case SMTP_RCPT:
		return starts(c, "TO:");
	case SMTP_BDAT:
		return cursor_number(&c, &number);
	case SMTP_AUTH:
	case SMTP_XEXPS:
		return smtp_mechanism(&c);
	case SMTP_DATA:
	case SMTP_RSET:
	case SMTP_QUIT:
	case SMTP_NOOP:
	case SMTP_STARTTLS:
	case SMTP_XANONYMOUSTLS:
		return !cursor_word(&c, &word);
	default:
		return false;
	}
}

bool smtp_mechanism(const struct cursor *argument)
{
	size_t count = sizeof(mechanisms) / sizeof(mechanisms[0]);

	for (size_t i = 0; i < count; i++)
		if (starts(*argument, mechanisms[i]))
			return true;
	return false;
}
