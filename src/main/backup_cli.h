/* backup_cli.h - backup, backup list, backup verify, restore. */
#ifndef MAIN_BACKUP_CLI_H
#define MAIN_BACKUP_CLI_H

#include "core/verb.h"

extern const struct verbs backup_verbs;

#endif
