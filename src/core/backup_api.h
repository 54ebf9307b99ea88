/* backup_api.h - backups in the browser, for who manages the system. */
#ifndef CORE_BACKUP_API_H
#define CORE_BACKUP_API_H

#include "http/route.h"

extern const struct routes backup_routes;

#endif
