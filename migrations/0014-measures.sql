-- Every unit's own measures (measure 11).

CREATE TABLE unit_measure (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    org         BIGINT NOT NULL,                 -- the town or department whose measure it is
    title       TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    by_day      TEXT   NOT NULL,                 -- to be carried out by this day
    filed_on    TEXT   NOT NULL,                 -- the first time; filing anew after a return does not change it
    percent     BIGINT NOT NULL DEFAULT 0,
    progress    TEXT   NOT NULL DEFAULT '',
    reported_on TEXT   NOT NULL DEFAULT '',
    verdict     TEXT   NOT NULL DEFAULT '',      -- the safety committee's office, in words
    judged_on   TEXT   NOT NULL DEFAULT '',
    done_on     TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    created_by  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX unit_measure_org ON unit_measure (county, org, id);
CREATE INDEX unit_measure_state ON unit_measure (county, state, id);
