-- What businesses report: problems that the measures cause (measure 12).

CREATE TABLE feedback (
    county      BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    version     BIGINT NOT NULL DEFAULT 1,
    state       TEXT   NOT NULL,
    no          TEXT   NOT NULL,                 -- what the firm is told: F20231025-0007
    key_hash    TEXT   NOT NULL,                 -- SHA-256 of the secret with which the firm follows it up
    firm        TEXT   NOT NULL DEFAULT '',      -- who reports: protected, see feedback.h
    contact     TEXT   NOT NULL DEFAULT '',
    phone       TEXT   NOT NULL DEFAULT '',
    person      BIGINT NOT NULL DEFAULT 0,       -- signed in when reporting; 0: by the public page
    measure     TEXT   NOT NULL DEFAULT '',      -- number of the measure that causes it
    kind        TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    wish        TEXT   NOT NULL DEFAULT '',
    source      TEXT   NOT NULL DEFAULT '',      -- hash of the sender's address with a secret of the day: limits floods
    urgent      BIGINT NOT NULL DEFAULT 0,
    org         BIGINT NOT NULL DEFAULT 0,       -- who handles it
    due         TEXT   NOT NULL DEFAULT '',      -- of what comes next
    extended    BIGINT NOT NULL DEFAULT 0,
    received_at BIGINT NOT NULL,
    accepted_at BIGINT NOT NULL DEFAULT 0,
    answered_at BIGINT NOT NULL DEFAULT 0,
    closed_at   BIGINT NOT NULL DEFAULT 0,
    answer      TEXT   NOT NULL DEFAULT '',
    rating      TEXT   NOT NULL DEFAULT '' CHECK (rating IN ('', 'satisfied', 'fairly', 'dissatisfied')),
    rating_text TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (county, id)
) @clustered@;
CREATE UNIQUE INDEX feedback_no ON feedback (county, no);
CREATE INDEX feedback_state ON feedback (county, state, due, id);
CREATE INDEX feedback_org ON feedback (county, org, due, id);
CREATE INDEX feedback_received ON feedback (county, received_at);
CREATE INDEX feedback_source ON feedback (county, source, received_at);

-- A day's secret for hashing senders' addresses, thrown away when the day is over: then the hash names nobody.
CREATE TABLE feedback_salt (
    county      BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    salt        TEXT   NOT NULL,
    PRIMARY KEY (county, day)
) @clustered@;
