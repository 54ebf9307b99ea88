-- Applications for mining rights, land that must not be mined, faces outside their licence, operators brought in.

CREATE TABLE tenure_application (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    no          TEXT   NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('new', 'renewal', 'change')),
    right_kind  TEXT   NOT NULL CHECK (right_kind IN ('mining', 'exploration')),
    licence     BIGINT NOT NULL DEFAULT 0,       -- the right that is renewed or changed; of a new one: what was granted
    mine        BIGINT NOT NULL DEFAULT 0,       -- 0: none yet
    enterprise  BIGINT NOT NULL DEFAULT 0,
    town        BIGINT NOT NULL DEFAULT 0,
    name        TEXT   NOT NULL,                 -- of the mine or the exploration
    applicant   TEXT   NOT NULL,
    credit_code TEXT   NOT NULL DEFAULT '',
    mineral     TEXT   NOT NULL,                 -- the main one
    minerals    TEXT   NOT NULL DEFAULT '',      -- with those that come along
    method      TEXT   NOT NULL DEFAULT '',
    size        TEXT   NOT NULL DEFAULT '',
    scale_t     BIGINT NOT NULL DEFAULT 0,
    years       BIGINT NOT NULL DEFAULT 0,       -- the term asked for
    listed      BIGINT NOT NULL DEFAULT 0,
    deep        TEXT   NOT NULL DEFAULT '',
    chain       TEXT   NOT NULL DEFAULT '',
    lane        TEXT   NOT NULL DEFAULT '' CHECK (lane IN ('', 'fast', 'normal')),
    level       TEXT   NOT NULL DEFAULT '',      -- who issues
    reason      TEXT   NOT NULL DEFAULT '',
    land_text   TEXT   NOT NULL DEFAULT '',
    land        TEXT   NOT NULL DEFAULT '',
    crs         TEXT   NOT NULL DEFAULT '',
    area_m2     DOUBLE PRECISION NOT NULL DEFAULT 0,
    top_m       DOUBLE PRECISION NOT NULL DEFAULT 0,
    bottom_m    DOUBLE PRECISION NOT NULL DEFAULT 0,
    lon_min     DOUBLE PRECISION NOT NULL DEFAULT 0,
    lat_min     DOUBLE PRECISION NOT NULL DEFAULT 0,
    lon_max     DOUBLE PRECISION NOT NULL DEFAULT 0,
    lat_max     DOUBLE PRECISION NOT NULL DEFAULT 0,
    applied_on  TEXT   NOT NULL DEFAULT '',
    accepted_on TEXT   NOT NULL DEFAULT '',
    corrections BIGINT NOT NULL DEFAULT 0,
    reviewed_on TEXT   NOT NULL DEFAULT '',
    joint_on    TEXT   NOT NULL DEFAULT '',
    safety_on   TEXT   NOT NULL DEFAULT '',
    meeting     BIGINT NOT NULL DEFAULT 0,       -- the meeting of the county head that agreed
    approved_on TEXT   NOT NULL DEFAULT '',
    sent_on     TEXT   NOT NULL DEFAULT '',
    sent_no     TEXT   NOT NULL DEFAULT '',
    number      TEXT   NOT NULL DEFAULT '',      -- of the licence that was granted
    ended_on    TEXT   NOT NULL DEFAULT '',
    answer      TEXT   NOT NULL DEFAULT '',      -- why it was refused
    due         TEXT   NOT NULL DEFAULT '',      -- of what comes next
    due_key     TEXT   NOT NULL DEFAULT '9999-99-99',
    created_by  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id),
    -- No new right without the county head's meeting, whatever the program does.
    CONSTRAINT tenure_application_meeting CHECK (kind <> 'new' OR meeting <> 0 OR state NOT IN ('approved', 'sent', 'granted'))
) @clustered@;
CREATE UNIQUE INDEX tenure_application_no ON tenure_application (county, no);
CREATE INDEX tenure_application_due ON tenure_application (county, due_key, id);
CREATE INDEX tenure_application_state ON tenure_application (county, state, due_key, id);
CREATE INDEX tenure_application_enterprise ON tenure_application (county, enterprise, due_key, id);
CREATE INDEX tenure_application_town ON tenure_application (county, town, due_key, id);
CREATE INDEX tenure_application_licence ON tenure_application (county, licence, id);
CREATE INDEX tenure_application_mine ON tenure_application (county, mine, id);
CREATE INDEX tenure_application_number ON tenure_application (county, number);

