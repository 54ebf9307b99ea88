/* install.h - one installation: its clock, data folder, database, county, and the person that a verb acts for. */
#ifndef MAIN_INSTALL_H
#define MAIN_INSTALL_H

#include "base/cx.h"
#include "main/settings.h"

/* Set the process's clock as the settings say; INVALID: not a time. */
enum status install_clock(struct cx *cx, const struct settings *s) MUST_CHECK;
int64_t install_now(void);
bool install_clock_fixed(void);         /* set by the settings, not the machine's */

/* Make the data folder and its tmp/ if they are missing, open the database, bring its schema up to date, find the
 * county (cx->county: of the settings, or the one county in the database, or 0 where there is none yet). */
enum status install_open(struct cx *cx, const struct settings *s) MUST_CHECK;
/* The same where there is a county already, and only that: nothing is made or migrated.  Else cx->db stays NULL. */
enum status install_open_existing(struct cx *cx, const struct settings *s) MUST_CHECK;

/* Act for a person: his organisation, scope and permissions.  login NULL: the system, which may do everything.
 * NOT_FOUND: no such login, or not active. */
enum status install_identify(struct cx *cx, const char *login) MUST_CHECK;

#endif
