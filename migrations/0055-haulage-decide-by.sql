-- A case has a day by which it is decided (行政处罚法 60); a mine's overloaded weighings in the order of time.

ALTER TABLE haulage_case ADD COLUMN decide_by TEXT NOT NULL DEFAULT '';

CREATE INDEX haulage_ticket_mine_over ON haulage_ticket (county, mine, id) WHERE over_kg > 0;
