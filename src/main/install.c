#include "main/install.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/day.h"
#include "core/county.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/person.h"
#include "db/db.h"
#include "db/migrate.h"

/* The clock is the process's one mutable fact; set before any thread starts, read by all. */
static struct {
	bool fixed, stands;
	int64_t at, began;      /* it showed at when the machine showed began */
} clock_state;

enum status install_clock(struct cx *cx, const struct settings *s)
{
	if (!*s->clock)
		return STATUS_OK;
	clock_state.fixed = true;
	clock_state.stands = s->clock_stands;
	clock_state.began = time(NULL);
	if (!time_parse(s->clock, &clock_state.at))
		return cx_fail(cx, STATUS_INVALID, "[clock] time is not a time like 2023-10-25T09:00:00+08:00: %s", s->clock);
	return STATUS_OK;
}

int64_t install_now(void)
{
	if (!clock_state.fixed)
		return time(NULL);
	return clock_state.at + (clock_state.stands ? 0 : time(NULL) - clock_state.began);
}

bool install_clock_fixed(void)
{
	return clock_state.fixed;
}

static enum status make_folder(struct cx *cx, const char *path)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return cx_fail(cx, STATUS_INVALID, "cannot make the folder %s: %s", path, strerror(errno));
	return STATUS_OK;
}

enum status install_open(struct cx *cx, const struct settings *s)
{
	TRY(make_folder(cx, s->data));
	TRY(make_folder(cx, arena_printf(cx->mem, "%s/tmp", s->data)));
	TRY(db_open(cx, settings_database(cx, s), &cx->db));
	TRY(db_migrate(cx, embedded_migrations, NULL));
	cx->county = s->county;
	return county_settle(cx);
}

enum status install_open_existing(struct cx *cx, const struct settings *s)
{
	static const char file[] = "sqlite:";
	const char *url = settings_database(cx, s);
	if (strncmp(url, file, sizeof file - 1) == 0 && access(url + sizeof file - 1, R_OK) != 0)
		return STATUS_OK;
	TRY(db_open(cx, url, &cx->db));
	cx->county = s->county;
	return county_settle(cx);
}

enum status install_identify(struct cx *cx, const char *login)
{
	cx->perms = ~UINT64_C(0);
	cx->org_path = "/";
	if (!login)
		return STATUS_OK;
	struct person p;
	struct org o;
	TRY(person_by_login(cx, login, &p));
	if (!p.active)
		return cx_fail(cx, STATUS_FORBIDDEN, "this account is shut: %s", login);
	TRY(org_get(cx, p.org, &o));
	cx->user = p.id;
	cx->org = p.org;
	cx->perms = person_perms(&p.roles);
	cx->org_path = cx->perms & PERM_COUNTY_WIDE ? "/" : o.path;
	return STATUS_OK;
}
