-- What a hole of a blast can take: stemming, bench, the largest charge of one hole, its explosive; and what is protected.

ALTER TABLE explosive_blast ADD COLUMN stemming_m DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE explosive_blast ADD COLUMN bench_m DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE explosive_blast ADD COLUMN hole_kg DOUBLE PRECISION NOT NULL DEFAULT 0;     -- 0: the plan over the holes
ALTER TABLE explosive_blast ADD COLUMN explosive TEXT NOT NULL DEFAULT 'emulsion';
ALTER TABLE explosive_blast ADD COLUMN protects TEXT NOT NULL DEFAULT 'house';
