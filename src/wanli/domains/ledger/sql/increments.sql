-- What came and went at one place, day by day: folded days and the tail, read in one snapshot.
SELECT every.day::date, (COALESCE(d.plus, 0) + COALESCE(t.plus, 0))::bigint,
       (COALESCE(d.minus, 0) + COALESCE(t.minus, 0))::bigint
FROM generate_series(%(first)s::date, %(last)s::date, '1 day') AS every (day)
LEFT JOIN ledger_day d
    ON d.label = %(label)s AND d.measure = %(measure)s AND d.day = every.day::date
LEFT JOIN (
    SELECT day, COALESCE(sum(delta) FILTER (WHERE delta > 0), 0) AS plus,
           COALESCE(-sum(delta) FILTER (WHERE delta < 0), 0) AS minus
    FROM ledger_tail WHERE measure = %(measure)s AND NOT transfer AND path ~ %(below)s::lquery
    GROUP BY day
) t ON t.day = every.day::date
ORDER BY 1
