-- Supervised tasks: what an issued notice becomes.

CREATE TABLE task (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    notice      BIGINT NOT NULL DEFAULT 0,
    parent      BIGINT NOT NULL DEFAULT 0,       -- 0: a measure of the notice; else it is a part handed to one unit
    root        BIGINT NOT NULL,                 -- the measure, for it and all its parts
    no          TEXT   NOT NULL,
    sort        BIGINT NOT NULL DEFAULT 0,       -- the order in the notice
    title       TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    leads       TEXT   NOT NULL DEFAULT '[]',    -- [{"id","name"}] as task_party has them, so that a list needs no join
    cooperating TEXT   NOT NULL DEFAULT '[]',
    org         BIGINT NOT NULL DEFAULT 0,       -- the first lead
    deadline_text TEXT NOT NULL DEFAULT '',      -- the notice's own words, kept for ever
    deadline_kind TEXT NOT NULL DEFAULT 'none',
    deadline_day  TEXT NOT NULL DEFAULT '',
    deadline_start TEXT NOT NULL DEFAULT '',
    effect_year BIGINT NOT NULL DEFAULT 0,
    deadline_days BIGINT NOT NULL DEFAULT 0,
    deadline_working BIGINT NOT NULL DEFAULT 0,  -- 1: those days are working days
    recurs      TEXT   NOT NULL DEFAULT '',
    due         TEXT   NOT NULL DEFAULT '',      -- the day it is due now: first from the deadline, then from extensions
    due_key     TEXT   NOT NULL DEFAULT '9999-99-99',    -- the same for sorting: what has no day comes last
    long_term   BIGINT NOT NULL DEFAULT 0,       -- 1: goes on after its day
    percent     BIGINT NOT NULL DEFAULT 0,
    planned     BIGINT NOT NULL DEFAULT 0,       -- 1: a plan was filed
    issued_at   BIGINT NOT NULL,
    signed_at   BIGINT NOT NULL DEFAULT 0,       -- when the last lead signed
    reported_at BIGINT NOT NULL DEFAULT 0,
    asked_at    BIGINT NOT NULL DEFAULT 0,       -- when closing was asked for
    handed_at   BIGINT NOT NULL DEFAULT 0,       -- when what was accepted or closed in the end had been handed in
    accepted_at BIGINT NOT NULL DEFAULT 0,       -- when the dated part of long-term work was accepted
    closed_at   BIGINT NOT NULL DEFAULT 0,
    extensions  BIGINT NOT NULL DEFAULT 0,       -- granted
    extended    BIGINT NOT NULL DEFAULT 0,       -- 1: due is not the notice's day any more
    urged       BIGINT NOT NULL DEFAULT 0,
    reopened    BIGINT NOT NULL DEFAULT 0,
    light       TEXT   NOT NULL DEFAULT 'green', -- of the day light_day; any other day is computed
    light_rank  BIGINT NOT NULL DEFAULT 2,       -- worst first
    light_reason TEXT  NOT NULL DEFAULT '',
    light_day   TEXT   NOT NULL DEFAULT '',
    plan_percent BIGINT NOT NULL DEFAULT -1,     -- by the plan it should be here; -1: no plan can be told
    next_report TEXT   NOT NULL DEFAULT '',
    progress    BIGINT NOT NULL DEFAULT 0,       -- what is compared with the plan: by milestones where there are some
    waits       TEXT   NOT NULL DEFAULT '',      -- what it waits for: sign, plan, report, confirm, verify, decide, overdue
    waits_for   TEXT   NOT NULL DEFAULT '',      -- the names of the units that it waits for; '' for verifiers and leaders
    waits_since TEXT   NOT NULL DEFAULT '',
    reminded_to TEXT   NOT NULL DEFAULT '',      -- the last day that urging and escalation have seen
    counted     TEXT   NOT NULL DEFAULT '',      -- what it adds to task_tally, so that a change can be taken back
    sub_total   BIGINT NOT NULL DEFAULT 0,
    sub_closed  BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX task_parent ON task (county, parent, due_key, id);
CREATE INDEX task_due ON task (county, due_key, id);
CREATE INDEX task_root ON task (county, root, id);
CREATE INDEX task_notice ON task (county, notice, sort);
CREATE INDEX task_light ON task (county, light_rank, id);
CREATE INDEX task_measure ON task (county, parent, light_rank, due_key, id);
CREATE INDEX task_waits ON task (county, waits_since, id) WHERE waits <> '';
CREATE INDEX task_closing ON task (county, asked_at, id) WHERE state = 'closing';

CREATE TABLE task_party (
    county      BIGINT NOT NULL,
    task        BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    role        TEXT   NOT NULL CHECK (role IN ('lead', 'cooperate')),
    sort        BIGINT NOT NULL DEFAULT 0,
    due_key     TEXT   NOT NULL DEFAULT '9999-99-99',    -- the task's, so that a unit's list comes in order from the index
    signed_at   BIGINT NOT NULL DEFAULT 0,
    signed_by   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, task, org)
) @clustered@;
CREATE INDEX task_party_org ON task_party (county, org, due_key, task);

