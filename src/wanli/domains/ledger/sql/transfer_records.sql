-- Everything in stock of these records leaves the place where it is and arrives at another one.
WITH held AS (
    SELECT path, measure, source_kind, source, sum(delta) AS n
    FROM ledger_entry WHERE source = ANY (%(sources)s::uuid[])
    GROUP BY path, measure, source_kind, source
    HAVING sum(delta) <> 0 AND path <> %(new)s::ltree
)
INSERT INTO ledger_entry
    (path, measure, delta, source_kind, source, day, at, kind, reason, user_id)
SELECT leg.path, h.measure, leg.sign * h.n, h.source_kind, h.source,
       %(day)s, %(at)s, 't', %(reason)s, %(user)s
FROM held h
CROSS JOIN LATERAL (VALUES (h.path, -1), (%(new)s::ltree, 1)) AS leg (path, sign)
