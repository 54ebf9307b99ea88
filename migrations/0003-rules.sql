-- Dated rules and the table of working days.  Rows are added, never changed: what was in force on a day, and who said so
-- when, stays readable for ever.

CREATE TABLE rule (
    county      BIGINT NOT NULL,
    name        TEXT   NOT NULL,                 -- 'task.light'
    id          BIGINT NOT NULL,                 -- of this row: the ledger names it
    version     BIGINT NOT NULL,                 -- 1, 2, … for each name, in the order in which they became known
    title_zh    TEXT   NOT NULL,
    title_en    TEXT   NOT NULL,
    text_zh     TEXT   NOT NULL,                 -- what it says; {parameter} stands for its value
    text_en     TEXT   NOT NULL,
    source      TEXT   NOT NULL,
    article     TEXT   NOT NULL DEFAULT '',
    confirmed   TEXT   NOT NULL CHECK (confirmed IN ('law', 'published', 'memory', 'default', 'county')),
    valid_from  TEXT   NOT NULL,
    valid_to    TEXT   NOT NULL DEFAULT '',      -- the last day; '' where no end is known
    params      TEXT   NOT NULL,                 -- a JSON object
    changed_by  BIGINT NOT NULL DEFAULT 0,       -- person; 0: came with the program
    changed_at  BIGINT NOT NULL,
    reason      TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, name, version)
) @clustered@;

-- Changes with every change of the county's rules or working days, so that a reader knows whether he has the newest.
CREATE TABLE rule_stamp (
    county      BIGINT NOT NULL,
    stamp       BIGINT NOT NULL,
    PRIMARY KEY (county)
) @clustered@;

-- A whole table of working days in the form of rules/holidays.csv; the newest version counts.
CREATE TABLE holiday_table (
    county      BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    csv         TEXT   NOT NULL,
    changed_by  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    reason      TEXT   NOT NULL,
    PRIMARY KEY (county, version)
) @clustered@;
