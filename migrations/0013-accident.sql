-- Accidents, who answers for them (measure 4), and what they do to the year's appraisal (measure 5).

CREATE TABLE accident (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('workplace', 'traffic', 'fire')),
    mine        BIGINT NOT NULL DEFAULT 0,       -- 0: not at a mine of the register
    org         BIGINT NOT NULL DEFAULT 0,       -- the enterprise; 0: not in the register
    unit        TEXT   NOT NULL DEFAULT '',      -- the enterprise's name as reported
    place       TEXT   NOT NULL DEFAULT '',
    town        BIGINT NOT NULL,                 -- on whose land it happened: counts there (measure 5)
    at          BIGINT NOT NULL,                 -- when it happened
    day         TEXT   NOT NULL,                 -- the county's day of it
    summary     TEXT   NOT NULL DEFAULT '',
    taken       TEXT   NOT NULL DEFAULT '',      -- measures taken
    deaths      BIGINT NOT NULL,                 -- the newest figures, with those missing
    injured     BIGINT NOT NULL,
    loss_yuan   BIGINT NOT NULL,
    grade       TEXT   NOT NULL,                 -- by what counts for it, see accident_casualties
    production  BIGINT NOT NULL,                 -- the newest finding
    responsible TEXT   NOT NULL DEFAULT 'pending' CHECK (responsible IN ('pending', 'yes', 'no')),
    reporting   TEXT   NOT NULL DEFAULT '' CHECK (reporting IN ('', 'proper', 'late', 'missed', 'false', 'concealed')),
    reporting_text TEXT NOT NULL DEFAULT '',
    authority   TEXT   NOT NULL DEFAULT '',      -- who investigates: enterprise, county, city, province, state
    extended    BIGINT NOT NULL DEFAULT 0,       -- days
    appraised   BIGINT NOT NULL DEFAULT 0,       -- days of technical appraisal, which do not count
    due         TEXT   NOT NULL DEFAULT '',      -- of what comes next
    begun_on    TEXT   NOT NULL DEFAULT '',
    handed_on   TEXT   NOT NULL DEFAULT '',
    approved_on TEXT   NOT NULL DEFAULT '',
    reviewed_on TEXT   NOT NULL DEFAULT '',
    closed_on   TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    created_by  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX accident_day ON accident (county, day, id);
CREATE INDEX accident_mine ON accident (county, mine, day);
CREATE INDEX accident_town ON accident (county, town, day);
CREATE INDEX accident_due ON accident (county, due, id);

-- When each level was told.
CREATE TABLE accident_report (
    county      BIGINT NOT NULL,
    accident    BIGINT NOT NULL,
    level       TEXT   NOT NULL CHECK (level IN ('head', 'county', 'city', 'province', 'state')),
    at          BIGINT NOT NULL,
    note        TEXT   NOT NULL DEFAULT '',
    recorded_at BIGINT NOT NULL,
    recorded_by BIGINT NOT NULL,
    PRIMARY KEY (county, accident, level)
) @clustered@;

-- What was known of casualties and loss, one row a revision.
CREATE TABLE accident_casualties (
    county      BIGINT NOT NULL,
    accident    BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    day         TEXT   NOT NULL,                 -- since when it is so
    deaths      BIGINT NOT NULL,
    injured     BIGINT NOT NULL,
    loss_yuan   BIGINT NOT NULL,
    counts      BIGINT NOT NULL,                 -- 1: the change of casualties is within the days of 第十三条 and counts for the grade
    grade       TEXT   NOT NULL,                 -- after it
    reason      TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (county, accident, id)
) @clustered@;

-- What it was found to be (认定), from which day on: the first row is the registration, later ones approvals and corrections.
CREATE TABLE accident_finding (
    county      BIGINT NOT NULL,
    accident    BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    production  BIGINT NOT NULL,
    responsible TEXT   NOT NULL CHECK (responsible IN ('pending', 'yes', 'no')),
    document    TEXT   NOT NULL DEFAULT '',
    note        TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (county, accident, id)
) @clustered@;

-- The industry departments that a finding names.
CREATE TABLE accident_department (
    county      BIGINT NOT NULL,
    accident    BIGINT NOT NULL,
    finding     BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    PRIMARY KEY (county, accident, finding, org)
) @clustered@;

-- The organisations whose members sign the investigation's report.
CREATE TABLE accident_member (
    county      BIGINT NOT NULL,
    accident    BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    PRIMARY KEY (county, accident, org)
) @clustered@;

CREATE TABLE accountability (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    accident    BIGINT NOT NULL,
    subject     TEXT   NOT NULL CHECK (subject IN ('town', 'department', 'person')),
    org         BIGINT NOT NULL,                 -- the town or department, or the person's
    person_name TEXT   NOT NULL DEFAULT '',
    post        TEXT   NOT NULL DEFAULT '',
    duty        TEXT   NOT NULL,
    fault       TEXT   NOT NULL,
    facts       TEXT   NOT NULL,
    basis       TEXT   NOT NULL DEFAULT '',
    proposed    TEXT   NOT NULL,
    decision    TEXT   NOT NULL DEFAULT '',
    decision_text TEXT NOT NULL DEFAULT '',
    document    TEXT   NOT NULL DEFAULT '',
    decided_on  TEXT   NOT NULL DEFAULT '',
    lasts_until TEXT   NOT NULL DEFAULT '',      -- a sanction's period
    executed_on TEXT   NOT NULL DEFAULT '',
    drafted_by  BIGINT NOT NULL,
    drafted_org BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX accountability_accident ON accountability (county, accident, id);

CREATE TABLE appraisal (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    as_of       TEXT   NOT NULL DEFAULT '',      -- the day of the list that was shown or frozen
    list        TEXT   NOT NULL DEFAULT '',      -- that list, as JSON
    objections_by TEXT NOT NULL DEFAULT '',      -- the last day to object
    pending_reason TEXT NOT NULL DEFAULT '',     -- why it was frozen although recognitions were pending
    frozen_on   TEXT   NOT NULL DEFAULT '',
    document    TEXT   NOT NULL DEFAULT '',
    receiver    BIGINT NOT NULL DEFAULT 0,
    handed_on   TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX appraisal_year ON appraisal (county, year);

-- A town or department objects to an accident that counts against it.
CREATE TABLE appraisal_objection (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    appraisal   BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    accident    BIGINT NOT NULL,
    reason      TEXT   NOT NULL,
    due         TEXT   NOT NULL,
    answer      TEXT   NOT NULL DEFAULT '',
    decided_on  TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    created_by  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX appraisal_objection_once ON appraisal_objection (county, appraisal, org, accident);
