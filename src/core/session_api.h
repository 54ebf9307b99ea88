/* session_api.h - struct app.identify for the server: who a request comes from. */
#ifndef CORE_SESSION_API_H
#define CORE_SESSION_API_H

#include "http/route.h"

enum status session_identify(struct cx *cx, const struct request *rq) MUST_CHECK;

#endif
