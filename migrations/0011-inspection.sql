-- Inspection: stop orders, inspections by third parties, hazards with all that becomes of them, weather, investigations.

-- A third party or an office from elsewhere that has work at a mine sees that mine as long as the work lasts.
CREATE TABLE mine_visitor (
    county      BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    until       TEXT   NOT NULL,                 -- the last day
    PRIMARY KEY (county, mine, org)
) @clustered@;
CREATE INDEX mine_visitor_org ON mine_visitor (county, org, mine);

CREATE TABLE stop_order (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('county', 'accident', 'department')),
    no          TEXT   NOT NULL DEFAULT '',      -- the document's number
    org         BIGINT NOT NULL,                 -- who ordered
    person      BIGINT NOT NULL,
    reason      TEXT   NOT NULL,
    basis       TEXT   NOT NULL,                 -- the clause of law or the measure of the notice
    scope       TEXT   NOT NULL DEFAULT '',      -- what is to stop, where it is not the whole mine
    issued_on   TEXT   NOT NULL,
    from_day    TEXT   NOT NULL,
    ended_on    TEXT   NOT NULL DEFAULT '',      -- revoked, or the last mine was released
    mines       BIGINT NOT NULL DEFAULT 0,
    served      BIGINT NOT NULL DEFAULT 0,
    lifted      BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX stop_order_from ON stop_order (county, from_day, id);

CREATE TABLE stop_order_mine (
    county      BIGINT NOT NULL,
    stop_order  BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    town        BIGINT NOT NULL DEFAULT 0,
    enterprise  BIGINT NOT NULL DEFAULT 0,
    served_at   BIGINT NOT NULL DEFAULT 0,
    served_by   BIGINT NOT NULL DEFAULT 0,
    served_how  TEXT   NOT NULL DEFAULT '',      -- signed, left, post, notice
    lifted_on   TEXT   NOT NULL DEFAULT '',      -- from this day on the order no longer holds for the mine
    lifted_by   BIGINT NOT NULL DEFAULT 0,
    lift_reason TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, stop_order, mine)
) @clustered@;
CREATE INDEX stop_order_mine_mine ON stop_order_mine (county, mine, stop_order);
CREATE INDEX stop_order_mine_town ON stop_order_mine (county, town, stop_order);
CREATE INDEX stop_order_mine_enterprise ON stop_order_mine (county, enterprise, stop_order);

CREATE TABLE inspection (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    plan        BIGINT NOT NULL,                 -- those planned together: the id of the first
    title       TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    town        BIGINT NOT NULL DEFAULT 0,
    enterprise  BIGINT NOT NULL DEFAULT 0,
    checklist   TEXT   NOT NULL,
    org         BIGINT NOT NULL,                 -- the team's organisation
    team        TEXT   NOT NULL DEFAULT '',      -- who goes, in names
    from_day    TEXT   NOT NULL,
    to_day      TEXT   NOT NULL,
    planned_by  BIGINT NOT NULL,
    planned_org BIGINT NOT NULL,
    started_on  TEXT   NOT NULL DEFAULT '',
    done_on     TEXT   NOT NULL DEFAULT '',
    summary     TEXT   NOT NULL DEFAULT '',
    items       BIGINT NOT NULL DEFAULT 0,
    answered    BIGINT NOT NULL DEFAULT 0,
    failed      BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX inspection_to ON inspection (county, to_day, id);
CREATE INDEX inspection_mine ON inspection (county, mine, to_day, id);
CREATE INDEX inspection_town ON inspection (county, town, to_day, id);
CREATE INDEX inspection_enterprise ON inspection (county, enterprise, to_day, id);
CREATE INDEX inspection_org ON inspection (county, org, to_day, id);

CREATE TABLE inspection_result (
    county      BIGINT NOT NULL,
    inspection  BIGINT NOT NULL,
    item        TEXT   NOT NULL,                 -- the code in the checklist
    result      TEXT   NOT NULL CHECK (result IN ('ok', 'fail', 'na')),
    note        TEXT   NOT NULL DEFAULT '',
    hazard      BIGINT NOT NULL DEFAULT 0,       -- what a failed item became
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, inspection, item)
) @clustered@;

