/* feedback_api.h - feedback over HTTP: the public page of firms, and those who handle it. */
#ifndef ROOMS_FEEDBACK_FEEDBACK_API_H
#define ROOMS_FEEDBACK_FEEDBACK_API_H

#include "http/route.h"

extern const struct routes feedback_routes;

#endif
