-- What the county last told a machine at a magazine: may the mine work, and if not, why.

CREATE TABLE explosive_standing (
    county      BIGINT NOT NULL,
    magazine    BIGINT NOT NULL,
    may_work    BIGINT NOT NULL,
    why_not     TEXT   NOT NULL DEFAULT '',
    told_at     BIGINT NOT NULL,                 -- by the county's clock
    heard_at    BIGINT NOT NULL,                 -- by this machine's
    PRIMARY KEY (county, magazine)
) @clustered@;
