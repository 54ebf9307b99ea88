#include "core/perm.h"

#include <stddef.h>
#include <string.h>

#define B(name) BIT(name)

/* What everyone who works here sees. */
#define READER (B(HAULAGE_READ) | B(NOTICE_READ) | B(TASK_READ) | B(ORG_READ) | B(RULE_READ) | B(MINE_READ) | B(TENURE_READ) | B(BALANCE_READ))

/* What an office of the county or a town does at the mines that it has a say in. */
#define OFFICE (B(HAULAGE_WEIGH) | B(HAULAGE_ENFORCE) | B(TASK_WORK) | B(INSPECT) | B(HAZARD_RECHECK) | B(RESUME_REVIEW) | B(RESUME_ACCEPT) | B(CASE_INVESTIGATE) | \
		B(ACCIDENT_REPORT) | B(FEEDBACK_HANDLE) | B(TENURE_REVIEW) | B(BALANCE_MANAGE) | B(EXPLOSIVE_READ))

const struct role roles[] = {
	{"county_head",   "县长",       "county head",              READER | B(COUNTY_WIDE) | B(TASK_DECIDE) | B(LEDGER_READ) | B(APPRAISAL_READ) | B(TENURE_DECIDE) |
	 B(EXPLOSIVE_READ) | B(MARKET_WATCH), 0, NULL},
	{"deputy_head",   "分管副县长", "deputy county head",       READER | B(COUNTY_WIDE) | B(TASK_DECIDE) | B(LEDGER_READ) | B(RESUME_APPROVE) | B(APPRAISAL_READ) |
	 B(EXPLOSIVE_READ) | B(MARKET_WATCH), 0, NULL},
	{"supervisor",    "督查员",     "supervisor",               READER | B(COUNTY_WIDE) | B(NOTICE_EDIT) | B(NOTICE_ISSUE) | B(TASK_SUPERVISE) | B(LEDGER_READ) |
	 B(STOP_ORDER) | B(MINE_MANAGE) | B(ACCIDENT_REPORT) | B(ACCIDENT_MANAGE) | B(APPRAISAL_READ) | B(MEASURES_JUDGE) | B(BALANCE_MANAGE) | B(FEEDBACK_HANDLE) | B(TENURE_MANAGE) | B(OPERATOR_MANAGE) |
	 B(EXPLOSIVE_READ) | B(MARKET_WATCH), 0, NULL},
	{"verifier",      "核查员",     "verifier",                 READER | B(COUNTY_WIDE) | B(TASK_VERIFY) | B(LEDGER_READ), 0, NULL},
	{"unit_leader",   "单位负责人", "head of a unit",           READER | OFFICE | B(MARKET_WATCH), 0, NULL},
	{"clerk",         "经办人",     "clerk",                    READER | OFFICE, 0, NULL},
	{"regulator",     "监管执法人员", "regulator",              READER | OFFICE | B(STOP_ORDER) | B(MINE_MANAGE) | B(ACCIDENT_MANAGE), 0, NULL},
	{"tenure_officer", "矿政管理人员", "tenure officer",        READER | OFFICE | B(MINE_MANAGE) | B(TENURE_MANAGE) | B(OPERATOR_MANAGE), 0, NULL},
	{"investment_officer", "招商人员", "investment officer",    READER | OFFICE | B(OPERATOR_MANAGE), 0, NULL},
	{"discipline",    "纪检监察人员", "discipline officer",     READER | B(TASK_WORK) | B(ACCOUNTABILITY) |
	 B(EXPLOSIVE_READ) | B(MARKET_WATCH), 0, NULL},
	{"appraiser",     "考评人员",   "appraiser",                READER | B(TASK_WORK) | B(APPRAISAL_READ) | B(APPRAISAL_DECIDE), 0, NULL},
	{"enterprise",    "矿山企业",   "mine enterprise",          B(MINE_READ) | B(HAULAGE_READ) | B(HAULAGE_WEIGH) | B(RULE_READ) | B(HAZARD_RECTIFY) | B(RESUME_APPLY) | B(ACCIDENT_REPORT) | B(TENURE_READ) | B(BALANCE_MANAGE) |
	 B(EXPLOSIVE_READ) | B(EXPLOSIVE_APPLY), 0, "enterprise"},
	{"inspector",     "第三方检查员", "third-party inspector",  B(MINE_READ) | B(RULE_READ) | B(INSPECT) | B(BALANCE_MANAGE), 0, "third_party"},
	{"explosives_officer", "民爆管理民警", "explosives officer", READER | OFFICE | B(EXPLOSIVE_APPROVE) | B(MARKET_WATCH), 0, NULL},
	{"police_head", "县公安局局长", "head of the county police", READER | OFFICE | B(EXPLOSIVE_APPROVE) | B(EXPLOSIVE_OVERRIDE) | B(MARKET_WATCH), 0, NULL},
	{"keeper",      "民爆库保管员", "keeper of a magazine",     B(MINE_READ) | B(RULE_READ) | B(EXPLOSIVE_READ) | B(EXPLOSIVE_KEEP), 0, "enterprise|third_party"},
	{"viewer",        "查看者",     "viewer",                   READER, 0, NULL},
	{"system_admin",  "系统管理员", "system administrator",     B(ORG_READ) | B(ORG_MANAGE) | B(SYSTEM_MANAGE) | B(RULE_READ) | B(COUNTY_WIDE), 1, NULL},
	{"security_admin", "安全管理员", "security administrator",  B(ORG_READ) | B(ROLE_GRANT) | B(RULE_READ) | B(RULE_MANAGE) | B(COUNTY_WIDE), 2, NULL},
	{"audit_admin",   "审计管理员", "audit administrator",      B(ORG_READ) | B(RULE_READ) | B(AUDIT_READ) | B(LEDGER_READ) | B(COUNTY_WIDE), 3, NULL},
	{0},
};

const struct role *role_find(const char *code)
{
	for (const struct role *r = roles; r->code; r++)
		if (strcmp(r->code, code) == 0)
			return r;
	return NULL;
}

const char *perm_name(int bit)
{
	static const char *const names[] = {
#define X(name, en, zh) #name,
		PERM_LIST(X)
#undef X
	};
	return bit >= 0 && bit < PERM_COUNT ? names[bit] : NULL;
}
