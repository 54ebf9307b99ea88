-- Days on which a gate's machine ran with its scale at hand: also days on which no truck came.

CREATE TABLE haulage_alive (
    county      BIGINT NOT NULL,
    scale       BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    told        BIGINT NOT NULL DEFAULT 0,       -- at the gate: 1 once the county has it
    PRIMARY KEY (county, scale, day)
) @clustered@;
