/* hazard_steps.h - the parts of a hazard's flow that hazard_order.c gives to hazard_flow.c. */
#ifndef ROOMS_INSPECTION_HAZARD_STEPS_H
#define ROOMS_INSPECTION_HAZARD_STEPS_H

#include "rooms/inspection/hazard.h"

/* Guards: the mine's own enterprise; anyone but it. */
enum status hazard_enterprise_only(struct cx *cx, struct act *a) MUST_CHECK;
enum status hazard_not_the_enterprise(struct cx *cx, struct act *a) MUST_CHECK;

/* hazard_own.c: the day of a rule; guards of what the enterprise does by itself; the office's order all the same. */
enum status hazard_own_due(struct cx *cx, struct day found, const char **out) MUST_CHECK;
enum status hazard_again_due(struct cx *cx, const struct hazard *h, const char **out) MUST_CHECK;
enum status hazard_may_mend(struct cx *cx, struct act *a) MUST_CHECK;
enum status hazard_may_confirm(struct cx *cx, struct act *a) MUST_CHECK;
enum status hazard_may_order_later(struct cx *cx, struct act *a) MUST_CHECK;

extern const struct record hazard_order_record, hazard_serve_record;
enum status hazard_order(struct cx *cx, struct act *a) MUST_CHECK;
enum status hazard_may_sign(struct cx *cx, struct act *a) MUST_CHECK;
enum status hazard_sign(struct cx *cx, struct act *a) MUST_CHECK;
enum status hazard_may_serve(struct cx *cx, struct act *a) MUST_CHECK;
enum status hazard_serve(struct cx *cx, struct act *a) MUST_CHECK;

#endif
