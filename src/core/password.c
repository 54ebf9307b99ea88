#include "core/password.h"

#include <argon2.h>
#include <ctype.h>
#include <string.h>
#include "base/hash.h"
#include "core/rule.h"

enum { SALT = 16, TAG = 32, ENCODED = 192, DAY_SECONDS = 86400 };

static enum status rule_today(struct cx *cx, const char *name, const struct rule **out)
{
	return rule_in_force(cx, name, day_of(cx->now), out);
}

/* Capitals, small letters, digits, everything else. */
static int classes(const char *s)
{
	bool upper = false, lower = false, digit = false, other = false;
	for (; *s; s++) {
		if (isupper((unsigned char)*s))
			upper = true;
		else if (islower((unsigned char)*s))
			lower = true;
		else if (isdigit((unsigned char)*s))
			digit = true;
		else
			other = true;
	}
	return upper + lower + digit + other;
}

static int64_t characters(const char *s)
{
	int64_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

enum status password_check(struct cx *cx, const char *field, const char *login, const char *password)
{
	const struct rule *rule;
	int64_t least, kinds;
	TRY(rule_today(cx, "login.password", &rule));
	TRY(rule_int(cx, rule, "min_length", &least));
	TRY(rule_int(cx, rule, "classes", &kinds));
	if (strlen(password) > PASSWORD_MAX)
		return cx_fail_field(cx, field, "a password has at most %d bytes", PASSWORD_MAX);
	if (characters(password) < least)
		return cx_fail_field(cx, field, "a password has at least %lld characters", (long long)least);
	if (classes(password) < kinds)
		return cx_fail_field(
			cx, field, "a password has at least %lld of: capitals, small letters, digits, other characters",
			(long long)kinds);
	if (*login && strcasestr(password, login))
		return cx_fail_field(cx, field, "a password does not contain the sign-in name");
	return STATUS_OK;
}

enum status password_too_old(struct cx *cx, int64_t set_at, bool *out)
{
	const struct rule *rule;
	int64_t days;
	TRY(rule_today(cx, "login.password", &rule));
	TRY(rule_int(cx, rule, "max_age_days", &days));
	*out = days > 0 && cx->now - set_at > days * DAY_SECONDS;
	return STATUS_OK;
}

struct cost {
	int64_t memory, passes, lanes;
};

static enum status read_cost(struct cx *cx, struct cost *out)
{
	const struct rule *rule;
	TRY(rule_today(cx, "login.hash", &rule));
	TRY(rule_int(cx, rule, "memory_kib", &out->memory));
	TRY(rule_int(cx, rule, "passes", &out->passes));
	return rule_int(cx, rule, "lanes", &out->lanes);
}

/* A county's own cost must be neither useless nor able to stop the machine. */
static enum status check_cost(struct cx *cx, const struct cost *c)
{
	if (c->memory < 8192 || c->memory > 262144 || c->passes < 1 || c->passes > 10 || c->lanes < 1 || c->lanes > 4)
		return cx_fail(cx, STATUS_INTERNAL, "rule login.hash is out of bounds");
	return STATUS_OK;
}

enum status password_hash(struct cx *cx, const char *password, const char **out)
{
	struct cost c;
	TRY(read_cost(cx, &c));
	TRY(check_cost(cx, &c));
	unsigned char salt[SALT];
	char text[ENCODED];
	random_bytes(salt, sizeof salt);
	int e = argon2id_hash_encoded((uint32_t)c.passes, (uint32_t)c.memory, (uint32_t)c.lanes, password,
				      strlen(password), salt, SALT, TAG, text, sizeof text);
	if (e != ARGON2_OK)
		return cx_fail(cx, STATUS_INTERNAL, "argon2: %s", argon2_error_message(e));
	*out = arena_strdup(cx->mem, text);
	return STATUS_OK;
}

/* What the password of nobody is compared with, so that a stranger's sign-in takes as long as a colleague's. */
static enum status nobodys(struct cx *cx, const char **out)
{
	struct cost c;
	TRY(read_cost(cx, &c));
	TRY(check_cost(cx, &c));
	*out = arena_printf(cx->mem, "$argon2id$v=19$m=%lld,t=%lld,p=%lld$a3Vhbmdhbi1ub2JvZHktMQ$"
			    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", (long long)c.memory, (long long)c.passes,
			    (long long)c.lanes);
	return STATUS_OK;
}

enum status password_verify(struct cx *cx, const char *kept, const char *password, bool *right)
{
	*right = false;
	bool real = kept && *kept;
	if (!real)
		TRY(nobodys(cx, &kept));
	size_t n = strlen(password);
	int e = argon2id_verify(kept, password, n > PASSWORD_MAX ? PASSWORD_MAX : n);
	if (e != ARGON2_OK && e != ARGON2_VERIFY_MISMATCH)
		return cx_fail(cx, STATUS_INTERNAL, "argon2: %s", argon2_error_message(e));
	*right = real && e == ARGON2_OK && n <= PASSWORD_MAX;
	return STATUS_OK;
}

const char *password_one_time(struct cx *cx)
{
	static const char letters[] =
		"abcdefghjkmnpqrstuvwxyz23456789A"; /* 32: five bits each, nothing that looks alike */
	unsigned char random[15];
	random_bytes(random, sizeof random);
	char *s = arena_alloc(cx->mem, 24);
	int n = 0;
	for (int i = 0; i < 15; i++) {
		if (i && i % 5 == 0)
			s[n++] = '-';
		s[n++] = letters[random[i] % 32];
	}
	s[0] = (char)('A' + random[0] % 8);     /* A to H: a capital, so that three kinds are certain with the dash … */
	s[1] = letters[random[1] % 23];         /* … and a small letter */
	return s;
}