CREATE TABLE hazard (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    town        BIGINT NOT NULL DEFAULT 0,       -- the mine's; open hazards follow it, closed ones stay where they were
    enterprise  BIGINT NOT NULL DEFAULT 0,
    industry    BIGINT NOT NULL DEFAULT 0,
    inspection  BIGINT NOT NULL DEFAULT 0,
    item        TEXT   NOT NULL DEFAULT '',
    kind        TEXT   NOT NULL,
    level       TEXT   NOT NULL CHECK (level IN ('general', 'major')),
    major_from  TEXT   NOT NULL DEFAULT '',      -- the day from which it counts as a major one
    criterion   TEXT   NOT NULL DEFAULT '',      -- code of rules/criteria.csv
    place       TEXT   NOT NULL DEFAULT '',
    text        TEXT   NOT NULL,
    basis       TEXT   NOT NULL DEFAULT '',
    found_on    TEXT   NOT NULL,
    found_by    BIGINT NOT NULL,
    found_org   BIGINT NOT NULL,
    no          TEXT   NOT NULL DEFAULT '',      -- number of the rectification order
    order_org   BIGINT NOT NULL DEFAULT 0,
    ordered_on  TEXT   NOT NULL DEFAULT '',
    requirement TEXT   NOT NULL DEFAULT '',
    why_longer  TEXT   NOT NULL DEFAULT '',
    served_on   TEXT   NOT NULL DEFAULT '',
    served_how  TEXT   NOT NULL DEFAULT '',
    due         TEXT   NOT NULL DEFAULT '',      -- as printed or reckoned from service, then as extended
    due_key     TEXT   NOT NULL DEFAULT '9999-99-99',
    printed     BIGINT NOT NULL DEFAULT 0,       -- 1: the order printed a day of its own
    fix_person  TEXT   NOT NULL DEFAULT '',      -- the five fixes: who
    fix_phone   TEXT   NOT NULL DEFAULT '',
    fix_measures TEXT  NOT NULL DEFAULT '',      -- what
    fix_funds   BIGINT NOT NULL DEFAULT -1,      -- yuan; -1: not said
    fix_source  TEXT   NOT NULL DEFAULT '',      -- where the money comes from
    fix_by      TEXT   NOT NULL DEFAULT '',      -- by when
    fix_emergency TEXT NOT NULL DEFAULT '',      -- emergency plan meanwhile
    planned_on  TEXT   NOT NULL DEFAULT '',
    listed_on   TEXT   NOT NULL DEFAULT '',
    list_no     TEXT   NOT NULL DEFAULT '',
    list_level  TEXT   NOT NULL DEFAULT '',
    list_org    BIGINT NOT NULL DEFAULT 0,
    delisted_on TEXT   NOT NULL DEFAULT '',
    reported_on TEXT   NOT NULL DEFAULT '',
    rectified_on TEXT  NOT NULL DEFAULT '',      -- of the round that waits for its recheck, or that passed it
    rectified_by BIGINT NOT NULL DEFAULT 0,
    rectified_org BIGINT NOT NULL DEFAULT 0,
    repeats     BIGINT NOT NULL DEFAULT 0,       -- rechecks that it failed
    extensions  BIGINT NOT NULL DEFAULT 0,       -- granted
    penalties   BIGINT NOT NULL DEFAULT 0,
    ended_on    TEXT   NOT NULL DEFAULT '',      -- closed or cancelled on this day
    ended_by    BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX hazard_due ON hazard (county, due_key, id);
CREATE INDEX hazard_found ON hazard (county, found_on, id);
CREATE INDEX hazard_repeats ON hazard (county, repeats, id);
CREATE INDEX hazard_mine ON hazard (county, mine, due_key, id);
CREATE INDEX hazard_town ON hazard (county, town, due_key, id);
CREATE INDEX hazard_enterprise ON hazard (county, enterprise, due_key, id);
CREATE INDEX hazard_industry ON hazard (county, industry, due_key, id);
CREATE INDEX hazard_major ON hazard (county, level, due_key, id);
CREATE INDEX hazard_state ON hazard (county, state, due_key, id);
CREATE INDEX hazard_open ON hazard (county, due_key, id) WHERE ended_on = '';
CREATE INDEX hazard_open_mine ON hazard (county, mine, id) WHERE ended_on = '';
CREATE INDEX hazard_inspection ON hazard (county, inspection, id);

-- Each time that a hazard was called rectified, and what the recheck said.
CREATE TABLE hazard_round (
    county      BIGINT NOT NULL,
    hazard      BIGINT NOT NULL,
    round       BIGINT NOT NULL,
    rectified_on TEXT  NOT NULL,
    rectified_by BIGINT NOT NULL,
    statement   TEXT   NOT NULL,
    recheck_by  TEXT   NOT NULL DEFAULT '',      -- the last day for the recheck
    rechecked_on TEXT  NOT NULL DEFAULT '',
    rechecked_by BIGINT NOT NULL DEFAULT 0,
    rechecked_org BIGINT NOT NULL DEFAULT 0,
    passed      BIGINT NOT NULL DEFAULT 0,
    opinion     TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, hazard, round)
) @clustered@;

