-- The figures of the wanted places: folded balances and the tail, read in one snapshot.
WITH wanted AS MATERIALIZED (
    SELECT label, path FROM places_place WHERE {places}
), tail AS (
    SELECT above.label, t.measure,
           sum(t.delta) FILTER (WHERE %(day)s::date IS NULL OR t.day <= %(day)s::date) AS net,
           sum(t.delta) FILTER (WHERE t.delta > 0 AND NOT t.transfer AND t.day = %(on)s::date) AS plus,
           -sum(t.delta) FILTER (WHERE t.delta < 0 AND NOT t.transfer AND t.day = %(on)s::date) AS minus
    FROM ledger_tail t
    CROSS JOIN LATERAL unnest(string_to_array(t.path::text, '.')) AS above (label)
    WHERE t.measure = ANY (%(measures)s::text[]) AND above.label IN (SELECT label FROM wanted)
    GROUP BY above.label, t.measure
)
SELECT w.label, w.path::text, m.measure,
       (COALESCE(s.net, 0) - COALESCE(later.net, 0) + COALESCE(t.net, 0))::bigint,
       (COALESCE(d.plus, 0) + COALESCE(t.plus, 0))::bigint,
       (COALESCE(d.minus, 0) + COALESCE(t.minus, 0))::bigint
FROM wanted w
CROSS JOIN unnest(%(measures)s::text[]) AS m (measure)
LEFT JOIN ledger_stock s ON s.label = w.label AND s.measure = m.measure
LEFT JOIN ledger_day d ON d.label = w.label AND d.measure = m.measure AND d.day = %(on)s::date
LEFT JOIN LATERAL (
    SELECT sum(net) AS net FROM ledger_day a
    WHERE %(day)s::date IS NOT NULL
      AND a.label = w.label AND a.measure = m.measure AND a.day > %(day)s::date
) later ON true
LEFT JOIN tail t ON t.label = w.label AND t.measure = m.measure
ORDER BY w.path, m.measure
