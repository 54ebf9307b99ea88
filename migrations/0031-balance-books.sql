-- Where scales and magazines are not connected, the month's report says what their books say.
ALTER TABLE balance_report ADD COLUMN weighed_t DOUBLE PRECISION NOT NULL DEFAULT 0;       -- net, as weighed; 0: not stated
ALTER TABLE balance_report ADD COLUMN explosive_kg DOUBLE PRECISION NOT NULL DEFAULT 0;    -- used; 0: not stated
ALTER TABLE balance_setting ADD COLUMN powder_factor DOUBLE PRECISION NOT NULL DEFAULT 0;  -- kg/m3 in the bank, as approved; 0: the default
