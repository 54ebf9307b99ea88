/* notice_cli.h - the verbs of the notice room. */
#ifndef NOTICE_NOTICE_CLI_H
#define NOTICE_NOTICE_CLI_H

#include "core/verb.h"

extern const struct verbs notice_verbs, notice_db_verbs;

#endif
