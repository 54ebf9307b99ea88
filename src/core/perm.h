/*
 * perm.h - what a person may do, and the roles that say so.
 *
 * A permission is a bit; a role is a named set of bits; a grant gives a person a role in an organisation.  What he may
 * touch is his scope: his organisation and all below it, or the whole county where a role carries COUNTY_WIDE.  The
 * three administrators are kept apart (GB/T 22239-2019 8.1.4.2: 三员分立): none of the three roles shares a permission to
 * change anything with another, and nobody may hold two of them.
 */
#ifndef CORE_PERM_H
#define CORE_PERM_H

#include <stdint.h>

/*        name             what it allows                                        在中文里 */
#define PERM_LIST(X)                                                                                                  \
	X(COUNTY_WIDE,     "see everything in the county",                       "查看全县")                           \
	X(NOTICE_READ,     "read notices",                                       "查看通知文件")                       \
	X(NOTICE_EDIT,     "import notices and correct what was read",           "导入和校对通知")                     \
	X(NOTICE_ISSUE,    "issue a notice: hand its tasks out",                 "下发任务")                           \
	X(TASK_READ,       "see tasks within one's scope",                       "查看任务")                           \
	X(TASK_WORK,       "sign for, plan, report, ask to extend or close",     "签收、计划、上报、申请延期和办结")   \
	X(TASK_SUPERVISE,  "urge, return, hand out to towns, reopen",            "催办、退回、分解、重开")             \
	X(TASK_VERIFY,     "verify what others ask to close",                    "核查销号")                           \
	X(TASK_DECIDE,     "decide on extensions as a leader",                   "审批延期")                           \
	X(ORG_READ,        "see organisations and people",                       "查看机构和人员")                     \
	X(ORG_MANAGE,      "keep organisations, people and accounts",            "管理机构、人员和账号")               \
	X(ROLE_GRANT,      "give and take roles, unlock accounts",               "授权、解锁")                         \
	X(RULE_READ,       "read the rules in force",                            "查看规则")                           \
	X(RULE_MANAGE,     "change a county's rules",                            "调整规则")                           \
	X(LEDGER_READ,     "read and verify the ledger",                         "查看和核验存证")                     \
	X(AUDIT_READ,      "read sign-ins and what everyone did",                "查看审计日志")                       \
	X(SYSTEM_MANAGE,   "backups, jobs, settings",                            "备份、作业和设置")                   \
	X(MINE_READ,       "see mines within one's scope",                       "查看矿山")                           \
	X(MINE_MANAGE,     "keep the register of mines",                         "管理矿山台账")                       \
	X(INSPECT,         "inspect mines and record what is found",             "检查矿山、登记隐患")                 \
	X(HAZARD_RECTIFY,  "rectify hazards of one's own mines",                 "整改隐患")                           \
	X(HAZARD_RECHECK,  "recheck and close hazards, list major ones",         "复查销号、挂牌督办")                 \
	X(STOP_ORDER,      "order mines to stop, and lift one's own orders",     "下达和解除停产指令")                 \
	X(RESUME_APPLY,    "apply for one's own mines to resume",                "申请复工")                           \
	X(RESUME_REVIEW,   "review applications to resume",                      "复工审查")                           \
	X(RESUME_ACCEPT,   "take part in joint acceptance and sign",             "联合验收签字")                       \
	X(RESUME_APPROVE,  "approve that an accident mine resumes",              "批准事故矿山复工")                   \
	X(CASE_INVESTIGATE, "investigate mines of an accident",                  "调查涉事矿山")                       \
	X(ACCIDENT_REPORT, "report accidents",                                   "报告事故")                           \
	X(ACCIDENT_MANAGE, "keep accidents, grades and investigations",          "管理事故和调查")                     \
	X(ACCOUNTABILITY,  "handle accountability cases",                        "责任追究")                           \
	X(APPRAISAL_READ,  "see the appraisal preview",                          "查看考评降档预览")                   \
	X(APPRAISAL_DECIDE, "freeze the appraisal list, decide on objections",   "核定考评降档")                       \
	X(MEASURES_JUDGE,  "judge the measures that units file",                 "评议各单位措施")                     \
	X(FEEDBACK_HANDLE, "handle what businesses report",                      "办理企业反馈")                           \
	X(TENURE_READ,     "see mining rights and applications",               "查看矿业权")                              \
	X(TENURE_MANAGE,   "keep mining rights, plans and reserves, handle applications", "管理矿业权")                   \
	X(TENURE_REVIEW,   "take part in the joint review of applications",    "矿业权联审")                              \
	X(TENURE_DECIDE,   "record what the county head's meeting decided",    "记录县长办公会决定")                          \
	X(OPERATOR_MANAGE, "bring operators in and follow them",               "管理引进经营主体") \
	X(HAULAGE_READ,    "see trucks and what they weighed",                   "查看车辆和称重")                     \
	X(HAULAGE_WEIGH,   "bring in weighings, decide at the gate",             "上传称重、出口放行")                 \
	X(HAULAGE_ENFORCE, "keep scales and trucks, handle overloading",         "管理衡器车辆、查处超限") \
	X(BALANCE_READ,    "see whether a mine's ledgers agree, and what is suspected", "查看台账核对")                    \
	X(BALANCE_MANAGE,  "enter surveyed volumes, piles and reported output; with the above, check suspicions", "填报和核查台账") \
	X(EXPLOSIVE_READ,  "see explosives within one's scope",                  "查看民爆物品")                       \
	X(EXPLOSIVE_APPLY, "apply for explosives of one's own mines",            "申请民爆物品")                       \
	X(EXPLOSIVE_APPROVE, "examine and approve explosives",                   "审批民爆物品")                       \
	X(EXPLOSIVE_OVERRIDE, "approve explosives against a condition",          "特批民爆物品")                       \
	X(EXPLOSIVE_KEEP,  "keep a magazine's book",                             "民爆库保管")                         \
	X(MARKET_WATCH,    "watch the explosives market",                        "监测民爆市场")

enum perm_bit {
#define X(name, en, zh) PERM_BIT_##name,
	PERM_LIST(X)
#undef X
	PERM_COUNT
};

/* A permission in a table: BIT(TASK_READ) | BIT(TASK_WORK).  In code PERM_TASK_READ says the same. */
#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

#define X(name, en, zh) static const uint64_t PERM_##name __attribute__((unused)) = BIT(name);
PERM_LIST(X)
#undef X

struct role {
	const char *code, *zh, *en;
	uint64_t perms;
	int administrator;      /* one of the three administrators: 1 system, 2 security, 3 audit; else 0 */
	const char *kinds;      /* kinds of organisations whose people may hold it, "enterprise|third_party"; NULL: offices */
};

/* The roles there are; ends with a NULL code.  A grant names a role by its code. */
extern const struct role roles[];
const struct role *role_find(const char *code);         /* NULL: there is none */

/* "TASK_READ" for a bit, for OpenAPI and the session reply. */
const char *perm_name(int bit);

#endif
