-- Resumption: a stopped mine's way back to work (measures 2 and 3).

CREATE TABLE resumption (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    no          TEXT   NOT NULL,                 -- FG20231025-0001
    mine        BIGINT NOT NULL,
    open        BIGINT NOT NULL DEFAULT 1,       -- 1: neither resumed nor ended
    created_on  TEXT   NOT NULL,
    created_by  BIGINT NOT NULL,
    stopped_on  TEXT   NOT NULL DEFAULT '',      -- the day from which the mine has stood still
    attempt     BIGINT NOT NULL DEFAULT 1,       -- the how-manieth since it was stopped
    plan_day    TEXT   NOT NULL DEFAULT '',      -- planned day of restart
    head        TEXT   NOT NULL DEFAULT '',      -- who signed the self-check for the enterprise
    head_signed_on TEXT NOT NULL DEFAULT '',
    self_check  TEXT   NOT NULL DEFAULT '',
    applied_on  TEXT   NOT NULL DEFAULT '',
    reviewed_on TEXT   NOT NULL DEFAULT '',
    reviewed_by BIGINT NOT NULL DEFAULT 0,
    review      TEXT   NOT NULL DEFAULT '',
    accepted_at BIGINT NOT NULL DEFAULT 0,       -- concluded
    accepted_on TEXT   NOT NULL DEFAULT '',
    accepted_by BIGINT NOT NULL DEFAULT 0,
    a_fails     BIGINT NOT NULL DEFAULT 0,
    b_fails     BIGINT NOT NULL DEFAULT 0,
    c_fails     BIGINT NOT NULL DEFAULT 0,
    conclusion  TEXT   NOT NULL DEFAULT '',
    failed_on   TEXT   NOT NULL DEFAULT '',
    cool_until  TEXT   NOT NULL DEFAULT '',      -- a new application from the day after on
    reported_on TEXT   NOT NULL DEFAULT '',
    report      TEXT   NOT NULL DEFAULT '',
    approved_at BIGINT NOT NULL DEFAULT 0,
    approved_by BIGINT NOT NULL DEFAULT 0,       -- the deputy county head in person
    approved_on TEXT   NOT NULL DEFAULT '',
    approval    TEXT   NOT NULL DEFAULT '',
    notice_no   TEXT   NOT NULL DEFAULT '',
    noticed_at  BIGINT NOT NULL DEFAULT 0,
    noticed_by  BIGINT NOT NULL DEFAULT 0,
    notice_until TEXT  NOT NULL DEFAULT '',      -- the last day to restart without a new check
    resumed_at  BIGINT NOT NULL DEFAULT 0,
    resumed_on  TEXT   NOT NULL DEFAULT '',
    follow_ups  BIGINT NOT NULL DEFAULT 0,
    due         TEXT   NOT NULL DEFAULT '',      -- of what comes next
    due_key     TEXT   NOT NULL DEFAULT '9999-99-99',
    waits_for   BIGINT NOT NULL DEFAULT 0,       -- the organisation that must act next
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX resumption_open ON resumption (county, mine) WHERE open = 1;
CREATE INDEX resumption_mine ON resumption (county, mine, id);
CREATE INDEX resumption_due ON resumption (county, due_key, id);
CREATE INDEX resumption_state ON resumption (county, state, due_key, id);
CREATE INDEX resumption_notice ON resumption (county, noticed_at);

-- What the enterprise hands in: one row a paper; a later one of the same kind stands beside the earlier one.
CREATE TABLE resumption_document (
    county      BIGINT NOT NULL,
    resumption  BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    code        TEXT   NOT NULL,                 -- of rules/resume_documents.csv
    files       TEXT   NOT NULL,                 -- hashes, one blank between
    note        TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, resumption, id)
) @clustered@;

-- The acceptance team, by name; a signature is that person's own.
CREATE TABLE resumption_member (
    county      BIGINT NOT NULL,
    resumption  BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    role        TEXT   NOT NULL CHECK (role IN ('officer', 'expert')),
    sort        BIGINT NOT NULL,
    signed_at   BIGINT NOT NULL DEFAULT 0,
    opinion     TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, resumption, person)
) @clustered@;
CREATE INDEX resumption_member_person ON resumption_member (county, person, resumption);

-- Everyone who was ever in a team of this application: none of them may approve it.
CREATE TABLE resumption_was_member (
    county      BIGINT NOT NULL,
    resumption  BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    PRIMARY KEY (county, resumption, person)
) @clustered@;

CREATE TABLE resumption_item (
    county      BIGINT NOT NULL,
    resumption  BIGINT NOT NULL,
    item        TEXT   NOT NULL,                 -- code of rules/resume_checklist.csv
    result      TEXT   NOT NULL CHECK (result IN ('ok', 'fail', 'na')),
    note        TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,                 -- who looked, and answers for it
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, resumption, item)
) @clustered@;

CREATE TABLE resumption_follow_up (
    county      BIGINT NOT NULL,
    resumption  BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    result      TEXT   NOT NULL CHECK (result IN ('ok', 'problem')),
    text        TEXT   NOT NULL,
    person      BIGINT NOT NULL,
    PRIMARY KEY (county, resumption, id)
) @clustered@;

-- Where an application stood since which day, for questions about a day that is past.
CREATE TABLE resumption_stage (
    county      BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    id          BIGINT NOT NULL,                 -- of the history's entry
    resumption  BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    due         TEXT   NOT NULL DEFAULT '',
    waits_for   BIGINT NOT NULL DEFAULT 0,
    accident    BIGINT NOT NULL DEFAULT 0,
    approved    BIGINT NOT NULL DEFAULT 0,       -- 1: the deputy county head had approved it
    begun_on    TEXT   NOT NULL,                 -- the application's first day
    PRIMARY KEY (county, mine, id)
) @clustered@;