CREATE TABLE hazard_extension (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    hazard      BIGINT NOT NULL,
    old_day     TEXT   NOT NULL,
    new_day     TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    measures    TEXT   NOT NULL,                 -- interim control measures
    asked_by    BIGINT NOT NULL,
    asked_org   BIGINT NOT NULL,
    asked_on    TEXT   NOT NULL,
    decided_by  BIGINT NOT NULL DEFAULT 0,
    decided_on  TEXT   NOT NULL DEFAULT '',
    note        TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX hazard_extension_hazard ON hazard_extension (county, hazard, id);
CREATE UNIQUE INDEX hazard_extension_open ON hazard_extension (county, hazard) WHERE state = 'asked';

-- What was imposed for a hazard; the law's clocks run from these days.
CREATE TABLE hazard_penalty (
    county      BIGINT NOT NULL,
    hazard      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    enterprise  BIGINT NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('filed', 'fine', 'daily', 'stop', 'other')),
    no          TEXT   NOT NULL DEFAULT '',
    day         TEXT   NOT NULL,
    yuan        BIGINT NOT NULL DEFAULT 0,
    text        TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,
    PRIMARY KEY (county, hazard, id)
) @clustered@;
CREATE INDEX hazard_penalty_enterprise ON hazard_penalty (county, enterprise, day);

CREATE TABLE weather_warning (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    level       TEXT   NOT NULL CHECK (level IN ('blue', 'yellow', 'orange', 'red')),
    kind        TEXT   NOT NULL,
    towns       TEXT   NOT NULL DEFAULT '',      -- ",ID,ID,"; '' the whole county
    area        TEXT   NOT NULL DEFAULT '',      -- in the weather service's words
    from_at     BIGINT NOT NULL,
    to_at       BIGINT NOT NULL DEFAULT 0,       -- 0: until it is lifted
    source      TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX weather_warning_from ON weather_warning (county, from_at, id);

CREATE TABLE investigation (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    no          TEXT   NOT NULL DEFAULT '',
    title       TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    town        BIGINT NOT NULL DEFAULT 0,
    enterprise  BIGINT NOT NULL DEFAULT 0,
    org         BIGINT NOT NULL,                 -- who leads it
    opened_on   TEXT   NOT NULL,
    opened_by   BIGINT NOT NULL,
    due         TEXT   NOT NULL DEFAULT '',      -- by this day it is reported
    due_key     TEXT   NOT NULL DEFAULT '9999-99-99',
    conclusion  TEXT   NOT NULL DEFAULT '',
    concluded_on TEXT  NOT NULL DEFAULT '',
    refer_at    BIGINT NOT NULL DEFAULT 0,       -- referral of a suspected crime: proposed
    refer_text  TEXT   NOT NULL DEFAULT '',
    decided_at  BIGINT NOT NULL DEFAULT 0,       -- the head has decided
    referred    BIGINT NOT NULL DEFAULT 0,       -- 1: to refer it
    transferred_at BIGINT NOT NULL DEFAULT 0,
    answered_at BIGINT NOT NULL DEFAULT 0,       -- the police have answered
    accepted    BIGINT NOT NULL DEFAULT 0,       -- 1: they take the case
    reported_on TEXT   NOT NULL DEFAULT '',      -- the last of the three reports
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX investigation_due ON investigation (county, due_key, id);
CREATE INDEX investigation_mine ON investigation (county, mine, id);

CREATE TABLE investigation_party (
    county      BIGINT NOT NULL,
    investigation BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    sort        BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, investigation, org)
) @clustered@;

-- An answer to one of the measure's questions; a later answer stands beside the earlier one.
CREATE TABLE investigation_finding (
    county      BIGINT NOT NULL,
    investigation BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    question    TEXT   NOT NULL,
    verdict     TEXT   NOT NULL CHECK (verdict IN ('yes', 'no', 'unclear')),
    text        TEXT   NOT NULL,
    basis       TEXT   NOT NULL DEFAULT '',
    org         BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, investigation, id)
) @clustered@;

-- To whom the case was reported, and when.
CREATE TABLE investigation_report (
    county      BIGINT NOT NULL,
    investigation BIGINT NOT NULL,
    receiver    TEXT   NOT NULL CHECK (receiver IN ('committee', 'government', 'safety_committee')),
    day         TEXT   NOT NULL,
    no          TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,
    PRIMARY KEY (county, investigation, receiver)
) @clustered@;