CREATE TABLE task_milestone (
    county      BIGINT NOT NULL,
    task        BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    title       TEXT   NOT NULL,
    day         TEXT   NOT NULL DEFAULT '',
    weight      BIGINT NOT NULL DEFAULT 1 CHECK (weight > 0),
    source      TEXT   NOT NULL DEFAULT '',      -- the notice's words it came from; '' for one of the plan
    done_at     BIGINT NOT NULL DEFAULT 0,
    done_entry  BIGINT NOT NULL DEFAULT 0,
    made_at     BIGINT NOT NULL DEFAULT 0,
    dropped_at  BIGINT NOT NULL DEFAULT 0,       -- when a later plan replaced it; 0: it stands
    PRIMARY KEY (county, task, id)
) @clustered@;

-- Each wish for more time is a record of its own, granted or refused by a leader.
CREATE TABLE task_extension (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    task        BIGINT NOT NULL,
    old_day     TEXT   NOT NULL,
    new_day     TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    measures    TEXT   NOT NULL DEFAULT '',      -- interim control measures
    asked_by    BIGINT NOT NULL,
    asked_org   BIGINT NOT NULL,
    asked_at    BIGINT NOT NULL,
    decided_by  BIGINT NOT NULL DEFAULT 0,
    decided_at  BIGINT NOT NULL DEFAULT 0,
    note        TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX task_extension_task ON task_extension (county, task, id);
CREATE UNIQUE INDEX task_extension_open ON task_extension (county, task) WHERE state = 'asked';

-- What the clock has done to a task: each reminder and escalation once.
CREATE TABLE task_urging (
    county      BIGINT NOT NULL,
    task        BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, task, day, kind)
) @clustered@;

-- Kept counters: what each unit, each measure and the county has of every light and of every key figure's two sides.
CREATE TABLE task_tally (
    county      BIGINT NOT NULL,
    kind        TEXT   NOT NULL,                 -- 'all', 'root', 'org'
    item        BIGINT NOT NULL,
    on_track           DOUBLE PRECISION NOT NULL,
    at_risk            DOUBLE PRECISION NOT NULL,
    overdue            DOUBLE PRECISION NOT NULL,
    long_term          DOUBLE PRECISION NOT NULL,
    closed             DOUBLE PRECISION NOT NULL,
    closed_num         DOUBLE PRECISION NOT NULL,
    closed_den         DOUBLE PRECISION NOT NULL,
    due_closed_num     DOUBLE PRECISION NOT NULL,
    due_closed_den     DOUBLE PRECISION NOT NULL,
    in_time_num        DOUBLE PRECISION NOT NULL,
    in_time_den        DOUBLE PRECISION NOT NULL,
    progress_num       DOUBLE PRECISION NOT NULL,
    progress_den       DOUBLE PRECISION NOT NULL,
    sign_in_time_num   DOUBLE PRECISION NOT NULL,
    sign_in_time_den   DOUBLE PRECISION NOT NULL,
    report_in_time_num DOUBLE PRECISION NOT NULL,
    report_in_time_den DOUBLE PRECISION NOT NULL,
    points_num         DOUBLE PRECISION NOT NULL,
    points_den         DOUBLE PRECISION NOT NULL,
    tasks              DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (county, kind, item)
) @clustered@;

-- The county's counters at the end of each day, for the trend.
CREATE TABLE task_day (
    county      BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    green       BIGINT NOT NULL,
    yellow      BIGINT NOT NULL,
    red         BIGINT NOT NULL,
    blue        BIGINT NOT NULL,
    grey        BIGINT NOT NULL,
    closed      BIGINT NOT NULL,
    PRIMARY KEY (county, day)
) @clustered@;
