-- Finished work by day and model, for the totals of a month and of all time; minutes are kept for a day and a bit.
CREATE TABLE work_days (
  day    date NOT NULL,
  kind   text NOT NULL,
  model  text NOT NULL,
  jobs   bigint NOT NULL DEFAULT 0,
  things double precision NOT NULL DEFAULT 0,
  PRIMARY KEY (day, kind, model)
);
INSERT INTO work_days (day, kind, model, jobs, things)
SELECT (minute AT TIME ZONE 'UTC')::date, kind, model, sum(jobs), sum(things) FROM work_minutes GROUP BY 1, 2, 3;