-- Materials handed in, by their code of rules/tenure_materials.csv; the newest of a code counts.
CREATE TABLE tenure_material (
    county      BIGINT NOT NULL,
    application BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    code        TEXT   NOT NULL,
    hash        TEXT   NOT NULL,
    note        TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, application, id)
) @clustered@;

-- What the departments say in the joint review; the newest of a department in the round counts.
CREATE TABLE tenure_opinion (
    county      BIGINT NOT NULL,
    application BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    org         BIGINT NOT NULL,
    person      BIGINT NOT NULL,
    verdict     TEXT   NOT NULL CHECK (verdict IN ('agree', 'conditions', 'disagree')),
    text        TEXT   NOT NULL DEFAULT '',
    at          BIGINT NOT NULL,
    voided_at   BIGINT NOT NULL DEFAULT 0,       -- the review began anew
    PRIMARY KEY (county, application, id)
) @clustered@;

-- Records of the county head's meeting.
CREATE TABLE tenure_meeting (
    county      BIGINT NOT NULL,
    application BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    no          TEXT   NOT NULL,                 -- number of the minutes
    decision    TEXT   NOT NULL CHECK (decision IN ('agree', 'refuse', 'defer')),
    text        TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, application, id)
) @clustered@;

-- Protected land, roads, railways, rivers, settlements: where mining is forbidden or must keep its distance.
CREATE TABLE tenure_zone (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    source      TEXT   NOT NULL,                 -- the document or file that says so
    shape       TEXT   NOT NULL,                 -- GeoJSON geometry, WGS 84
    lon_min     DOUBLE PRECISION NOT NULL,
    lat_min     DOUBLE PRECISION NOT NULL,
    lon_max     DOUBLE PRECISION NOT NULL,
    lat_max     DOUBLE PRECISION NOT NULL,
    valid_from  TEXT   NOT NULL DEFAULT '',
    ended_on    TEXT   NOT NULL DEFAULT '',
    created_by  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX tenure_zone_window ON tenure_zone (county, ended_on, lon_min, lat_min, lon_max, lat_max);
CREATE INDEX tenure_zone_kind ON tenure_zone (county, kind, id);

-- A working place outside its licence: an alert that is looked into.
CREATE TABLE tenure_outside (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    town        BIGINT NOT NULL DEFAULT 0,
    enterprise  BIGINT NOT NULL DEFAULT 0,
    place       BIGINT NOT NULL,                 -- mine_place.place
    place_name  TEXT   NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('beyond', 'above', 'below', 'no_land')),
    metres      DOUBLE PRECISION NOT NULL,       -- how far beyond, above or below
    area_m2     DOUBLE PRECISION NOT NULL DEFAULT 0,
    text        TEXT   NOT NULL,                 -- the sum, in words
    found_on    TEXT   NOT NULL,
    due         TEXT   NOT NULL DEFAULT '',
    due_key     TEXT   NOT NULL DEFAULT '9999-99-99',
    investigation BIGINT NOT NULL DEFAULT 0,
    confirmed_on TEXT  NOT NULL DEFAULT '',
    ended_on    TEXT   NOT NULL DEFAULT '',
    answer      TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX tenure_outside_open ON tenure_outside (county, mine, place, kind) WHERE ended_on = '';
CREATE INDEX tenure_outside_due ON tenure_outside (county, due_key, id);
CREATE INDEX tenure_outside_town ON tenure_outside (county, town, due_key, id);
CREATE INDEX tenure_outside_enterprise ON tenure_outside (county, enterprise, due_key, id);
CREATE INDEX tenure_outside_mine ON tenure_outside (county, mine, id);

-- Which places and licences the clock has held against each other.
CREATE TABLE tenure_checked (
    county      BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    key         TEXT   NOT NULL,                 -- of what was compared
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, mine)
) @clustered@;

