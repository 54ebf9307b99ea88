-- Do a mine's ledgers agree?  What has no other home: surveyed volumes, piles, reported output; what the comparison found.

-- What is known of a mine's rock and pit, where it differs from the rules' defaults.  0: the default.
CREATE TABLE balance_setting (
    county          BIGINT NOT NULL,
    mine            BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    material        TEXT   NOT NULL,               -- of the rule balance.materials
    density         DOUBLE PRECISION NOT NULL,     -- t/m3 in the bank
    density_sigma   DOUBLE PRECISION NOT NULL,     -- percent
    density_source  TEXT   NOT NULL,               -- the reserves report: number and day
    waste_density   DOUBLE PRECISION NOT NULL,
    swell           DOUBLE PRECISION NOT NULL,     -- percent
    moisture        DOUBLE PRECISION NOT NULL,     -- percent of what is weighed
    loss            DOUBLE PRECISION NOT NULL,     -- percent of the ore
    strip           DOUBLE PRECISION NOT NULL,     -- t waste a t of ore
    note            TEXT   NOT NULL,
    PRIMARY KEY (county, mine)
) @clustered@;

-- A volume between two surveys of the ground: dug (ore, waste, both undivided) or dumped.
CREATE TABLE balance_survey (
    county          BIGINT NOT NULL,
    mine            BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    material        TEXT   NOT NULL CHECK (material IN ('ore', 'waste', 'all', 'dump')),
    from_day        TEXT   NOT NULL,               -- of the survey before
    to_day          TEXT   NOT NULL,               -- of this survey
    volume_m3       DOUBLE PRECISION NOT NULL,
    sigma_m3        DOUBLE PRECISION NOT NULL,     -- standard deviation; 0: the default's share
    density         DOUBLE PRECISION NOT NULL,     -- 0: the mine's
    density_sigma   DOUBLE PRECISION NOT NULL,     -- percent; 0: the mine's
    density_source  TEXT   NOT NULL,
    method          TEXT   NOT NULL,
    surveyor        TEXT   NOT NULL,
    file            TEXT   NOT NULL,               -- hash of the report, in the evidence store
    note            TEXT   NOT NULL,
    withdrawn       TEXT   NOT NULL,               -- why it no longer counts
    PRIMARY KEY (county, mine, id)
) @clustered@;
CREATE INDEX balance_survey_day ON balance_survey (county, mine, to_day);

-- A pile as it was measured on a day.
CREATE TABLE balance_stock (
    county          BIGINT NOT NULL,
    mine            BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    pile            TEXT   NOT NULL,
    day             TEXT   NOT NULL,
    volume_m3       DOUBLE PRECISION NOT NULL,
    sigma_m3        DOUBLE PRECISION NOT NULL,     -- 0: the default's share
    loose_density   DOUBLE PRECISION NOT NULL,     -- t/m3 as it lies; 0: bank density and swell
    file            TEXT   NOT NULL,
    note            TEXT   NOT NULL,
    withdrawn       TEXT   NOT NULL,
    PRIMARY KEY (county, mine, id)
) @clustered@;
CREATE INDEX balance_stock_day ON balance_stock (county, mine, day);

-- What the enterprise reports of a month.
CREATE TABLE balance_report (
    county          BIGINT NOT NULL,
    mine            BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    month           TEXT   NOT NULL,               -- YYYY-MM
    output_t        DOUBLE PRECISION NOT NULL,
    waste_t         DOUBLE PRECISION NOT NULL,     -- 0: not stated
    moisture        DOUBLE PRECISION NOT NULL,     -- percent, measured that month; 0: the mine's
    file            TEXT   NOT NULL,
    note            TEXT   NOT NULL,
    PRIMARY KEY (county, mine, id)
) @clustered@;
CREATE UNIQUE INDEX balance_report_month ON balance_report (county, mine, month);

-- What the comparison said of a month when it was last made: for lists.  Made again from the ledgers at any time.
CREATE TABLE balance_result (
    county          BIGINT NOT NULL,
    month           TEXT   NOT NULL,
    mine            BIGINT NOT NULL,
    word            TEXT   NOT NULL CHECK (word IN ('not_enough', 'agrees', 'does_not_fit')),
    story           TEXT   NOT NULL,               -- "" unless it does not fit
    p               DOUBLE PRECISION NOT NULL,
    share           DOUBLE PRECISION NOT NULL,     -- of a month's ore
    share_sigma     DOUBLE PRECISION NOT NULL,
    t               DOUBLE PRECISION NOT NULL,     -- since it began
    t_sigma         DOUBLE PRECISION NOT NULL,
    since           TEXT   NOT NULL,               -- month
    ore_t           DOUBLE PRECISION NOT NULL,     -- about what was mined in the month
    ledgers         BIGINT NOT NULL,               -- how many had a figure
    at              BIGINT NOT NULL,
    PRIMARY KEY (county, month, mine)
) @clustered@;
CREATE INDEX balance_result_mine ON balance_result (county, mine, month);
CREATE INDEX balance_result_word ON balance_result (county, word, month, mine);

-- When the clock last judged a mine.
CREATE TABLE balance_watched (
    county          BIGINT NOT NULL,
    mine            BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    PRIMARY KEY (county, mine)
) @clustered@;

-- A suspicion for a person to check.
CREATE TABLE balance_alert (
    county          BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    version         BIGINT NOT NULL DEFAULT 1,
    state           TEXT   NOT NULL,
    no              TEXT   NOT NULL,
    mine            BIGINT NOT NULL,
    org             BIGINT NOT NULL,               -- who is to check: the department that supervises the mine
    month           TEXT   NOT NULL,               -- in which it was seen
    story           TEXT   NOT NULL,
    since           TEXT   NOT NULL,
    p               DOUBLE PRECISION NOT NULL,
    share           DOUBLE PRECISION NOT NULL,
    share_sigma     DOUBLE PRECISION NOT NULL,
    t               DOUBLE PRECISION NOT NULL,
    t_sigma         DOUBLE PRECISION NOT NULL,
    arithmetic      TEXT   NOT NULL,               -- in words, as it was then
    opened_on       TEXT   NOT NULL,
    due             TEXT   NOT NULL,
    closed_on       TEXT   NOT NULL DEFAULT '',
    conclusion      TEXT   NOT NULL DEFAULT '',
    investigation   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (county, id)
) @clustered@;
CREATE INDEX balance_alert_state ON balance_alert (county, state, due, id);
CREATE INDEX balance_alert_mine ON balance_alert (county, mine, story, id);
CREATE INDEX balance_alert_org ON balance_alert (county, org, state, due, id);
CREATE UNIQUE INDEX balance_alert_no ON balance_alert (county, no);
