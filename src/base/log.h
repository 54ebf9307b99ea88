/*
 * log.h - one line an event to standard error: level, event name, key=value.  The service manager adds time and unit; under
 * systemd the line begins with its priority, which the journal takes off: journalctl -p warning.
 *
 * Only the outermost code logs (dispatcher, jobs, timers, main); everything else returns a status.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/status.h"

void log_error(const char *event, const char *fmt, ...) PRINTF(2, 3);   /* someone must act */
void log_warn(const char *event, const char *fmt, ...) PRINTF(2, 3);    /* we coped */
void log_info(const char *event, const char *fmt, ...) PRINTF(2, 3);    /* something of note happened */

#endif