-- ---- operators (measure 8) ----

CREATE TABLE operator_opportunity (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    no          TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    mine        BIGINT NOT NULL,
    town        BIGINT NOT NULL DEFAULT 0,
    enterprise  BIGINT NOT NULL DEFAULT 0,       -- the right's holder, who stays responsible
    mineral     TEXT   NOT NULL,
    form        TEXT   NOT NULL CHECK (form IN ('contract', 'shares', 'transfer', 'joint')),
    scale_t     BIGINT NOT NULL DEFAULT 0,
    terms       TEXT   NOT NULL DEFAULT '',
    open_until  TEXT   NOT NULL DEFAULT '',
    chosen      BIGINT NOT NULL DEFAULT 0,       -- operator_candidate
    contract_no TEXT   NOT NULL DEFAULT '',
    contract_from TEXT NOT NULL DEFAULT '',
    contract_to TEXT   NOT NULL DEFAULT '',
    contract_t  BIGINT NOT NULL DEFAULT 0,       -- tonnes a year
    safety_no   TEXT   NOT NULL DEFAULT '',      -- of the safety agreement
    safety_on   TEXT   NOT NULL DEFAULT '',
    handed_on   TEXT   NOT NULL DEFAULT '',
    ended_on    TEXT   NOT NULL DEFAULT '',
    answer      TEXT   NOT NULL DEFAULT '',
    due         TEXT   NOT NULL DEFAULT '',
    due_key     TEXT   NOT NULL DEFAULT '9999-99-99',
    created_by  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX operator_opportunity_due ON operator_opportunity (county, due_key, id);
CREATE INDEX operator_opportunity_mine ON operator_opportunity (county, mine, id);
CREATE INDEX operator_opportunity_town ON operator_opportunity (county, town, due_key, id);
CREATE INDEX operator_opportunity_enterprise ON operator_opportunity (county, enterprise, due_key, id);

CREATE TABLE operator_candidate (
    county      BIGINT NOT NULL,
    opportunity BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    name        TEXT   NOT NULL,
    credit_code TEXT   NOT NULL DEFAULT '',
    kind        TEXT   NOT NULL CHECK (kind IN ('central', 'state', 'private', 'other')),
    contact     TEXT   NOT NULL DEFAULT '',
    phone       TEXT   NOT NULL DEFAULT '',
    refused     TEXT   NOT NULL DEFAULT '',      -- why it is out; '' it is in
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, opportunity, id)
) @clustered@;

-- What a candidate says of itself by a criterion (rule operator.scoring), and whether the evidence bears it.
CREATE TABLE operator_claim (
    county      BIGINT NOT NULL,
    opportunity BIGINT NOT NULL,
    candidate   BIGINT NOT NULL,
    criterion   TEXT   NOT NULL,
    value       DOUBLE PRECISION NOT NULL,
    text        TEXT   NOT NULL DEFAULT '',
    hash        TEXT   NOT NULL DEFAULT '',
    verdict     TEXT   NOT NULL DEFAULT '' CHECK (verdict IN ('', 'borne', 'not_borne')),
    verdict_text TEXT  NOT NULL DEFAULT '',
    verdict_by  BIGINT NOT NULL DEFAULT 0,
    verdict_at  BIGINT NOT NULL DEFAULT 0,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, opportunity, candidate, criterion)
) @clustered@;

-- What was said in negotiations, and the round's outcome.
CREATE TABLE operator_talk (
    county      BIGINT NOT NULL,
    opportunity BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    candidate   BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    person      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (county, opportunity, id)
) @clustered@;
